//! What a completion that comes into a queue causes: a thread wakes, a function is called.

use std::sync::{Arc, Condvar};

/// Called when a completion comes into an empty queue.
pub type Notify = dyn Fn() + Send + Sync;

/// Threads that sleep until something comes.
#[derive(Default)]
pub struct Takers {
    pub asleep: usize,
    /// Those of them that were woken: no more than will look.
    pub woken: usize,
}

/// What a completion that has come causes.
#[derive(Default)]
#[must_use = "a thread that was counted as woken sleeps until it is told"]
pub struct Arrival {
    /// A thread that sleeps on it is to be woken.
    pub sleepy: Option<Arc<Condvar>>,
    pub notify: Option<Arc<Notify>>,
}

impl Takers {
    /// Whether one is to be woken for what came: not if all that sleep were.
    pub fn wake(&mut self) -> bool {
        let wakes = self.woken < self.asleep;
        self.woken += usize::from(wakes);
        wakes
    }
}

impl Arrival {
    /// Whether a function of the caller is to be called.
    pub fn notifies(&self) -> bool {
        self.notify.is_some()
    }

    /// Wakes who waits for it, and says so to the caller.
    pub fn tell(self) {
        if let Some(arrived) = self.sleepy {
            arrived.notify_one();
        }
        if let Some(notify) = self.notify {
            notify();
        }
    }
}
