//! The version, at compile time and at run time.

use std::ffi::c_char;

use super::strings::c_str;

/// The version of the library that is loaded, `"MAJOR.MINOR.PATCH"`; compare it
/// with COS_ERR_VERSION, that of the header. Static: never freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_err_version() -> *const c_char {
    c_str(concat!(env!("CARGO_PKG_VERSION"), "\0"))
}
