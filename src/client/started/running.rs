//! The calls of a client that run, for those who wait until none does.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crate::client::wait::{self, Wait};

/// The calls that have begun and not ended.
#[derive(Default)]
pub struct Count {
    number: AtomicUsize,
    waiters: AtomicUsize,
    lock: Mutex<()>,
    changed: Condvar,
}

/// A call that has begun, until it is dropped.
pub struct Running(Arc<Count>);

impl Count {
    pub fn wait(&self, wait: Wait) -> bool {
        let end = wait.end();
        // Before the number is read: who ends the last call then finds a waiter.
        self.waiters.fetch_add(1, Ordering::SeqCst);
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let is_quiet = loop {
            if self.number.load(Ordering::SeqCst) == 0 {
                break true;
            }
            let left = wait::left(end);
            if left.is_zero() {
                break false;
            }
            let waited = self.changed.wait_timeout(lock, left);
            lock = waited.unwrap_or_else(PoisonError::into_inner).0;
        };
        drop(lock);
        self.waiters.fetch_sub(1, Ordering::SeqCst);
        is_quiet
    }
}

impl Running {
    pub fn new(count: &Arc<Count>) -> Running {
        count.number.fetch_add(1, Ordering::SeqCst);
        Running(count.clone())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let count = &self.0;
        if count.number.fetch_sub(1, Ordering::SeqCst) == 1
            && count.waiters.load(Ordering::SeqCst) > 0
        {
            drop(count.lock.lock());
            count.changed.notify_all();
        }
    }
}
