//! Everything plain of an error in one call, for bindings.

use std::ffi::{c_char, c_void};

use super::{
    COS_SKEW_UNKNOWN, cos_code_source_t, cos_error_kind_t, cos_error_reason_t, cos_error_t,
    cos_responder_t, cos_retry_t, with,
};
use crate::error::CosError;
use crate::ffi::strings::{c_str, hand_out_bytes};
use crate::ffi::structs::{self, Sized0};

/// Everything plain of an error. Set struct_size to `sizeof(cos_error_fields_t)`.
/// Pointers are owned by the error, until it is freed; strings are never NULL.
///
/// A block holds pairs, each string ended by a NUL: name, value, name, value ...
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_error_fields_t {
    pub struct_size: usize,
    pub kind: cos_error_kind_t,
    pub reason: cos_error_reason_t,
    pub status: i32,
    pub code_source: cos_code_source_t,
    pub responder: cos_responder_t,
    pub retry: cos_retry_t,
    pub request_sent: i32,
    pub origin_truncated: i32,
    pub os_errno: i32,
    /// Always 0: keeps the next member where it is on every platform.
    pub reserved: i32,
    pub retry_after_ms: i64,
    pub clock_skew_s: i64,
    pub code: *const c_char,
    pub message: *const c_char,
    pub resource: *const c_char,
    pub request_id: *const c_char,
    pub trace_id: *const c_char,
    pub method: *const c_char,
    pub url: *const c_char,
    pub operation: *const c_char,
    pub region_hint: *const c_char,
    pub endpoint_hint: *const c_char,
    pub origin_xml: *const c_char,
    pub origin_body: *const c_void,
    pub origin_body_len: usize,
    /// The header fields as a block, and its length in bytes.
    pub headers: *const c_char,
    pub headers_len: usize,
    /// The details as a block, and its length in bytes.
    pub details: *const c_char,
    pub details_len: usize,
    /// How many of each there are to ask for.
    pub header_count: usize,
    pub detail_count: usize,
    pub part_count: usize,
    pub attempt_count: usize,
    pub cause_count: usize,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_error_fields_t {}

/// Reads everything plain of an error in one call: as many members as
/// struct_size says. 1 if fields was written; 0 if nothing was: a NULL, or too
/// small a struct_size. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_fields(
    error: *const cos_error_t,
    fields: *mut cos_error_fields_t,
) -> i32 {
    with(error, 0, |error| {
        i32::from(structs::write(&of(error), fields))
    })
}

/// Copies all strings of cos_error_fields_t into a buffer, in the order of its
/// members, each ended by a NUL; behind them the pairs of headers and of details.
/// For languages in which each reading of memory costs. Returns the number of
/// bytes that they take; if it is more than size, nothing was written. 0 for a
/// NULL error; buffer may be NULL if size is 0. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_strings(
    error: *const cos_error_t,
    buffer: *mut c_char,
    size: usize,
) -> usize {
    with(error, 0, |error| {
        let length = error.strings_z().map(str::len).sum();
        if length <= size && !buffer.is_null() {
            let mut to = buffer;
            for string in error.strings_z() {
                // SAFETY: the strings take `length` bytes, and `size` are writable.
                to = unsafe {
                    to.copy_from_nonoverlapping(string.as_ptr().cast(), string.len());
                    to.add(string.len())
                };
            }
        }
        length
    })
}

fn of(error: &CosError) -> cos_error_fields_t {
    let body = error.origin_body();
    let (headers, details) = (error.headers_block(), error.details_block());
    cos_error_fields_t {
        struct_size: 0,
        kind: error.kind() as i32,
        reason: error.reason().map_or(0, |reason| reason as i32),
        status: i32::from(error.status()),
        code_source: error.code_source() as i32,
        responder: error.responder() as i32,
        retry: error.retry() as i32,
        request_sent: i32::from(error.request_sent()),
        origin_truncated: i32::from(error.origin_truncated()),
        os_errno: error.os_errno(),
        reserved: 0,
        retry_after_ms: error.retry_after_ms().unwrap_or(-1),
        clock_skew_s: error.clock_skew_s().unwrap_or(COS_SKEW_UNKNOWN),
        code: c_str(error.code_z()),
        message: c_str(error.message_z()),
        resource: c_str(error.resource_z()),
        request_id: c_str(error.request_id_z()),
        trace_id: c_str(error.trace_id_z()),
        method: c_str(error.method_z()),
        url: c_str(error.url_z()),
        operation: c_str(error.operation_z()),
        region_hint: c_str(error.region_hint_z()),
        endpoint_hint: c_str(error.endpoint_hint_z()),
        origin_xml: c_str(error.origin_xml_z()),
        origin_body: hand_out_bytes(body, std::ptr::null_mut()),
        origin_body_len: body.len(),
        headers: headers.as_ptr().cast(),
        headers_len: headers.len() - 1,
        details: details.as_ptr().cast(),
        details_len: details.len() - 1,
        header_count: error.headers_z().len(),
        detail_count: error.details_z().len(),
        part_count: error.parts().len(),
        attempt_count: error.attempts().len(),
        cause_count: error.causes().len(),
    }
}
