//! What happened to a request on the wire so far.

use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};

/// The state of the request so far. Atomic only because ureq requires its
/// connections `Sync`; one thread writes and reads.
#[derive(Debug, Default)]
pub struct WireState {
    sent: AtomicBool,
    stale: AtomicBool,
    silent: AtomicBool,
    status: AtomicU16,
    in_body: AtomicBool,
    fresh_only: AtomicBool,
    body_at_hand: AtomicBool,
    unsent: AtomicBool,
    cut: AtomicBool,
    draining: AtomicBool,
}

impl WireState {
    /// Something may have reached the server.
    pub fn sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }

    pub fn set_sent(&self) {
        self.sent.store(true, Ordering::Relaxed);
    }

    /// The connection was used before, and nothing of a response arrived on it; reported once.
    pub fn take_stale(&self) -> bool {
        self.stale.swap(false, Ordering::Relaxed)
    }

    pub fn set_stale(&self) {
        self.stale.store(true, Ordering::Relaxed);
    }

    /// The connection had served before, and gave no byte until the timeout.
    pub fn is_silent(&self) -> bool {
        self.silent.load(Ordering::Relaxed)
    }

    pub fn set_silent(&self) {
        self.silent.store(true, Ordering::Relaxed);
    }

    /// The status line's number; 0 until it came.
    pub fn status(&self) -> u16 {
        self.status.load(Ordering::Relaxed)
    }

    pub fn set_status(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }

    /// The header block came to its end.
    pub fn in_body(&self) -> bool {
        self.in_body.load(Ordering::Relaxed)
    }

    pub fn set_in_body(&self) {
        self.in_body.store(true, Ordering::Relaxed);
    }

    /// A kept-alive connection must not be used: one just failed this request.
    pub fn fresh_only(&self) -> bool {
        self.fresh_only.load(Ordering::Relaxed)
    }

    pub fn set_fresh_only(&self) {
        self.fresh_only.store(true, Ordering::Relaxed);
    }

    /// The request's body can be had without a wait: its head need not go out before.
    pub fn has_body_at_hand(&self) -> bool {
        self.body_at_hand.load(Ordering::Relaxed)
    }

    pub fn set_body_at_hand(&self) {
        self.body_at_hand.store(true, Ordering::Relaxed);
    }

    /// The rest of the body is not sent: the server responded, or closed the connection.
    pub fn unsent(&self) -> bool {
        self.unsent.load(Ordering::Relaxed)
    }

    pub fn set_unsent(&self) {
        self.unsent.store(true, Ordering::Relaxed);
    }

    /// Something of the request was not sent.
    pub fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Relaxed)
    }

    pub fn set_cut(&self) {
        self.cut.store(true, Ordering::Relaxed);
    }

    /// The rest of the response is read only to keep the connection.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    pub fn set_draining(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Replaces the state of a stale connection by that of a new one.
    pub fn begin_again(&self) {
        self.set_fresh_only();
        self.unsent.store(false, Ordering::Relaxed);
        self.cut.store(false, Ordering::Relaxed);
    }
}
