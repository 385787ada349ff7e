//! The rights to use a connection: as many as a client may have connections in use.
//!
//! Before an attempt begins it waits for its turn, first in, first out: a right of use that is
//! given back passes to the longest waiting, so that no thread that runs takes what another was
//! woken for. The wait is no part of the attempt.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::fault::Stop;
use crate::client::call_control::CallControl;
use crate::client::lent_places::LentPlaces;
use crate::client::place::{CallPlace, HeldPlace, Lender, PlaceKind};
use crate::client::slots::Slots;
use crate::client::wait::SLICE;

pub struct Turns {
    state: Mutex<TurnsState>,
    most: usize,
}

#[derive(Default)]
struct TurnsState {
    in_use: usize,
    /// Attempts that wait for a right of use: there are none while one is free.
    waiting: VecDeque<Arc<Waiter>>,
    /// Of those that have one.
    places: Slots<Arc<CallPlace>>,
    /// When their callbacks were looked at.
    looked: Option<Instant>,
    /// Rights of use that others have while a callback does not return.
    lent: LentPlaces,
}

/// An attempt that waits. `has_right` changes under the lock only.
#[derive(Default)]
struct Waiter {
    has_right: AtomicBool,
    woken: Condvar,
}

/// A right of use, until it is dropped.
pub struct Right {
    turns: Arc<Turns>,
    number: usize,
    _held: HeldPlace,
}

impl Turns {
    pub fn new(most: usize) -> Turns {
        Turns {
            state: Mutex::default(),
            most,
        }
    }

    /// Waits for a right of use, first in, first out. Only what ends the whole call ends the wait.
    pub fn take(self: &Arc<Turns>, control: &CallControl) -> Result<Right, Stop> {
        let weak: Weak<Turns> = Arc::downgrade(self);
        let place = Arc::new(CallPlace::new(weak));
        let mut state = self.lock();
        if state.in_use < self.most {
            state.in_use += 1;
        } else if let Some(stop) = control.ended_by() {
            // Thousands that end together would else each wait for a slice of time.
            return Err(stop);
        } else {
            state = self.wait(state, control)?;
        }
        let number = state.places.insert(place.clone());
        drop(state);
        Ok(Right {
            turns: self.clone(),
            number,
            _held: HeldPlace::new(PlaceKind::Connection, place),
        })
    }

    /// Waits for a right of use, which it is given by the attempt that had it.
    fn wait<'a>(
        &'a self,
        mut state: MutexGuard<'a, TurnsState>,
        control: &CallControl,
    ) -> Result<MutexGuard<'a, TurnsState>, Stop> {
        let since = Instant::now();
        let waiter = Arc::new(Waiter::default());
        state.waiting.push_back(waiter.clone());
        loop {
            let slice = control.slice(since, Duration::MAX);
            state = match waiter.woken.wait_timeout(state, slice) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
            self.lend_stuck(&mut state);
            drop(state);
            // Also of an attempt whose turn has come: a shutdown ends the calls before it too.
            let stop = control.reason_to_stop(since, Duration::MAX);
            state = self.lock();
            match stop {
                Some(stop) => {
                    self.leave(state, &waiter);
                    return Err(stop);
                }
                None if waiter.has_right() => return Ok(state),
                None => {}
            }
        }
    }

    /// An attempt waits no longer. The right may have come while it looked at its control.
    fn leave(&self, mut state: MutexGuard<'_, TurnsState>, waiter: &Arc<Waiter>) {
        if waiter.has_right() {
            return state.release(self.most);
        }
        state.waiting.retain(|other| !Arc::ptr_eq(other, waiter));
    }

    /// Lends the rights of calls whose callbacks do not return to calls that wait.
    fn lend_stuck(&self, state: &mut TurnsState) {
        let now = Instant::now();
        let is_time = |last: Instant| now.duration_since(last) >= SLICE;
        if !state.looked.is_none_or(is_time) {
            return;
        }
        state.looked = Some(now);
        let TurnsState { places, lent, .. } = state;
        for _ in 0..lent.lend_stuck(places.iter(), now) {
            state.release(self.most);
        }
    }

    fn lock(&self) -> MutexGuard<'_, TurnsState> {
        // A panic under the lock leaves the lists whole: each change is one call.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lender for Turns {
    fn lend(self: Arc<Self>) -> bool {
        let mut state = self.lock();
        let may_lend = state.lent.lend();
        if may_lend {
            state.release(self.most);
        }
        may_lend
    }

    fn take_back(&self) {
        let mut state = self.lock();
        state.lent.take_back();
        state.in_use += 1;
    }
}

impl Drop for Right {
    fn drop(&mut self) {
        let mut state = self.turns.lock();
        state.places.remove(self.number);
        state.release(self.turns.most);
    }
}

impl TurnsState {
    /// Passes on a right of use to the attempt that has waited longest, unless there are more
    /// in use than may be: some were lent.
    fn release(&mut self, most: usize) {
        let first = if self.in_use > most {
            None
        } else {
            self.waiting.pop_front()
        };
        match first {
            Some(first) => {
                first.has_right.store(true, Ordering::Relaxed);
                first.woken.notify_one();
            }
            None => self.in_use -= 1,
        }
    }
}

impl Waiter {
    fn has_right(&self) -> bool {
        self.has_right.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
#[path = "turns_tests.rs"]
mod tests;
