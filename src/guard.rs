//! The boundary that no panic crosses.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{CosError, Reason, Result};

thread_local! {
    /// Guards entered on this thread; 0 outside.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

static HOOKED: AtomicBool = AtomicBool::new(false);

/// Runs a call of the C ABI. A panic in it returns the fallback.
pub fn guard<T>(fallback: T, call: impl FnOnce() -> T) -> T {
    enter(call).unwrap_or(fallback)
}

/// Runs a call that may fail. A panic in it is a client error with reason INTERNAL.
pub fn guard_result<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    enter(call).unwrap_or_else(|panic| Err(internal(&*panic)))
}

fn enter<T>(call: impl FnOnce() -> T) -> std::thread::Result<T> {
    // A thread that comes second goes on at once: a lock here could be one that a
    // child of fork waits for without end.
    if !HOOKED.load(Ordering::Relaxed) && !HOOKED.swap(true, Ordering::Relaxed) {
        install_hook();
    }
    DEPTH.set(DEPTH.get() + 1);
    // The objects at the pointers are immutable or hold locks that do not poison.
    let outcome = panic::catch_unwind(AssertUnwindSafe(call));
    DEPTH.set(DEPTH.get() - 1);
    outcome
}

/// One hook in front of the one before it: silent inside a guard, transparent elsewhere.
fn install_hook() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if DEPTH.try_with(Cell::get).unwrap_or(0) == 0 {
            before(info);
        }
    }));
}

fn internal(panic: &(dyn Any + Send)) -> Box<CosError> {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no text");
    CosError::client(
        Reason::Internal,
        &format!("a defect of this library, please report it: {text}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_the_fallback_or_an_internal_error() {
        assert_eq!(guard(7, || panic!("inside")), 7);
        let outcome = guard_result(|| panic!("text {}", 1));
        let told = outcome
            .map_err(|error: Box<CosError>| (error.reason(), error.message().ends_with("text 1")));
        assert_eq!(told, Err::<(), _>((Some(Reason::Internal), true)));
    }
}
