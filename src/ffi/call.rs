//! Per-call settings.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use super::callback::{self, UserData};
use super::cancel::{self, cos_cancel_t};
use super::handles::{self, Handle};
use super::strings::required;
use crate::client::{Call, Interrupt};
use crate::error::Result;

/// Per-call settings. Any number of calls on any threads may use them at once while no setter
/// runs; only one thread may call setters at a time. The first invalid value is remembered, and
/// the call reports it by name. A call has its own copy: once it has begun, the settings may be
/// changed and freed. An interrupt check may be called on the threads of several calls at once.
pub struct cos_call_t {
    _opaque: [u8; 0],
}

impl Handle for cos_call_t {
    type Owner = Box<Arc<Call>>;
}

/// Creates an empty set of per-call settings. The result is never NULL. The caller frees it
/// with cos_call_free.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_new() -> *mut cos_call_t {
    handles::new(Box::default())
}

/// Drops the caller's reference. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_free(call: *mut cos_call_t) {
    // SAFETY: made by cos_call_new, and given back only once: the header requires it.
    unsafe { handles::free(call) };
}

/// Sets the timeout in milliseconds for the whole call, instead of the client's total timeout.
/// It must be at least 1.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_set_timeout_ms(call: *mut cos_call_t, ms: i64) {
    set(call, |call| call.set_timeout_ms(ms));
}

/// Sets the region of this call, instead of the client's. NULL is reported as INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_set_region(call: *mut cos_call_t, region: *const c_char) {
    set(call, |call| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        call.set_region(unsafe { required("region", region, "set a region, as in ap-guangzhou") }?)
    });
}

/// Adds a header to those of the request and to those added before. A name that exists already
/// is sent once more. What cos_request_set_header says of Host, Content-Length and the token
/// holds here too. NULL is reported as INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_add_header(
    call: *mut cos_call_t,
    name: *const c_char,
    value: *const c_char,
) {
    set(call, |call| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let name = unsafe { required("header name", name, "set a name, as in x-cos-acl") }?;
        call.add_header(
            name,
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            unsafe { required("header value", value, "set a text, which may be empty") }?,
        )
    });
}

/// Sets the host that is signed instead of the one to which the request goes, with its port if
/// that is not the scheme's own. This is for requests through a CDN or proxy that sends another
/// Host to COS. With "" no Host is signed. NULL is reported as INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_set_signed_host(call: *mut cos_call_t, host: *const c_char) {
    set(call, |call| {
        let fix = "set a host, or \"\" to sign no Host";
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        call.set_signed_host(unsafe { required("signed_host", host, fix) }?)
    });
}

/// Sets the token that cancels this call. The settings hold a reference to it until they are
/// freed or receive another one. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_set_cancel(call: *mut cos_call_t, cancel: *mut cos_cancel_t) {
    set(call, |call| {
        call.cancel = cancel::hold(cancel);
        Ok(())
    });
}

/// Sets a function that is called about every 50 ms while the call waits, and about every 100 ms
/// while a started call waits for others, or for long. If it returns not 0, the call ends with
/// reason CANCELLED. It must return quickly: other calls may wait for it. It must not unwind or
/// longjmp. release, if not NULL, is called once with user_data after the last use. If check is
/// NULL, the function is removed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_set_interrupt(
    call: *mut cos_call_t,
    check: Option<extern "C" fn(user_data: *mut c_void) -> i32>,
    user_data: *mut c_void,
    release: Option<extern "C" fn(user_data: *mut c_void)>,
) {
    let data = UserData::new(user_data, release);
    set(call, |call| {
        call.interrupt = check.map(|check| -> Arc<Interrupt> {
            Arc::new(move || {
                let (code, said) = callback::run(|| check(data.get()));
                (code != 0).then_some(said)
            })
        });
        Ok(())
    });
}

/// Sets a pointer that the credentials provider reads by cos_credentials_user_data when it is
/// called for this call, also on a thread of the library. The library does nothing else with it.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_set_user_data(call: *mut cos_call_t, user_data: *mut c_void) {
    set(call, |call| {
        call.user_data = user_data.expose_provenance();
        Ok(())
    });
}

/// Sets whether a HEAD that fails with 400, 403, 404, 405 or 409 is repeated once as a GET,
/// whose response has a body. If that fails alike, its code and message become those of the
/// error, with source COS_CODE_SOURCE_PROBE. If the call is ended during the GET, it returns
/// the error of the HEAD. The default is 0, which turns it off.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_set_explain(call: *mut cos_call_t, explain: i32) {
    set(call, |call| {
        call.explain = explain != 0;
        Ok(())
    });
}

/// Runs a setter. NULL: nothing happens.
fn set(call: *mut cos_call_t, setter: impl FnOnce(&mut Call) -> Result<()>) {
    // SAFETY: made by cos_call_new, used by one thread: the header requires it.
    unsafe { handles::change(call, |call| Arc::make_mut(call).set(setter)) };
}

/// A reference of its own to the settings; `None` for NULL.
pub fn hold(call: *const cos_call_t) -> Option<Arc<Call>> {
    // SAFETY: made by cos_call_new, not freed before the call entered: the header requires it.
    unsafe { handles::get(call) }.cloned()
}
