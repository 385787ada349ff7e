//! Accessors of lists: headers, details, parts, attempts, causes.

use std::ffi::c_char;

use super::{cos_error_reason_t, cos_error_t, cos_retry_t, with};
use crate::error::CosError;
use crate::ffi::strings::{EMPTY, c_str, given};
use crate::ffi::structs::{self, Sized0};

/// One failed item of a partial failure, as delete-multiple reports it. Set struct_size to
/// `sizeof(cos_error_part_t)`. The strings are never NULL, and are valid until the error is
/// freed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_error_part_t {
    /// Must be `sizeof(cos_error_part_t)`.
    pub struct_size: usize,
    /// Key of the object.
    pub key: *const c_char,
    /// Version of the object, or "" if the response names none.
    pub version_id: *const c_char,
    /// Error code of this item, such as AccessDenied.
    pub code: *const c_char,
    /// Message of the service for this item.
    pub message: *const c_char,
    /// Whether a retry for this item alone may succeed, one of COS_RETRY_*.
    pub retry: cos_retry_t,
    /// Always 0.
    pub reserved: i32,
}

/// One attempt of a call. Set struct_size to `sizeof(cos_attempt_t)`. The strings are never
/// NULL, and are valid until the error is freed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_attempt_t {
    /// Must be `sizeof(cos_attempt_t)`.
    pub struct_size: usize,
    /// Host to which the request was sent.
    pub host: *const c_char,
    /// HTTP status, or 0 if none arrived.
    pub status: i32,
    /// One of COS_ERROR_REASON_* if the attempt failed on the client's side, possibly after a
    /// status arrived; otherwise 0.
    pub reason: cos_error_reason_t,
    /// Request id of the response, or "" if there is none.
    pub request_id: *const c_char,
    /// Duration of the attempt in milliseconds.
    pub elapsed_ms: i64,
    /// Why the call went on or stopped after this attempt ("not retried: the body's reader
    /// cannot be rewound"); "" if nothing special happened.
    pub note: *const c_char,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_error_part_t {}
// SAFETY: as above.
unsafe impl Sized0 for cos_attempt_t {}

/// Returns the value of a response header, verbatim. Names are compared without regard to case.
/// If there are several headers of the name, the first one is returned. Returns "" if there is
/// none, or if the error is NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_header(
    error: *const cos_error_t,
    name: *const c_char,
) -> *const c_char {
    with(error, EMPTY, |error| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let Some(name) = (unsafe { given(name) }) else {
            return EMPTY;
        };
        let same = |field: &(&str, &str)| strip(field.0).eq_ignore_ascii_case(&name);
        error
            .headers_z()
            .find(same)
            .map_or(EMPTY, |(_, value)| c_str(value))
    })
}

/// Returns the number of response headers; repeated names count each time. Returns 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_header_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.headers_z().len())
}

/// Returns the name of a response header as it arrived. index starts at 0. Returns "" if index
/// is too large, or if the error is NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_header_name(error: *const cos_error_t, index: usize) -> *const c_char {
    with(error, EMPTY, |error| {
        error
            .headers_z()
            .nth(index)
            .map_or(EMPTY, |(name, _)| c_str(name))
    })
}

/// Returns the value of a response header, verbatim. index starts at 0. Returns "" if index is
/// too large, or if the error is NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_header_value(error: *const cos_error_t, index: usize) -> *const c_char {
    with(error, EMPTY, |error| {
        error
            .headers_z()
            .nth(index)
            .map_or(EMPTY, |(_, value)| c_str(value))
    })
}

/// Returns the value of a detail, verbatim: another direct child of the service's `<Error>`, or
/// another member of its JSON, such as ServerTime. Names are compared without regard to case. If
/// there are several details of the name, the first one is returned. Returns "" if there is
/// none, or if the error is NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_detail(
    error: *const cos_error_t,
    name: *const c_char,
) -> *const c_char {
    with(error, EMPTY, |error| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let Some(name) = (unsafe { given(name) }) else {
            return EMPTY;
        };
        let same = |detail: &(&str, &str)| strip(detail.0).eq_ignore_ascii_case(&name);
        error
            .details_z()
            .find(same)
            .map_or(EMPTY, |(_, value)| c_str(value))
    })
}

