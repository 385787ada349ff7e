//! Signatures for the host's own HTTP stack, without a client.

use std::ffi::c_char;

use crate::error::{CosError, Result};
use crate::ffi::error::{cos_error_t, guard_error};
use crate::ffi::exchange::{cos_header_t, given_headers};
use crate::ffi::strings::{required, text as argument};
use crate::ffi::structs::{self, Sized0};
use crate::ffi::text;
use crate::request::Request;
use crate::signing::signature::{Signable, SigningKey};
use crate::signing::standalone::Standalone;

/// A request to sign. Strings end with a NUL; NULL is a value that is not set. A query
/// parameter is a cos_header_t whose value may be NULL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_web_request_t {
    pub struct_size: usize,
    pub method: *const c_char,
    pub bucket: *const c_char,
    pub key: *const c_char,
    pub region: *const c_char,
    pub endpoint: *const c_char,
    pub secret_id: *const c_char,
    pub secret_key: *const c_char,
    pub token: *const c_char,
    pub query: *const cos_header_t,
    pub query_count: usize,
    pub headers: *const cos_header_t,
    pub header_count: usize,
    /// Unix seconds. A double, because not every host can pass 64-bit integers.
    pub now_s: f64,
    /// Seconds from now.
    pub expires_s: f64,
}

// SAFETY: repr(C), begins with its size; all members are numbers and pointers.
unsafe impl Sized0 for cos_web_request_t {}

/// Signs a request as cos_client_sign does. Returns NULL and sets *signed to JSON, or returns
/// the error: `{"method": ..., "url": ..., "headers": [[name, value], ...]}`. Without credentials
/// the request is not signed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_web_sign(
    request: *const cos_web_request_t,
    signed: *mut *mut c_char,
) -> *mut cos_error_t {
    guard_error(|| {
        let sign = || with(request, |standalone| Ok(standalone.sign()?.json()));
        text::hand_out(signed, sign)
    })
}

/// Creates a URL as cos_client_presign does.
#[unsafe(no_mangle)]
pub extern "C" fn cos_web_presign(
    request: *const cos_web_request_t,
    url: *mut *mut c_char,
) -> *mut cos_error_t {
    guard_error(|| text::hand_out(url, || with(request, |standalone| standalone.presign())))
}

/// Creates the value of Authorization for exactly these parts, from now_s to expires_s, which
/// is here a time too. Nothing is added and nothing is checked.
#[unsafe(no_mangle)]
pub extern "C" fn cos_web_authorization(
    request: *const cos_web_request_t,
    authorization: *mut *mut c_char,
) -> *mut cos_error_t {
    guard_error(|| text::hand_out(authorization, || signature(&read(request)?)))
}

fn signature(given: &cos_web_request_t) -> Result<String> {
    let query = pairs("query name", given.query, given.query_count)?;
    let parameters: Vec<_> = query.iter().map(|(n, v)| (*n, v.unwrap_or(""))).collect();
    let headers = pairs("header name", given.headers, given.header_count)?;
    let headers: Vec<_> = headers.iter().map(|(n, v)| (*n, v.unwrap_or(""))).collect();
    // SAFETY: the members are NUL-terminated strings, or NULL.
    let text = |name, value| unsafe { argument(name, value) };
    let signable = Signable {
        method: text("method", given.method)?.unwrap_or(""),
        key: text("key", given.key)?.unwrap_or(""),
        parameters: &parameters,
        headers: &headers,
    };
    let secret_key = text("secret_key", given.secret_key)?.unwrap_or("");
    let key = SigningKey::new(secret_key, given.now_s as i64, given.expires_s as i64);
    Ok(key.authorization(text("secret_id", given.secret_id)?.unwrap_or(""), &signable))
}

fn read(request: *const cos_web_request_t) -> Result<cos_web_request_t> {
    // SAFETY: the caller passes a struct that begins with its size, or NULL.
    unsafe { structs::read(request) }
        .map_err(|_| CosError::missing("request", "point to a cos_web_request_t"))
}

fn with<T>(
    request: *const cos_web_request_t,
    sign: impl FnOnce(Standalone<'_>) -> Result<T>,
) -> Result<T> {
    let given = read(request)?;
    // SAFETY: the members are NUL-terminated strings, or NULL.
    let text = |name, value| unsafe { argument(name, value) };
    sign(Standalone {
        request: &of(&given)?,
        region: text("region", given.region)?,
        endpoint: text("endpoint", given.endpoint)?,
        secret_id: text("secret_id", given.secret_id)?,
        secret_key: text("secret_key", given.secret_key)?,
        token: text("token", given.token)?,
        now_s: given.now_s as i64,
        expires_s: given.expires_s as i64,
    })
}

fn of(given: &cos_web_request_t) -> Result<Request> {
    // SAFETY: the members are NUL-terminated strings, or NULL.
    let text = |name, value| unsafe { argument(name, value) };
    let fix = "write it in capital letters, as in GET";
    // SAFETY: as above.
    let method = unsafe { required("method", given.method, fix) }?;
    let (bucket, key) = (text("bucket", given.bucket)?, text("key", given.key)?);
    let mut request = Request::new(method, bucket, key);
    for (name, value) in pairs("query name", given.query, given.query_count)? {
        request.set_query(name, value);
    }
    for (name, value) in pairs("header name", given.headers, given.header_count)? {
        request.set_header(name, value.unwrap_or(""));
    }
    Ok(request)
}

/// A name, and a value unless it is NULL.
type Pair<'a> = (&'a str, Option<&'a str>);

fn pairs<'a>(what: &str, list: *const cos_header_t, count: usize) -> Result<Vec<Pair<'a>>> {
    let pair = |one: &cos_header_t| {
        // SAFETY: name and value are NUL-terminated strings, or NULL, that outlive the call.
        let text = |value| unsafe { argument(what, value) };
        Ok((text(one.name)?.unwrap_or(""), text(one.value)?))
    };
    given_headers(list, count).iter().map(pair).collect()
}
