//! The completion queue.

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;
use std::time::Duration;

use super::callback::{self, UserData};
use super::error::{self, cos_error_t, guard_error};
use super::guard::guard;
use super::handles::{self, Handle};
use super::response::cos_response_t;
use super::structs::{self, Sized0};
use crate::client::{Completion, Notify, Queue, Taken, Wait, uncancelled};
use crate::error::{CosError, Reason};

/// Receives the completions of the calls that cos_client_start starts. Any number of threads may
/// use one queue at once, and take from it; any number of clients may have calls in it. In a
/// child of fork a queue is empty: what the parent started completes in the parent.
pub struct cos_queue_t {
    _opaque: [u8; 0],
}

impl Handle for cos_queue_t {
    type Owner = Arc<Queue>;
}

/// A completion of kind COS_COMPLETION_CALL says that a started call has ended.
pub const COS_COMPLETION_CALL: i32 = 1;

/// What is taken from a queue. Set struct_size to `sizeof(cos_completion_t)`. Whoever takes it
/// owns error and response: free them with cos_error_free and cos_response_free, also if the
/// kind is one that you do not expect.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_completion_t {
    /// Must be `sizeof(cos_completion_t)`.
    pub struct_size: usize,
    /// COS_COMPLETION_CALL. Later versions may have other kinds.
    pub kind: i32,
    /// Always 0. It keeps the next member at the same offset on every platform.
    pub reserved: i32,
    /// The user_data of cos_client_start.
    pub user_data: *mut c_void,
    /// NULL if the call succeeded.
    pub error: *mut cos_error_t,
    /// NULL if the call failed.
    pub response: *mut cos_response_t,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_completion_t {}

/// The size of the struct in its first version. One that is smaller could not own what it gets.
const LEAST_SIZE: usize = size_of::<cos_completion_t>();

/// Creates a completion queue. discard, if not NULL, is called once with the user_data of each
/// completion that cos_queue_free throws away: on the thread that frees the queue, or, if the
/// call ends later, on a thread of the library or in cos_client_shutdown. It must not unwind or
/// longjmp. The result is never NULL. The caller frees it with cos_queue_free. May be called from
/// any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_queue_new(
    discard: Option<extern "C" fn(user_data: *mut c_void)>,
) -> *mut cos_queue_t {
    let discard = discard.map(|discard| -> Box<dyn Fn(usize) + Send + Sync> {
        Box::new(move |tag| {
            callback::run(|| discard(data_of(tag)));
        })
    });
    handles::new(Arc::new(Queue::new(discard)))
}

/// Permanently refuses further calls: cos_client_start with the queue is then an error. Calls
/// that were started continue, and their completions are still given out; when the last one was
/// taken, cos_queue_next returns -1. Wakes all threads that wait in cos_queue_next and
/// cos_queue_take if nothing will come any more. The queue must still be freed. NULL is ignored.
/// May be called from any thread, but not from a signal handler.
#[unsafe(no_mangle)]
pub extern "C" fn cos_queue_shutdown(queue: *mut cos_queue_t) {
    uncancelled(|| with(queue, (), Queue::shut_down));
}

/// Shuts a queue down and frees it. No thread may be in cos_queue_next or cos_queue_take then.
/// Completions that nobody has taken are thrown away, with their errors and responses; so are
/// those of calls that still run, when they end. If cancel is not 0, these calls are cancelled.
/// It does not wait for them. The descriptor of cos_queue_fd is closed, at the latest when the
/// last of these calls ends: remove it from the event loop before. The function of
/// cos_queue_set_notify may still begin or run when this function returns, as described there.
/// NULL is ignored. Call it once per queue, on any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_queue_free(queue: *mut cos_queue_t, cancel: i32) {
    uncancelled(|| {
        with(queue, (), |queue| queue.abandon(cancel != 0));
        // SAFETY: made by cos_queue_new, and given back only once: the header requires it.
        unsafe { handles::free(queue) };
    });
}

