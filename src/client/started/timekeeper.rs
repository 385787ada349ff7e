//! Ends the calls that wait for a thread: by their tokens, their interrupt checks and their time.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::job::{Ended, Waiting};
use super::worker_pool::{self, WorkerPool};
use crate::client::inside::Inside;
use crate::client::transport::fault::Stop;
use crate::client::wait::SLICE;
use crate::guard::guard;

/// Between two calls of an interrupt check, at least: a call that waits is asked every other look.
const PAUSE: Duration = Duration::from_millis(80);
/// How long the timekeeper stays when no call waits.
const LINGER: Duration = Duration::from_secs(1);

/// Looks at the calls that wait, as long as there are any.
pub fn keep(pool: &Arc<WorkerPool>) {
    let mut lent = Instant::now();
    let mut idle_since = None;
    loop {
        match next(pool, lent, &mut idle_since) {
            Duty::Look => look(pool),
            Duty::Lend => {
                pool.lend_stuck();
                lent = Instant::now();
            }
            // The thread outlives a panic: all calls that wait depend on it.
            Duty::Finish(waiting, stop) => guard((), || waiting.end(stop).tell()),
            Duty::Tell(ended) => ended.into_iter().for_each(|one| guard((), || one.tell())),
            Duty::End => return,
        }
    }
}

/// What the timekeeper does next.
enum Duty {
    /// Calls may be over.
    Look,
    /// Callbacks may not have returned.
    Lend,
    /// A call that is over. One at a time: a shutdown takes the others.
    Finish(Waiting, Stop),
    Tell(Vec<Ended>),
    End,
}

/// Waits until there is something to do. `lent`: when callbacks were looked at.
fn next(pool: &WorkerPool, lent: Instant, idle_since: &mut Option<Instant>) -> Duty {
    let mut state = pool.lock();
    loop {
        if let Some((waiting, stop)) = state.over.pop_front() {
            return Duty::Finish(waiting, stop);
        }
        if !state.notices.is_empty() {
            return Duty::Tell(std::mem::take(&mut state.notices));
        }
        let now = Instant::now();
        let mut left = if state.line.len() == 0 {
            // A call that comes then need not wake it.
            let linger = LINGER.saturating_sub(now.duration_since(*idle_since.get_or_insert(now)));
            linger.min(SLICE)
        } else {
            *idle_since = None;
            SLICE.saturating_sub(now.duration_since(lent))
        };
        // First: interrupt checks may take so long that there is always something to look at.
        if left.is_zero() && idle_since.is_none() {
            return Duty::Lend;
        }
        if state.next_look.is_some_and(|next| next <= now) {
            return Duty::Look;
        }
        if idle_since.is_some() && (state.closing || left.is_zero()) {
            state.has_timekeeper = false;
            state.next_look = None;
            return Duty::End;
        }
        if let Some(next) = state.next_look {
            left = left.min(next.saturating_duration_since(now));
        }
        let waited = pool.looks.wait_timeout(state, left);
        state = waited.unwrap_or_else(PoisonError::into_inner).0;
    }
}

/// Ends the calls that are over, and calls the interrupt checks of the others.
fn look(pool: &Arc<WorkerPool>) {
    let now = Instant::now();
    let mut from = 0;
    let mut inside = None;
    let mut state = pool.lock();
    // What comes from here on has a time of its own.
    state.next_look = None;
    while let Some((number, waiting)) = state.line.take_to_ask(from, now) {
        drop(state);
        from = number + 1;
        inside.get_or_insert_with(|| Inside::mark(waiting.job.mark()));
        let control = waiting.job.control();
        // What came while the check was called has left the call to this thread.
        let stop = control.ask(now).or_else(|| control.ended_at(now));
        state = pool.lock();
        if let Some(stop) = stop {
            state.line.leave(number);
            state.over.push_back((waiting, stop));
        } else {
            let ask = control
                .interrupt
                .as_ref()
                .and_then(|_| now.checked_add(PAUSE));
            state.line.put_back(number, waiting, ask);
            // A thread that found nothing but this has gone back to wait. Without one it waits on.
            if let Ok(Some(woken)) = pool.dispatch(&mut state) {
                drop(state);
                worker_pool::wake(Some(woken));
                state = pool.lock();
            }
        }
    }
    let needed = state.line.needs(now);
    state.next_look = state.next_look.into_iter().chain(needed).min();
}
