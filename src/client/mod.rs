//! The way a request takes: options, endpoint, signature, transport, answer.

mod attempt;
mod call;
mod credentials;
mod endpoint;
pub mod names;
mod options;
mod sign;
mod signer;
mod tls;
mod transport;
mod trouble;

use crate::error::Result;
use crate::operation::{Request, Response};

pub use call::Call;
pub use credentials::Credentials;
pub use options::{Options, milliseconds};

use endpoint::Endpoint;
use options::Timeouts;
use signer::Signer;

/// A client of COS: settings that do not change, and the connections kept.
#[derive(Debug)]
pub struct Client {
    agent: ureq::Agent,
    region: String,
    endpoint: Endpoint,
    /// `None`: requests are sent unsigned.
    signer: Option<Signer>,
    timeouts: Timeouts,
    user_agent: String,
}

impl Client {
    /// Checks the options and makes a client. Nothing is sent.
    pub fn new(options: &Options) -> Result<Client> {
        options.mistake.check()?;
        let region = options.region.clone().unwrap_or_default();
        if options.endpoint.needs_region() {
            names::region(&region)?;
        }
        let version = concat!("libcos_err/", env!("CARGO_PKG_VERSION"));
        Ok(Client {
            agent: transport::agent(options)?,
            region,
            endpoint: options.endpoint.clone(),
            signer: options.credentials.clone().map(Signer::new),
            timeouts: options.timeouts,
            user_agent: match &options.user_agent {
                Some(suffix) => format!("{version} {suffix}"),
                None => version.to_owned(),
            },
        })
    }

    /// Sends a request and reads its answer.
    pub fn send(&self, request: &Request, call: &Call) -> Result<Response> {
        request.mistake.check()?;
        call.mistake.check()?;
        attempt::run(self, request, call)
    }
}
