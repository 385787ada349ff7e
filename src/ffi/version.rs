//! The version, at compile time and at run time.

use std::ffi::c_char;

use super::strings::c_str;

/// Returns the version of the loaded library, `"MAJOR.MINOR.PATCH"`. Compare it with
/// COS_ERR_VERSION, the version of this header. The string is static: do not free it. May be
/// called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_err_version() -> *const c_char {
    c_str(concat!(env!("CARGO_PKG_VERSION"), "\0"))
}
