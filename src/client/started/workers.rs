//! The threads that run started calls, and the calls that wait for one: first in, first out.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::handle::Alarm;
use super::timekeeper;
use crate::client::call_control::CallControl;
use crate::client::inside::Inside;
use crate::client::queue::Notify;
use crate::client::thread;
use crate::client::transport::fault::Stop;
use crate::client::transport::uncancelled;
use crate::client::wait::{self, Wait};

/// A thread without a call ends after this.
const IDLE: Duration = Duration::from_secs(10);
/// Stack of a thread: that of a call, and as much for its callbacks as musl gives to threads.
const STACK: usize = 512 * 1024;

/// A call that waits for a thread. Whoever takes it has all there is of it.
pub trait Job: Send {
    fn control(&self) -> &CallControl;

    /// The mark of its client.
    fn mark(&self) -> usize;

    /// Runs the call, and completes it. What is to be called then, if anything.
    fn run(self: Box<Self>) -> Option<Arc<Notify>>;

    /// Completes it without a run.
    fn end(self: Box<Self>, stop: Stop) -> Option<Arc<Notify>>;

    /// There is no thread for it: nobody learns of it.
    fn withdraw(self: Box<Self>);
}

/// The started calls of a client.
#[derive(Debug)]
pub struct Workers(Arc<Shared>);

pub struct Shared {
    state: Mutex<State>,
    /// A call waits for a thread.
    waits: Condvar,
    /// The timekeeper has something to do.
    pub looks: Condvar,
    running: Arc<Count>,
    /// How many threads may run calls.
    most: usize,
}

#[derive(Default)]
pub struct State {
    /// In the order of their numbers; `None` while the timekeeper has it.
    pub waiting: BTreeMap<u64, Option<Waiting>>,
    next: u64,
    threads: usize,
    /// Of the threads, those without a call, and those that have not begun.
    idle: usize,
    pub has_timekeeper: bool,
    /// When the timekeeper looks next; `None`: when it is rung.
    pub next_look: Option<Instant>,
    /// A call was cancelled since the timekeeper looked.
    pub is_rung: bool,
    /// What the timekeeper calls for a thread that is not of the library.
    pub notices: Vec<Ended>,
    /// The client is gone.
    pub closing: bool,
}

/// A call without a thread.
pub struct Waiting {
    pub job: Box<dyn Job>,
    running: Running,
}

/// A call that has completed; what is to be called then, if anything.
pub struct Ended {
    notify: Option<Arc<Notify>>,
    running: Running,
    mark: usize,
}

/// The calls that have begun and not ended.
#[derive(Default)]
struct Count {
    number: AtomicUsize,
    waiters: AtomicUsize,
    lock: Mutex<()>,
    changed: Condvar,
}

/// A call that has begun, until it is dropped.
pub struct Running(Arc<Count>);

impl Workers {
    pub fn new(most: usize) -> Workers {
        Workers(Arc::new(Shared {
            state: Mutex::default(),
            waits: Condvar::new(),
            looks: Condvar::new(),
            running: Arc::default(),
            most,
        }))
    }

    pub fn alarm(&self) -> Weak<dyn Alarm> {
        let weak: Weak<Shared> = Arc::downgrade(&self.0);
        weak
    }

    /// A call begins.
    pub fn begin(&self) -> Running {
        Running::new(&self.0.running)
    }

    /// Waits until no call runs. Whether none does.
    pub fn wait(&self, wait: Wait) -> bool {
        self.0.running.wait(wait)
    }

    /// Starts a call, or has it wait. Fails, and gives it back, if there is no thread at all.
    pub fn start(&self, job: Box<dyn Job>) -> Result<(), (io::Error, Box<dyn Job>)> {
        let shared = &self.0;
        let look = job.control().next_look(Instant::now());
        let running = self.begin();
        let mut state = shared.lock();
        let number = state.next;
        state.next += 1;
        state.waiting.insert(number, Some(Waiting { job, running }));
        if state.waiting.len() <= state.idle {
            shared.waits.notify_one();
            return Ok(());
        }
        if state.threads < shared.most
            && let Err(error) = shared.add_worker(&mut state)
            && state.threads == 0
        {
            return match state.waiting.remove(&number).flatten() {
                Some(waiting) => Err((error, waiting.job)),
                None => Ok(()),
            };
        }
        if state.waiting.len() > state.idle {
            shared.keep_time(&mut state, look);
        }
        Ok(())
    }

