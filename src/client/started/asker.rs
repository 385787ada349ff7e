//! Calls the interrupt checks of calls that wait for long, on a thread of its own: whatever else
//! ends calls goes on while a check takes its time.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::worker_pool::WorkerPool;
use crate::client::lookout::ROUND;

/// How long the thread stays when there is no check.
const LINGER: Duration = Duration::from_secs(1);

pub fn keep(pool: &Arc<WorkerPool>) {
    while is_due(pool) {
        let next = Instant::now().checked_add(ROUND);
        if pool.lookout.ask() {
            let mut state = pool.lock();
            state.next_ask = state.next_ask.into_iter().chain(next).min();
        }
    }
}

/// Waits for the next round. False: the thread ends.
fn is_due(pool: &WorkerPool) -> bool {
    let idle_since = Instant::now();
    let mut state = pool.lock();
    loop {
        let now = Instant::now();
        if state.next_ask.take_if(|next| *next <= now).is_some() {
            return true;
        }
        let end = state.next_ask.unwrap_or(idle_since + LINGER);
        let left = end.saturating_duration_since(now);
        if state.closing || left.is_zero() {
            state.has_asker = false;
            return false;
        }
        let waited = pool.asks.wait_timeout(state, left);
        state = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
}
