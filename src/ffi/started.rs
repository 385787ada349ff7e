//! Calls that are started without waiting for them.

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use super::call::{self, cos_call_t};
use super::client::{cos_client_t, entered, held, hold, waiting};
use super::error::cos_error_t;
use super::guard::guard;
use super::handles::{self, Handle};
use super::queue::{self, cos_queue_t};
use super::request::cos_request_t;
use crate::client::{FileCall, NewCall, Started, uncancelled};
use crate::error::Result;
use crate::request::Request;

/// A call that was started. The handle is valid until it is freed, also after the call has
/// ended. Any number of threads may use one at once.
pub struct cos_started_t {
    _opaque: [u8; 0],
}

impl Handle for cos_started_t {
    type Owner = Arc<Started>;
}

/// Starts a call, and does not wait for it: its completion comes into the queue, exactly once,
/// with the response or the error that cos_client_send would have returned. Calls of one client
/// begin in the order in which they were started, except that one whose interrupt check runs at
/// its turn begins later; at most cos_client_options_set_max_connections run at once. Waiting
/// counts towards the total timeout only, and is no attempt.
///
/// Request and call are copied: they may be changed, started again or freed at once. Client and
/// queue are kept until the call has ended, and may be freed in any order. Everything that the
/// call refers to is dropped, and the release functions that are due have returned, before the
/// completion can be taken. A request with a reader or a writer can be in one call at a time; a
/// second call with it completes with INVALID_ARGUMENT.
///
/// The callbacks of the call run on threads of the library, which block all signals and have at
/// least 512 KiB of stack. Those of one call never run at once, but may run on different
/// threads. For a call that cos_client_shutdown ends before it began, the log, release and
/// discard functions may run on the thread of cos_client_shutdown. In a callback, these functions
/// may be used with the same client: cos_client_start, cos_started_cancel, cos_client_shutdown,
/// and cos_queue_next with timeout_ms 0. Functions that wait return INVALID_ARGUMENT there.
///
/// user_data comes back with the completion. If started is not NULL, *started is set to a
/// handle of the call before a callback of it can run; the caller frees it with
/// cos_started_free. call may be NULL.
///
/// Returns NULL if the call was started, otherwise the error, which the caller frees with
/// cos_error_free; then no completion comes, and *started is NULL. These are: INVALID_ARGUMENT
/// for a NULL client, request or queue, for an invalid value that a setter of request or call
/// has kept, for a queue that is shut down, and beyond cos_client_options_set_max_started;
/// LOCAL_IO if the system has no thread for the call. May be called from any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_start(
    client: *mut cos_client_t,
    request: *const cos_request_t,
    call: *const cos_call_t,
    queue: *mut cos_queue_t,
    user_data: *mut c_void,
    started: *mut *mut cos_started_t,
) -> *mut cos_error_t {
    let what = || Ok((held(request)?, None));
    start(client, call, queue, user_data, started, what)
}

/// Starts what `what` makes: a request, and the file that it is to move.
pub fn start(
    client: *mut cos_client_t,
    call: *const cos_call_t,
    queue: *mut cos_queue_t,
    user_data: *mut c_void,
    started: *mut *mut cos_started_t,
    what: impl FnOnce() -> Result<(Arc<Request>, Option<FileCall>)>,
) -> *mut cos_error_t {
    waiting(|| {
        // SAFETY: the header requires a writable pointer, or NULL.
        let mut out = unsafe { started.as_mut() };
        if let Some(out) = &mut out {
            **out = ptr::null_mut();
        }
        let client = entered(client)?;
        let handle = Arc::new(Started::new());
        let (request, file) = what()?;
        let new = NewCall {
            request,
            file,
            call: call::hold(call).unwrap_or_default(),
            queue: queue::hold(queue)?,
            tag: queue::tag_of(user_data),
            started: handle.clone(),
        };
        // Before the start: a reader may resume its own call at once.
        if let Some(out) = &mut out {
            **out = handles::new(handle);
        }
        Arc::clone(&client).start(new).inspect_err(|_| {
            if let Some(out) = out {
                // SAFETY: made above, and seen by nobody.
                unsafe { handles::free(std::mem::replace(out, ptr::null_mut())) };
            }
        })
    })
}

/// Cancels the call: it ends within 100 ms with reason CANCELLED, unless it has ended. The
/// completion still comes. NULL is ignored. May be called from any thread, but not from a signal
/// handler; cos_cancel_trigger may.
#[unsafe(no_mangle)]
pub extern "C" fn cos_started_cancel(started: *mut cos_started_t) {
    with(started, Started::cancel);
}

/// Has the reader or writer called again that returned COS_BODY_LATER. A resume that comes
/// before that is remembered, so that the next COS_BODY_LATER does not wait; several count as
/// one. After the call has ended, nothing happens. NULL is ignored. May be called from any
/// thread, but not from a signal handler.
#[unsafe(no_mangle)]
pub extern "C" fn cos_started_resume(started: *mut cos_started_t) {
    with(started, Started::resume);
}

/// Frees the handle. The call continues. NULL is ignored. Call it once per handle, on any
/// thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_started_free(started: *mut cos_started_t) {
    // SAFETY: made by cos_client_start, and given back only once: the header requires it.
    unsafe { handles::free(started) };
}

/// Waits until no call of the client runs, neither a started one nor one of another thread, for
/// at most timeout_ms milliseconds; 0 does not wait, and -1 waits without a limit. It ends no
/// call: use cos_client_shutdown for that. Returns 1 if no call runs; then no callback will run
/// again, as long as no call is made, except for release functions at cos_client_free. After a
/// shutdown, the code of the callbacks may then be unloaded. Returns 0 if calls still ran when
/// the time was over. Returns -2 if client is NULL, timeout_ms is less than -1, or in a callback
/// of the client. May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_wait(client: *mut cos_client_t, timeout_ms: i64) -> i32 {
    uncancelled(|| {
        guard(-2, || {
            let Some(client) = hold(client) else {
                return -2;
            };
            match queue::duration(timeout_ms) {
                Some(wait) => client.wait(wait).map_or(-2, i32::from),
                None => -2,
            }
        })
    })
}

fn with(started: *mut cos_started_t, call: impl FnOnce(&Started)) {
    // SAFETY: made by cos_client_start, not freed yet: the header requires it.
    if let Some(started) = unsafe { handles::hold(started) } {
        uncancelled(|| guard((), || call(&started)));
    }
}
