//! Ends the calls that wait for a thread: by their tokens, their interrupt checks and their time.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::job::{Ended, Waiting};
use super::worker_pool::{WorkerPool, WorkersState};
use crate::client::inside::Inside;
use crate::client::transport::fault::Stop;
use crate::client::wait::SLICE;

/// How long the timekeeper stays when no call waits.
const LINGER: Duration = Duration::from_secs(1);

/// Looks at the calls that wait, as long as there are any.
pub fn keep(pool: &Arc<WorkerPool>) {
    let mut lent = Instant::now();
    let mut idle_since = None;
    loop {
        match next(pool, lent, &mut idle_since) {
            Duty::Look => {
                end_those_that_are_over(pool);
                ask_the_others(pool);
            }
            Duty::Lend => {
                pool.lend_stuck();
                lent = Instant::now();
            }
            Duty::Tell(ended) => ended.into_iter().for_each(Ended::tell),
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
    Tell(Vec<Ended>),
    End,
}

/// Waits until there is something to do. `lent`: when callbacks were looked at.
fn next(pool: &WorkerPool, lent: Instant, idle_since: &mut Option<Instant>) -> Duty {
    let mut state = pool.lock();
    loop {
        if !state.notices.is_empty() {
            return Duty::Tell(std::mem::take(&mut state.notices));
        }
        let now = Instant::now();
        if std::mem::take(&mut state.is_rung) || state.next_look.is_some_and(|next| next <= now) {
            return Duty::Look;
        }
        let mut left = if state.waiting.is_empty() {
            LINGER.saturating_sub(now.duration_since(*idle_since.get_or_insert(now)))
        } else {
            *idle_since = None;
            SLICE.saturating_sub(now.duration_since(lent))
        };
        if left.is_zero() && idle_since.is_none() {
            return Duty::Lend;
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

fn end_those_that_are_over(pool: &WorkerPool) {
    let now = Instant::now();
    let mut state = pool.lock();
    let mut over: Vec<(u64, Stop)> = Vec::new();
    let mut next_look: Option<Instant> = None;
    for (number, waiting) in &state.waiting {
        let Some(waiting) = waiting else { continue };
        let control = waiting.job.control();
        if let Some(stop) = control.ended_at(now) {
            over.push((*number, stop));
        } else if let Some(look) = control.next_look(now) {
            next_look = Some(next_look.map_or(look, |next| next.min(look)));
        }
    }
    state.next_look = next_look;
    let mut ended = Vec::new();
    for (number, stop) in over {
        let waiting = state.waiting.remove(&number).flatten();
        ended.extend(waiting.map(|waiting| (waiting, stop)));
    }
    drop(state);
    for (waiting, stop) in ended {
        waiting.end(stop).tell();
    }
}

/// Calls the interrupt checks. A call that is looked at is taken by nobody meanwhile.
fn ask_the_others(pool: &Arc<WorkerPool>) {
    let mut from = 0;
    let mut state = pool.lock();
    while let Some(number) = next_to_ask(&state, from) {
        from = number + 1;
        let Some(waiting) = state.waiting.get_mut(&number).and_then(Option::take) else {
            continue;
        };
        drop(state);
        let stop = {
            let _inside = Inside::mark(waiting.job.mark());
            let control = waiting.job.control();
            let stop = control.reason_to_stop(Instant::now(), Duration::MAX);
            // A shutdown that came meanwhile has left the call to this thread.
            stop.or_else(|| control.ended_by())
        };
        if let Some(stop) = stop {
            pool.lock().waiting.remove(&number);
            waiting.end(stop).tell();
            state = pool.lock();
        } else {
            state = pool.lock();
            state.waiting.insert(number, Some(waiting));
            // A thread that found nothing but this has gone back to wait.
            let _ = pool.dispatch(&mut state);
        }
    }
}

/// The first from there on that has an interrupt check.
fn next_to_ask(state: &WorkersState, from: u64) -> Option<u64> {
    let has_check = |waiting: &Waiting| waiting.job.control().interrupt.is_some();
    let mut rest = state.waiting.range(from..);
    let found = rest.find(|(_, waiting)| waiting.as_ref().is_some_and(has_check));
    found.map(|(number, _)| *number)
}
