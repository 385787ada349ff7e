//! Accessors of one value. For NULL they return 0 or "".

use std::ffi::{c_char, c_void};

use super::{
    COS_SKEW_UNKNOWN, cos_code_source_t, cos_error_kind_t, cos_error_reason_t, cos_error_t,
    cos_responder_t, cos_retry_t, text, with,
};
use crate::error::{CosError, Language};
use crate::ffi::strings::{EMPTY, c_str, hand_out_bytes, text as argument};

/// Returns the side that failed: COS_ERROR_KIND_CLIENT or COS_ERROR_KIND_SERVICE. Returns
/// COS_ERROR_KIND_NONE for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_kind(error: *const cos_error_t) -> cos_error_kind_t {
    with(error, 0, |error| error.kind() as i32)
}

/// Returns why a client error happened, one of COS_ERROR_REASON_*. Returns 0 for service errors,
/// or if the error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_reason(error: *const cos_error_t) -> cos_error_reason_t {
    with(error, 0, |error| {
        error.reason().map_or(0, |reason| reason as i32)
    })
}

/// Returns the HTTP status, or 0 if none arrived. A client error that occurs after a status
/// arrived keeps that status. Returns 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_status(error: *const cos_error_t) -> i32 {
    with(error, 0, |error| i32::from(error.status()))
}

/// Returns where the code comes from, one of COS_CODE_SOURCE_*. Returns 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_code_source(error: *const cos_error_t) -> cos_code_source_t {
    with(error, 0, |error| error.code_source() as i32)
}

/// Returns who sent the response, one of COS_RESPONDER_*. Returns COS_RESPONDER_UNKNOWN for
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_responder(error: *const cos_error_t) -> cos_responder_t {
    with(error, 0, |error| error.responder() as i32)
}

/// Returns whether a retry of the same request may succeed, one of COS_RETRY_*. The class of a
/// catalogued code takes precedence over that of the status. A partial failure has the most
/// cautious class of its parts: NO before AFTER_FIX before YES. Returns COS_RETRY_NO for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_retry(error: *const cos_error_t) -> cos_retry_t {
    with(error, 0, |error| error.retry() as i32)
}

/// Returns 0 if the request certainly never reached the server, 1 if it may have. Check this
/// first after a PUT has timed out. Returns 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_request_sent(error: *const cos_error_t) -> i32 {
    with(error, 0, |error| i32::from(error.request_sent()))
}

/// Returns 1 if the body is incomplete, because the network cut it or because this library kept
/// only its first 1 MiB. Returns 0 otherwise, and if the error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_origin_truncated(error: *const cos_error_t) -> i32 {
    with(error, 0, |error| i32::from(error.origin_truncated()))
}

/// Returns the operating system's error number that caused a client error, or 0 if there is
/// none. Returns 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_os_errno(error: *const cos_error_t) -> i32 {
    with(error, 0, |error| error.os_errno())
}

/// Returns the delay that the header Retry-After demands, in milliseconds, or -1 if the
/// response has no such header. Returns -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_retry_after_ms(error: *const cos_error_t) -> i64 {
    with(error, -1, |error| error.retry_after_ms().unwrap_or(-1))
}

/// Returns the server's clock minus the local clock in seconds, measured when the response
/// arrived. A positive number means that the local clock is slow. It is computed from Date if
/// the response has a request id of COS, otherwise from `<ServerTime>`, otherwise from the
/// request id. Returns COS_SKEW_UNKNOWN if it is not known, or if the error is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_clock_skew_s(error: *const cos_error_t) -> i64 {
    with(error, COS_SKEW_UNKNOWN, |error| {
        error.clock_skew_s().unwrap_or(COS_SKEW_UNKNOWN)
    })
}

/// Returns the error code, such as NoSuchBucket. The code of a client error is the name of its
/// reason, such as Timeout. It is one line: control characters are replaced by spaces. It is
/// never empty, except for NULL, for which "" is returned. The string is valid until the error
/// is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_code(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::code_z)
}

/// Returns one human-readable line: the message of the service, or that of this library.
/// Control characters are replaced by spaces, and secrets are masked. It is never empty, except
/// for NULL, for which "" is returned. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_message(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::message_z)
}

/// Returns the `<Resource>` that the service reported, otherwise the URL of the request,
/// without secrets. Returns "" for NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_resource(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::resource_z)
}

/// Returns the request id from the body, otherwise from x-cos-request-id or x-ci-request-id.
/// Tencent Cloud's support needs it. Returns "" if there is none, or if the error is NULL. The
/// string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_request_id(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::request_id_z)
}

