//! What ends a call from outside: its token, its handle, its transfer, its client.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::started::Started;
use super::transport::fault::Stop;

/// Set by others, for good. Whoever looks at a call looks at all of them.
#[derive(Clone, Default)]
pub struct EndFlags {
    pub cancel: Option<Arc<AtomicBool>>,
    /// Set when the transfer has failed that the request is a part of.
    pub group: Option<Arc<AtomicBool>>,
    /// The handle of a started call.
    pub started: Option<Arc<Started>>,
    pub shutdown: Arc<AtomicBool>,
}

impl EndFlags {
    /// What the first of them that is set makes of the call.
    pub fn stop(&self) -> Option<Stop> {
        let set = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        if self.cancel.as_deref().is_some_and(set) {
            return Some(Stop::Cancelled);
        }
        let is_abandoned = |started: &Arc<Started>| started.is_cancelled();
        if self.started.as_ref().is_some_and(is_abandoned) || self.group.as_deref().is_some_and(set)
        {
            return Some(Stop::Abandoned);
        }
        self.is_shut_down().then_some(Stop::ShutDown)
    }

    pub fn is_shut_down(&self) -> bool {
        self.shutdown.load(Ordering::Relaxed)
    }
}
