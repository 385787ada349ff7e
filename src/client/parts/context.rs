//! Under what the requests of a transfer are sent.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::client::call::call_secrets::CallSecrets;
use crate::client::call::unsent::NothingSent;
use crate::client::call_control::CallControl;
use crate::client::call_options::Call;
use crate::client::local_error::LocalError;
use crate::client::options;
use crate::client::started::Started;
use crate::client::state::Client;
use crate::client::transport::fault::{Stop, WireFault};
use crate::error::{CosError, Failure, Known, Reason, Result};
use crate::request::Request;
use crate::response::Response;

/// The time of what is sent after the call has ended.
const AFTERWARDS: Duration = Duration::from_secs(5);

#[derive(Clone, Copy)]
pub struct CallContext<'a> {
    pub client: &'a Client,
    pub call: &'a Call,
    pub total: Option<Instant>,
    /// On the call's own thread, if it was started.
    pub started: Option<&'a Arc<Started>>,
}

impl CallContext<'_> {
    pub fn send(&self, request: &Request) -> Result<Response> {
        let own = || match request.is_stream() {
            true => None,
            false => Instant::now().checked_add(options::TOTAL),
        };
        let total = self.total.or_else(own);
        self.client
            .carry_out(request, self.call, total, self.started)
    }

    /// Sends a request with no time of its own: joining many parts takes a server long.
    pub fn send_patiently(&self, request: &Request) -> Result<Response> {
        self.client
            .carry_out(request, self.call, self.total, self.started)
    }

    /// The end of what is sent after the call has ended.
    pub fn afterwards() -> Option<Instant> {
        Instant::now().checked_add(AFTERWARDS)
    }

    /// Sends a request with time of its own, whatever has ended the call.
    pub fn send_afterwards(&self, request: &Request, end: Option<Instant>) -> Result<Response> {
        let call = Call {
            cancel: None,
            interrupt: None,
            ..self.call.clone()
        };
        self.client.carry_out(request, &call, end, None)
    }

    pub fn control(&self) -> CallControl {
        self.client.control(self.call, self.total, self.started)
    }

    /// The error of a local file.
    pub fn local(&self, request: &Request, fault: LocalError) -> Box<CosError> {
        match self.client.origin(request, self.call) {
            Ok(origin) => {
                let fault = WireFault::from(fault).into();
                NothingSent::new(self.client, request, &origin, &self.control(), &[]).local(&fault)
            }
            Err(error) => error,
        }
    }

    /// The error of a transfer that must end while it waits for its parts.
    pub fn stopped(&self, request: &Request, control: &CallControl, stop: Stop) -> Box<CosError> {
        match self.client.origin(request, self.call) {
            Ok(origin) => {
                NothingSent::new(self.client, request, &origin, control, &[]).stopped(stop)
            }
            Err(error) => error,
        }
    }

    /// The error of a response that is not what it must be.
    pub fn unfit(&self, request: &Request, reason: Reason, message: &str) -> Box<CosError> {
        match self.client.origin(request, self.call) {
            Ok(origin) => {
                let secrets = CallSecrets::new(self.client, request, &origin, &[]);
                let failure = Failure {
                    reason: Some(reason),
                    message,
                    method: &request.method,
                    url: secrets.url(),
                    bucket: request.bucket.as_deref().unwrap_or(""),
                    request_sent: Some(true),
                    known: Known {
                        secrets: secrets.known(),
                        ..Known::default()
                    },
                    ..Failure::default()
                };
                failure.error()
            }
            Err(error) => error,
        }
    }
}
