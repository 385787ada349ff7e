//! A request to any COS API.

use std::ffi::{c_char, c_void};

use super::guard::guard;
use super::strings::{bytes, required, text};
use crate::error::Result;
use crate::operation::Request;

/// A request. For one thread at a time; it may be sent any number of times. The
/// first bad value is kept, and cos_client_send reports it by name.
pub struct cos_request_t {
    _opaque: [u8; 0],
}

/// Makes a request. method: "GET" ...; bucket NULL: the service host; key NULL:
/// the bucket itself, else any UTF-8, not percent-encoded. Never NULL. The
/// caller frees it with cos_request_free.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_new(
    method: *const c_char,
    bucket: *const c_char,
    key: *const c_char,
) -> *mut cos_request_t {
    let made = guard(None, || {
        Some(Box::into_raw(Box::new(make(method, bucket, key))))
    });
    made.unwrap_or_else(|| Box::into_raw(Box::default())).cast()
}

/// Frees a request. NULL: nothing happens.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_free(request: *mut cos_request_t) {
    guard((), || {
        if !request.is_null() {
            // SAFETY: made by cos_request_new, and given back only once.
            drop(unsafe { Box::from_raw(request.cast::<Request>()) });
        }
    });
}

/// Sets a query parameter, name and value not percent-encoded; value NULL: a
/// sub-resource without value, as in ?acl. name NULL: a mistake.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_query(
    request: *mut cos_request_t,
    name: *const c_char,
    value: *const c_char,
) {
    set(request, |request| {
        let name = required("query name", name, "name the parameter, as in prefix")?;
        request.set_query(name, text("query value", value)?);
        Ok(())
    });
}

/// Sets a header field. Host, Authorization, Content-Length and the token are the
/// client's own. NULL: a mistake.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_header(
    request: *mut cos_request_t,
    name: *const c_char,
    value: *const c_char,
) {
    set(request, |request| {
        let name = required("header name", name, "name the field, as in x-cos-acl")?;
        request.set_header(
            name,
            required("header value", value, "give a text, which may be empty")?,
        );
        Ok(())
    });
}

/// Sets the body: length bytes, which are copied. NULL or 0: an empty body.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_body(
    request: *mut cos_request_t,
    body: *const c_void,
    length: usize,
) {
    set(request, |request| {
        request.body = Some(bytes(body, length).to_vec());
        Ok(())
    });
}

/// Names the root element of a success ("CopyObjectResult" ...): a 2xx without
/// it is an error with reason BAD_RESPONSE. NULL: any.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_expect_root(request: *mut cos_request_t, name: *const c_char) {
    set(request, |request| {
        request.expect_root = text("expect_root", name)?.map(str::to_owned);
        Ok(())
    });
}

fn make(method: *const c_char, bucket: *const c_char, key: *const c_char) -> Request {
    let parts = || -> Result<Request> {
        let method = required("method", method, "write it in capital letters, as in GET")?;
        Ok(Request::new(
            method,
            text("bucket", bucket)?,
            text("key", key)?,
        ))
    };
    parts().unwrap_or_else(|error| {
        let mut request = Request::default();
        request.mistake.note(Err(error));
        request
    })
}

/// Runs a setter. NULL: nothing happens.
fn set(request: *mut cos_request_t, setter: impl FnOnce(&mut Request) -> Result<()>) {
    // SAFETY: not NULL, made by cos_request_new, used by one thread: the header demands it.
    if let Some(request) = unsafe { request.cast::<Request>().as_mut() } {
        guard((), || {
            let outcome = setter(request);
            request.mistake.note(outcome);
        });
    }
}

/// The request behind a pointer; `None` for NULL.
pub fn get<'a>(request: *const cos_request_t) -> Option<&'a Request> {
    // SAFETY: as above.
    unsafe { request.cast::<Request>().as_ref() }
}
