//! The numbers of the model.

#![allow(
    dead_code,
    reason = "the constants are for the header; Rust uses the enums they mirror"
)]

use std::ffi::c_char;

use crate::error::Reason;
use crate::ffi::strings::{EMPTY, c_str};

/// The side that failed, one of COS_ERROR_KIND_*.
pub type cos_error_kind_t = i32;
/// There is no error: this is the kind of NULL.
pub const COS_ERROR_KIND_NONE: cos_error_kind_t = 0;
/// The failure happened on the client's side: before, during or after the transfer of the
/// response.
pub const COS_ERROR_KIND_CLIENT: cos_error_kind_t = 1;
/// An HTTP response arrived, and it reports a failure.
pub const COS_ERROR_KIND_SERVICE: cos_error_kind_t = 2;

/// Why a client error happened, one of COS_ERROR_REASON_*. Numbers are never reused.
pub type cos_error_reason_t = i32;
/// An argument is missing or malformed. The message names it.
pub const COS_ERROR_REASON_INVALID_ARGUMENT: cos_error_reason_t = 10;
/// The credentials are missing or malformed.
pub const COS_ERROR_REASON_INVALID_CREDENTIALS: cos_error_reason_t = 20;
/// The host name could not be resolved.
pub const COS_ERROR_REASON_DNS: cos_error_reason_t = 110;
/// The server could not be reached.
pub const COS_ERROR_REASON_CONNECT: cos_error_reason_t = 120;
/// The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or
/// 504.
pub const COS_ERROR_REASON_PROXY: cos_error_reason_t = 130;
/// The TLS handshake failed, or the server's certificate was rejected.
pub const COS_ERROR_REASON_TLS: cos_error_reason_t = 140;
/// A timeout expired.
pub const COS_ERROR_REASON_TIMEOUT: cos_error_reason_t = 150;
/// The connection was closed or reset before the response was complete.
pub const COS_ERROR_REASON_CONNECTION_LOST: cos_error_reason_t = 160;
/// The response is not valid HTTP.
pub const COS_ERROR_REASON_PROTOCOL: cos_error_reason_t = 170;
/// A complete 2xx response does not have the expected content.
pub const COS_ERROR_REASON_BAD_RESPONSE: cos_error_reason_t = 210;
/// The response exceeds a size limit.
pub const COS_ERROR_REASON_TOO_LARGE: cos_error_reason_t = 220;
/// The transferred bytes do not match their checksum.
pub const COS_ERROR_REASON_CHECKSUM: cos_error_reason_t = 230;
/// A local file or stream failed, or this machine lacks a resource. The resource is a
/// descriptor, thread, memory, a port, or the permission to connect. The retry class is YES if
/// there is a shortage, because it may pass; otherwise NO.
pub const COS_ERROR_REASON_LOCAL_IO: cos_error_reason_t = 310;
/// The caller cancelled the call.
pub const COS_ERROR_REASON_CANCELLED: cos_error_reason_t = 320;
/// A callback of the caller failed.
pub const COS_ERROR_REASON_CALLBACK: cos_error_reason_t = 330;
/// This library has a defect.
pub const COS_ERROR_REASON_INTERNAL: cos_error_reason_t = 900;

/// Where an error's code comes from, one of COS_CODE_SOURCE_*.
pub type cos_code_source_t = i32;
/// The body contains the code.
pub const COS_CODE_SOURCE_BODY: cos_code_source_t = 1;
/// The header x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint contains the
/// code.
pub const COS_CODE_SOURCE_HEADER: cos_code_source_t = 2;
/// The code was derived from the status, because the response contains none.
pub const COS_CODE_SOURCE_STATUS: cos_code_source_t = 3;
/// The response to a second request, sent for this purpose, contains the code.
pub const COS_CODE_SOURCE_PROBE: cos_code_source_t = 4;
/// This is a client error: the code is the name of its reason.
pub const COS_CODE_SOURCE_CLIENT: cos_code_source_t = 5;

