//! Signing for the caller's own HTTP stack.

use std::ffi::c_char;
use std::sync::Arc;

use super::call::{self, cos_call_t};
use super::client::{cos_client_t, entered, held, hold, waiting};
use super::error::cos_error_t;
use super::guard::guard;
use super::handles::{self, Handle};
use super::request::cos_request_t;
use super::strings::{EMPTY, c_str};
use super::text;
use crate::client::{Call, Client};
use crate::error::Result;
use crate::request::Request;
use crate::signing::SignedRequest;

/// A signed request that another HTTP stack sends. It is immutable: any number of threads may
/// read it at once. Free it once with cos_signed_free.
pub struct cos_signed_t {
    _opaque: [u8; 0],
}

impl Handle for cos_signed_t {
    type Owner = Box<SignedRequest>;
}

/// Signs a request that your own HTTP stack sends, for expires_s seconds from now. Nothing is
/// sent. Send the method and the URL as they are, with all headers of the list, byte for byte,
/// and read the response with cos_error_from_response.
///
/// The list contains the headers that request and call set, a Content-MD5 where COS demands
/// one, a temporary token, and Authorization. It never contains Host, which is signed as it
/// stands in the URL, nor Content-Length, Transfer-Encoding, Expect and User-Agent, which the
/// HTTP stack sets. If request or call set Host, Content-Length, Transfer-Encoding or Expect,
/// they are signed, and must be sent with that value. A token that request or call give as a
/// header, or request as a query parameter, is not added again. A header that both request and
/// call set, a second token, an empty one, and query parameters of a signature are reported as
/// INVALID_ARGUMENT. libcurl sends a header with an empty value only as "Name;".
///
/// Bytes or a file set as the body are read only for a Content-MD5, which COS demands for the
/// document of a sub-resource and which cos_request_set_content_md5 asks for. A reader is then
/// reported as INVALID_ARGUMENT. call may be NULL; its region, headers, signed host, cancel
/// token, interrupt check and timeout count, the last three while a credentials provider or a
/// file is waited for. A provider is not interrupted: a call that its own provider outlasts ends
/// when the provider returns. A body that only your HTTP stack has is not known here: add the
/// Content-MD5 that COS demands for it yourself.
///
/// Returns NULL on success, otherwise the error, which the caller frees with cos_error_free.
/// *signed_request is set to the signed request, which the caller frees with cos_signed_free, or
/// to NULL on failure. If the client has no credentials, an INVALID_CREDENTIALS error is
/// returned: cos_client_url suffices for unsigned requests. May be called on any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_sign(
    client: *mut cos_client_t,
    request: *const cos_request_t,
    call: *const cos_call_t,
    expires_s: i64,
    signed_request: *mut *mut cos_signed_t,
) -> *mut cos_error_t {
    waiting(|| {
        let sign = || {
            unsent(client, request, call, |client, request, call| {
                client.sign(request, call, expires_s)
            })
        };
        // SAFETY: the header requires a writable pointer, or NULL.
        unsafe {
            handles::hand_out(signed_request, sign, |signed| {
                handles::new(Box::new(signed))
            })
        }
    })
}

/// Creates a URL of a request that is signed for expires_s seconds from now, and that anyone
/// may use as it is. It contains method, bucket, key and query parameters. Headers that request
/// and call set are signed, and must be sent with it; here that includes Host, Content-Length,
/// Transfer-Encoding and Expect, which cos_client_send sets itself. A temporary token is added,
/// unless request or call have it as a header or query parameter. A body is ignored, and nothing
/// is sent. call may be NULL; its region, headers, signed host, cancel token, interrupt check
/// and timeout count, the last three while a credentials provider is waited for.
///
/// Returns NULL on success, otherwise the error, which the caller frees with cos_error_free.
/// *url is set to the URL, which the caller frees with cos_text_free, or to NULL on failure.
/// The URL is a secret while it is valid; a temporary token may expire before it does. If the
/// client has no credentials, an INVALID_CREDENTIALS error is returned. May be called on any
/// thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_presign(
    client: *mut cos_client_t,
    request: *const cos_request_t,
    call: *const cos_call_t,
    expires_s: i64,
    url: *mut *mut c_char,
) -> *mut cos_error_t {
    waiting(|| {
        text::hand_out(url, || {
            unsent(client, request, call, |client, request, call| {
                client.presign(request, call, expires_s)
            })
        })
    })
}

