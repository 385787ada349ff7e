//! The threads that run started calls, and the calls that wait for one: first in, first out.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::handle::Alarm;
use super::job::{Ended, Waiting};
use super::line::WaitingLine;
use super::running::Count;
use crate::client::lent_places::LentPlaces;
use crate::client::lookout::Lookout;
use crate::client::place::{CallPlace, HeldPlace, Lender, PlaceKind};
use crate::client::thread::{prepare, spawn};
use crate::client::transport::fault::Stop;
use crate::client::transport::uncancelled;
use crate::guard::guard;

/// A thread without a call ends after this.
const IDLE: Duration = Duration::from_secs(10);
/// Stack of a thread: that of a call, and as much for its callbacks as musl gives to threads.
pub const STACK: usize = 512 * 1024;

pub struct WorkerPool {
    state: Mutex<WorkersState>,
    /// The timekeeper has something to do.
    pub looks: Condvar,
    pub running: Arc<Count>,
    /// Looks at the calls that run.
    pub lookout: Arc<Lookout>,
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
    pub lent: LentPlaces,
    /// Of the threads, those without a call, and those that have not begun.
    pub idle: usize,
    /// Of these, those that sleep. The last that went to sleep wakes first: its memory is near,
    /// and those that are not needed end. All others look for a call before they sleep.
    asleep: Vec<Arc<Sleeper>>,
    pub has_timekeeper: bool,
    /// When the timekeeper looks next; `None`: no call that waits needs it.
    pub next_look: Option<Instant>,
    /// What the timekeeper calls for a thread that is not of the library.
    pub notices: Vec<Ended>,
    /// The client is gone.
    pub closing: bool,
}

/// A thread that sleeps until there is a call for it.
pub struct Sleeper {
    thread: Thread,
    /// Whether it is among those that sleep. Changes under the lock only.
    is_asleep: AtomicBool,
}

/// To be called without the lock, which the thread needs.
pub fn wake(sleeper: Option<Arc<Sleeper>>) {
    if let Some(sleeper) = sleeper {
        sleeper.thread.unpark();
    }
}

/// The last that happens of a call.
fn tell(ended: &mut Option<Ended>) {
    if let Some(ended) = ended.take() {
        guard((), || ended.tell());
    }
}

impl WorkerPool {
    pub fn new(most: usize) -> WorkerPool {
        prepare();
        WorkerPool {
            state: Mutex::default(),
            looks: Condvar::new(),
            running: Arc::default(),
            lookout: Arc::new(Lookout::new()),
            most,
        }
    }

