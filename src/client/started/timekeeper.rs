//! Ends the calls that wait for a thread: by their tokens, their interrupt checks and their time.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::workers::{Ended, Shared, State};
use crate::client::inside::Inside;
use crate::client::transport::fault::Stop;

/// How long the timekeeper stays when no call waits.
const LINGER: Duration = Duration::from_secs(1);

/// Looks at the calls that wait, as long as there are any.
pub fn keep(shared: &Arc<Shared>) {
    let mut idle_since = None;
    while is_wanted(shared, &mut idle_since) {
        end_those_that_are_over(shared);
        ask_the_others(shared);
    }
}

/// Waits until it is time to look. False: the thread ends.
fn is_wanted(shared: &Shared, idle_since: &mut Option<Instant>) -> bool {
    let mut state = shared.lock();
    loop {
        if !state.notices.is_empty() {
            let ended = std::mem::take(&mut state.notices);
            drop(state);
            ended.into_iter().for_each(Ended::tell);
            state = shared.lock();
            continue;
        }
        let now = Instant::now();
        if std::mem::take(&mut state.is_rung) || state.next_look.is_some_and(|next| next <= now) {
            return true;
        }
        let mut left = state
            .next_look
            .map(|next| next.saturating_duration_since(now));
        if state.waiting.is_empty() {
            let idle = now.duration_since(*idle_since.get_or_insert(now));
            if state.closing || idle >= LINGER {
                state.has_timekeeper = false;
                state.next_look = None;
                return false;
            }
            left = Some(LINGER.saturating_sub(idle));
        } else {
            *idle_since = None;
        }
        state = match left {
            Some(left) => {
                let waited = shared.looks.wait_timeout(state, left);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            None => {
                let waited = shared.looks.wait(state);
                waited.unwrap_or_else(PoisonError::into_inner)
            }
        };
    }
}

fn end_those_that_are_over(shared: &Shared) {
    let now = Instant::now();
    let mut state = shared.lock();
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
fn ask_the_others(shared: &Shared) {
    let mut from = 0;
    let mut state = shared.lock();
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
            shared.lock().waiting.remove(&number);
            waiting.end(stop).tell();
            state = shared.lock();
        } else {
            state = shared.lock();
            state.waiting.insert(number, Some(waiting));
            shared.offer(&state);
        }
    }
}

fn next_to_ask(state: &State, from: u64) -> Option<u64> {
    let mut rest = state.waiting.range(from..);
    let has_check = |waiting: &Option<_>| {
        let waiting: &Option<super::workers::Waiting> = waiting;
        waiting
            .as_ref()
            .is_some_and(|waiting| waiting.job.control().interrupt.is_some())
    };
    rest.find(|(_, waiting)| has_check(waiting))
        .map(|(number, _)| *number)
}
