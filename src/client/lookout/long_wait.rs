//! A thread that waits for long, and what it is woken by.

use std::sync::{Arc, PoisonError};
use std::time::Instant;

use super::state::LookoutEntry;
use super::{LATEST, Lookout};
use crate::client::callback_frame::CallbackFrame;
use crate::client::end_flags::EndFlags;
use crate::client::interrupt_check::InterruptCheck;
use crate::client::transport::bell::Bell;

/// A thread that waits for long. Its call is looked at while it lives.
pub struct LongWait {
    lookout: Arc<Lookout>,
    number: u64,
    has_check: bool,
    bell: Arc<Bell>,
}

impl LongWait {
    /// Has the call on this thread looked at; `None`: nobody can.
    pub fn new(
        lookout: &Arc<Lookout>,
        flags: &EndFlags,
        check: Option<&Arc<InterruptCheck>>,
    ) -> Option<LongWait> {
        if !lookout.is_own() {
            return None;
        }
        let mut state = lookout.lock();
        if check.is_some() && state.is_late || !lookout.has_thread(&mut state) {
            return None;
        }
        let bell = lookout.bell(&mut state)?;
        let number = state.next;
        state.next += 1;
        state.entries.push(LookoutEntry {
            number,
            flags: flags.clone(),
            check: check.map(|check| (check.clone(), CallbackFrame::current())),
            is_asked: false,
            is_over: false,
            is_woken: false,
        });
        if check.is_some() && state.due.is_none() {
            state.due = Instant::now().checked_add(LATEST);
        }
        drop(state);
        let wait = LongWait {
            lookout: lookout.clone(),
            number,
            has_check: check.is_some(),
            bell,
        };
        (check.is_none() || lookout.has_asker()).then_some(wait)
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
            if self.has_check && state.is_late {
                return false;
            }
            let next = self.lookout.bell(&mut state);
            // What ended the call since this thread looked has rung a bell that it did not hear.
            if let Some(entry) = state.entry(self.number) {
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

/// Whoever calls the check has returned from it then, and holds nothing of it.
impl Drop for LongWait {
    fn drop(&mut self) {
        if !self.lookout.is_own() {
            return;
        }
        let mut state = self.lookout.lock();
        while state.entry(self.number).is_some_and(|entry| entry.is_asked) {
            let waited = self.lookout.answered.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
        state.entries.retain(|entry| entry.number != self.number);
        if self.has_check && !state.has_checks() {
            state.due = None;
        }
    }
}
