//! The cancel token.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::handles::{self, Handle};

/// Cancels the calls that have it in their settings. Any number of threads may use one token at
/// once.
pub struct cos_cancel_t {
    _opaque: [u8; 0],
}

impl Handle for cos_cancel_t {
    type Owner = Arc<AtomicBool>;
}

/// Creates a token. The result is never NULL. The caller frees it with cos_cancel_free.
#[unsafe(no_mangle)]
pub extern "C" fn cos_cancel_new() -> *mut cos_cancel_t {
    handles::new(Arc::new(AtomicBool::new(false)))
}

/// Permanently cancels every call that has the token: those in progress within 100 ms, later
/// ones at once, all with reason CANCELLED. It is one atomic store, so it may be called from a
/// signal handler, and on any thread. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_cancel_trigger(cancel: *mut cos_cancel_t) {
    // SAFETY: not NULL, made by cos_cancel_new, not freed yet: the header requires it.
    if let Some(flag) = unsafe { handles::get(cancel) } {
        flag.store(true, Ordering::Relaxed);
    }
}

/// Drops the caller's reference. Per-call settings hold their own. NULL is ignored. Call it
/// once per token.
#[unsafe(no_mangle)]
pub extern "C" fn cos_cancel_free(cancel: *mut cos_cancel_t) {
    // SAFETY: made by cos_cancel_new, and given back only once: the header requires it.
    unsafe { handles::free(cancel) };
}

/// A reference of its own to the token's flag; `None` for NULL.
pub fn hold(cancel: *mut cos_cancel_t) -> Option<Arc<AtomicBool>> {
    // SAFETY: made by cos_cancel_new, not freed yet: the header requires it.
    unsafe { handles::hold(cancel) }
}
