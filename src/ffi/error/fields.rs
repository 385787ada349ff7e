//! All scalar values and strings of an error in one call, for bindings.

use std::ffi::{c_char, c_void};

use super::{
    COS_SKEW_UNKNOWN, cos_code_source_t, cos_error_kind_t, cos_error_reason_t, cos_error_t,
    cos_responder_t, cos_retry_t, with,
};
use crate::error::CosError;
use crate::ffi::strings::{c_str, hand_out_bytes};
use crate::ffi::structs::{self, Sized0};

/// All scalar values and strings of an error. Set struct_size to `sizeof(cos_error_fields_t)`.
/// Strings are never NULL. Pointers are valid until the error is freed.
///
/// A block is a sequence of pairs of NUL-terminated strings: name, value, name, value...
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_error_fields_t {
    /// Must be `sizeof(cos_error_fields_t)`.
    pub struct_size: usize,
    /// See cos_error_kind.
    pub kind: cos_error_kind_t,
    /// See cos_error_reason.
    pub reason: cos_error_reason_t,
    /// See cos_error_status.
    pub status: i32,
    /// See cos_error_code_source.
    pub code_source: cos_code_source_t,
    /// See cos_error_responder.
    pub responder: cos_responder_t,
    /// See cos_error_retry.
    pub retry: cos_retry_t,
    /// See cos_error_request_sent.
    pub request_sent: i32,
    /// See cos_error_origin_truncated.
    pub origin_truncated: i32,
    /// See cos_error_os_errno.
    pub os_errno: i32,
    /// Always 0. It keeps the next member at the same offset on every platform.
    pub reserved: i32,
    /// See cos_error_retry_after_ms.
    pub retry_after_ms: i64,
    /// See cos_error_clock_skew_s.
    pub clock_skew_s: i64,
    /// See cos_error_code.
    pub code: *const c_char,
    /// See cos_error_message.
    pub message: *const c_char,
    /// See cos_error_resource.
    pub resource: *const c_char,
    /// See cos_error_request_id.
    pub request_id: *const c_char,
    /// See cos_error_trace_id.
    pub trace_id: *const c_char,
    /// See cos_error_method.
    pub method: *const c_char,
    /// See cos_error_url.
    pub url: *const c_char,
    /// See cos_error_operation.
    pub operation: *const c_char,
    /// See cos_error_region_hint.
    pub region_hint: *const c_char,
    /// See cos_error_endpoint_hint.
    pub endpoint_hint: *const c_char,
    /// See cos_error_origin_xml.
    pub origin_xml: *const c_char,
    /// See cos_error_origin_body.
    pub origin_body: *const c_void,
    /// Number of bytes of origin_body.
    pub origin_body_len: usize,
    /// The response headers as a block.
    pub headers: *const c_char,
    /// Number of bytes of headers.
    pub headers_len: usize,
    /// The details as a block.
    pub details: *const c_char,
    /// Number of bytes of details.
    pub details_len: usize,
    /// See cos_error_header_count.
    pub header_count: usize,
    /// See cos_error_detail_count.
    pub detail_count: usize,
    /// See cos_error_part_count.
    pub part_count: usize,
    /// See cos_error_attempt_count.
    pub attempt_count: usize,
    /// See cos_error_cause_count.
    pub cause_count: usize,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_error_fields_t {}

/// Writes all scalar values and strings of an error to fields, as many members as
/// fields->struct_size has room for. Returns 1 if fields was written. Returns 0, and writes
/// nothing, if a pointer is NULL or struct_size is too small.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_fields(
    error: *const cos_error_t,
    fields: *mut cos_error_fields_t,
) -> i32 {
    with(error, 0, |error| {
        // SAFETY: the header requires a struct that begins with its size, or NULL.
        i32::from(unsafe { structs::write(&of(error), fields) })
    })
}

/// Copies all strings of cos_error_fields_t into a buffer, in the order of the members, each
/// followed by a NUL, and then the blocks of headers and of details. For bindings in which each
/// native memory read is expensive. Returns the number of bytes that the strings take; if it is
/// larger than size, nothing was written. buffer may be NULL if size is 0. Returns 0 for a NULL
/// error.
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
        // SAFETY: the length is NULL.
        origin_body: unsafe { hand_out_bytes(body, std::ptr::null_mut()) },
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
