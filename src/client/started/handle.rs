//! The handle of a started call, by which it is cancelled and resumed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

use crate::client::per_process;

/// Has the calls that wait.
pub trait Alarm: Send + Sync {
    /// The call of this number was cancelled by its handle.
    fn cancel(&self, number: u64);
}

/// What is common to a started call and to the caller's handle of it. It holds nothing of the
/// caller's.
pub struct Started {
    process: u32,
    cancelled: AtomicBool,
    resumed: Mutex<bool>,
    changed: Condvar,
    waits: OnceLock<(Weak<dyn Alarm>, u64)>,
}

impl Started {
    pub fn new() -> Started {
        Started {
            process: per_process::forks(),
            cancelled: AtomicBool::new(false),
            resumed: Mutex::new(false),
            changed: Condvar::new(),
            waits: OnceLock::new(),
        }
    }

    /// Who has the call while it waits, and under which number.
    pub fn watch(&self, alarm: Weak<dyn Alarm>, number: u64) {
        self.waits.get_or_init(|| (alarm, number));
    }

    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
        // The parent's locks may be held for ever.
        if self.is_own() {
            if let Some((alarm, number)) = self.waits.get()
                && let Some(alarm) = alarm.upgrade()
            {
                alarm.cancel(*number);
            }
            self.changed.notify_all();
        }
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// The reader or writer that said "later" is called again.
    pub fn resume(&self) {
        if self.is_own() {
            *self.resumed.lock().unwrap_or_else(PoisonError::into_inner) = true;
            self.changed.notify_all();
        }
    }

    /// Waits for a resume, which may have come before, for at most so long. Whether it came.
    pub fn wait(&self, wait: Duration) -> bool {
        let resumed = self.resumed.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .changed
            .wait_timeout_while(resumed, wait, |resumed| !*resumed && !self.is_cancelled());
        let (mut resumed, _) = waited.unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut resumed)
    }

    fn is_own(&self) -> bool {
        self.process == per_process::forks()
    }
}
