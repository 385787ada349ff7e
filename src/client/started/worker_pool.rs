//! The threads that run started calls, and the calls that wait for one: first in, first out.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::handle::Alarm;
use super::job::{Ended, Waiting};
use super::line::WaitingLine;
use super::running::Count;
use crate::client::place::{CallPlace, HeldPlace, Lender, MOST_LENT, PlaceKind};
use crate::client::thread;
use crate::client::transport::fault::Stop;
use crate::client::transport::uncancelled;
use crate::guard::guard;

/// A thread without a call ends after this.
const IDLE: Duration = Duration::from_secs(10);
/// Stack of a thread: that of a call, and as much for its callbacks as musl gives to threads.
pub const STACK: usize = 512 * 1024;

pub struct WorkerPool {
    state: Mutex<WorkersState>,
    /// A call waits for a thread.
    waits: Condvar,
    /// The timekeeper has something to do.
    pub looks: Condvar,
    pub running: Arc<Count>,
    /// How many threads may run calls.
    most: usize,
}

#[derive(Default)]
pub struct WorkersState {
    pub line: WaitingLine,
    /// Calls that waited and are over, for the timekeeper to end.
    pub over: VecDeque<(Waiting, Stop)>,
    /// The threads, by their places.
    pub places: Vec<Arc<CallPlace>>,
    /// Threads whose callbacks do not return: there may be others in addition.
    pub lent: usize,
    /// Of the threads, those without a call, and those that have not begun.
    pub idle: usize,
    pub has_timekeeper: bool,
    /// When the timekeeper looks next; `None`: no call that waits needs it.
    pub next_look: Option<Instant>,
    /// What the timekeeper calls for a thread that is not of the library.
    pub notices: Vec<Ended>,
    /// The client is gone.
    pub closing: bool,
}

impl WorkerPool {
    pub fn new(most: usize) -> WorkerPool {
        thread::prepare();
        WorkerPool {
            state: Mutex::default(),
            waits: Condvar::new(),
            looks: Condvar::new(),
            running: Arc::default(),
            most,
        }
    }

    /// Nothing will come: idle threads end.
    pub fn close(&self) {
        self.lock().closing = true;
        self.waits.notify_all();
        self.looks.notify_all();
    }

    pub fn lock(&self) -> MutexGuard<'_, WorkersState> {
        // No caller's function runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a thread take what waits: one that is idle, or a new one.
    pub fn dispatch(self: &Arc<WorkerPool>, state: &mut WorkersState) -> io::Result<()> {
        if state.line.len() == 0 {
            return Ok(());
        }
        // Also where more wait than threads are idle: one of these may have found nothing but
        // calls that the timekeeper asks, and sleeps again.
        if state.idle > 0 {
            self.waits.notify_one();
        }
        if state.line.len() <= state.idle {
            return Ok(());
        }
        if state.places.len() >= self.most + state.lent {
            return Ok(());
        }
        let pool = self.clone();
        let weak: Weak<WorkerPool> = Arc::downgrade(self);
        let place = Arc::new(CallPlace::new(weak));
        let theirs = place.clone();
        thread::spawn("cos_err-call", Some(STACK), move || {
            uncancelled(|| pool.work(&theirs));
        })?;
        state.places.push(place);
        state.idle += 1;
        Ok(())
    }

    /// Has other threads run calls for those whose callbacks do not return.
    pub fn lend_stuck(self: &Arc<WorkerPool>) {
        let now = Instant::now();
        let mut state = self.lock();
        let left = MOST_LENT - state.lent;
        let stuck = state.places.iter().filter(|place| place.is_stuck(now));
        let stuck = stuck.take(left).count();
        for _ in 0..stuck {
            state.lent += 1;
            // Without a thread they wait on.
            let _ = self.dispatch(&mut state);
        }
    }

    fn work(&self, place: &Arc<CallPlace>) {
        while let Some(waiting) = self.next(place) {
            let held = HeldPlace::new(PlaceKind::Thread, place.clone());
            guard((), || waiting.run().tell());
            drop(held);
            let mut state = self.lock();
            state.idle += 1;
            // Those for whom it was there run calls again.
            if state.places.len() > self.most + state.lent {
                state.leave(place);
                return;
            }
        }
    }

    /// The next call of this thread, which is idle; `None`: the thread ends.
    fn next(&self, place: &Arc<CallPlace>) -> Option<Waiting> {
        let end = Instant::now().checked_add(IDLE);
        let mut state = self.lock();
        loop {
            if let Some(waiting) = state.line.take_first() {
                state.idle -= 1;
                return Some(waiting);
            }
            let left = end.map_or(IDLE, |end| end.saturating_duration_since(Instant::now()));
            let is_left = state.line.len() > 0;
            if (state.closing || left.is_zero()) && !is_left {
                state.leave(place);
                return None;
            }
            let left = left.max(Duration::from_millis(1));
            let waited = self.waits.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl WorkersState {
    /// An idle thread ends.
    fn leave(&mut self, place: &Arc<CallPlace>) {
        self.idle -= 1;
        self.places.retain(|other| !Arc::ptr_eq(other, place));
    }
}

impl Lender for WorkerPool {
    fn lend(self: Arc<Self>) -> bool {
        let mut state = self.lock();
        let may_lend = state.lent < MOST_LENT;
        if may_lend {
            state.lent += 1;
            // Without another thread calls wait on.
            let _ = self.dispatch(&mut state);
        }
        may_lend
    }

    fn take_back(&self) {
        self.lock().lent -= 1;
    }
}

impl Alarm for WorkerPool {
    fn cancel(&self, number: u64) {
        let mut state = self.lock();
        // One whose interrupt check runs ends when that returns. Without a timekeeper the thread
        // that takes it ends it.
        if state.has_timekeeper
            && let Some(waiting) = state.line.take(number)
        {
            state.over.push_back((waiting, Stop::Abandoned));
            self.looks.notify_one();
        }
    }
}

impl std::fmt::Debug for WorkerPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workers").finish_non_exhaustive()
    }
}
