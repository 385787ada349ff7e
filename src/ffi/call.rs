//! Settings of one call.

use std::ffi::c_char;

use super::guard::guard;
use super::strings::required;
use crate::client::Call;
use crate::error::Result;

/// What one call does otherwise than its client. For one thread at a time; it
/// may serve any number of calls. The first bad value is kept, and the call
/// reports it by name.
pub struct cos_call_t {
    _opaque: [u8; 0],
}

/// Makes settings that change nothing. Never NULL. The caller frees them with
/// cos_call_free.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_new() -> *mut cos_call_t {
    Box::into_raw(Box::<Call>::default()).cast()
}

/// Frees the settings of a call. NULL: nothing happens.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_free(call: *mut cos_call_t) {
    guard((), || {
        if !call.is_null() {
            // SAFETY: made by cos_call_new, and given back only once.
            drop(unsafe { Box::from_raw(call.cast::<Call>()) });
        }
    });
}

/// Milliseconds for the whole call, at least 1, instead of the client's total
/// timeout.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_set_timeout_ms(call: *mut cos_call_t, ms: i64) {
    set(call, |call| call.set_timeout_ms(ms));
}

/// The region of this call, instead of the client's. NULL: a mistake.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_set_region(call: *mut cos_call_t, region: *const c_char) {
    set(call, |call| {
        call.set_region(required(
            "region",
            region,
            "give a region, as in ap-guangzhou",
        )?)
    });
}

/// Sends one more header field. NULL: a mistake.
#[unsafe(no_mangle)]
pub extern "C" fn cos_call_add_header(
    call: *mut cos_call_t,
    name: *const c_char,
    value: *const c_char,
) {
    set(call, |call| {
        let name = required("header name", name, "name the field, as in x-cos-acl")?;
        call.add_header(
            name,
            required("header value", value, "give a text, which may be empty")?,
        )
    });
}

/// Runs a setter. NULL: nothing happens.
fn set(call: *mut cos_call_t, setter: impl FnOnce(&mut Call) -> Result<()>) {
    // SAFETY: not NULL, made by cos_call_new, used by one thread: the header demands it.
    if let Some(call) = unsafe { call.cast::<Call>().as_mut() } {
        guard((), || call.set(setter));
    }
}

/// The settings behind a pointer; `None` for NULL.
pub fn get<'a>(call: *const cos_call_t) -> Option<&'a Call> {
    // SAFETY: as above.
    unsafe { call.cast::<Call>().as_ref() }
}
