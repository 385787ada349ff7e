//! Ends a call early: by its token, its client's shutdown, its interrupt check, its timeouts.
//!
//! ureq hands a connection no word of the call it serves, so the control of a call that it
//! carries is the thread's: a request runs on the thread that made it, from end to end.

use std::cell::RefCell;
use std::fmt;
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::end_flags::EndFlags;
use super::local_error::LocalError;
use super::lookout::{LongWait, Lookout};
use super::place::Lent;
use super::transport::fault::{Phase, Stop, WireFault};
use super::transport::wire_state::WireState;
use super::wait::SLICE;

/// Between two looks at what lies ready more time than this is that of other processes.
const LONGEST_GAP: Duration = Duration::from_millis(10);

/// Checks whether the caller wants to go on: a text, which may be empty, ends the call.
pub type Interrupt = dyn Fn() -> Option<String> + Send + Sync;

/// The control of one request.
pub struct CallControl {
    pub total: Option<Instant>,
    pub connect: Duration,
    pub io: Duration,
    pub flags: EndFlags,
    /// Looks at the flags while the call waits for long; `None`: its own thread does.
    pub lookout: Option<Arc<Lookout>>,
    pub interrupt: Option<Arc<Interrupt>>,
    /// The text of the interrupt check that ended the call.
    pub interrupted: OnceLock<String>,
    pub asked: Questions,
    /// What the credentials provider can read of the call.
    pub user_data: usize,
    pub state: WireState,
    pub late: Late,
}

/// The end that was noticed last, when it was last looked at, and the time spent since.
#[derive(Debug, Default)]
pub struct Late(Mutex<Option<(Instant, Instant, Duration)>>);

/// When the interrupt check was last called.
#[derive(Debug)]
pub struct Questions {
    begun: Instant,
    /// Milliseconds after `begun` from which the interrupt check is called again.
    next_ms: AtomicU64,
}

impl Default for Questions {
    fn default() -> Questions {
        Questions {
            begun: Instant::now(),
            next_ms: AtomicU64::new(0),
        }
    }
}

impl Questions {
    /// Whether it is time for the interrupt check: a body that flows moves bytes far more often.
    fn is_time(&self, now: Instant) -> bool {
        let elapsed_ms =
            u64::try_from(now.duration_since(self.begun).as_millis()).unwrap_or(u64::MAX);
        let due = elapsed_ms >= self.next_ms.load(Ordering::Relaxed);
        if due {
            // A little less than a slice, so that a wait of one slice always includes a check.
            self.next_ms.store(elapsed_ms + 40, Ordering::Relaxed);
        }
        due
    }
}

impl Late {
    fn is_in_time(&self, end: Instant, now: Instant) -> bool {
        let mut noticed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match *noticed {
            Some((known, looked, spent)) if known == end => {
                let spent = spent + now.duration_since(looked).min(LONGEST_GAP);
                *noticed = Some((end, now, spent));
                spent < SLICE
            }
            _ => {
                *noticed = Some((end, now, Duration::ZERO));
                true
            }
        }
    }
}

thread_local! {
    /// Never dropped: a thread-local with a destructor cannot be used while a thread
    /// or the process ends, and calls are made there too. `CallControl::over` leaves it empty.
    static CURRENT: ManuallyDrop<RefCell<Option<Arc<CallControl>>>> =
        const { ManuallyDrop::new(RefCell::new(None)) };
}

impl CallControl {
    /// The control of a call that nothing but its clocks and a shutdown can end.
    pub fn new(
        total: Option<Instant>,
        connect: Duration,
        io: Duration,
        shutdown: Arc<AtomicBool>,
    ) -> CallControl {
        CallControl {
            total,
            connect,
            io,
            flags: EndFlags {
                shutdown,
                ..EndFlags::default()
            },
            lookout: None,
            interrupt: None,
            interrupted: OnceLock::new(),
            asked: Questions::default(),
            user_data: 0,
            state: WireState::default(),
            late: Late::default(),
        }
    }

    /// Runs a request under this control.
    pub fn over<T>(self: &Arc<CallControl>, request: impl FnOnce() -> T) -> T {
        /// Puts the former control back, also when a panic passes: a caller's own
        /// code, called as the interrupt check, may use another client.
        struct Back(Option<Arc<CallControl>>);
        impl Drop for Back {
            fn drop(&mut self) {
                let former = self.0.take();
                CURRENT.with(|current| *current.borrow_mut() = former);
            }
        }
        let _back = Back(CURRENT.with(|current| current.borrow_mut().replace(self.clone())));
        request()
    }

    /// The control of the request that this thread runs.
    pub fn current() -> Option<Arc<CallControl>> {
        CURRENT.with(|current| current.borrow().clone())
    }

    /// Fails if the call must end. `since` and `limit` are those of the phase.
    pub fn check(&self, phase: Phase, since: Instant, limit: Duration) -> Result<(), WireFault> {
        match self.reason_to_stop(since, limit) {
            Some(stop) => Err(WireFault::Stopped { phase, stop }),
            None => Ok(()),
        }
    }

