//! Accessors of one value. NULL as the error answers "nothing".

use std::ffi::{c_char, c_void};

use super::{
    COS_SKEW_UNKNOWN, cos_code_source_t, cos_error_kind_t, cos_error_reason_t, cos_error_t,
    cos_responder_t, cos_retry_t, text, with,
};
use crate::error::{CosError, Language};
use crate::ffi::strings::{EMPTY, c_str, hand_out_bytes, text as argument};

/// COS_ERROR_KIND_CLIENT or COS_ERROR_KIND_SERVICE; COS_ERROR_KIND_NONE for NULL.
/// Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_kind(error: *const cos_error_t) -> cos_error_kind_t {
    with(error, 0, |error| error.kind() as i32)
}

/// Why a client error happened, one of COS_ERROR_REASON_*; 0 for service errors
/// and for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_reason(error: *const cos_error_t) -> cos_error_reason_t {
    with(error, 0, |error| {
        error.reason().map_or(0, |reason| reason as i32)
    })
}

/// HTTP status; 0 if none arrived, and for NULL. A status that arrived is never
/// lost: client errors that come after one carry it too. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_status(error: *const cos_error_t) -> i32 {
    with(error, 0, |error| i32::from(error.status()))
}

/// Where the code comes from, one of COS_CODE_SOURCE_*; 0 for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_code_source(error: *const cos_error_t) -> cos_code_source_t {
    with(error, 0, |error| error.code_source() as i32)
}

/// Who answered, one of COS_RESPONDER_*; COS_RESPONDER_UNKNOWN for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_responder(error: *const cos_error_t) -> cos_responder_t {
    with(error, 0, |error| error.responder() as i32)
}

/// Whether the same request may be retried after this failure, one of
/// COS_RETRY_*; COS_RETRY_NO for NULL. A catalogued code decides before the
/// status. A partial failure has the most cautious class of its parts: NO before
/// AFTER_FIX before YES. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_retry(error: *const cos_error_t) -> cos_retry_t {
    with(error, 0, |error| error.retry() as i32)
}

/// 0: certainly nothing reached the server; 1: something may have. After a
/// timed-out PUT the first question. 0 for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_request_sent(error: *const cos_error_t) -> i32 {
    with(error, 0, |error| i32::from(error.request_sent()))
}

/// 1 if the body was cut, by the network or at 1 MiB by this library; else 0, and
/// for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_origin_truncated(error: *const cos_error_t) -> i32 {
    with(error, 0, |error| i32::from(error.origin_truncated()))
}

/// The operating system's error number under a client error; 0 if there is none,
/// and for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_os_errno(error: *const cos_error_t) -> i32 {
    with(error, 0, |error| error.os_errno())
}

/// The wait in milliseconds that the answer's Retry-After asks for; -1 if it has
/// none, and for NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_retry_after_ms(error: *const cos_error_t) -> i64 {
    with(error, -1, |error| error.retry_after_ms().unwrap_or(-1))
}

/// Server clock minus local clock in seconds when the answer came: positive means
/// that the local clock is behind. From Date beside an id of COS, else
/// `<ServerTime>`, else the request id. COS_SKEW_UNKNOWN if unknown, and for NULL.
/// Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_clock_skew_s(error: *const cos_error_t) -> i64 {
    with(error, COS_SKEW_UNKNOWN, |error| {
        error.clock_skew_s().unwrap_or(COS_SKEW_UNKNOWN)
    })
}

/// The error code, NoSuchBucket ...; for client errors the reason's name, Timeout
/// ...; never "" but for NULL. One line: control characters are replaced by spaces.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_code(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::code_z)
}

/// One line for people: the text of the service, or ours; never "" but for NULL.
/// Control characters are replaced by spaces, secrets are masked.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_message(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::message_z)
}

/// The service's `<Resource>`, else the URL that was asked, without secrets; "" for
/// NULL.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_resource(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::resource_z)
}

/// The request id, of the body first, then of x-cos-request-id or
/// x-ci-request-id; "" if there is none, and for NULL. COS's support asks for it.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_request_id(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::request_id_z)
}

/// The trace id, of the body first, then of x-cos-trace-id; "" if there is none,
/// and for NULL.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_trace_id(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::trace_id_z)
}

/// The body as text, unchanged when it is UTF-8, else transcoded; an inner NUL
/// reads U+FFFD; "" on HEAD and for NULL. The server's words, verbatim: they may
/// hold secrets that it repeats.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_origin_xml(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::origin_xml_z)
}

/// The HTTP method asked, "" if not known and for NULL.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_method(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::method_z)
}

/// The URL asked, without secrets; "" if not known and for NULL.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_url(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::url_z)
}

/// The operation as permissions name it, HeadBucket, GetObject ...; "" if not
/// known and for NULL.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_operation(error: *const cos_error_t) -> *const c_char {
    with(error, EMPTY, |error| c_str(error.operation_z()))
}

/// The region where the bucket is, if the answer tells (x-cos-bucket-region,
/// `<Endpoint>`, Location); else "", and for NULL.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_region_hint(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::region_hint_z)
}

/// The host to ask instead, if the answer tells (`<Endpoint>`, Location); else "",
/// and for NULL.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_endpoint_hint(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::endpoint_hint_z)
}

/// The page that documents the code; "" for client errors, for answers that are
/// not COS's, and for NULL.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_doc_url(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::doc_url_z)
}

/// The URL of the console's diagnosis page if COS responded and gave a request id;
/// otherwise "", and for NULL. The page takes no parameter: cos_error_diagnose_steps
/// has the request id to enter there. A static string. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_diagnose_url(error: *const cos_error_t) -> *const c_char {
    with(error, EMPTY, |error| c_str(error.diagnose_url_z()))
}

/// How to use the diagnosis page, in "en" or "zh": the request id and the steps, one
/// numbered line per step; "" where cos_error_diagnose_url is "", and for a NULL error.
/// NULL and unknown languages read as "en".
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_diagnose_steps(
    error: *const cos_error_t,
    language: *const c_char,
) -> *const c_char {
    with(error, EMPTY, |error| {
        c_str(error.diagnose_steps_z(language_of(language)))
    })
}

/// Returns the error as one JSON object of at most 64 KiB, without secrets. All errors have
/// the same members (bindings/reference/json.md). The member `truncated` is true if strings
/// were cut or items left out; the accessors return them whole. Returns "null" for NULL, so
/// that the text is always JSON. Owned by the error, valid until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_json(error: *const cos_error_t) -> *const c_char {
    with(error, c"null".as_ptr(), |error| c_str(error.json_z()))
}

/// One line for logs, without secrets, of at most 4 KiB: code, status, message, request id,
/// method, the URL without its query, and the number of attempts if there were several. What
/// was cut, first of all the message, ends with an ellipsis; the accessors have it whole. ""
/// for NULL.
/// Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_text(error: *const cos_error_t) -> *const c_char {
    text(error, CosError::text_z)
}

/// The body's exact bytes (decompressed if it came in gzip), never NULL; their
/// number goes to length, which may be NULL. At most 1 MiB. The server's words,
/// verbatim. Owned by the error, until it is freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_origin_body(
    error: *const cos_error_t,
    length: *mut usize,
) -> *const c_void {
    let body = with(error, [].as_slice(), |error| error.origin_body());
    hand_out_bytes(body, length)
}

/// What to do about the error, in "en" or "zh"; NULL and unknown languages read
/// as "en". At most two sentences, without secrets; "" for a NULL error.
/// Owned by the error, until it is freed. Any thread.
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
    let tag = argument("language", tag).ok().flatten().unwrap_or("");
    Language::of(tag)
}