/// Who sent the response, one of COS_RESPONDER_*.
pub type cos_responder_t = i32;
/// No response arrived, or its headers were not given.
pub const COS_RESPONDER_UNKNOWN: cos_responder_t = 0;
/// COS sent the response.
pub const COS_RESPONDER_COS: cos_responder_t = 1;
/// The data processing service (Cloud Infinite) sent the response.
pub const COS_RESPONDER_CI: cos_responder_t = 2;
/// Another server sent the response: a gateway, CDN, proxy or captive portal.
pub const COS_RESPONDER_OTHER: cos_responder_t = 3;

/// Whether a retry of the same request may succeed, one of COS_RETRY_*.
pub type cos_retry_t = i32;
/// A retry would fail again.
pub const COS_RETRY_NO: cos_retry_t = 0;
/// A retry may succeed later.
pub const COS_RETRY_YES: cos_retry_t = 1;
/// A retry may succeed after something is fixed: the clock, the credentials, a restore.
pub const COS_RETRY_AFTER_FIX: cos_retry_t = 2;

/// The clock skew of an error if it is not known.
pub const COS_SKEW_UNKNOWN: i64 = i64::MIN;

/// Returns the name of a reason, such as "Timeout"; cos_error_code returns it for client
/// errors. Returns "" for numbers that are not a reason. The string is static: do not free it.
/// May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_reason_name(reason: cos_error_reason_t) -> *const c_char {
    Reason::from_number(reason).map_or(EMPTY, |reason| c_str(reason.name_z()))
}

/// Returns one constant English sentence about a reason, or "" for numbers that are not a
/// reason. The string is static: do not free it. May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_reason_text(reason: cos_error_reason_t) -> *const c_char {
    Reason::from_number(reason).map_or(EMPTY, |reason| c_str(reason.text_z()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{CodeSource, Kind, Responder, Retry};

    #[test]
    fn the_header_has_the_numbers_of_the_model() {
        assert_eq!(COS_ERROR_KIND_CLIENT, Kind::Client as i32);
        assert_eq!(COS_ERROR_KIND_SERVICE, Kind::Service as i32);
        assert_eq!(COS_CODE_SOURCE_BODY, CodeSource::Body as i32);
        assert_eq!(COS_CODE_SOURCE_HEADER, CodeSource::Header as i32);
        assert_eq!(COS_CODE_SOURCE_STATUS, CodeSource::Status as i32);
        assert_eq!(COS_CODE_SOURCE_PROBE, CodeSource::Probe as i32);
        assert_eq!(COS_CODE_SOURCE_CLIENT, CodeSource::Client as i32);
        assert_eq!(COS_RESPONDER_UNKNOWN, Responder::Unknown as i32);
        assert_eq!(COS_RESPONDER_COS, Responder::Cos as i32);
        assert_eq!(COS_RESPONDER_CI, Responder::Ci as i32);
        assert_eq!(COS_RESPONDER_OTHER, Responder::Other as i32);
        assert_eq!(COS_RETRY_NO, Retry::No as i32);
        assert_eq!(COS_RETRY_YES, Retry::Yes as i32);
        assert_eq!(COS_RETRY_AFTER_FIX, Retry::AfterFix as i32);
        let reasons = [
            COS_ERROR_REASON_INVALID_ARGUMENT,
            COS_ERROR_REASON_INVALID_CREDENTIALS,
            COS_ERROR_REASON_DNS,
            COS_ERROR_REASON_CONNECT,
            COS_ERROR_REASON_PROXY,
            COS_ERROR_REASON_TLS,
            COS_ERROR_REASON_TIMEOUT,
            COS_ERROR_REASON_CONNECTION_LOST,
            COS_ERROR_REASON_PROTOCOL,
            COS_ERROR_REASON_BAD_RESPONSE,
            COS_ERROR_REASON_TOO_LARGE,
            COS_ERROR_REASON_CHECKSUM,
            COS_ERROR_REASON_LOCAL_IO,
            COS_ERROR_REASON_CANCELLED,
            COS_ERROR_REASON_CALLBACK,
            COS_ERROR_REASON_INTERNAL,
        ];
        let model: Vec<i32> = Reason::ALL.iter().map(|reason| *reason as i32).collect();
        assert_eq!(reasons.as_slice(), model);
    }
}
