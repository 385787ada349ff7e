//! A caller's function that decides whether a call goes on.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// Checks whether the caller wants to go on: a text, which may be empty, ends the call.
pub type Interrupt = dyn Fn() -> Option<String> + Send + Sync;

/// The check of one attempt, or of one wait.
pub struct InterruptCheck {
    function: Arc<Interrupt>,
    begun: Instant,
    /// Milliseconds after `begun` from which it is called again.
    next_ms: AtomicU64,
    /// It is called by one thread at a time.
    is_running: AtomicBool,
    /// What it has ended the call with.
    said: OnceLock<String>,
}

impl InterruptCheck {
    pub fn new(function: Arc<Interrupt>) -> InterruptCheck {
        InterruptCheck {
            function,
            begun: Instant::now(),
            next_ms: AtomicU64::new(0),
            is_running: AtomicBool::new(false),
            said: OnceLock::new(),
        }
    }

    /// Calls the function, if it is time to. Whether it has ended the call.
    pub fn ask(&self, now: Instant) -> bool {
        if self.said.get().is_some() {
            return true;
        }
        if !self.is_time(now) || self.is_running.swap(true, Ordering::Acquire) {
            return false;
        }
        let said = (self.function)();
        self.is_running.store(false, Ordering::Release);
        said.is_some_and(|said| {
            self.said.get_or_init(|| said);
            true
        })
    }

    /// Why it ended the call; `""`: it did not, or does not say.
    pub fn said(&self) -> &str {
        self.said.get().map_or("", String::as_str)
    }

    /// Whether it is time for it: a body that flows moves bytes far more often.
    fn is_time(&self, now: Instant) -> bool {
        let elapsed = now.saturating_duration_since(self.begun);
        let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        let due = elapsed_ms >= self.next_ms.load(Ordering::Relaxed);
        if due {
            // A little less than a slice, so that a wait of one slice always includes a check.
            self.next_ms.store(elapsed_ms + 40, Ordering::Relaxed);
        }
        due
    }
}