/// Creates the URL of a request, not signed: scheme, host, percent-encoded key and query
/// parameters. Nothing is sent, and no credentials are needed. call may be NULL; only its
/// region counts.
///
/// Returns NULL on success, otherwise the error, which the caller frees with cos_error_free.
/// *url is set to the URL, which the caller frees with cos_text_free, or to NULL on failure. May
/// be called on any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_url(
    client: *mut cos_client_t,
    request: *const cos_request_t,
    call: *const cos_call_t,
    url: *mut *mut c_char,
) -> *mut cos_error_t {
    waiting(|| text::hand_out(url, || unsent(client, request, call, Client::url)))
}

/// Sets how many seconds the server's clock is ahead of the system's; signatures are made for
/// that time. cos_client_send finds it by itself. A client that only signs receives no
/// response: pass it the value of cos_error_clock_skew_s after an error. COS_SKEW_UNKNOWN, and
/// more than 100 years either way, change nothing. NULL is ignored. May be called from any
/// thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_set_clock_skew_s(client: *mut cos_client_t, skew_s: i64) {
    guard((), || {
        if let Some(client) = hold(client) {
            client.clock.set_skew_s(skew_s);
        }
    });
}

/// Frees a signed request and all strings obtained from it. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_signed_free(signed_request: *mut cos_signed_t) {
    // SAFETY: made by `cos_client_sign`, and given back only once: the header requires it.
    unsafe { handles::free(signed_request) };
}

/// Returns the method, as in "GET", or "" for NULL. The string is valid until the signed request
/// is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_signed_method(signed_request: *const cos_signed_t) -> *const c_char {
    with(signed_request, EMPTY, |signed| c_str(signed.method_z()))
}

/// Returns the URL to send the request to, or "" for NULL. The string is valid until the signed
/// request is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_signed_url(signed_request: *const cos_signed_t) -> *const c_char {
    with(signed_request, EMPTY, |signed| c_str(signed.url_z()))
}

/// Returns the number of headers to send; repeated names count each time. Returns 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_signed_header_count(signed_request: *const cos_signed_t) -> usize {
    with(signed_request, 0, |signed| signed.headers_z().len())
}

/// Returns the name of a header. index starts at 0. Returns "" if index is too large, or for
/// NULL. The string is valid until the signed request is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_signed_header_name(
    signed_request: *const cos_signed_t,
    index: usize,
) -> *const c_char {
    with(signed_request, EMPTY, |signed| {
        let header = signed.headers_z().nth(index);
        header.map_or(EMPTY, |(name, _)| c_str(name))
    })
}

/// Returns the value of a header. index starts at 0. Returns "" if index is too large, or for
/// NULL. The string is valid until the signed request is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_signed_header_value(
    signed_request: *const cos_signed_t,
    index: usize,
) -> *const c_char {
    with(signed_request, EMPTY, |signed| {
        let header = signed.headers_z().nth(index);
        header.map_or(EMPTY, |(_, value)| c_str(value))
    })
}

/// Returns when the signature ends, in Unix seconds of the system's clock, or 0 for NULL. Sign
/// anew for each retry after that time. It is not later than the end that a credentials provider
/// set; a temporary token that was set by hand may expire before it.
#[unsafe(no_mangle)]
pub extern "C" fn cos_signed_expires_at_s(signed_request: *const cos_signed_t) -> i64 {
    with(signed_request, 0, |signed| signed.expires_at_s)
}

/// The references that a call holds, for what it makes without sending anything.
fn unsent<T>(
    client: *mut cos_client_t,
    request: *const cos_request_t,
    call: *const cos_call_t,
    make: impl FnOnce(&Client, &Request, &Call) -> Result<T>,
) -> Result<T> {
    let client = entered(client)?;
    let request: Arc<Request> = held(request)?;
    match call::hold(call) {
        Some(call) => make(&client, &request, &call),
        None => make(&client, &request, &Call::default()),
    }
}

fn with<'a, T: Copy>(
    signed_request: *const cos_signed_t,
    nothing: T,
    read: impl FnOnce(&'a SignedRequest) -> T,
) -> T {
    // SAFETY: made by `cos_client_sign`, not freed yet: the header requires it.
    unsafe { handles::read(signed_request, nothing, read) }
}
