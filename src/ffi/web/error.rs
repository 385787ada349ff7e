//! An error in one piece.

use std::ffi::c_char;
use std::ptr;

use crate::error::CosError;
use crate::ffi::error::{cos_error_t, with};
use crate::ffi::text;

/// Returns all of an error as JSON, except for the bytes of its body; NULL for NULL. The caller
/// frees it with cos_text_free.
#[unsafe(no_mangle)]
pub extern "C" fn cos_web_error(error: *const cos_error_t) -> *mut c_char {
    with(error, ptr::null_mut(), |error| {
        let mut whole = ptr::null_mut();
        let made = text::hand_out(&raw mut whole, || Ok(CosError::whole_json(error)));
        made.map_or(ptr::null_mut(), |()| whole)
    })
}
