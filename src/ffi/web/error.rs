//! An error in few pieces.

use std::ffi::c_char;
use std::ptr;

use crate::error::CosError;
use crate::ffi::error::{cos_error_t, with};
use crate::ffi::text;

/// Returns what cos_error_json lacks of an error, or cuts, as JSON; NULL for NULL. The caller frees
/// it with cos_text_free.
#[unsafe(no_mangle)]
pub extern "C" fn cos_web_error(error: *const cos_error_t) -> *mut c_char {
    with(error, ptr::null_mut(), |error| {
        let mut rest = ptr::null_mut();
        let made = text::hand_out(&raw mut rest, || Ok(CosError::rest_json(error)));
        made.map_or(ptr::null_mut(), |()| rest)
    })
}
