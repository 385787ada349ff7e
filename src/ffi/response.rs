//! The answer to a request that succeeded.

use std::ffi::{c_char, c_void};

use super::guard::guard;
use super::shared;
use super::strings::{EMPTY, c_str, given, hand_out_bytes};
use super::structs::{self, Sized0};
use crate::error::Result;
use crate::operation::Response;

/// An answer. Immutable: any number of threads may read it at once. Freed with
/// cos_response_free, once.
pub struct cos_response_t {
    _opaque: [u8; 0],
}

/// Everything of an answer. Set struct_size to `sizeof(cos_response_fields_t)`.
/// Pointers are owned by the answer, until it is freed; none is NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_response_fields_t {
    pub struct_size: usize,
    pub status: i32,
    /// Always 0: keeps the next member where it is on every platform.
    pub reserved: i32,
    pub received: i64,
    /// In headers, or "".
    pub request_id: *const c_char,
    /// In headers, or "".
    pub bucket_region: *const c_char,
    /// The header fields as pairs, each string ended by a NUL: name, value, name,
    /// value ...; and their length in bytes.
    pub headers: *const c_char,
    pub headers_len: usize,
    pub header_count: usize,
    pub body: *const c_void,
    pub body_len: usize,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_response_fields_t {}

/// Frees an answer and all strings read from it. NULL: nothing happens.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_free(response: *mut cos_response_t) {
    guard((), || {
        if !response.is_null() {
            // SAFETY: made by `hand_out`, and given back only once.
            drop(unsafe { Box::from_raw(response.cast::<Response>()) });
        }
    });
}

/// Reads everything of an answer in one call: as many members as struct_size
/// says. 1 if fields was written; 0 if nothing was: a NULL, or too small a
/// struct_size. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_fields(
    response: *const cos_response_t,
    fields: *mut cos_response_fields_t,
) -> i32 {
    with(response, 0, |response| {
        i32::from(structs::write(&all(response), fields))
    })
}

fn all(response: &Response) -> cos_response_fields_t {
    let (headers, body) = (response.headers_block(), response.body());
    cos_response_fields_t {
        struct_size: 0,
        status: i32::from(response.status()),
        reserved: 0,
        received: clamped(response.received()),
        request_id: c_str(response.request_id_z()),
        bucket_region: c_str(response.bucket_region_z()),
        headers: headers.as_ptr().cast(),
        headers_len: headers.len() - 1,
        header_count: response.header_count(),
        body: hand_out_bytes(body, std::ptr::null_mut()),
        body_len: body.len(),
    }
}

/// HTTP status, 2xx; 0 for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_status(response: *const cos_response_t) -> i32 {
    with(response, 0, |response| i32::from(response.status()))
}

/// The request id; "" if there is none, and for NULL. Owned by the answer, until
/// it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_request_id(response: *const cos_response_t) -> *const c_char {
    with(response, EMPTY, |response| c_str(response.request_id_z()))
}

/// The region where the bucket is, from x-cos-bucket-region; "" if the answer
/// does not tell, and for NULL. Owned by the answer, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_bucket_region(response: *const cos_response_t) -> *const c_char {
    with(response, EMPTY, |response| {
        c_str(response.bucket_region_z())
    })
}

/// A header field, its name in any case; the first of several; "" if there is
/// none, and for NULL. Owned by the answer, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_header(
    response: *const cos_response_t,
    name: *const c_char,
) -> *const c_char {
    with(response, EMPTY, |response| {
        given(name).map_or(EMPTY, |name| c_str(response.header_z(&name)))
    })
}

/// Number of header fields, repeats counted; 0 for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_header_count(response: *const cos_response_t) -> usize {
    with(response, 0, |response| response.header_count())
}

/// Name of a header field in lower case, index from 0, repeats together; ""
/// beyond the last, and for NULL. Owned by the answer, until it is freed. Any
/// thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_header_name(
    response: *const cos_response_t,
    index: usize,
) -> *const c_char {
    with(response, EMPTY, |response| {
        c_str(response.header_name_z(index))
    })
}

/// Value of a header field, index from 0; "" beyond the last, and for NULL.
/// Owned by the answer, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_header_value(
    response: *const cos_response_t,
    index: usize,
) -> *const c_char {
    with(response, EMPTY, |response| {
        c_str(response.header_value_z(index))
    })
}

/// The body's bytes, never NULL; their number goes to length, which may be NULL.
/// Empty if the request has a sink.
/// Owned by the answer, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_body(
    response: *const cos_response_t,
    length: *mut usize,
) -> *const c_void {
    let body = with(response, [].as_slice(), |response| response.body());
    hand_out_bytes(body, length)
}

/// Bytes of the body, in memory or given to the request's sink; 0 for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_received(response: *const cos_response_t) -> i64 {
    with(response, 0, |response| clamped(response.received()))
}

fn clamped(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Runs a call and hands its answer to the caller, if the caller wants it.
pub fn hand_out(
    response: *mut *mut cos_response_t,
    send: impl FnOnce() -> Result<Response>,
) -> Result<()> {
    let into_raw = |response: Response| Box::into_raw(Box::new(response)).cast();
    // SAFETY: the header demands a writable pointer, or NULL.
    unsafe { shared::hand_out(response, send, into_raw) }
}

fn with<'a, T: Copy>(
    response: *const cos_response_t,
    nothing: T,
    read: impl FnOnce(&'a Response) -> T,
) -> T {
    // SAFETY: not NULL, made by `hand_out`, not freed yet: the header demands it.
    match unsafe { response.cast::<Response>().as_ref() } {
        Some(response) => guard(nothing, || read(response)),
        None => nothing,
    }
}
