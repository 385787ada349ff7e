//! Strings and bytes that come from C.

use std::borrow::Cow;
use std::ffi::{CStr, c_char, c_void};
use std::path::PathBuf;

use crate::error::{CosError, Reason, Result};

/// The empty string, for absent values.
pub const EMPTY: *const c_char = c"".as_ptr();

/// A string that lives as long as the call; `None` for NULL.
///
/// An argument that is not UTF-8 is an error that names it.
///
/// # Safety
/// NULL, or a NUL-terminated string that outlives the call.
pub unsafe fn text<'a>(name: &str, value: *const c_char) -> Result<Option<&'a str>> {
    if value.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's word.
    let bytes = unsafe { CStr::from_ptr(value) };
    match bytes.to_str() {
        Ok(text) => Ok(Some(text)),
        // Not shown: it may be a secret in another encoding.
        Err(_) => Err(CosError::client(
            Reason::InvalidArgument,
            &format!("{name} is not UTF-8: convert it to UTF-8"),
        )),
    }
}

/// A string that may be anything: what is not UTF-8 in it becomes U+FFFD; `""` for NULL.
///
/// # Safety
/// NULL, or a NUL-terminated string that outlives the call.
pub unsafe fn lossy<'a>(value: *const c_char) -> Cow<'a, str> {
    // SAFETY: the caller's word.
    let bytes = unsafe { bytes_or_text(value, 0) };
    // Validation as a whole is much faster than in chunks.
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// As `lossy`; `None` for NULL.
///
/// # Safety
/// NULL, or a NUL-terminated string that outlives the call.
pub unsafe fn given<'a>(value: *const c_char) -> Option<Cow<'a, str>> {
    // SAFETY: the caller's word.
    (!value.is_null()).then(|| unsafe { lossy(value) })
}

/// The bytes of a string, whatever they are; `None` for NULL.
///
/// # Safety
/// NULL, or a NUL-terminated string that outlives the call.
pub unsafe fn given_bytes<'a>(value: *const c_char) -> Option<&'a [u8]> {
    // SAFETY: the caller's word.
    (!value.is_null()).then(|| unsafe { bytes_or_text(value, 0) })
}

/// A string that must be there.
///
/// # Safety
/// NULL, or a NUL-terminated string that outlives the call.
pub unsafe fn required<'a>(name: &str, value: *const c_char, fix: &str) -> Result<&'a str> {
    // SAFETY: the caller's word.
    unsafe { text(name, value) }?.ok_or_else(|| CosError::missing(name, fix))
}

/// The path of a file that must be given, in whatever bytes the system uses.
///
/// # Safety
/// NULL, or a NUL-terminated string that outlives the call.
pub unsafe fn path(name: &str, value: *const c_char) -> Result<PathBuf> {
    // SAFETY: the caller's word.
    let bytes = unsafe { bytes_or_text(value, 0) };
    if bytes.is_empty() {
        return Err(CosError::missing(name, "set the path of a file"));
    }
    #[cfg(unix)]
    let path = {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    };
    #[cfg(not(unix))]
    let path = {
        // SAFETY: the caller's word.
        PathBuf::from(unsafe { required(name, value, "set the path of a file") }?)
    };
    Ok(path)
}

/// Bytes with a length; empty for NULL.
///
/// # Safety
/// NULL, or `length` readable bytes that outlive the call.
pub unsafe fn bytes<'a>(start: *const c_void, length: usize) -> &'a [u8] {
    if start.is_null() || length == 0 {
        return &[];
    }
    // SAFETY: the caller's word.
    unsafe { std::slice::from_raw_parts(start.cast::<u8>(), length) }
}

/// Bytes with a length, where length 0 means NUL-terminated.
///
/// # Safety
/// NULL, or `length` readable bytes; with length 0 a string that is NUL-terminated. They
/// outlive the call.
pub unsafe fn bytes_or_text<'a>(start: *const c_char, length: usize) -> &'a [u8] {
    if start.is_null() {
        return &[];
    }
    if length > 0 {
        // SAFETY: the caller's word.
        return unsafe { bytes(start.cast(), length) };
    }
    // SAFETY: the caller's word.
    unsafe { CStr::from_ptr(start) }.to_bytes()
}

/// Bytes for C: never NULL, their number at `length` unless that is NULL.
///
/// # Safety
/// `length` is NULL or writable.
pub unsafe fn hand_out_bytes(bytes: &[u8], length: *mut usize) -> *const c_void {
    if !length.is_null() {
        // SAFETY: the caller's word.
        unsafe { length.write(bytes.len()) };
    }
    if bytes.is_empty() {
        EMPTY.cast()
    } else {
        bytes.as_ptr().cast()
    }
}

/// The C form of a string that ends with its NUL.
pub fn c_str(text_z: &str) -> *const c_char {
    debug_assert!(text_z.ends_with('\0'));
    text_z.as_ptr().cast()
}
