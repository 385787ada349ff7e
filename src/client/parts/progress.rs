//! The progress of a whole transfer, to which each of its requests reports.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::settings::FileReport;
use crate::request::Report;

/// The least time between two reports that are neither first nor last.
const INTERVAL: Duration = Duration::from_millis(100);

pub struct FileProgress {
    report: Arc<FileReport>,
    total: u64,
    state: Mutex<ProgressState>,
}

#[derive(Default)]
struct ProgressState {
    done: u64,
    told: Option<(u64, Instant)>,
    /// A thread is in the caller's function: it reports what comes meanwhile.
    is_telling: bool,
}

/// Which side of a request is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum MovedSide {
    Sent,
    Received,
}

impl FileProgress {
    pub fn new(report: Arc<FileReport>, total: u64) -> Arc<FileProgress> {
        Arc::new(FileProgress {
            report,
            total,
            state: Mutex::default(),
        })
    }

    /// What a request of the transfer reports to. It may begin again.
    pub fn of_request(self: &Arc<FileProgress>, counted: MovedSide) -> Arc<Report> {
        let (all, before) = (self.clone(), AtomicU64::new(0));
        Arc::new(move |sent, _, received, _| {
            let now = match counted {
                MovedSide::Sent => sent,
                MovedSide::Received => received,
            };
            all.change(before.swap(now, Ordering::Relaxed), now);
        })
    }

    /// So many bytes are there without a request.
    pub fn add(&self, bytes: u64) {
        self.change(0, bytes);
    }

    fn change(&self, before: u64, now: u64) {
        let mut state = self.lock();
        state.done = state.done.saturating_sub(before).saturating_add(now);
        self.tell(state);
    }

    /// Calls the caller's function without the lock, and on one thread at a time.
    fn tell<'s>(&'s self, mut state: MutexGuard<'s, ProgressState>) {
        let mut is_first = true;
        // What comes meanwhile is left to others, but for the last number: a slow function must
        // not hold this thread for them.
        while !state.is_telling && self.is_due(&state) && (is_first || self.is_whole(&state)) {
            is_first = false;
            let done = self.shown(&state);
            state.is_telling = true;
            state.told = Some((done, Instant::now()));
            drop(state);
            (self.report)(done, self.total);
            state = self.lock();
            state.is_telling = false;
        }
    }

    fn is_due(&self, state: &ProgressState) -> bool {
        state.told.is_none_or(|(told, at)| {
            told != self.shown(state) && (self.is_whole(state) || at.elapsed() >= INTERVAL)
        })
    }

    /// What is reported: a server may send more than it told, which ends the transfer later.
    fn shown(&self, state: &ProgressState) -> u64 {
        state.done.min(self.total)
    }

    fn is_whole(&self, state: &ProgressState) -> bool {
        self.shown(state) == self.total
    }

    fn lock(&self) -> MutexGuard<'_, ProgressState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told = Arc<Mutex<Vec<(u64, u64)>>>;

    /// The progress of so many bytes, and what it reports.
    fn progress(total: u64) -> (Arc<FileProgress>, Told) {
        let told = Told::default();
        let list = told.clone();
        let report: Arc<FileReport> = Arc::new(move |done, total| {
            list.lock().expect("one thread").push((done, total));
        });
        (FileProgress::new(report, total), told)
    }

    #[test]
    fn requests_add_up_and_one_that_begins_again_counts_once() {
        let (all, told) = progress(30);
        let (one, other) = (
            all.of_request(MovedSide::Sent),
            all.of_request(MovedSide::Received),
        );
        one(0, Some(10), 0, None);
        one(10, Some(10), 0, None);
        other(0, None, 10, Some(20));
        other(0, None, 0, None);
        other(0, None, 20, Some(20));
        let told = told.lock().expect("one thread");
        assert_eq!(told.first(), Some(&(0, 30)));
        assert_eq!(told.last(), Some(&(30, 30)));
        assert!(told.len() < 6, "{told:?}");
    }

    #[test]
    fn no_more_than_all_is_reported() {
        let (all, told) = progress(12);
        let one = all.of_request(MovedSide::Received);
        one(0, None, 1 << 20, None);
        one(0, None, 2 << 20, None);
        assert_eq!(*told.lock().expect("one thread"), [(12, 12)]);
    }
}