    /// The end of a call that waits for something else than a connection.
    pub fn reason_to_stop(&self, since: Instant, limit: Duration) -> Option<Stop> {
        let now = Instant::now();
        if let Some(stop) = self.flags.stop() {
            return Some(stop);
        }
        if let Some(stop) = self.ask(now) {
            return Some(stop);
        }
        if self.is_over(now) {
            return Some(Stop::Total);
        }
        (now.duration_since(since) >= limit).then_some(Stop::Phase)
    }

    /// Waits for the caller's word that a reader or writer can go on, which said "later".
    pub fn wait_for_resume(&self, phase: Phase, since: Instant) -> Result<(), WireFault> {
        let Some(started) = &self.flags.started else {
            let what = match phase {
                Phase::WaitForReader => "the body's reader",
                _ => "the sink's writer",
            };
            return Err(LocalError::callback(format!(
                "{what} returned COS_BODY_LATER, which only a call of cos_client_start can wait for"
            ))
            .into());
        };
        let _lent = Lent::new();
        loop {
            // Also if a resume is there: a caller may resume the call for ever.
            self.check(phase, since, self.io)?;
            if started.wait(self.slice(since, self.io)) {
                return Ok(());
            }
        }
    }

    /// Calls the interrupt check if it is time to.
    pub fn ask(&self, now: Instant) -> Option<Stop> {
        let ask = self.interrupt.as_ref().filter(|_| self.asked.is_time(now));
        let said = ask.and_then(|ask| ask())?;
        self.interrupted.get_or_init(|| said);
        Some(Stop::Interrupted)
    }

    /// Whether something that lies ready is still taken although a clock has ended the wait.
    /// The process may have been stopped while it came. One slice is enough for that, and a
    /// body that flows for ever gets no more.
    pub fn is_late(&self, stop: Stop, since: Instant, limit: Duration) -> bool {
        let end = match stop {
            Stop::Phase => since.checked_add(limit),
            Stop::Total => self.total,
            Stop::Cancelled | Stop::Abandoned | Stop::ShutDown | Stop::Interrupted => None,
        };
        end.is_some_and(|end| self.late.is_in_time(end, Instant::now()))
    }

    /// The reason that has ended the call. The interrupt check is not called: a caller whose own
    /// function has just failed would say yes for that.
    pub fn ended_by(&self) -> Option<Stop> {
        self.ended_at(Instant::now())
    }

    /// The same at a time that was read already.
    pub fn ended_at(&self, now: Instant) -> Option<Stop> {
        let total = || self.is_over(now).then_some(Stop::Total);
        self.flags.stop().or_else(total)
    }

    /// Why the interrupt check ended the call; `""`: it did not, or does not say.
    pub fn interrupted(&self) -> &str {
        self.interrupted.get().map_or("", String::as_str)
    }

    fn is_over(&self, now: Instant) -> bool {
        self.total.is_some_and(|total| now >= total)
    }

    /// A wait of at most a slice that outlasts neither the call nor its phase.
    pub fn slice(&self, since: Instant, limit: Duration) -> Duration {
        self.at_most(SLICE, since, limit)
    }

    /// Has others look at what ends the call; `None`: nobody can.
    pub fn long_wait(&self) -> Option<LongWait> {
        LongWait::new(self.lookout.as_ref()?, &self.flags)
    }

    /// The same as a slice, for a thread that is woken if others end the call.
    pub fn long_slice(&self, since: Instant, limit: Duration) -> Duration {
        let has_check = self.interrupt.is_some();
        let longest = |lookout: &Arc<Lookout>| lookout.longest(has_check);
        self.at_most(self.lookout.as_ref().map_or(SLICE, longest), since, limit)
    }

    fn at_most(&self, most: Duration, since: Instant, limit: Duration) -> Duration {
        let now = Instant::now();
        let of_call = self
            .total
            .map_or(most, |total| total.saturating_duration_since(now));
        let of_phase = limit.saturating_sub(now.duration_since(since));
        let least = Duration::from_millis(1);
        of_call.min(of_phase).min(most).max(least)
    }
}

impl fmt::Debug for CallControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallControl")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_ready_is_taken_for_one_slice_behind_each_end() {
        let late = Late::default();
        let begun = Instant::now();
        for end in [begun, begun + SLICE * 9] {
            let noticed = end + SLICE * 4;
            assert!(late.is_in_time(end, noticed));
            for ms in 1..50 {
                assert!(late.is_in_time(end, noticed + Duration::from_millis(ms)));
            }
            assert!(!late.is_in_time(end, noticed + SLICE));
        }
    }

    #[test]
    fn a_process_that_does_not_run_loses_little_of_that_slice() {
        let late = Late::default();
        let end = Instant::now();
        for gap in 0..5 {
            assert!(late.is_in_time(end, end + SLICE * gap));
        }
        assert!(!late.is_in_time(end, end + SLICE * 5));
    }

    #[test]
    fn only_clocks_can_end_a_wait_too_late() {
        let time = Duration::from_secs(1);
        let now = Instant::now();
        let control = CallControl::new(None, time, time, Arc::default());
        assert!(control.is_late(Stop::Phase, now, time));
        for stop in [Stop::Cancelled, Stop::ShutDown, Stop::Interrupted] {
            assert!(!control.is_late(stop, now, time));
        }
    }
}
