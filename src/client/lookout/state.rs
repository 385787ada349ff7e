//! The calls that a lookout looks at.

use std::sync::Arc;
use std::time::Instant;

use crate::client::callback_frame::CallbackFrame;
use crate::client::end_flags::EndFlags;
use crate::client::interrupt_check::InterruptCheck;
use crate::client::transport::bell::Bell;

#[derive(Default)]
pub struct LookoutState {
    pub entries: Vec<LookoutEntry>,
    pub next: u64,
    /// What those who wait are woken by. Rung once, and replaced.
    pub bell: Option<Arc<Bell>>,
    /// When the round of checks has to have ended; `None`: there are none.
    pub due: Option<Instant>,
    /// It has not: each thread calls its own check.
    pub is_late: bool,
    pub has_thread: bool,
    /// The client is gone.
    pub closing: bool,
}

pub struct LookoutEntry {
    pub number: u64,
    pub flags: EndFlags,
    pub check: Option<(Arc<InterruptCheck>, CallbackFrame)>,
    /// The asker calls the check.
    pub is_asked: bool,
    /// The check has ended the call.
    pub is_over: bool,
    pub is_woken: bool,
}

impl LookoutState {
    /// Whether something has ended a call whose thread was not woken yet.
    pub fn is_any_over(&mut self) -> bool {
        let waiting = self.entries.iter_mut().filter(|entry| !entry.is_woken);
        let over = waiting.filter(|entry| entry.is_over || entry.flags.stop().is_some());
        over.fold(false, |_, entry| {
            entry.is_woken = true;
            true
        })
    }

    /// Whether the asker is late from now on.
    pub fn has_become_late(&mut self, now: Instant) -> bool {
        let is_late = self.due.is_some_and(|due| now > due);
        is_late && !std::mem::replace(&mut self.is_late, true)
    }

    pub fn entry(&mut self, number: u64) -> Option<&mut LookoutEntry> {
        // They are in the order of their numbers.
        let index = self
            .entries
            .binary_search_by_key(&number, |entry| entry.number);
        self.entries.get_mut(index.ok()?)
    }

    pub fn has_checks(&self) -> bool {
        self.entries.iter().any(|entry| entry.check.is_some())
    }

    /// The first check from this number on, which is called now.
    pub fn begin_to_ask(
        &mut self,
        from: u64,
    ) -> Option<(u64, (Arc<InterruptCheck>, CallbackFrame))> {
        let first = self.entries.partition_point(|entry| entry.number < from);
        let mut rest = self.entries.iter_mut().skip(first);
        let entry = rest.find(|entry| entry.check.is_some() && !entry.is_over)?;
        entry.is_asked = true;
        Some((entry.number, entry.check.clone()?))
    }

    /// Whether the check has ended its call. The caller has let go of it.
    pub fn end_asking(&mut self, number: u64, is_over: bool) -> bool {
        if let Some(entry) = self.entry(number) {
            entry.is_asked = false;
            entry.is_over = is_over;
        }
        is_over
    }
}