    /// Ends the calls that wait, after the flag of the shutdown was set. `inside`: on a thread of
    /// the library.
    pub fn end_waiting(&self, inside: bool) {
        let shared = &self.0;
        let mut state = shared.lock();
        let all = std::mem::take(&mut state.waiting);
        // One whose interrupt check runs ends when that returns.
        let (asked, waiting) = all.into_iter().partition(|(_, waiting)| waiting.is_none());
        state.waiting = asked;
        drop(state);
        let waiting: BTreeMap<u64, Option<Waiting>> = waiting;
        let waiting = waiting.into_values().flatten();
        let mut ended: Vec<_> = waiting.map(|waiting| waiting.end(Stop::ShutDown)).collect();
        let mut state = shared.lock();
        if state.has_timekeeper && !inside {
            state.notices.append(&mut ended);
            shared.looks.notify_one();
        }
        drop(state);
        ended.into_iter().for_each(Ended::tell);
    }
}

impl Waiting {
    fn run(self) -> Ended {
        let Waiting { job, running } = self;
        let mark = job.mark();
        let notify = job.run();
        Ended {
            notify,
            running,
            mark,
        }
    }

    pub fn end(self, stop: Stop) -> Ended {
        let Waiting { job, running } = self;
        let mark = job.mark();
        let notify = job.end(stop);
        Ended {
            notify,
            running,
            mark,
        }
    }
}

impl Ended {
    /// The last that happens of a call.
    pub fn tell(self) {
        let _inside = Inside::mark(self.mark);
        if let Some(notify) = self.notify {
            notify();
        }
        drop(self.running);
    }
}

impl Shared {
    pub fn lock(&self) -> MutexGuard<'_, State> {
        // No caller's function runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add_worker(self: &Arc<Shared>, state: &mut State) -> io::Result<()> {
        let shared = self.clone();
        thread::spawn("cos_err-call", Some(STACK), move || {
            uncancelled(|| shared.work());
        })?;
        state.threads += 1;
        state.idle += 1;
        Ok(())
    }

    /// Has somebody look at the calls that wait; at the one that came last not after `look`.
    fn keep_time(self: &Arc<Shared>, state: &mut State, look: Option<Instant>) {
        if look.is_some_and(|look| state.next_look.is_none_or(|next| look < next)) {
            state.next_look = look;
            self.looks.notify_one();
        }
        if state.has_timekeeper {
            return;
        }
        let shared = self.clone();
        let spawned = thread::spawn("cos_err-time", Some(STACK), move || {
            uncancelled(|| timekeeper::keep(&shared));
        });
        // Without it the calls still run, and end late.
        state.has_timekeeper = spawned.is_ok();
    }

    /// Has idle threads take what waits.
    pub fn offer(&self, state: &State) {
        if state.idle > 0 && !state.waiting.is_empty() {
            self.waits.notify_one();
        }
    }

    fn work(self: &Arc<Shared>) {
        while let Some(waiting) = self.next() {
            waiting.run().tell();
            self.lock().idle += 1;
        }
    }

    /// The next call of this thread, which is idle; `None`: the thread ends.
    fn next(&self) -> Option<Waiting> {
        let end = Instant::now().checked_add(IDLE);
        let mut state = self.lock();
        loop {
            if let Some(waiting) = state.take() {
                state.idle -= 1;
                return Some(waiting);
            }
            let left = end.map_or(IDLE, |end| end.saturating_duration_since(Instant::now()));
            let is_left = !state.waiting.is_empty();
            if (state.closing || left.is_zero()) && !is_left {
                state.idle -= 1;
                state.threads -= 1;
                return None;
            }
            let left = left.max(Duration::from_millis(1));
            let waited = self.waits.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl State {
    /// The first call that nobody looks at.
    fn take(&mut self) -> Option<Waiting> {
        let first = self.waiting.iter().find(|(_, waiting)| waiting.is_some())?;
        let number = *first.0;
        self.waiting.remove(&number).flatten()
    }
}

impl Alarm for Shared {
    fn ring(&self) {
        let mut state = self.lock();
        state.is_rung = true;
        drop(state);
        self.looks.notify_one();
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.0.lock().closing = true;
        self.0.waits.notify_all();
        self.0.looks.notify_all();
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workers").finish_non_exhaustive()
    }
}

impl Count {
    fn wait(&self, wait: Wait) -> bool {
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
    fn new(count: &Arc<Count>) -> Running {
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
