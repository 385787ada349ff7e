//! Accessors of lists: header fields, details, parts, attempts, causes.

use std::ffi::c_char;

use super::{cos_error_reason_t, cos_error_t, cos_retry_t, with};
use crate::error::CosError;
use crate::ffi::strings::{EMPTY, c_str, given};
use crate::ffi::structs::{self, Sized0};

/// One item of a partial failure, as delete-multiple reports it. Set struct_size
/// to `sizeof(cos_error_part_t)`. The strings are owned by the error.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_error_part_t {
    pub struct_size: usize,
    pub key: *const c_char,
    pub version_id: *const c_char,
    pub code: *const c_char,
    pub message: *const c_char,
    /// COS_RETRY_*: whether the request for this item alone may be retried.
    pub retry: cos_retry_t,
    /// Always 0.
    pub reserved: i32,
}

/// One try of a call. Set struct_size to `sizeof(cos_attempt_t)`. The strings
/// are owned by the error.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_attempt_t {
    pub struct_size: usize,
    /// The host that was asked.
    pub host: *const c_char,
    /// HTTP status; 0 if none arrived.
    pub status: i32,
    /// COS_ERROR_REASON_* if the try failed on our side, perhaps after a status; else 0.
    pub reason: cos_error_reason_t,
    pub request_id: *const c_char,
    pub elapsed_ms: i64,
    /// What followed, and why ("not sent again: the body's reader cannot be rewound"
    /// ...); "" for the usual end.
    pub note: *const c_char,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_error_part_t {}
// SAFETY: as above.
unsafe impl Sized0 for cos_attempt_t {}

/// A header field of the answer, its name in any case; the first of several; ""
/// if there is none, and for NULL. The server's words, verbatim. Owned by the
/// error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_header(
    error: *const cos_error_t,
    name: *const c_char,
) -> *const c_char {
    with(error, EMPTY, |error| {
        let Some(name) = given(name) else {
            return EMPTY;
        };
        let same = |field: &(&str, &str)| strip(field.0).eq_ignore_ascii_case(&name);
        error
            .headers_z()
            .find(same)
            .map_or(EMPTY, |(_, value)| c_str(value))
    })
}

/// Number of header fields, repeats counted; 0 for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_header_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.headers_z().len())
}

/// Name of a header field as it arrived, index from 0; "" beyond the last, and
/// for NULL. Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_header_name(error: *const cos_error_t, index: usize) -> *const c_char {
    with(error, EMPTY, |error| {
        error
            .headers_z()
            .nth(index)
            .map_or(EMPTY, |(name, _)| c_str(name))
    })
}

/// Value of a header field, index from 0; "" beyond the last, and for NULL. The
/// server's words, verbatim. Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_header_value(error: *const cos_error_t, index: usize) -> *const c_char {
    with(error, EMPTY, |error| {
        error
            .headers_z()
            .nth(index)
            .map_or(EMPTY, |(_, value)| c_str(value))
    })
}

/// Another direct child of the service's `<Error>`, or JSON member, by its name in
/// any case ("ServerTime"); the first of several; "" if there is none, and for NULL.
/// The server's words, verbatim. Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_detail(
    error: *const cos_error_t,
    name: *const c_char,
) -> *const c_char {
    with(error, EMPTY, |error| {
        let Some(name) = given(name) else {
            return EMPTY;
        };
        let same = |detail: &(&str, &str)| strip(detail.0).eq_ignore_ascii_case(&name);
        error
            .details_z()
            .find(same)
            .map_or(EMPTY, |(_, value)| c_str(value))
    })
}

/// Number of details; 0 for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_detail_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.details_z().len())
}

/// Name of a detail, index from 0; "" beyond the last, and for NULL. Owned by
/// the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_detail_name(error: *const cos_error_t, index: usize) -> *const c_char {
    with(error, EMPTY, |error| {
        error
            .details_z()
            .nth(index)
            .map_or(EMPTY, |(name, _)| c_str(name))
    })
}

/// Value of a detail, index from 0; "" beyond the last, and for NULL. The
/// server's words, verbatim. Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_detail_value(error: *const cos_error_t, index: usize) -> *const c_char {
    with(error, EMPTY, |error| {
        error
            .details_z()
            .nth(index)
            .map_or(EMPTY, |(_, value)| c_str(value))
    })
}

/// Number of failed items of a partial failure; 0 for other errors, and for
/// NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_part_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.parts().len())
}

/// Reads a failed item, index from 0. 1 if part was written; 0 if nothing was:
/// no such item, NULL, or too small a struct_size. Any thread.
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
        i32::from(structs::write(&value, part))
    })
}

/// Number of tries that were made; 0 for errors that were read from an answer,
/// and for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_attempt_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.attempts().len())
}

/// Reads a try, index from 0 in the order of time. 1 if attempt was written; 0
/// if nothing was: no such try, NULL, or too small a struct_size. Any thread.
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
        i32::from(structs::write(&value, attempt))
    })
}

/// Number of causes under a client error; 0 if none are known, and for NULL.
/// Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_cause_count(error: *const cos_error_t) -> usize {
    with(error, 0, |error| error.causes().len())
}

/// A cause, index from 0, outermost first; "" beyond the last, and for NULL.
/// Owned by the error, until it is freed. Any thread.
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
