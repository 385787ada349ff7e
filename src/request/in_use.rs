//! Whether a call has a caller's reader or writer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The mark of a reader or writer. Copies of a request share it.
#[derive(Clone, Default)]
pub struct InUse(Arc<AtomicBool>);

impl InUse {
    /// False: another call has it.
    pub fn take(&self) -> bool {
        !self.0.swap(true, Ordering::Acquire)
    }

    pub fn give_back(&self) {
        self.0.store(false, Ordering::Release);
    }
}
