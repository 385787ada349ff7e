//! A whole call: its attempts, and the probe that explains their error.

use std::sync::Arc;
use std::time::Instant;

use super::log_events::Events;
use super::{ActiveCall, CallState, explain};
use crate::client::call_options::Call;
use crate::client::started::Started;
use crate::client::state::Client;
use crate::error::Result;
use crate::request::Request;
use crate::response::Response;

impl Client {
    /// Sends a request that was checked, and receives the response, until `total`.
    pub fn carry_out(
        &self,
        request: &Request,
        call: &Call,
        total: Option<Instant>,
        started: Option<&Arc<Started>>,
    ) -> Result<Response> {
        let own = self.own();
        let events = Events::new(self.log.as_ref());
        let mut state = CallState::new(self, own, call, events, total);
        state.started = started;
        let error = match ActiveCall::new(state, request).run() {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        events.failed(&error);
        let probe = if call.explain {
            explain::probe(request, &error)
        } else {
            None
        };
        let Some(probe) = probe else {
            return Err(error);
        };
        let begun = Instant::now();
        let call = explain::call(call);
        let mut state = CallState::new(self, own, &call, events, total);
        state.started = started;
        match ActiveCall::new(state, &probe).probe() {
            Err(probed) => Err(explain::merge(error, probed)),
            Ok(answer) => Err(explain::list(error, &answer, begun.elapsed())),
        }
    }
}
