//! The error object for C.

mod codes;
mod fields;
mod lists;
mod read;

use std::ffi::c_char;

pub use codes::*;

use super::guard::guard_result;
use super::handles::{self, Handle};
use super::strings::{EMPTY, c_str};
use crate::error::{CosError, Result};

/// Describes one failure completely. It is immutable: any number of threads may read it at
/// once. Free it once with cos_error_free, when no thread reads it any more.
pub struct cos_error_t {
    _opaque: [u8; 0],
}

impl Handle for cos_error_t {
    type Owner = Box<CosError>;
}

/// Frees an error and all strings obtained from it. NULL is ignored. Call it once per
/// error, on any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_free(error: *mut cos_error_t) {
    // SAFETY: made by `into_raw`, and given back only once: the header requires it.
    unsafe { handles::free(error) };
}

/// Hands an error to C.
pub fn into_raw(error: Box<CosError>) -> *mut cos_error_t {
    handles::new(error)
}

/// Runs a call that reports errors.
pub fn guard_error(call: impl FnOnce() -> Result<()>) -> *mut cos_error_t {
    guard_result(call).map_or_else(into_raw, |()| std::ptr::null_mut())
}

/// Reads an error; `nothing` for NULL.
pub fn with<'a, T>(error: *const cos_error_t, nothing: T, read: impl FnOnce(&'a CosError) -> T) -> T
where
    T: Copy,
{
    // SAFETY: made by `into_raw`, not freed yet: the header requires it.
    unsafe { handles::read(error, nothing, read) }
}

/// Reads a string of an error; `""` for NULL.
fn text(error: *const cos_error_t, read: fn(&CosError) -> &str) -> *const c_char {
    with(error, EMPTY, |error| c_str(read(error)))
}
