//! The started calls of a client: they begin, wait for a thread, and end.

use std::io;
use std::sync::{Arc, Weak};
use std::time::Instant;

use super::job::{Ended, Job, Waiting};
use super::running::Running;
use super::timekeeper;
use super::worker_pool::{self, STACK, WorkerPool, WorkersState};
use crate::client::lookout::Lookout;
use crate::client::thread;
use crate::client::transport::fault::Stop;
use crate::client::transport::uncancelled;
use crate::client::wait::Wait;

/// The started calls of a client.
#[derive(Debug)]
pub struct Workers(Arc<WorkerPool>);

impl Workers {
    pub fn new(most: usize) -> Workers {
        Workers(Arc::new(WorkerPool::new(most)))
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
        let pool = &self.0;
        let running = self.begin();
        let mut state = pool.lock();
        let now = Instant::now();
        let started = job.control().flags.started.clone();
        let number = state.line.push(Waiting::new(job, running), now);
        if let Some(started) = started {
            let alarm: Weak<WorkerPool> = Arc::downgrade(pool);
            started.watch(alarm, number);
        }
        let woken = match pool.dispatch(&mut state) {
            Ok(woken) => woken,
            Err(error) if state.places.is_empty() => {
                return match state.line.take(number) {
                    Some(waiting) => Err((error, waiting.job)),
                    None => Ok(()),
                };
            }
            Err(_) => None,
        };
        if state.line.len() > state.idle {
            self.keep_time(&mut state, now);
        }
        drop(state);
        worker_pool::wake(woken);
        Ok(())
    }

    /// What looks at the calls that wait for their servers.
    pub fn lookout(&self) -> &Arc<Lookout> {
        &self.0.lookout
    }

    /// In a child of fork: lets go of the parent's descriptors.
    pub fn close_inherited(&self) {
        self.0.lookout.close_inherited();
    }

    /// Ends the calls that wait, after the flag of the shutdown was set.
    pub fn end_waiting(&self) {
        let pool = &self.0;
        let mut state = pool.lock();
        // One whose interrupt check runs ends when that returns.
        let waiting = state.line.take_all();
        let over = std::mem::take(&mut state.over);
        drop(state);
        let waiting = waiting.into_iter().map(|one| (one, Stop::ShutDown));
        let ended = over.into_iter().chain(waiting);
        let ended = ended.map(|(waiting, stop)| waiting.end(stop));
        let (mut notices, others): (Vec<_>, Vec<_>) = ended.partition(Ended::notifies);
        others.into_iter().for_each(Ended::tell);
        if notices.is_empty() {
            return;
        }
        // Not on this thread, which may hold a lock that the queue's notify takes.
        let mut state = pool.lock();
        if self.has_timekeeper(&mut state) {
            state.notices.append(&mut notices);
            pool.looks.notify_one();
        }
        drop(state);
        notices.into_iter().for_each(Ended::tell);
    }

    /// Has somebody look at the calls that wait, of which one came now.
    fn keep_time(&self, state: &mut WorkersState, now: Instant) {
        let needed = state.line.last_needs(now);
        if needed.is_some_and(|at| state.next_look.is_none_or(|next| at < next)) {
            state.next_look = needed;
            self.0.looks.notify_one();
        }
        // Without it the calls still run, and end late.
        self.has_timekeeper(state);
    }

    /// Whether there is a timekeeper; one begins if there was none.
    fn has_timekeeper(&self, state: &mut WorkersState) -> bool {
        if !state.has_timekeeper {
            let pool = self.0.clone();
            let spawned = thread::spawn("cos_err-time", Some(STACK), move || {
                uncancelled(|| timekeeper::keep(&pool));
            });
            state.has_timekeeper = spawned.is_ok();
        }
        state.has_timekeeper
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver, Sender};

    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::client::call_control::CallControl;
    use crate::client::place::Lent;
    use crate::client::queue::{Arrival, Completion, Counted, Queue, Registration, Taken};
    use crate::error::{CosError, Reason};

    /// The number of a job, and why it ended without a run.
    type Report = (usize, Option<Stop>);

    /// Reports that it runs or has ended, and goes on when it is told.
    struct TestJob {
        number: usize,
        control: CallControl,
        reports: Sender<Report>,
        go_on: Receiver<()>,
        is_parked: bool,
        /// When it is parked no more; at its end if there is none.
        resumed: Option<Receiver<()>>,
        /// Where it completes, if it ends without a run.
        completes: Option<Registration>,
    }

    impl Job for TestJob {
        fn control(&self) -> &CallControl {
            &self.control
        }

        fn mark(&self) -> usize {
            0
        }

