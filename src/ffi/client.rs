//! The client, and the calls it makes.

use std::ffi::c_char;
use std::sync::Arc;

use super::call::{self, cos_call_t};
use super::error::{cos_error_t, guard_error};
use super::guard::guard;
use super::handles::{self, Handle};
use super::options::{self, cos_client_options_t};
use super::request::{self, cos_request_t};
use super::response::{cos_response_t, hand_out};
use super::strings::required;
use crate::client::{Call, Client, Entered, uncancelled};
use crate::error::{CosError, Result};
use crate::request::Request;
use crate::response::Response;

/// Sends requests, and keeps connections open between them. Any number of threads may use one
/// client at once. A call that has begun holds its own reference. A child of fork may use the
/// client: it has connections of its own, and no calls of the parent.
pub struct cos_client_t {
    _opaque: [u8; 0],
}

impl Handle for cos_client_t {
    type Owner = Arc<Client>;
}

/// Checks the options and creates a client; nothing is sent. Sets *client to NULL on failure.
/// If options or client is NULL, an INVALID_ARGUMENT error is returned. The caller frees the
/// client with cos_client_free.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_new(
    options: *const cos_client_options_t,
    client: *mut *mut cos_client_t,
) -> *mut cos_error_t {
    waiting(|| {
        let fix = "point to a cos_client_t * that receives the client";
        // SAFETY: the header requires a writable pointer, or NULL.
        let out = unsafe { client.as_mut() }.ok_or_else(|| CosError::missing("client", fix))?;
        *out = std::ptr::null_mut();
        let options = options::get(options).ok_or_else(|| {
            CosError::missing("options", "create them with cos_client_options_new")
        })?;
        *out = handles::new(Arc::new(Client::new(options)?));
        Ok(())
    })
}

/// Drops the caller's reference. It never waits: calls in progress, and those that were started,
/// continue. Do not start a call with a client that you have freed. NULL is ignored. Call it once
/// per client, on any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_free(client: *mut cos_client_t) {
    // To close connections is a cancellation point.
    // SAFETY: made by cos_client_new, and given back only once: the header requires it.
    uncancelled(|| unsafe { handles::free(client) });
}

/// Permanently cancels every call of the client: those in progress within 100 ms, later ones at
/// once, all with reason CANCELLED. Calls of cos_client_start that wait for others have completed
/// when it returns, unless their interrupt check runs or a thread of the library ends them at this
/// moment. The log function, the release functions and the discard function of these calls may run
/// in it, on its thread: hold no lock that they need. The function of cos_queue_set_notify never
/// does. Closes idle connections. The client must still be freed. NULL is ignored. May be called
/// from any thread, but not from a signal handler.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_shutdown(client: *mut cos_client_t) {
    let shut_down = || {
        if let Some(client) = hold(client) {
            client.shut_down();
        }
    };
    uncancelled(|| guard((), shut_down));
}

/// Sends a request and receives the response. Returns NULL on success, otherwise the error,
/// which the caller frees with cos_error_free. If response is not NULL, *response is set to the
/// response, which the caller frees with cos_response_free, or to NULL on failure. call may be
/// NULL. request and call are only read, and may be used again. In a callback of the client it
/// returns INVALID_ARGUMENT. May be called from any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_send(
    client: *mut cos_client_t,
    request: *const cos_request_t,
    call: *const cos_call_t,
    response: *mut *mut cos_response_t,
) -> *mut cos_error_t {
    run(client, call, response, |client, call| {
        client.send(&*held(request)?, call)
    })
}

/// Checks whether a bucket exists and may be used (HEAD Bucket). On success,
/// cos_response_bucket_region of *response returns its region. Otherwise the same as
/// cos_client_send.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_err_head_bucket(
    client: *mut cos_client_t,
    bucket: *const c_char,
    call: *const cos_call_t,
    response: *mut *mut cos_response_t,
) -> *mut cos_error_t {
    run(client, call, response, |client, call| {
        client.head_bucket(
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            unsafe {
                required(
                    "bucket",
                    bucket,
                    "use its full name, as in examplebucket-1250000000",
                )
            }?,
            call,
        )
    })
}

/// The short name of cos_err_head_bucket. Tencent's C SDK declares the same name: define
/// COS_ERR_COEXIST to use both libraries in one program.
#[cfg(feature = "short-name")]
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_head_bucket(
    client: *mut cos_client_t,
    bucket: *const c_char,
    call: *const cos_call_t,
    response: *mut *mut cos_response_t,
) -> *mut cos_error_t {
    cos_err_head_bucket(client, bucket, call, response)
}

/// A call that may wait: for the network, a file or a callback.
pub fn waiting(call: impl FnOnce() -> Result<()>) -> *mut cos_error_t {
    uncancelled(|| guard_error(call))
}

/// The common part of all calls: the references, and the response that is returned.
pub fn run(
    client: *mut cos_client_t,
    call: *const cos_call_t,
    response: *mut *mut cos_response_t,
    send: impl FnOnce(&Arc<Client>, &Call) -> Result<Response>,
) -> *mut cos_error_t {
    waiting(|| {
        hand_out(response, || {
            let client = entered(client)?;
            match call::hold(call) {
                Some(call) => send(&client, &call),
                None => send(&client, &Call::default()),
            }
        })
    })
}

/// The client for a call, which holds it before all else that it holds.
pub fn entered(client: *mut cos_client_t) -> Result<Entered> {
    let client = hold(client);
    let client =
        client.ok_or_else(|| CosError::missing("client", "create it with cos_client_new"))?;
    Ok(Entered::new(client))
}

pub fn held(request: *const cos_request_t) -> Result<Arc<Request>> {
    request::hold(request)
        .ok_or_else(|| CosError::missing("request", "create it with cos_request_new"))
}

/// A reference of the call's own: the caller may free the client meanwhile.
pub fn hold(client: *mut cos_client_t) -> Option<Arc<Client>> {
    // SAFETY: made by cos_client_new, not freed before the call entered: the header requires it.
    unsafe { handles::hold(client) }
}
