//! The started calls of a client: they begin, wait for a thread, and end.

use std::io;
use std::sync::{Arc, Weak};
use std::time::Instant;

use super::job::{Ended, Job, Waiting};
use super::running::Running;
use super::worker_pool::{self, WorkerPool, WorkersState};
use crate::client::transport::fault::Stop;
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
        let started = job.control().started.clone();
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
        let mut notices: Vec<_> = ended.filter(Ended::notifies).collect();
        if notices.is_empty() {
            return;
        }
        // Not on this thread, which may hold a lock that the queue's notify takes.
        let mut state = pool.lock();
        if pool.has_timekeeper(&mut state) {
            state.notices.append(&mut notices);
            pool.looks.notify_one();
        }
        drop(state);
        notices.into_iter().for_each(Ended::tell);
    }

    /// Has somebody look at the calls that wait, of which one came now.
    fn keep_time(&self, state: &mut WorkersState, now: Instant) {
        if let Some(at) = state.line.last_needs(now) {
            self.0.look_at(state, at);
        }
        // Without it the calls still run, and end late.
        self.0.has_timekeeper(state);
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
    use crate::client::queue::Arrival;
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
    }

    impl Job for TestJob {
        fn control(&self) -> &CallControl {
            &self.control
        }

        fn mark(&self) -> usize {
            0
        }

        fn run(self: Box<Self>) -> Arrival {
            let _lent = self.is_parked.then(Lent::new);
            self.reports.send((self.number, None)).expect("a receiver");
            assert!(self.go_on.recv().is_err());
            Arrival::default()
        }

        fn end(self: Box<Self>, stop: Stop) -> Arrival {
            let report = (self.number, Some(stop));
            self.reports.send(report).expect("a receiver");
            Arrival::default()
        }

        fn withdraw(self: Box<Self>, why: io::Error) -> Box<CosError> {
            CosError::client(Reason::LocalIo, &why.to_string())
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
    fn those_that_leave_the_line_do_not_hold_up_the_others() {
        const MANY: usize = 500;
        let mut bench = Bench::new(1);
        let first = bench.start(|_| {});
        assert_eq!(bench.report(), (0, None));
        let token = Arc::new(AtomicBool::new(false));
        let mut others = Vec::new();
        for number in 1..=MANY {
            let leaves = number % 250 != 0;
            others.push(bench.start(|job| job.control.cancel = leaves.then(|| token.clone())));
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
    fn a_handle_ends_a_call_that_nobody_looks_at() {
        let mut bench = Bench::new(1);
        let first = bench.start(|_| {});
        assert_eq!(bench.report(), (0, None));
        let started = Arc::new(crate::client::Started::new());
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
