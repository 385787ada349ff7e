//! Looks at what ends calls that wait for their servers for long: one thread for all of a client.
//!
//! A thread that waits for a server would otherwise wake up many times a second to look itself, and
//! thousands of such looks cost more than all else that waiting does. The lookout only wakes: what
//! has ended a call is found, and acted upon, by the call's own thread. It calls no function of the
//! caller's, so nothing holds it up.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::end_flags::EndFlags;
use super::per_process;
use super::thread;
use super::transport::bell::{Bell, BellDescriptors};
use super::transport::descriptor::Descriptor;
use super::transport::uncancelled;

/// How often it looks: what a flag ends has to end within 100 ms.
const LOOK: Duration = Duration::from_millis(45);
/// So many looks at nothing, and the thread ends.
const MOST_IDLE: u32 = 22;
/// Stack of the thread.
const STACK: usize = 128 * 1024;
/// How long a thread waits at most without a look of its own, should it not be woken.
const LONGEST: Duration = Duration::from_secs(1);
/// The same for a call with an interrupt check, which is called on the call's thread, and ends the
/// call within 100 ms. All such threads wake up at the same times: one after the other costs more.
const ROUND: Duration = Duration::from_millis(90);

pub struct Lookout {
    /// The parent's locks may be held for ever.
    process: u32,
    begun: Instant,
    /// How long a thread waits at most without a look of its own.
    longest: Duration,
    state: Mutex<LookoutState>,
    changed: Condvar,
    descriptors: BellDescriptors,
}

#[derive(Default)]
struct LookoutState {
    entries: Vec<LookoutEntry>,
    next: u64,
    /// What those who wait are woken by. Rung once, and replaced.
    bell: Option<Arc<Bell>>,
    has_thread: bool,
    /// The client is gone.
    closing: bool,
}

struct LookoutEntry {
    number: u64,
    flags: EndFlags,
    is_woken: bool,
}

/// A thread that waits for long. Its call is looked at while it lives.
pub struct LongWait {
    lookout: Arc<Lookout>,
    number: u64,
    bell: Arc<Bell>,
}

impl Lookout {
    pub fn new() -> Lookout {
        Lookout {
            process: per_process::forks(),
            begun: Instant::now(),
            longest: LONGEST,
            state: Mutex::default(),
            changed: Condvar::new(),
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
    pub fn longest(&self, has_check: bool) -> Duration {
        if !has_check {
            return self.longest;
        }
        until_round(self.begun.elapsed())
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
            if state.is_any_over()
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

/// The time until the next round.
fn until_round(elapsed: Duration) -> Duration {
    let since = elapsed.as_nanos() % ROUND.as_nanos();
    ROUND.saturating_sub(Duration::from_nanos(u64::try_from(since).unwrap_or(0)))
}

impl LookoutState {
    /// Whether a flag has ended a call whose thread was not woken yet.
    fn is_any_over(&mut self) -> bool {
        let waiting = self.entries.iter_mut().filter(|entry| !entry.is_woken);
        let over = waiting.filter(|entry| entry.flags.stop().is_some());
        over.fold(false, |_, entry| {
            entry.is_woken = true;
            true
        })
    }
}

impl LongWait {
    /// Has a call looked at; `None`: nobody can.
    pub fn new(lookout: &Arc<Lookout>, flags: &EndFlags) -> Option<LongWait> {
        if !lookout.is_own() {
            return None;
        }
        let mut state = lookout.lock();
        if !lookout.has_thread(&mut state) {
            return None;
        }
        let bell = lookout.bell(&mut state)?;
        let number = state.next;
        state.next += 1;
        state.entries.push(LookoutEntry {
            number,
            flags: flags.clone(),
            is_woken: false,
        });
        Some(LongWait {
            lookout: lookout.clone(),
            number,
            bell,
        })
    }

    /// What wakes the thread.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Whether the bell will wake the thread; a new one may take the place of one that was rung.
    pub fn is_looked_at(&mut self) -> bool {
        if !self.lookout.is_own() {
            return false;
        }
        if self.bell.is_rung() {
            let mut state = self.lookout.lock();
            let next = self.lookout.bell(&mut state);
            // What ended the call since this thread looked has rung a bell that it did not hear.
            let own = |entry: &&mut LookoutEntry| entry.number == self.number;
            if let Some(entry) = state.entries.iter_mut().find(own) {
                entry.is_woken = false;
            }
            drop(state);
            let Some(next) = next else {
                return false;
            };
            self.bell = next;
        }
        !self.bell.is_foreign()
    }
}

impl Drop for LongWait {
    fn drop(&mut self) {
        if self.lookout.is_own() {
            let number = self.number;
            self.lookout
                .lock()
                .entries
                .retain(|entry| entry.number != number);
        }
    }
}

#[cfg(test)]
#[path = "lookout_tests.rs"]
mod tests;
