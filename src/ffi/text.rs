//! Text that the caller owns.

use std::ffi::{CString, c_char};

use super::guard::guard;
use super::handles;
use crate::error::{CosError, Reason, Result};

/// Frees a string that a function returned through its last parameter. NULL is ignored. Call it
/// once per string, on any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_text_free(text: *mut c_char) {
    guard((), || {
        if !text.is_null() {
            // SAFETY: made by `hand_out`, and given back only once.
            drop(unsafe { CString::from_raw(text) });
        }
    });
}

/// Hands a text to the caller, if the caller wants it.
pub fn hand_out(to: *mut *mut c_char, make: impl FnOnce() -> Result<String>) -> Result<()> {
    let text = || {
        CString::new(make()?)
            .map_err(|_| CosError::client(Reason::Internal, "a text has a NUL in it"))
    };
    // SAFETY: the header requires a writable pointer, or NULL.
    unsafe { handles::hand_out(to, text, CString::into_raw) }
}
