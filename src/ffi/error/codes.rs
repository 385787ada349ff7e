//! The numbers of the model.

#![allow(
    dead_code,
    reason = "the constants are for the header; Rust uses the enums they mirror"
)]

use std::ffi::c_char;

use crate::error::Reason;
use crate::ffi::strings::{EMPTY, c_str};

/// Which side failed, COS_ERROR_KIND_*.
pub type cos_error_kind_t = i32;
/// No error: the kind of NULL.
pub const COS_ERROR_KIND_NONE: cos_error_kind_t = 0;
/// Everything before, on the way to, or after an answer.
pub const COS_ERROR_KIND_CLIENT: cos_error_kind_t = 1;
/// An HTTP answer arrived, and it says failure.
pub const COS_ERROR_KIND_SERVICE: cos_error_kind_t = 2;

/// Why a client error happened, COS_ERROR_REASON_*. Numbers are never reused.
pub type cos_error_reason_t = i32;
/// An argument is missing or malformed; the message names it.
pub const COS_ERROR_REASON_INVALID_ARGUMENT: cos_error_reason_t = 10;
/// The credentials are missing or malformed.
pub const COS_ERROR_REASON_INVALID_CREDENTIALS: cos_error_reason_t = 20;
/// The host name could not be resolved.
pub const COS_ERROR_REASON_DNS: cos_error_reason_t = 110;
/// No connection to the server.
pub const COS_ERROR_REASON_CONNECT: cos_error_reason_t = 120;
/// The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504.
pub const COS_ERROR_REASON_PROXY: cos_error_reason_t = 130;
/// The TLS handshake or the certificate failed.
pub const COS_ERROR_REASON_TLS: cos_error_reason_t = 140;
/// The time allowed ran out.
pub const COS_ERROR_REASON_TIMEOUT: cos_error_reason_t = 150;
/// Fewer bytes than announced, a reset, a cut header block.
pub const COS_ERROR_REASON_CONNECTION_LOST: cos_error_reason_t = 160;
/// The answer is not HTTP.
pub const COS_ERROR_REASON_PROTOCOL: cos_error_reason_t = 170;
/// A complete 2xx that is not what was asked for.
pub const COS_ERROR_REASON_BAD_RESPONSE: cos_error_reason_t = 210;
/// The answer exceeds a size limit.
pub const COS_ERROR_REASON_TOO_LARGE: cos_error_reason_t = 220;
/// Complete, with the wrong hash.
pub const COS_ERROR_REASON_CHECKSUM: cos_error_reason_t = 230;
/// A local file or stream failed, or this machine has no descriptor, thread, memory or port
/// left, or forbids the connection. A shortage passes: its retry class is YES, else NO.
pub const COS_ERROR_REASON_LOCAL_IO: cos_error_reason_t = 310;
/// The caller cancelled the call.
pub const COS_ERROR_REASON_CANCELLED: cos_error_reason_t = 320;
/// A callback of the caller failed.
pub const COS_ERROR_REASON_CALLBACK: cos_error_reason_t = 330;
/// A defect of this library.
pub const COS_ERROR_REASON_INTERNAL: cos_error_reason_t = 900;

/// Where an error's code comes from, COS_CODE_SOURCE_*.
pub type cos_code_source_t = i32;
/// The body.
pub const COS_CODE_SOURCE_BODY: cos_code_source_t = 1;
/// The headers x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint.
pub const COS_CODE_SOURCE_HEADER: cos_code_source_t = 2;
/// Derived from the status: the answer brought no code.
pub const COS_CODE_SOURCE_STATUS: cos_code_source_t = 3;
/// A second request, made to learn it.
pub const COS_CODE_SOURCE_PROBE: cos_code_source_t = 4;
/// A client error: the code is the reason's name.
pub const COS_CODE_SOURCE_CLIENT: cos_code_source_t = 5;

/// Who answered, COS_RESPONDER_*.
pub type cos_responder_t = i32;
/// No answer, or one that was given without its header fields.
pub const COS_RESPONDER_UNKNOWN: cos_responder_t = 0;
/// COS.
pub const COS_RESPONDER_COS: cos_responder_t = 1;
/// Data processing (Cloud Infinite).
pub const COS_RESPONDER_CI: cos_responder_t = 2;
/// Something else: a gateway, CDN, proxy or portal.
pub const COS_RESPONDER_OTHER: cos_responder_t = 3;

/// Whether the same request may be sent again, COS_RETRY_*.
pub type cos_retry_t = i32;
/// It would fail again.
pub const COS_RETRY_NO: cos_retry_t = 0;
/// It may work later.
pub const COS_RETRY_YES: cos_retry_t = 1;
/// It may work after a repair: clock, credentials, restore.
pub const COS_RETRY_AFTER_FIX: cos_retry_t = 2;

/// The clock skew of an error that tells none.
pub const COS_SKEW_UNKNOWN: i64 = i64::MIN;

/// A reason's name, "Timeout" ..., as cos_error_code gives it; "" for numbers
/// that are no reason. Static: never freed. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_error_reason_name(reason: cos_error_reason_t) -> *const c_char {
    Reason::from_number(reason).map_or(EMPTY, |reason| c_str(reason.name_z()))
}

/// One constant English sentence about a reason; "" for numbers that are no
/// reason. Static: never freed. Any thread.
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
