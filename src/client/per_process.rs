//! State that belongs to one process: a child of fork creates its own.
//!
//! The parent's locks may be held for ever in the child, and its connections
//! must not be touched there: the child leaves that memory alone. It is the one
//! leak that a fork costs.

use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};

/// Forks that this process has come through as the child.
static FORKS: AtomicU32 = AtomicU32::new(0);
static REGISTERED: AtomicBool = AtomicBool::new(false);

extern "C" fn in_child() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

/// Distinguishes this process from those that it was forked from.
pub fn forks() -> u32 {
    FORKS.load(Ordering::Relaxed)
}

/// A value that each process makes for itself.
pub struct PerProcess<T> {
    current: AtomicPtr<Made<T>>,
}

struct Made<T> {
    forks: u32,
    value: T,
}

impl<T> PerProcess<T> {
    pub fn new(value: T) -> PerProcess<T> {
        PerProcess {
            current: AtomicPtr::new(Made::boxed(value)),
        }
    }

    /// One that no process has made yet.
    pub const fn unset() -> PerProcess<T> {
        PerProcess {
            current: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// This process's value. In a child it is made by `make`; `leave` is then
    /// called once with the parent's, which is never dropped here.
    pub fn get(&self, make: impl FnOnce() -> T, leave: impl FnOnce(&T)) -> &T {
        let seen = self.current.load(Ordering::Acquire);
        // SAFETY: the pointer is null, or came from `Made::boxed` and lives as long as `self`.
        let made = unsafe { seen.as_ref() };
        if let Some(made) = made.filter(|made| made.forks == FORKS.load(Ordering::Relaxed)) {
            return &made.value;
        }
        let own = Made::boxed(make());
        match self
            .current
            .compare_exchange(seen, own, Ordering::AcqRel, Ordering::Acquire)
        {
            Ok(_) => {
                if let Some(made) = made {
                    leave(&made.value);
                }
                // SAFETY: as above.
                unsafe { &(*own).value }
            }
            Err(first) => {
                // Another thread of this process was quicker.
                // SAFETY: `own` was published to nobody; `first` is as above.
                unsafe {
                    drop(Box::from_raw(own));
                    &(*first).value
                }
            }
        }
    }
}

impl<T> Made<T> {
    fn boxed(value: T) -> *mut Made<T> {
        if !REGISTERED.load(Ordering::Acquire) {
            // Two threads may register it: counting a fork twice does no harm.
            // SAFETY: the handler only counts. If it cannot be registered, memory is out, and forks go unseen.
            let _ = unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
            REGISTERED.store(true, Ordering::Release);
        }
        Box::into_raw(Box::new(Made {
            forks: FORKS.load(Ordering::Relaxed),
            value,
        }))
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        let current = *self.current.get_mut();
        // SAFETY: the pointer is null or came from `Made::boxed`, and no borrow of `self` remains.
        unsafe {
            if !current.is_null() && (*current).forks == FORKS.load(Ordering::Relaxed) {
                drop(Box::from_raw(current));
            }
        }
    }
}

// SAFETY: the value is owned and shared as a Box<T> would be.
unsafe impl<T: Send> Send for PerProcess<T> {}
// SAFETY: as above; the pointer is exchanged atomically.
unsafe impl<T: Send + Sync> Sync for PerProcess<T> {}

impl<T> std::fmt::Debug for PerProcess<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PerProcess").finish_non_exhaustive()
    }
}
