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
use crate::client::place::{Held, Kind, Lender, MOST_LENT, Place};
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
    /// The threads, by their places.
    places: Vec<Arc<Place>>,
    /// Threads whose callbacks do not return: there may be others in addition.
    lent: usize,
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
        if let Err(error) = shared.dispatch(&mut state)
            && state.places.is_empty()
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

    /// Ends the calls that wait, after the flag of the shutdown was set.
    pub fn end_waiting(&self) {
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
        if state.has_timekeeper {
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

    /// Has a thread take what waits: one that is idle, or a new one.
    pub fn dispatch(self: &Arc<Shared>, state: &mut State) -> io::Result<()> {
        if state.waiting.is_empty() {
            return Ok(());
        }
        if state.waiting.len() <= state.idle {
            self.waits.notify_one();
            return Ok(());
        }
        if state.places.len() >= self.most + state.lent {
            return Ok(());
        }
        let shared = self.clone();
        let weak: Weak<Shared> = Arc::downgrade(self);
        let place = Arc::new(Place::new(weak));
        let theirs = place.clone();
        thread::spawn("cos_err-call", Some(STACK), move || {
            uncancelled(|| shared.work(&theirs));
        })?;
        state.places.push(place);
        state.idle += 1;
        Ok(())
    }

    /// Has other threads run calls for those whose callbacks do not return.
    pub fn lend_stuck(self: &Arc<Shared>) {
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

    fn work(&self, place: &Arc<Place>) {
        while let Some(waiting) = self.next(place) {
            let held = Held::new(Kind::Thread, place.clone());
            waiting.run().tell();
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
    fn next(&self, place: &Arc<Place>) -> Option<Waiting> {
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
                state.leave(place);
                return None;
            }
            let left = left.max(Duration::from_millis(1));
            let waited = self.waits.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl State {
    /// An idle thread ends.
    fn leave(&mut self, place: &Arc<Place>) {
        self.idle -= 1;
        self.places.retain(|other| !Arc::ptr_eq(other, place));
    }

    /// The first call that nobody looks at.
    fn take(&mut self) -> Option<Waiting> {
        let first = self.waiting.iter().find(|(_, waiting)| waiting.is_some())?;
        let number = *first.0;
        self.waiting.remove(&number).flatten()
    }
}

impl Lender for Shared {
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver, Sender};

    use super::*;
    use crate::client::place::Lent;

    /// Reports that it runs or has ended, and goes on when it is told.
    struct TestJob {
        number: usize,
        control: CallControl,
        reports: Sender<(usize, Option<Stop>)>,
        go_on: Receiver<()>,
        is_parked: bool,
    }

    impl Job for TestJob {
        fn control(&self) -> &CallControl {
            &self.control
        }

        fn mark(&self) -> usize {
            0
        }

        fn run(self: Box<Self>) -> Option<Arc<Notify>> {
            let _lent = self.is_parked.then(Lent::new);
            self.reports.send((self.number, None)).expect("a receiver");
            assert!(self.go_on.recv().is_err());
            None
        }

        fn end(self: Box<Self>, stop: Stop) -> Option<Arc<Notify>> {
            let report = (self.number, Some(stop));
            self.reports.send(report).expect("a receiver");
            None
        }

        fn withdraw(self: Box<Self>) {}
    }

    /// Workers, and the jobs that were started.
    struct Bench {
        workers: Workers,
        reports: (
            Sender<(usize, Option<Stop>)>,
            Receiver<(usize, Option<Stop>)>,
        ),
        started: usize,
    }

    impl Bench {
        fn new(most: usize) -> Bench {
            Bench {
                workers: Workers::new(most),
                reports: mpsc::channel(),
                started: 0,
            }
        }

        /// Starts a job. It goes on when the sender is dropped.
        fn start(&mut self, change: impl FnOnce(&mut TestJob)) -> Sender<()> {
            let time = Duration::from_secs(60);
            let (sender, go_on) = mpsc::channel();
            let mut job = TestJob {
                number: self.started,
                control: CallControl::new(None, time, time, Arc::default()),
                reports: self.reports.0.clone(),
                go_on,
                is_parked: false,
            };
            self.started += 1;
            change(&mut job);
            assert!(self.workers.start(Box::new(job)).is_ok());
            sender
        }

        fn report(&self) -> (usize, Option<Stop>) {
            let time = Duration::from_secs(20);
            self.reports.1.recv_timeout(time).expect("a report")
        }

        fn threads(&self) -> usize {
            self.workers.0.lock().places.len()
        }
    }

    #[test]
    fn calls_wait_for_a_thread_first_in_first_out() {
        let mut bench = Bench::new(2);
        let mut running: Vec<_> = (0..2).map(|_| bench.start(|_| {})).collect();
        let mut begun = [bench.report().0, bench.report().0];
        begun.sort_unstable();
        assert_eq!(begun, [0, 1]);
        let waiting: Vec<_> = (0..6).map(|_| bench.start(|_| {})).collect();
        for (number, waiting) in (2..).zip(waiting) {
            drop(running.remove(0));
            assert_eq!(bench.report(), (number, None));
            running.push(waiting);
        }
        assert_eq!(bench.threads(), 2);
        assert!(!bench.workers.wait(Wait::AtMost(Duration::ZERO)));
        running.clear();
        assert!(bench.workers.wait(Wait::ForEver));
    }

    #[test]
    fn calls_that_wait_end_by_token_check_time_and_shutdown() {
        let mut bench = Bench::new(1);
        let first = bench.start(|_| {});
        assert_eq!(bench.report(), (0, None));
        let token = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let held: Vec<Sender<()>> = vec![
            bench.start(|job| job.control.cancel = Some(token.clone())),
            bench.start(|job| job.control.interrupt = Some(Arc::new(|| Some(String::new())))),
            bench.start(|job| job.control.total = Some(Instant::now())),
            bench.start(|_| {}),
        ];
        let mut stops = [bench.report(), bench.report()];
        stops.sort_unstable_by_key(|(number, _)| *number);
        assert_eq!(
            stops,
            [(2, Some(Stop::Interrupted)), (3, Some(Stop::Total))]
        );
        token.store(true, Ordering::Relaxed);
        assert_eq!(bench.report(), (1, Some(Stop::Cancelled)));
        bench.workers.end_waiting();
        assert_eq!(bench.report(), (4, Some(Stop::ShutDown)));
        drop((first, held));
        assert!(bench.workers.wait(Wait::ForEver));
    }

    #[test]
    fn a_handle_ends_a_call_that_nobody_looks_at() {
        let mut bench = Bench::new(1);
        let first = bench.start(|_| {});
        assert_eq!(bench.report(), (0, None));
        let started = Arc::new(crate::client::Started::new());
        started.watch(bench.workers.alarm());
        let second = bench.start(|job| job.control.started = Some(started.clone()));
        started.cancel();
        assert_eq!(bench.report(), (1, Some(Stop::Abandoned)));
        drop((first, second));
    }

    #[test]
    fn a_call_that_waits_for_a_resume_lets_the_next_one_run() {
        let mut bench = Bench::new(1);
        let parked: Vec<_> = (0..3)
            .map(|_| bench.start(|job| job.is_parked = true))
            .collect();
        let mut begun: Vec<_> = (0..3).map(|_| bench.report().0).collect();
        begun.sort_unstable();
        assert_eq!(begun, [0, 1, 2]);
        let running = bench.start(|_| {});
        assert_eq!(bench.report(), (3, None));
        assert_eq!(bench.threads(), 4);
        drop((parked, running));
        assert!(bench.workers.wait(Wait::ForEver));
        while bench.threads() > 1 {
            std::thread::yield_now();
        }
        assert_eq!(bench.workers.0.lock().lent, 0);
    }
}
