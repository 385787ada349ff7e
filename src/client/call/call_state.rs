//! What the attempts of a call share, and what the next one is decided by.

use std::sync::Arc;
use std::time::Instant;

use super::log_events::Events;
use crate::client::call_control::CallControl;
use crate::client::call_options::Call;
use crate::client::end_flags::EndFlags;
use crate::client::options::Timeouts;
use crate::client::started::Started;
use crate::client::state::{Client, Own};
use crate::signing::signer::Signer;

pub struct CallState<'a> {
    pub client: &'a Client,
    pub own: &'a Own,
    pub call: &'a Call,
    pub events: Events<'a>,
    /// The end of the time that the whole call may take.
    pub total: Option<Instant>,
    /// The handle, if the call was started.
    pub started: Option<&'a Arc<Started>>,
    /// Attempts so far.
    pub made: u32,
    pub allowed: u32,
    /// The clock's offset before it was set right in this call.
    pub corrected: Option<i64>,
    /// The provider was called for other credentials in this call.
    pub has_renewed: bool,
    /// The credentials of the next attempt, if the provider has returned them.
    pub renewed: Option<Arc<Signer>>,
}

impl<'a> CallState<'a> {
    pub fn new(
        client: &'a Client,
        own: &'a Own,
        call: &'a Call,
        events: Events<'a>,
        total: Option<Instant>,
    ) -> CallState<'a> {
        CallState {
            client,
            own,
            call,
            events,
            total,
            started: None,
            made: 0,
            allowed: client.max_attempts,
            corrected: None,
            has_renewed: false,
            renewed: None,
        }
    }

    /// The control of an attempt, or a wait, that begins now.
    pub fn control(&self) -> CallControl {
        self.client.control(self.call, self.total, self.started)
    }
}

impl Client {
    /// The control of a call, or of a part of it, that begins now.
    pub fn control(
        &self,
        call: &Call,
        total: Option<Instant>,
        started: Option<&Arc<Started>>,
    ) -> CallControl {
        let Timeouts { connect, io, .. } = self.timeouts;
        // A thread of the caller's looks itself.
        let is_helper = call.group.is_some() && call.interrupt.is_none();
        let lookout = (started.is_some() || is_helper).then(|| self.own().workers.lookout());
        CallControl {
            flags: EndFlags {
                cancel: call.cancel.clone(),
                group: call.group.clone(),
                started: started.cloned(),
                shutdown: self.shutdown.clone(),
            },
            lookout: lookout.cloned(),
            interrupt: call.interrupt.clone(),
            user_data: call.user_data,
            ..CallControl::new(total, connect, io, self.shutdown.clone())
        }
    }
}
