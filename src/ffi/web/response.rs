//! Responses to requests that the host sent with the module's signature.

use std::ffi::c_char;

use crate::error::Known;
use crate::error::redact::Secrets;
use crate::ffi::error::{cos_error_t, guard_error};
use crate::ffi::exchange::{self, cos_exchange_t};
use crate::ffi::strings::text as argument;
use crate::ffi::structs::{self, Sized0};
use crate::signing::signature;

/// What the sender of a request knows in addition to the response. Strings end with a NUL; NULL is
/// a value that is not set.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_web_sent_t {
    pub struct_size: usize,
    pub region: *const c_char,
    pub secret_id: *const c_char,
    pub secret_key: *const c_char,
    pub token: *const c_char,
    /// The value of Authorization. Without it the request was not signed.
    pub authorization: *const c_char,
    /// 1 if the request has the header x-cos-copy-source.
    pub is_copy: i32,
}

// SAFETY: repr(C), begins with its size; all members are numbers and pointers.
unsafe impl Sized0 for cos_web_sent_t {}

/// Parses a response as cos_error_from_response does. No output shows the credentials of `sent`.
#[unsafe(no_mangle)]
pub extern "C" fn cos_web_read(
    response: *const cos_exchange_t,
    sent: *const cos_web_sent_t,
) -> *mut cos_error_t {
    guard_error(|| {
        // SAFETY: the caller passes a struct that begins with its size, or NULL.
        let given = unsafe { structs::read(response) }
            .map_err(|size| exchange::no_struct("response", "cos_exchange_t", size))?;
        // SAFETY: as above.
        let sent = unsafe { structs::read(sent) }
            .map_err(|size| exchange::no_struct("sent", "cos_web_sent_t", size))?;
        // SAFETY: the members are NUL-terminated strings, or NULL.
        let text = |name, value| unsafe { argument(name, value) }.map(Option::unwrap_or_default);
        let authorization = text("authorization", sent.authorization)?;
        let token = text("token", sent.token)?;
        let known = Known {
            signed: Some(!authorization.is_empty()),
            token: !token.is_empty(),
            copy: sent.is_copy != 0,
            region: text("region", sent.region)?,
            secrets: Secrets {
                id: text("secret_id", sent.secret_id)?,
                key: text("secret_key", sent.secret_key)?,
                token,
                signature: signature::signature(authorization),
                ..Secrets::default()
            },
            ..Known::default()
        };
        exchange::read(&given, known)
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::CString;
    use std::mem::{size_of, zeroed};

    use super::*;
    use crate::error::Language;
    use crate::ffi::error::{cos_error_free, with};

    const KEY: &str = "SECRETKEYEXAMPLEEXAMPLE00";

    /// The advice and the message of a 403, for a request with or without a signature.
    fn refused(authorization: Option<&str>) -> String {
        let texts = ["GET", "http://b-125.cos.ap-beijing.myqcloud.com/", KEY];
        let [method, url, key] = texts.map(|text| CString::new(text).expect("no NUL"));
        let authorization = authorization.map(|text| CString::new(text).expect("no NUL"));
        let body = format!("<Error><Code>AccessDenied</Code><Message>{KEY}</Message></Error>");
        // SAFETY: all bytes of both structs may be zero.
        let (mut response, mut sent): (cos_exchange_t, cos_web_sent_t) = unsafe { zeroed() };
        response.struct_size = size_of::<cos_exchange_t>();
        (response.method, response.url) = (method.as_ptr(), url.as_ptr());
        response.status = 403;
        (response.body, response.body_len) = (body.as_ptr().cast(), body.len());
        sent.struct_size = size_of::<cos_web_sent_t>();
        sent.secret_key = key.as_ptr();
        sent.authorization = authorization
            .as_ref()
            .map_or(std::ptr::null(), |a| a.as_ptr());
        let error = cos_web_read(&raw const response, &raw const sent);
        let message = with(error, "", |error| error.message());
        let advice = with(error, "", |error| error.advice_z(Language::English));
        let text = format!("{message} {advice}");
        cos_error_free(error);
        text
    }

    #[test]
    fn the_sender_of_a_request_knows_more_than_its_response() {
        let unsigned = refused(None);
        assert!(unsigned.contains("no signature"), "{unsigned}");
        let signed = refused(Some("q-sign-algorithm=sha1&q-signature=00"));
        assert!(!signed.contains("no signature"), "{signed}");
        assert!(signed.starts_with("***"), "{signed}");
        let error = cos_web_read(std::ptr::null(), std::ptr::null());
        assert!(!error.is_null());
        cos_error_free(error);
    }
}
