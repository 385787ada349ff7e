//! How a started call ended, and its share of the limit of started calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::Result;
use crate::response::Response;

/// The end of a started call.
pub struct Completion {
    /// The caller's mark of the call.
    pub tag: usize,
    pub outcome: Result<Response>,
    pub counted: Counted,
}

/// One of the calls that a client has started; until its completion is taken or discarded.
pub struct Counted(Arc<AtomicUsize>);

impl Counted {
    /// `None`: there are as many as there may be.
    pub fn new(count: &Arc<AtomicUsize>, most: usize) -> Option<Counted> {
        let more = |calls: usize| (calls < most).then_some(calls + 1);
        let counted = count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        counted.ok().map(|_| Counted(count.clone()))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