/// Sets *fd to a descriptor for an event loop (epoll, poll, select). It is readable as long as a
/// completion waits or the queue is shut down, and at no other time. Take completions until
/// there are none; never read, write, duplicate or close the descriptor. The first call of this
/// function creates it. It belongs to the queue: remove it from the event loop before you free
/// the queue. A child of fork has another one.
///
/// Returns NULL on success, otherwise the error, which the caller frees with cos_error_free, and
/// *fd is set to -1. If the process has no descriptor left, the error has reason LOCAL_IO. If
/// queue or fd is NULL, INVALID_ARGUMENT is returned. May be called from any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_queue_fd(queue: *mut cos_queue_t, fd: *mut EventLoopFd) -> *mut cos_error_t {
    guard_error(|| {
        // SAFETY: the header requires a writable pointer, or NULL.
        let out = unsafe { fd.as_mut() };
        let out = out.ok_or_else(|| CosError::missing("fd", "point to an intptr_t"))?;
        *out = -1;
        let queue = hold(queue)?;
        let number = queue.descriptor().map_err(|error| {
            let message = format!("cannot create the queue's descriptor: {error}");
            let failed = CosError::client(Reason::LocalIo, &message);
            failed.with_causes(error.raw_os_error().unwrap_or(0), &[], &Default::default())
        })?;
        *out = number as EventLoopFd;
        Ok(())
    })
}

/// Sets a function that is called when a completion comes into an empty queue, on a thread of
/// the library, possibly on several at once, but never in cos_client_shutdown, also if that ends
/// the call. It must not block: let it wake the thread that takes completions. That thread must
/// take until there are none, and once after this function was set, for what was there before.
/// Between the function and the taking another thread may have taken all. notify must not unwind
/// or longjmp. release, if not NULL, is called once with user_data after the last use. If notify
/// is NULL, the function is removed.
///
/// A call of the former notify may still begin or run when this function, or cos_queue_free,
/// returns: what it uses must live until release is called. It may use the queue only if the
/// queue is not freed before that. cos_client_wait returns 1 only after notify has returned for
/// all calls of the client. A child of fork has no notify function. If queue is NULL, only release
/// is called. May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_queue_set_notify(
    queue: *mut cos_queue_t,
    notify: Option<extern "C" fn(user_data: *mut c_void)>,
    user_data: *mut c_void,
    release: Option<extern "C" fn(user_data: *mut c_void)>,
) {
    let data = UserData::new(user_data, release);
    with(queue, (), move |queue| {
        queue.set_notify(notify.map(|notify| -> Arc<Notify> {
            Arc::new(move || {
                callback::run(|| notify(data.get()));
            })
        }));
    });
}

/// Takes a completion from the queue and writes it to *completion, whose struct_size must be
/// set. Waits for one for at most timeout_ms milliseconds; 0 does not wait, and -1 waits without
/// a limit. Completions are given out in the order in which they came.
///
/// Returns 1 if one was taken; 0 if none came in time; -1 if the queue is shut down and nothing
/// will come; -2, and takes nothing, if a pointer is NULL, struct_size is too small or
/// timeout_ms is less than -1, and in a callback if timeout_ms is not 0. Any number of threads
/// may wait at once.
#[unsafe(no_mangle)]
pub extern "C" fn cos_queue_next(
    queue: *mut cos_queue_t,
    timeout_ms: i64,
    completion: *mut cos_completion_t,
) -> i32 {
    uncancelled(|| {
        guard(WRONG, || {
            // SAFETY: the header requires a struct that begins with its size, or NULL.
            let size = unsafe { structs::size(completion) };
            let (Some(wait), true) = (wait_of(timeout_ms), size >= Some(LEAST_SIZE)) else {
                return WRONG;
            };
            with(queue, WRONG, |queue| match queue.take(wait, 1) {
                Taken::Completions(taken) => {
                    for one in taken {
                        // SAFETY: as above.
                        unsafe { structs::write(&for_c(one), completion) };
                    }
                    1
                }
                Taken::Nothing => 0,
                Taken::End => -1,
            })
        })
    })
}

