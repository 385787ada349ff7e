//! Errors from what an SDK of Tencent kept of a failed call.

use std::ffi::{c_char, c_void};

use super::error::{cos_error_reason_t, cos_error_t, guard_error, with};
use super::exchange::{cos_header_t, no_struct, with_fields};
use super::strings::{bytes, lossy};
use super::structs::{self, Sized0};
use crate::error::{CosError, Exchange, Lost, Reason, Result, SdkError};

/// A field that an SDK may have lost, one of COS_LOST_*. cos_error_lost returns a sum of them.
pub type cos_lost_t = i32;
/// The error code is not known. cos_error_code is derived from the status and the request.
pub const COS_LOST_CODE: cos_lost_t = 1;
/// The message, or characters of it, are not known.
pub const COS_LOST_MESSAGE: cos_lost_t = 2;
/// The resource is not known. cos_error_resource is the URL, if that is known.
pub const COS_LOST_RESOURCE: cos_lost_t = 4;
/// The request id is not known.
pub const COS_LOST_REQUEST_ID: cos_lost_t = 8;
/// The trace id is not known.
pub const COS_LOST_TRACE_ID: cos_lost_t = 16;
/// The response headers are not known, and with them the clock skew, Retry-After and the hints.
pub const COS_LOST_HEADERS: cos_lost_t = 32;
/// The body is not known, and with it the details and parts.
pub const COS_LOST_BODY: cos_lost_t = 64;
/// The HTTP status of a response that arrived is not known.
pub const COS_LOST_STATUS: cos_lost_t = 128;
/// The reason of a failure without a response is not known. cos_error_reason is CONNECT, and
/// the request may have been sent.
pub const COS_LOST_REASON: cos_lost_t = 256;

/// The bit of each field.
const BITS: [(Lost, cos_lost_t); 9] = [
    (Lost::CODE, COS_LOST_CODE),
    (Lost::MESSAGE, COS_LOST_MESSAGE),
    (Lost::RESOURCE, COS_LOST_RESOURCE),
    (Lost::REQUEST_ID, COS_LOST_REQUEST_ID),
    (Lost::TRACE_ID, COS_LOST_TRACE_ID),
    (Lost::HEADERS, COS_LOST_HEADERS),
    (Lost::BODY, COS_LOST_BODY),
    (Lost::STATUS, COS_LOST_STATUS),
    (Lost::REASON, COS_LOST_REASON),
];

/// The error object of an SDK. Fill the struct with zeros, set struct_size to
/// `sizeof(cos_sdk_error_t)`, then set the members that the SDK has a value for, unchanged. All
/// pointers are borrowed for the duration of the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_sdk_error_t {
    /// Must be `sizeof(cos_sdk_error_t)`.
    pub struct_size: usize,
    /// Method of the request. Set it for a HEAD, whose response has neither code nor message.
    pub method: *const c_char,
    /// URL of the request. NULL means that it is not known.
    pub url: *const c_char,
    /// Bucket of the request, if the URL is not known; otherwise NULL.
    pub bucket: *const c_char,
    /// Key of the request, if the URL is not known; otherwise NULL.
    pub key: *const c_char,
    /// HTTP status, 200 to 999, or 0 if the SDK reports none.
    pub status: i32,
    /// Why there is no response, one of COS_ERROR_REASON_*. If it is 0, it is taken from message
    /// and code.
    pub reason: cos_error_reason_t,
    /// Error code. Codes that the SDKs make up ("UnknownError", "404 Not Found") are left out.
    pub code: *const c_char,
    /// Message. If it is the whole body, as C++'s may be, it is read as the body.
    pub message: *const c_char,
    /// Request id.
    pub request_id: *const c_char,
    /// Trace id.
    pub trace_id: *const c_char,
    /// Resource. If it is a URL, it is used as the URL of the request.
    pub resource: *const c_char,
    /// The response headers, or NULL if the SDK did not keep them.
    pub headers: *const cos_header_t,
    /// Number of headers.
    pub header_count: usize,
    /// The body, or NULL if the SDK did not keep it. A body that was empty is not NULL.
    pub body: *const c_void,
    /// Number of bytes of body.
    pub body_len: usize,
    /// The operating system's error number, or 0 if there is none.
    pub os_errno: i32,
    /// Must be 1 if the body is incomplete.
    pub body_truncated: i32,
    /// The other children of the service's error, if the SDK kept them without the body; otherwise NULL.
    pub details: *const cos_header_t,
    /// Number of details.
    pub detail_count: usize,
    /// Must be 1 if the SDK saw only some of the headers, as in a browser.
    pub headers_filtered: i32,
    /// Must be 0.
    pub reserved: i32,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_sdk_error_t {}

/// Makes an error of what an SDK of Tencent kept of a failed call. Values that the service sent
/// are kept, values that the SDK made up are left out, and cos_error_lost tells which fields are
/// not known. The result is never NULL. It is an INVALID_ARGUMENT error if sdk is NULL, its
/// struct_size is too small, or status or reason has a value that does not exist. The caller
/// frees it with cos_error_free. May be called from any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_error_from_sdk(sdk: *const cos_sdk_error_t) -> *mut cos_error_t {
    guard_error(|| {
        // SAFETY: the header requires a struct that begins with its size, or NULL.
        let given = unsafe { structs::read(sdk) }
            .map_err(|size| no_struct("sdk", "cos_sdk_error_t", size))?;
        Err(read(&given)?)
    })
}

/// Returns the fields that an SDK may have lost, as a sum of COS_LOST_*. What is absent from
/// them, or derived, says nothing about the response. Returns 0 for errors that were not made by
/// cos_error_from_sdk, and for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_lost(error: *const cos_error_t) -> cos_lost_t {
    with(error, 0, |error| sum(error.lost()))
}

fn sum(lost: Lost) -> cos_lost_t {
    let bits = BITS.iter().filter(|(field, _)| lost.has(*field));
    bits.map(|(_, bit)| bit).sum()
}

fn read(given: &cos_sdk_error_t) -> Result<Box<CosError>> {
    let reason = match given.reason {
        0 => None,
        number => Some(Reason::from_number(number).ok_or_else(|| {
            let fix = "must be one of COS_ERROR_REASON_*, or 0";
            CosError::argument("reason", &number.to_string(), fix)
        })?),
    };
    let status = Exchange::check_status(given.status)?;
    // SAFETY: as the header requires, each is a NUL-terminated string, or NULL.
    let text = |value| unsafe { lossy(value) };
    // SAFETY: the header requires that many readable bytes, or NULL.
    let body = unsafe { bytes(given.body, given.body_len) };
    Ok(with_fields(given.headers, given.header_count, |headers| {
        with_fields(given.details, given.detail_count, |details| {
            SdkError {
                method: &text(given.method),
                url: &text(given.url),
                bucket: &text(given.bucket),
                key: &text(given.key),
                status,
                reason,
                os_errno: given.os_errno,
                code: &text(given.code),
                message: &text(given.message),
                request_id: &text(given.request_id),
                trace_id: &text(given.trace_id),
                resource: &text(given.resource),
                headers,
                headers_filtered: given.headers_filtered != 0,
                details,
                body: (!given.body.is_null()).then_some(body),
                body_truncated: given.body_truncated != 0,
            }
            .error()
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_core() {
        for (field, bit) in BITS {
            assert_eq!(i32::from(field.bits()), bit);
        }
    }
}