/// Returns the trace id from the body, otherwise from x-cos-trace-id. Returns "" if there is
/// none, or if the error is NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_trace_id(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::trace_id_z)
}

/// Returns the body as text: unchanged if it is UTF-8, otherwise transcoded. An inner NUL is
/// replaced by U+FFFD. The text is verbatim, so it contains any secrets that the server
/// repeated. Returns "" for HEAD, or if the error is NULL. The string is valid until the error
/// is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_origin_xml(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::origin_xml_z)
}

/// Returns the HTTP method of the request, or "" if it is not known, or if the error is NULL.
/// The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_method(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::method_z)
}

/// Returns the URL of the request, without secrets. Returns "" if it is not known, or if the
/// error is NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_url(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::url_z)
}

/// Returns the operation by the name that access policies use, such as HeadBucket or GetObject.
/// Returns "" if it is not known, or if the error is NULL. The string is valid until the error
/// is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_operation(error: *const cos_error_t) -> *const c_char {
    with(error, EMPTY, |error| c_str(error.operation_z()))
}

/// Returns the region of the bucket if the response names it, in x-cos-bucket-region,
/// `<Endpoint>` or Location. Returns "" otherwise, and if the error is NULL. The string is valid
/// until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_region_hint(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::region_hint_z)
}

/// Returns the host to which the request should go instead, if the response names it in
/// `<Endpoint>` or Location. Returns "" otherwise, and if the error is NULL. The string is valid
/// until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_endpoint_hint(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::endpoint_hint_z)
}

/// Returns the URL of the page that documents the code. Returns "" for client errors, for
/// responses that COS did not send, or if the error is NULL. The string is valid until the error
/// is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_doc_url(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::doc_url_z)
}

/// Returns the URL of the console's diagnosis page if COS responded and gave a request id.
/// Returns "" otherwise, and if the error is NULL. The page takes no parameter:
/// cos_error_diagnose_steps contains the request id to enter there. The string is static: do
/// not free it.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_diagnose_url(error: *const cos_error_t) -> *const c_char {
    with(error, EMPTY, |error| c_str(error.diagnose_url_z()))
}

/// Returns instructions for the diagnosis page, in the language "en" or "zh": the request id and
/// the steps, one numbered line per step. If language is NULL or unknown, "en" is used. Returns ""
/// when cos_error_diagnose_url returns "", and for a NULL error. The string is valid until the
/// error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_diagnose_steps(
    error: *const cos_error_t,
    language: *const c_char,
) -> *const c_char {
    with(error, EMPTY, |error| {
        c_str(error.diagnose_steps_z(language_of(language)))
    })
}

/// Returns the error as one JSON object of at most 64 KiB, in one line and without secrets. All
/// errors have the same members; bindings/reference/json.md describes them. The member
/// `truncated` is true if strings were cut or items left out; the accessors return them whole.
/// Returns "null" for NULL, so that the text is always JSON. The string is valid until the
/// error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_json(error: *const cos_error_t) -> *const c_char {
    with(error, c"null".as_ptr(), |error| c_str(error.json_z()))
}

/// Returns one line for logs, without secrets, of at most 4 KiB: code, status, message, request
/// id, method, the URL without its query, and the number of attempts if there were several.
/// Text that was cut, the message before all else, ends with an ellipsis; the accessors return
/// it whole. Returns "" for NULL. The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_text(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::text_z)
}

/// Returns the exact bytes of the body, decompressed if it arrived as gzip, and stores their
/// number in length, which may be NULL. At most 1 MiB is kept. The bytes are verbatim, so they
/// contain any secrets that the server repeated. A NUL that is not counted follows the last
/// byte. The result is never NULL; it is empty for NULL. It is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_origin_body(
    error: *const cos_error_t,
    length: *mut usize,
) -> *const c_void {
    let body = with(error, [].as_slice(), |error| error.origin_body());
    // SAFETY: the header requires a writable length, or NULL.
    unsafe { hand_out_bytes(body, length) }
}

/// Returns what to do about the error, in the language "en" or "zh": at most two sentences,
/// without secrets. If language is NULL or unknown, "en" is used. Returns "" for a NULL error.
/// The string is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_advice(
    error: *const cos_error_t,
    language: *const c_char,
) -> *const c_char {
    with(error, EMPTY, |error| {
        c_str(error.advice_z(language_of(language)))
    })
}

/// The language of a tag; English for NULL and what is not UTF-8.
fn language_of(tag: *const c_char) -> Language {
    // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
    let tag = unsafe { argument("language", tag) }
        .ok()
        .flatten()
        .unwrap_or("");
    Language::of(tag)
}
