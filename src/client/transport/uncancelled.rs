//! Disables thread cancellation in the library's frames.
//!
//! glibc ends a cancelled thread by unwinding its stack out of a cancellation point (poll, recv,
//! close, and whatever else waits). Rust's frames cannot be unwound so: the process would abort.

/// Runs a call that may wait. A request to cancel the thread stays pending meanwhile, and
/// takes effect at the caller's next cancellation point.
pub fn uncancelled<T>(call: impl FnOnce() -> T) -> T {
    let _disabled = Disabled::new();
    call()
}

#[cfg(all(unix, not(target_os = "android")))]
mod system {
    use std::ffi::c_int;

    // The libc crate declares it for few systems.
    unsafe extern "C" {
        fn pthread_setcancelstate(state: c_int, before: *mut c_int) -> c_int;
    }

    /// PTHREAD_CANCEL_DISABLE.
    const DISABLE: c_int = if cfg!(target_vendor = "apple") { 0 } else { 1 };

    /// Cancellation is disabled on this thread while it lives.
    pub struct Disabled {
        pub before: c_int,
    }

    impl Disabled {
        pub fn new() -> Disabled {
            let mut before = DISABLE;
            // SAFETY: changes a flag of this thread, and writes the former one to a local.
            unsafe { pthread_setcancelstate(DISABLE, &mut before) };
            Disabled { before }
        }
    }

    impl Drop for Disabled {
        fn drop(&mut self) {
            let mut disabled = DISABLE;
            // SAFETY: as above. With deferred cancelability nothing is unwound here.
            unsafe { pthread_setcancelstate(self.before, &mut disabled) };
        }
    }
}

/// Systems without thread cancellation.
#[cfg(not(all(unix, not(target_os = "android"))))]
mod system {
    pub struct Disabled;

    impl Disabled {
        pub fn new() -> Disabled {
            Disabled
        }
    }
}

use system::Disabled;

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_nested_call_leaves_cancellation_disabled_for_the_outer_one() {
        let state = || Disabled::new().before;
        assert_eq!(state(), 0);
        uncancelled(|| {
            uncancelled(|| assert_eq!(state(), 1));
            assert_eq!(state(), 1);
        });
        assert_eq!(state(), 0);
    }
}
