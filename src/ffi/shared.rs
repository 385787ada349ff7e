//! Objects that a caller holds by a pointer, and calls under way hold too.

use std::mem::ManuallyDrop;
use std::sync::Arc;

use super::guard::guard;
use crate::error::Result;

/// Changes the object behind a pointer. NULL, and one that a call holds: nothing happens.
///
/// # Safety
/// The pointer came from `Arc::into_raw`, and the caller's reference was not dropped.
pub unsafe fn change<T>(object: *mut T, change: impl FnOnce(&mut T)) {
    if object.is_null() {
        return;
    }
    guard((), || {
        // SAFETY: the caller's word; the reference is borrowed and not dropped.
        let mut borrowed = ManuallyDrop::new(unsafe { Arc::from_raw(object.cast_const()) });
        if let Some(object) = Arc::get_mut(&mut borrowed) {
            change(object);
        }
    });
}

/// Makes a value and hands it to the caller, if the caller wants it.
///
/// # Safety
/// `to` is writable, or NULL.
pub unsafe fn hand_out<V, T>(
    to: *mut *mut T,
    make: impl FnOnce() -> Result<V>,
    into_raw: impl FnOnce(V) -> *mut T,
) -> Result<()> {
    // SAFETY: the caller's word.
    let Some(out) = (unsafe { to.as_mut() }) else {
        return make().map(drop);
    };
    *out = std::ptr::null_mut();
    *out = into_raw(make()?);
    Ok(())
}

/// A reference of its own to the object behind a pointer; `None` for NULL.
///
/// # Safety
/// As above.
pub unsafe fn hold<T>(object: *const T) -> Option<Arc<T>> {
    if object.is_null() {
        return None;
    }
    // SAFETY: the caller's word.
    unsafe {
        Arc::increment_strong_count(object);
        Some(Arc::from_raw(object))
    }
}