/// Takes up to capacity completions at once, into an array: waits as cos_queue_next does for the
/// first, and then takes what is there. The struct_size of the first element counts for all: it
/// is the distance between two elements, and is stored in each that is written. Returns the
/// number of completions that were taken; 0 if there are none, and where cos_queue_next returns
/// -1 or -2. Any number of threads may wait at once.
#[unsafe(no_mangle)]
pub extern "C" fn cos_queue_take(
    queue: *mut cos_queue_t,
    timeout_ms: i64,
    completions: *mut cos_completion_t,
    capacity: usize,
) -> usize {
    uncancelled(|| {
        guard(0, || {
            if capacity == 0 {
                return 0;
            }
            // SAFETY: the header requires an array whose first element has its size, or NULL.
            let size = unsafe { structs::size(completions) };
            let (Some(wait), Some(stride @ LEAST_SIZE..)) = (wait_of(timeout_ms), size) else {
                return 0;
            };
            with(queue, 0, |queue| {
                let Taken::Completions(taken) = queue.take(wait, capacity) else {
                    return 0;
                };
                let count = taken.len();
                for (index, one) in taken.into_iter().enumerate() {
                    // SAFETY: an element of the array, which the caller has made of this size.
                    unsafe {
                        let element = completions.byte_add(index * stride);
                        element.cast::<usize>().write_unaligned(stride);
                        structs::write(&for_c(one), element);
                    }
                }
                count
            })
        })
    })
}

/// intptr_t in the header.
type EventLoopFd = isize;

/// A bad argument of cos_queue_next.
const WRONG: i32 = -2;

/// How long to wait here: in a callback not at all.
fn wait_of(timeout_ms: i64) -> Option<Wait> {
    duration(timeout_ms).filter(|_| timeout_ms == 0 || !callback::is_running())
}

/// A number of milliseconds; -1: without an end.
pub fn duration(timeout_ms: i64) -> Option<Wait> {
    match timeout_ms {
        -1 => Some(Wait::ForEver),
        ms => u64::try_from(ms)
            .ok()
            .map(|ms| Wait::AtMost(Duration::from_millis(ms))),
    }
}

/// The mark of a call for the core, which knows no pointers.
pub fn tag_of(user_data: *mut c_void) -> usize {
    user_data.expose_provenance()
}

fn data_of(tag: usize) -> *mut c_void {
    ptr::with_exposed_provenance_mut(tag)
}

fn for_c(completion: Completion) -> cos_completion_t {
    drop(completion.counted);
    let (error, response) = match completion.outcome {
        Ok(response) => (ptr::null_mut(), handles::new(Box::new(response))),
        Err(error) => (error::into_raw(error), ptr::null_mut()),
    };
    cos_completion_t {
        struct_size: 0,
        kind: COS_COMPLETION_CALL,
        reserved: 0,
        user_data: data_of(completion.tag),
        error,
        response,
    }
}

/// A reference of its own to the queue.
pub fn hold(queue: *mut cos_queue_t) -> crate::error::Result<Arc<Queue>> {
    // SAFETY: made by cos_queue_new, not freed before the call entered: the header requires it.
    let held = unsafe { handles::hold(queue) };
    held.ok_or_else(|| CosError::missing("queue", "create it with cos_queue_new"))
}

fn with<T>(queue: *mut cos_queue_t, nothing: T, call: impl FnOnce(&Queue) -> T) -> T {
    // SAFETY: made by cos_queue_new, not freed before the call entered: the header requires it.
    match unsafe { handles::hold(queue) } {
        Some(queue) => guard(nothing, || call(&queue)),
        None => nothing,
    }
}
