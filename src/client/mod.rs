//! The client: options, credentials, transport, retry, clock.

mod auth;
mod call;
mod call_control;
mod call_options;
mod clock_offset;
mod content_range;
mod local_error;
mod log;
mod options;
mod per_process;
mod prepared_request;
mod random;
mod request_head;
mod state;
mod system_text;
mod transfer;
mod transport;

use std::time::Instant;

use crate::error::Result;
use crate::request::Request;
use crate::response::Response;

pub use auth::{KeySource, Provided};
pub use call_control::Interrupt;
pub use call_options::Call;
pub use log::{Level, Log};
pub use options::{Options, milliseconds};
pub use state::Client;
pub use transport::uncancelled;

use call::log_events::Events;
use call::{ActiveCall, CallState, explain};

impl Client {
    /// Sends a request and receives the response.
    pub fn send(&self, request: &Request, call: &Call) -> Result<Response> {
        request.mistake.check()?;
        request.unsendable.check()?;
        call.mistake.check()?;
        call.unsendable.check()?;
        self.own().keys.check_query(&request.query)?;
        let own = self.own();
        let total = self.time(request, call);
        let total = total.and_then(|time| Instant::now().checked_add(time));
        let events = Events::new(self.log.as_ref());
        let state = CallState::new(self, own, call, events, total);
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
        let state = CallState::new(self, own, &call, events, total);
        match ActiveCall::new(state, &probe).once() {
            Err(probed) => Err(explain::merge(error, probed)),
            Ok(answer) => Err(explain::list(error, &answer, begun.elapsed())),
        }
    }

    /// HEAD Bucket (436/7735): does a bucket exist, and may I use it?
    pub fn head_bucket(&self, bucket: &str, call: &Call) -> Result<Response> {
        #[cfg(feature = "panic-injection")]
        assert_ne!(bucket, "panic-1250000000", "a panic was requested");
        self.send(&Request::new("HEAD", Some(bucket), None), call)
    }
}
