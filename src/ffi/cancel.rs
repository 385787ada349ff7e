//! A token that ends calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::guard::guard;

/// Cancels the calls that have it in their settings. Any number of threads may use one token at
/// once.
pub struct cos_cancel_t {
    _opaque: [u8; 0],
}

/// Creates a token. The result is never NULL. The caller frees it with cos_cancel_free.
#[unsafe(no_mangle)]
pub extern "C" fn cos_cancel_new() -> *mut cos_cancel_t {
    Arc::into_raw(Arc::new(AtomicBool::new(false)))
        .cast_mut()
        .cast()
}

/// Permanently cancels every call that has the token: those in progress within 100 ms, later
/// ones at once, all with reason CANCELLED. It is one atomic store, so it may be called from a
/// signal handler, and on any thread. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_cancel_trigger(cancel: *mut cos_cancel_t) {
    // SAFETY: not NULL, made by cos_cancel_new, not freed yet: the header demands it.
    if let Some(flag) = unsafe { cancel.cast::<AtomicBool>().as_ref() } {
        flag.store(true, Ordering::Relaxed);
    }
}

/// Drops the caller's reference. Per-call settings hold their own. NULL is ignored. Call it
/// once per token.
#[unsafe(no_mangle)]
pub extern "C" fn cos_cancel_free(cancel: *mut cos_cancel_t) {
    guard((), || {
        if !cancel.is_null() {
            // SAFETY: made by cos_cancel_new, and given back only once.
            drop(unsafe { Arc::from_raw(cancel.cast::<AtomicBool>()) });
        }
    });
}

/// A reference of its own to the token's flag; `None` for NULL.
pub fn hold(cancel: *mut cos_cancel_t) -> Option<Arc<AtomicBool>> {
    if cancel.is_null() {
        return None;
    }
    let flag = cancel.cast::<AtomicBool>().cast_const();
    // SAFETY: made by cos_cancel_new, not freed yet: the header demands it.
    unsafe {
        Arc::increment_strong_count(flag);
        Some(Arc::from_raw(flag))
    }
}
