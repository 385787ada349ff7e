//! The calls that wait for a thread, in the order of their starts.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::job::Waiting;

/// How often tokens are looked at: what they end ends within 100 ms.
pub const LOOK: Duration = Duration::from_millis(45);

/// Entries that are gone and still have their place; more of them than calls are swept out.
const FEW: usize = 64;

#[derive(Default)]
pub struct WaitingLine {
    /// By ascending numbers.
    entries: VecDeque<LineEntry>,
    next: u64,
    gone: usize,
}

/// A call, and of its control what is looked at many times a second: thousands may wait, and
/// memory that is far apart costs most.
struct LineEntry {
    number: u64,
    state: LineEntryState,
    deadline: Option<Instant>,
    token: Option<Arc<AtomicBool>>,
    /// When the interrupt check is called next, if there is one.
    ask: Option<Instant>,
}

enum LineEntryState {
    Waits(Waiting),
    /// The timekeeper has it.
    Asked,
    Gone,
}

impl WaitingLine {
    /// How many calls wait.
    pub fn len(&self) -> usize {
        self.entries.len() - self.gone
    }

    pub fn push(&mut self, waiting: Waiting, now: Instant) -> u64 {
        let control = waiting.job.control();
        let number = self.next;
        self.next += 1;
        self.entries.push_back(LineEntry {
            number,
            deadline: control.total,
            token: control.flags.cancel.clone(),
            ask: control.interrupt.as_ref().map(|_| now),
            state: LineEntryState::Waits(waiting),
        });
        number
    }

    /// The first that nobody asks.
    pub fn take_first(&mut self) -> Option<Waiting> {
        let waits = |entry: &LineEntry| matches!(entry.state, LineEntryState::Waits(_));
        let index = self.entries.iter().position(waits)?;
        let taken = self.take_at(index, LineEntryState::Gone);
        self.tidy();
        taken
    }

    /// The call of this number, if nobody asks it.
    pub fn take(&mut self, number: u64) -> Option<Waiting> {
        let index = self.index(number)?;
        let taken = self.take_at(index, LineEntryState::Gone);
        self.tidy();
        taken
    }

    /// All that nobody asks.
    pub fn take_all(&mut self) -> Vec<Waiting> {
        let all = 0..self.entries.len();
        let taken = all.filter_map(|index| self.take_at(index, LineEntryState::Gone));
        let taken = taken.collect();
        self.tidy();
        taken
    }

    /// The first call from this number on whose token or time has ended it, or whose interrupt
    /// check is to be called. It keeps its place until `put_back` or `leave`.
    pub fn take_to_ask(&mut self, from: u64, now: Instant) -> Option<(u64, Waiting)> {
        let first = self.entries.partition_point(|entry| entry.number < from);
        let mut rest = self.entries.range(first..);
        let index = first + rest.position(|entry| entry.is_due(now))?;
        let number = self.entries.get(index)?.number;
        let waiting = self.take_at(index, LineEntryState::Asked)?;
        Some((number, waiting))
    }

    /// `ask`: when its interrupt check is called again.
    pub fn put_back(&mut self, number: u64, waiting: Waiting, ask: Option<Instant>) {
        if let Some(entry) = self.index(number).and_then(|i| self.entries.get_mut(i)) {
            entry.state = LineEntryState::Waits(waiting);
            entry.ask = ask;
        }
    }

    /// A call that was taken does not come back.
    pub fn leave(&mut self, number: u64) {
        if let Some(entry) = self.index(number).and_then(|i| self.entries.get_mut(i)) {
            entry.let_go();
            self.gone += 1;
            self.tidy();
        }
    }

    /// When a call must be looked at next, after it was looked at now.
    pub fn needs(&self, now: Instant) -> Option<Instant> {
        let there = self.entries.iter().filter(|entry| !entry.is_gone());
        there.filter_map(|entry| entry.needs(now)).min()
    }

    /// The same for the call that came last.
    pub fn last_needs(&self, now: Instant) -> Option<Instant> {
        self.entries.back().and_then(|entry| entry.needs(now))
    }

    fn index(&self, number: u64) -> Option<usize> {
        // While nothing was swept out, numbers are places.
        let first = self.entries.front()?.number;
        let guess = usize::try_from(number.wrapping_sub(first)).unwrap_or(usize::MAX);
        if self
            .entries
            .get(guess)
            .is_some_and(|entry| entry.number == number)
        {
            return Some(guess);
        }
        let found = self
            .entries
            .binary_search_by_key(&number, |entry| entry.number);
        found.ok()
    }

    fn take_at(&mut self, index: usize, then: LineEntryState) -> Option<Waiting> {
        let entry = self.entries.get_mut(index)?;
        match std::mem::replace(&mut entry.state, then) {
            LineEntryState::Waits(waiting) => {
                if entry.is_gone() {
                    entry.let_go();
                    self.gone += 1;
                }
                Some(waiting)
            }
            other => {
                entry.state = other;
                None
            }
        }
    }

    fn tidy(&mut self) {
        while self.entries.front().is_some_and(LineEntry::is_gone) {
            self.entries.pop_front();
            self.gone -= 1;
        }
        if self.gone > self.len() + FEW {
            self.entries.retain(|entry| !entry.is_gone());
            self.gone = 0;
        }
    }
}

impl LineEntry {
    fn is_gone(&self) -> bool {
        matches!(self.state, LineEntryState::Gone)
    }

    fn let_go(&mut self) {
        self.state = LineEntryState::Gone;
        self.token = None;
    }

    /// A deadline is known before, and what becomes of a token or check is not.
    fn needs(&self, now: Instant) -> Option<Instant> {
        if self.token.is_some() || self.ask.is_some() {
            return now.checked_add(LOOK);
        }
        self.deadline
    }

    fn is_due(&self, now: Instant) -> bool {
        let is_set = |token: &Arc<AtomicBool>| token.load(Ordering::Relaxed);
        matches!(self.state, LineEntryState::Waits(_))
            && (self.ask.is_some_and(|ask| now >= ask)
                || self.token.as_ref().is_some_and(is_set)
                || self.deadline.is_some_and(|deadline| now >= deadline))
    }
}