        fn run(self: Box<Self>) -> Arrival {
            let lent = self.is_parked.then(Lent::new);
            self.reports.send((self.number, None)).expect("a receiver");
            let resumed = self.resumed.map(|resumed| resumed.recv());
            let _lent = lent.filter(|_| resumed.is_none());
            assert!(self.go_on.recv().is_err());
            Arrival::default()
        }

        fn end(self: Box<Self>, stop: Stop) -> Arrival {
            let report = (self.number, Some(stop));
            self.reports.send(report).expect("a receiver");
            let arrives = |registration: Registration| registration.complete(completion());
            self.completes.map(arrives).unwrap_or_default()
        }

        fn withdraw(self: Box<Self>, why: io::Error) -> Box<CosError> {
            CosError::client(Reason::LocalIo, &why.to_string())
        }
    }

    fn completion() -> Completion {
        Completion {
            tag: 0,
            outcome: Err(CosError::client(Reason::Cancelled, "a test")),
            counted: Counted::new(&Arc::default(), 1).expect("the first"),
        }
    }

    /// Workers, and the jobs that were started.
    struct Bench {
        workers: Workers,
        reports: (Sender<Report>, Receiver<Report>),
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
                resumed: None,
                completes: None,
            };
            self.started += 1;
            change(&mut job);
            assert!(self.workers.start(Box::new(job)).is_ok());
            sender
        }

        fn report(&self) -> Report {
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
        let token = Arc::new(AtomicBool::new(false));
        let held: Vec<Sender<()>> = vec![
            bench.start(|job| job.control.flags.cancel = Some(token.clone())),
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
    fn those_that_leave_the_line_do_not_hold_up_the_others() {
        const MANY: usize = 500;
        let mut bench = Bench::new(1);
        let first = bench.start(|_| {});
        assert_eq!(bench.report(), (0, None));
        let token = Arc::new(AtomicBool::new(false));
        let mut others = Vec::new();
        for number in 1..=MANY {
            let leaves = number % 250 != 0;
            others
                .push(bench.start(|job| job.control.flags.cancel = leaves.then(|| token.clone())));
        }
        token.store(true, Ordering::Relaxed);
        for _ in 0..MANY - 2 {
            assert_eq!(bench.report().1, Some(Stop::Cancelled));
        }
        assert_eq!(bench.workers.0.lock().line.len(), 2);
        drop(first);
        for number in [250, MANY] {
            assert_eq!(bench.report(), (number, None));
            others[number - 1] = mpsc::channel().0;
        }
        assert!(bench.workers.wait(Wait::ForEver));
        assert_eq!(bench.workers.0.lock().line.len(), 0);
    }

    #[test]
    fn a_shutdown_wakes_who_sleeps_until_calls_complete() {
        let mut bench = Bench::new(1);
        let first = bench.start(|_| {});
        assert_eq!(bench.report(), (0, None));
        let queue = Arc::new(Queue::new(None));
        let registration = queue.register(&Arc::new(crate::client::Started::new()));
        let second = bench.start(|job| job.completes = registration);
        let (taken, takes) = mpsc::channel();
        let theirs = queue.clone();
        let taker = std::thread::spawn(move || {
            let found = theirs.take(Wait::ForEver, 1);
            taken.send(matches!(found, Taken::Completions(_)))
        });
        while queue.sleepers() == 0 {
            std::thread::yield_now();
        }
        bench.workers.end_waiting();
        assert_eq!(takes.recv_timeout(Duration::from_secs(20)), Ok(true));
        drop((first, second));
        assert!(taker.join().is_ok());
    }

    #[test]
    fn a_call_for_which_a_thread_was_made_is_not_forgotten() {
        // The call that was parked may go on before the new thread begins, or after.
        for _ in 0..200 {
            let mut bench = Bench::new(1);
            let (resume, resumed) = mpsc::channel();
            let parked = bench.start(|job| {
                job.is_parked = true;
                job.resumed = Some(resumed);
            });
            assert_eq!(bench.report(), (0, None));
            let second = bench.start(|_| {});
            drop(resume);
            assert_eq!(bench.report(), (1, None));
            drop((parked, second));
            assert!(bench.workers.wait(Wait::ForEver));
        }
    }

    #[test]
    fn a_handle_ends_a_call_that_nobody_looks_at() {
        let mut bench = Bench::new(1);
        let first = bench.start(|_| {});
        assert_eq!(bench.report(), (0, None));
        let started = Arc::new(crate::client::Started::new());
        let second = bench.start(|job| job.control.flags.started = Some(started.clone()));
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
        assert_eq!(bench.workers.0.lock().lent.count(), 0);
    }
}
