//! A request to any COS API.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use super::callback::{self, UserData};
use super::guard::guard;
use super::handles::{self, Handle};
use super::strings::{required, text};
use crate::error::Result;
use crate::request::{Report, Request};

/// A request. It may be sent any number of times, by any number of threads at once while no
/// setter runs; only one thread may call setters at a time. A request with a reader or a writer
/// can be in one call at a time: another is reported as INVALID_ARGUMENT. The first invalid
/// value is remembered, and the call reports it by name. A call has its own copy: once it has
/// begun, the request may be changed and freed. A progress function may be called on the threads
/// of several calls at once.
pub struct cos_request_t {
    _opaque: [u8; 0],
}

impl Handle for cos_request_t {
    type Owner = Box<Arc<Request>>;
}

/// Creates a request. method is "GET", "PUT" and so on. If bucket is NULL, the request goes to
/// the service host. If key is NULL, it is for the bucket itself; otherwise key is any UTF-8,
/// not percent-encoded. The result is never NULL. The caller frees it with cos_request_free.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_new(
    method: *const c_char,
    bucket: *const c_char,
    key: *const c_char,
) -> *mut cos_request_t {
    let made = guard(None, || Some(Box::new(Arc::new(make(method, bucket, key)))));
    handles::new(made.unwrap_or_default())
}

/// Drops the caller's reference. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_free(request: *mut cos_request_t) {
    // SAFETY: made by cos_request_new, and given back only once: the header requires it.
    unsafe { handles::free(request) };
}

/// Sets a query parameter. Give name and value as they are: the library percent-encodes them.
/// If value is NULL, the parameter is a sub-resource without a value, as in ?acl. An earlier
/// value of the same name is replaced. If name is NULL, INVALID_ARGUMENT is reported.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_query(
    request: *mut cos_request_t,
    name: *const c_char,
    value: *const c_char,
) {
    set(request, |request| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let name = unsafe { required("query name", name, "set a name, as in prefix") }?;
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        request.set_query(name, unsafe { text("query value", value) }?);
        Ok(())
    });
}

/// Sets a header, and replaces an earlier value of the same name in any case. The client sets
/// Host, Authorization, Content-Length and the token itself; cos_client_sign and
/// cos_client_presign sign them, except Authorization. NULL is reported as INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_header(
    request: *mut cos_request_t,
    name: *const c_char,
    value: *const c_char,
) {
    set(request, |request| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let name = unsafe { required("header name", name, "set a name, as in x-cos-acl") }?;
        request.set_header(
            name,
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            unsafe { required("header value", value, "set a text, which may be empty") }?,
        );
        Ok(())
    });
}

/// Sets a function that receives the progress of a transfer: the bytes of the request's body
/// sent and to send, and those of the response's body received and to receive, in which -1 means
/// that a number is not known. It is called for the first and the last numbers of each attempt,
/// and in between at most ten times per second. It must not unwind or longjmp. release, if not
/// NULL, is called once with user_data after the last use. If report is NULL, the function is
/// removed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_progress(
    request: *mut cos_request_t,
    report: Option<
        extern "C" fn(
            user_data: *mut c_void,
            sent: i64,
            to_send: i64,
            received: i64,
            to_receive: i64,
        ),
    >,
    user_data: *mut c_void,
    release: Option<extern "C" fn(user_data: *mut c_void)>,
) {
    let data = UserData::new(user_data, release);
    let number = |number: Option<u64>| number.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX));
    set(request, |request| {
        request.progress = report.map(|report| -> Arc<Report> {
            Arc::new(move |sent, to_send, received, to_receive| {
                let (sent, received) = (number(Some(sent)), number(Some(received)));
                let (to_send, to_receive) = (number(to_send), number(to_receive));
                callback::run(|| report(data.get(), sent, to_send, received, to_receive));
            })
        });
        Ok(())
    });
}

/// Sets whether a Content-MD5 of the body is sent, for which the body is read once more. Where
/// COS demands it (delete-multiple, documents of sub-resources such as ?lifecycle), it is
/// always sent. The default is 0, which turns it off.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_content_md5(request: *mut cos_request_t, on: i32) {
    set(request, |request| {
        request.content_md5 = on != 0;
        Ok(())
    });
}

/// Sets the root element that a success must have, such as "CopyObjectResult": a 2xx without it,
/// or whose document was cut, is an error with reason BAD_RESPONSE. Without this, and after NULL
/// or "", it is the one that COS documents for the operation: for requests with a sub-resource,
/// for copies, and on hosts of COS for listings of buckets and objects; but not if the request has
/// a query parameter that is not of the operation. "*" accepts any document there, too.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_expect_root(request: *mut cos_request_t, name: *const c_char) {
    set(request, |request| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        request.expect_root = unsafe { text("expect_root", name) }?.map(str::to_owned);
        Ok(())
    });
}

fn make(method: *const c_char, bucket: *const c_char, key: *const c_char) -> Request {
    let parts = || -> Result<Request> {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let method =
            unsafe { required("method", method, "write it in capital letters, as in GET") }?;
        Ok(Request::new(
            method,
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            unsafe { text("bucket", bucket) }?,
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            unsafe { text("key", key) }?,
        ))
    };
    parts().unwrap_or_else(|error| {
        let mut request = Request::default();
        request.mistake.note(Err(error));
        request
    })
}

/// Runs a setter. NULL: nothing happens.
pub fn set(request: *mut cos_request_t, setter: impl FnOnce(&mut Request) -> Result<()>) {
    // SAFETY: made by cos_request_new, used by one thread: the header requires it.
    unsafe {
        handles::change(request, |request| {
            let request = Arc::make_mut(request);
            let outcome = setter(request);
            request.mistake.note(outcome);
        });
    }
}

/// A reference of its own to the request; `None` for NULL.
pub fn hold(request: *const cos_request_t) -> Option<Arc<Request>> {
    // SAFETY: made by cos_request_new, not freed before the call entered: the header requires it.
    unsafe { handles::get(request) }.cloned()
}