    /// Nothing will come: idle threads end.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closing = true;
        let woken: Vec<_> = std::iter::from_fn(|| state.take_sleeper()).collect();
        drop(state);
        woken.into_iter().for_each(|sleeper| wake(Some(sleeper)));
        self.looks.notify_all();
        self.lookout.close();
    }

    pub fn lock(&self) -> MutexGuard<'_, WorkersState> {
        // No caller's function runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a thread take what waits, unless one is about to: a new one, or the one returned, which
    /// is to be woken. It does the same for what still waits then.
    pub fn dispatch(
        self: &Arc<WorkerPool>,
        state: &mut WorkersState,
    ) -> io::Result<Option<Arc<Sleeper>>> {
        if state.line.len() == 0 || state.idle > state.asleep.len() {
            return Ok(None);
        }
        if let Some(sleeper) = state.take_sleeper() {
            return Ok(Some(sleeper));
        }
        if state.places.len() >= self.most + state.lent.count() {
            return Ok(None);
        }
        let pool = self.clone();
        let weak: Weak<WorkerPool> = Arc::downgrade(self);
        let place = Arc::new(CallPlace::new(weak));
        let theirs = place.clone();
        spawn("cos_err-call", Some(STACK), move || {
            uncancelled(|| pool.work(&theirs));
        })?;
        state.places.push(place);
        state.idle += 1;
        Ok(None)
    }

    /// The same without the lock. Without a thread calls wait on.
    fn dispatch_now(self: &Arc<WorkerPool>, mut state: MutexGuard<'_, WorkersState>) {
        let woken = self.dispatch(&mut state).ok().flatten();
        drop(state);
        wake(woken);
    }

    /// Has other threads run calls for those whose callbacks do not return.
    pub fn lend_stuck(self: &Arc<WorkerPool>) {
        let now = Instant::now();
        let mut state = self.lock();
        let WorkersState { places, lent, .. } = &mut *state;
        lent.lend_stuck(places.iter(), now);
        self.dispatch_now(state);
    }

    fn work(self: &Arc<WorkerPool>, place: &Arc<CallPlace>) {
        let sleeper = Arc::new(Sleeper {
            thread: thread::current(),
            is_asleep: AtomicBool::new(false),
        });
        let (mut ended, mut state) = (None, self.lock());
        let mut has_run = false;
        while let Some(waiting) = self.next(state, place, (&sleeper, has_run), &mut ended) {
            has_run = true;
            tell(&mut ended);
            let held = HeldPlace::new(PlaceKind::Thread, place.clone());
            ended = guard(None, || Some(waiting.run()));
            // A function of the caller may take its time. All else waits until this thread has
            // another call or is about to sleep: who is woken is no sooner needed then.
            if ended.as_ref().is_some_and(Ended::notifies) {
                tell(&mut ended);
            }
            drop(held);
            state = self.lock();
            state.idle += 1;
        }
        tell(&mut ended);
    }

    /// The next call of this thread, which is idle; `None`: the thread ends.
    fn next<'a>(
        self: &'a Arc<WorkerPool>,
        mut state: MutexGuard<'a, WorkersState>,
        place: &Arc<CallPlace>,
        (sleeper, has_run): (&Arc<Sleeper>, bool),
        ended: &mut Option<Ended>,
    ) -> Option<Waiting> {
        // Those for whom it was there run calls again. A new thread has been promised to a call,
        // which nobody else looks at.
        if has_run && state.places.len() > self.most + state.lent.count() {
            state.leave(place);
            self.dispatch_now(state);
            return None;
        }
        let mut end = None;
        loop {
            if let Some(waiting) = state.line.take_first() {
                state.idle -= 1;
                self.dispatch_now(state);
                return Some(waiting);
            }
            let now = Instant::now();
            let end = *end.get_or_insert(now + IDLE);
            let left = end.saturating_duration_since(now);
            let is_left = state.line.len() > 0;
            if (state.closing || left.is_zero()) && !is_left {
                state.leave(place);
                return None;
            }
            sleeper.is_asleep.store(true, Ordering::Relaxed);
            state.asleep.push(sleeper.clone());
            drop(state);
            tell(ended);
            thread::park_timeout(left.max(Duration::from_millis(1)));
            state = self.lock();
            state.wake_up(sleeper);
        }
    }
}

impl WorkersState {
    /// Takes a thread out of those that sleep: it is to be woken.
    fn take_sleeper(&mut self) -> Option<Arc<Sleeper>> {
        let sleeper = self.asleep.pop()?;
        sleeper.is_asleep.store(false, Ordering::Relaxed);
        Some(sleeper)
    }

    /// This thread does not sleep any more, be it that it was woken or not.
    fn wake_up(&mut self, sleeper: &Arc<Sleeper>) {
        if sleeper.is_asleep.swap(false, Ordering::Relaxed) {
            self.asleep.retain(|other| !Arc::ptr_eq(other, sleeper));
        }
    }

    /// An idle thread ends.
    fn leave(&mut self, place: &Arc<CallPlace>) {
        self.idle -= 1;
        self.places.retain(|other| !Arc::ptr_eq(other, place));
    }
}

impl Lender for WorkerPool {
    fn lend(self: Arc<Self>) -> bool {
        let mut state = self.lock();
        let may_lend = state.lent.lend();
        if may_lend {
            self.dispatch_now(state);
        }
        may_lend
    }

    fn take_back(&self) {
        self.lock().lent.take_back();
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