/// Returns the number of details, or 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_detail_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.details_z().len())
}

/// Returns the name of a detail. index starts at 0. Returns "" if index is too large, or if the
/// error is NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_detail_name(error: *const cos_error_t, index: usize) -> *const c_char {
    with(error, EMPTY, |error| {
        error
            .details_z()
            .nth(index)
            .map_or(EMPTY, |(name, _)| c_str(name))
    })
}

/// Returns the value of a detail, verbatim. index starts at 0. Returns "" if index is too
/// large, or if the error is NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_detail_value(error: *const cos_error_t, index: usize) -> *const c_char {
    with(error, EMPTY, |error| {
        error
            .details_z()
            .nth(index)
            .map_or(EMPTY, |(_, value)| c_str(value))
    })
}

/// Returns the number of failed items of a partial failure. Returns 0 for other errors, or if
/// the error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_part_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.parts().len())
}

/// Writes a failed item to part, as many members as part->struct_size has room for. index
/// starts at 0. Returns 1 if part was written. Returns 0, and writes nothing, if there is no
/// such item, a pointer is NULL, or struct_size is too small.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_part(
    error: *const cos_error_t,
    index: usize,
    part: *mut cos_error_part_t,
) -> i32 {
    with(error, 0, |error| {
        let Some(found) = error.parts().get(index) else {
            return 0;
        };
        let value = cos_error_part_t {
            struct_size: 0,
            key: c_str(error.string_z(found.key)),
            version_id: c_str(error.string_z(found.version_id)),
            code: c_str(error.string_z(found.code)),
            message: c_str(error.string_z(found.message)),
            retry: error.part_retry(found) as i32,
            reserved: 0,
        };
        // SAFETY: the header requires a struct that begins with its size, or NULL.
        i32::from(unsafe { structs::write(&value, part) })
    })
}

/// Returns the number of attempts that the call made. Returns 0 for errors that were read from a
/// response of the caller's own HTTP stack, or if the error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_attempt_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.attempts().len())
}

/// Writes an attempt to attempt, as many members as attempt->struct_size has room for. index
/// starts at 0, and follows the order in time. Returns 1 if attempt was written. Returns 0, and
/// writes nothing, if there is no such attempt, a pointer is NULL, or struct_size is too small.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_attempt(
    error: *const cos_error_t,
    index: usize,
    attempt: *mut cos_attempt_t,
) -> i32 {
    with(error, 0, |error| {
        let Some(made) = error.attempts().get(index) else {
            return 0;
        };
        let value = cos_attempt_t {
            struct_size: 0,
            host: c_str(error.string_z(made.host)),
            status: i32::from(made.status),
            reason: made.reason.map_or(0, |reason| reason as i32),
            request_id: c_str(error.string_z(made.request_id)),
            elapsed_ms: made.elapsed_ms,
            note: c_str(error.string_z(made.note)),
        };
        // SAFETY: the header requires a struct that begins with its size, or NULL.
        i32::from(unsafe { structs::write(&value, attempt) })
    })
}

/// Returns the number of known causes of a client error. Returns 0 if none are known, or if the
/// error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_cause_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.causes().len())
}

/// Returns a cause, the outermost one first. index starts at 0. Returns "" if index is too
/// large, or if the error is NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_cause(error: *const cos_error_t, index: usize) -> *const c_char {
    with(error, EMPTY, |error| cause(error, index))
}

fn cause(error: &CosError, index: usize) -> *const c_char {
    let cause = error.causes().get(index);
    cause.map_or(EMPTY, |span| c_str(error.string_z(*span)))
}

fn strip(text_z: &str) -> &str {
    text_z.strip_suffix('\0').unwrap_or(text_z)
}
