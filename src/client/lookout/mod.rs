//! Looks at what ends calls that wait for their servers for long: one thread for all of a client.
//!
//! A thread that waits for a server would otherwise wake up many times a second to look itself, and
//! thousands of such looks cost more than all else that waiting does. The lookout only wakes: what
//! has ended a call is found, and acted upon, by the call's own thread. It calls no function of the
//! caller's, so nothing holds it up.
//!
//! The interrupt checks of these calls are called by another thread, the asker, which a check may
//! hold up. If it comes too late, the calls with a check are looked at by their own threads again.

mod long_wait;
mod state;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::per_process;
use super::thread;
use super::transport::bell::{Bell, BellDescriptors};
use super::transport::descriptor::Descriptor;
use super::transport::uncancelled;
use crate::guard::guard;

pub use long_wait::LongWait;
use state::LookoutState;

/// How often it looks: what a flag ends has to end within 100 ms.
const LOOK: Duration = Duration::from_millis(45);
/// So many looks at nothing, and the thread ends.
const MOST_IDLE: u32 = 22;
/// Stack of the thread.
const STACK: usize = 128 * 1024;
/// How long a thread waits at most without a look of its own, should it not be woken.
const LONGEST: Duration = Duration::from_secs(1);
/// How often checks are called: what one ends has to end within 100 ms.
pub const ROUND: Duration = Duration::from_millis(90);
/// A round of checks that has not ended after this is late.
const LATEST: Duration = Duration::from_millis(180);

/// Calls the checks of calls that wait for long, by `Lookout::ask`.
pub trait Asker: Send + Sync {
    /// There are checks to be called. False: it cannot.
    fn attend(self: Arc<Self>) -> bool;

    /// It is late: callbacks may not have returned, and other calls need their places.
    fn lend_stuck(self: Arc<Self>);
}

pub struct Lookout {
    /// The parent's locks may be held for ever.
    process: u32,
    asker: OnceLock<Weak<dyn Asker>>,
    /// How long a thread waits at most without a look of its own.
    longest: Duration,
    state: Mutex<LookoutState>,
    changed: Condvar,
    /// A check has returned.
    answered: Condvar,
    descriptors: BellDescriptors,
}

impl Lookout {
    pub fn new() -> Lookout {
        Lookout {
            process: per_process::forks(),
            asker: OnceLock::new(),
            longest: LONGEST,
            state: Mutex::default(),
            changed: Condvar::new(),
            answered: Condvar::new(),
            descriptors: [Descriptor::none(), Descriptor::none()],
        }
    }

    /// No call is left.
    pub fn close(&self) {
        self.lock().closing = true;
        self.changed.notify_all();
    }

    /// In a child of fork: closes its copies of the bell's descriptors.
    pub fn close_inherited(&self) {
        self.descriptors.iter().for_each(Descriptor::close);
    }

    /// How long a thread whose call is looked at may wait without a look of its own.
    pub fn longest(&self) -> Duration {
        self.longest
    }

    /// Who calls checks from now on.
    pub fn set_asker(&self, asker: Weak<dyn Asker>) {
        self.asker.get_or_init(|| asker);
    }

    fn asker(&self) -> Option<Arc<dyn Asker>> {
        self.asker.get()?.upgrade()
    }

    fn has_asker(&self) -> bool {
        self.asker().is_some_and(Asker::attend)
    }

    /// Calls the checks of calls that wait for long. Whether there are still any.
    pub fn ask(&self) -> bool {
        let now = Instant::now();
        let mut state = self.lock();
        let mut from = 0;
        while let Some((number, (check, frame))) = state.begin_to_ask(from) {
            drop(state);
            from = number + 1;
            // The thread outlives a panic.
            let is_over = guard(false, || frame.run(|| check.ask(now)));
            drop((check, frame));
            state = self.lock();
            if state.end_asking(number, is_over) {
                self.changed.notify_all();
            }
            self.answered.notify_all();
        }
        let is_left = state.has_checks();
        let due = Instant::now().checked_add(LATEST);
        state.due = due.filter(|_| is_left);
        state.is_late = false;
        is_left
    }

    fn is_own(&self) -> bool {
        self.process == per_process::forks()
    }

    fn lock(&self) -> MutexGuard<'_, LookoutState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is a thread; one begins if there was none.
    fn has_thread(self: &Arc<Lookout>, state: &mut LookoutState) -> bool {
        if !state.has_thread {
            let lookout = self.clone();
            let spawned = thread::spawn("cos_err-look", Some(STACK), move || {
                uncancelled(|| lookout.keep());
            });
            state.has_thread = spawned.is_ok();
        }
        state.has_thread
    }

    fn keep(&self) {
        let mut idle = 0;
        let mut state = self.lock();
        loop {
            idle = match state.entries.is_empty() {
                true => idle + 1,
                false => 0,
            };
            if state.closing || idle > MOST_IDLE {
                state.has_thread = false;
                self.remove_bell(&mut state);
                return;
            }
            let has_become_late = state.has_become_late(Instant::now());
            if state.is_late {
                drop(state);
                self.asker().into_iter().for_each(Asker::lend_stuck);
                state = self.lock();
            }
            if (state.is_any_over() || has_become_late)
                && let Some(bell) = self.remove_bell(&mut state)
            {
                // Those who wake up need the lock.
                drop(state);
                bell.ring();
                state = self.lock();
                continue;
            }
            let waited = self.changed.wait_timeout(state, LOOK);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn remove_bell(&self, state: &mut LookoutState) -> Option<Arc<Bell>> {
        self.descriptors.iter().for_each(Descriptor::forget);
        state.bell.take()
    }

    /// The bell that was not rung; `None`: the system has no descriptors for one.
    fn bell(&self, state: &mut LookoutState) -> Option<Arc<Bell>> {
        if state.bell.as_ref().is_some_and(|bell| bell.is_foreign()) {
            self.remove_bell(state)?.ring();
        }
        if state.bell.is_none() {
            let bell = Bell::new().ok()?;
            bell.note_in(&self.descriptors);
            state.bell = Some(Arc::new(bell));
        }
        state.bell.clone()
    }
}

#[cfg(test)]
mod tests;
