//! HTTP by ureq: one exchange of bytes, and in which phase it failed.

use std::io::Read;
use std::net::ToSocketAddrs;

use ureq::config::Config;
use ureq::http::{self, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, NextTimeout, TcpConnector, Transport,
};
use ureq::{Agent, Body};

use crate::error::{MAX_BODY, MAX_HEADER_BYTES, Result};

use super::options::{Options, Timeouts};
use super::tls::Tls;

/// Bytes of an answer that a call keeps in memory.
const MAX_ANSWER: u64 = 64 * 1024 * 1024;
/// Bytes of an error body that are read beyond those kept, to keep the connection.
const MAX_DRAINED: u64 = 4 * 1024 * 1024;
/// The status line and framing of a header block that is just within our limit.
const HEADER_ROOM: usize = MAX_HEADER_BYTES + 8 * 1024;

/// Addresses that ureq has room for.
const MAX_ADDRESSES: usize = 16;

/// The part of a request in which a fault arose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Resolve,
    Connect,
    Tls,
}

/// A fault of ureq with its phase.
#[derive(Debug, thiserror::Error)]
#[error("{fault}")]
pub struct InPhase {
    pub phase: Phase,
    #[source]
    pub fault: ureq::Error,
}

/// An answer, its body read as far as it came.
pub struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub body: Vec<u8>,
    /// Why the body ended before its end.
    pub cut: Option<Cut>,
}

pub enum Cut {
    Fault(ureq::Error),
    TooLong,
}

/// The agent of a client.
pub fn agent(options: &Options) -> Result<Agent> {
    let config = Config::builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent("")
        .accept("")
        .accept_encoding("")
        .allow_non_standard_methods(true)
        .max_response_header_size(HEADER_ROOM)
        .max_idle_connections(options.max_connections)
        .max_idle_connections_per_host(options.max_connections)
        .build();
    let connector = Marked(TcpConnector::default(), Phase::Connect)
        .chain(Marked(Tls::new(options.ca_file.as_deref())?, Phase::Tls));
    let resolver = Addresses {
        instead: options.connect_to.clone(),
        system: DefaultResolver::default(),
    };
    Ok(Agent::with_parts(config, connector, resolver))
}

/// Sends a request and reads its answer.
pub fn send(
    agent: &Agent,
    request: http::Request<Option<&[u8]>>,
    timeouts: &Timeouts,
) -> std::result::Result<Answer, ureq::Error> {
    let (parts, body) = request.into_parts();
    let response = match body {
        Some(bytes) => run(agent, http::Request::from_parts(parts, bytes), timeouts),
        None => run(agent, http::Request::from_parts(parts, ()), timeouts),
    }?;
    let (parts, mut body) = response.into_parts();
    let status = parts.status.as_u16();
    let (bytes, cut) = match (200..300).contains(&status) {
        true => read(&mut body, MAX_ANSWER, 0),
        false => read(&mut body, MAX_BODY as u64, MAX_DRAINED),
    };
    Ok(Answer {
        status,
        headers: parts.headers,
        body: bytes,
        cut,
    })
}

fn run<B: ureq::AsSendBody>(
    agent: &Agent,
    request: http::Request<B>,
    timeouts: &Timeouts,
) -> std::result::Result<http::Response<Body>, ureq::Error> {
    let configured = agent
        .configure_request(request)
        .timeout_global(Some(timeouts.total))
        .timeout_resolve(Some(timeouts.connect))
        .timeout_connect(Some(timeouts.connect))
        .timeout_per_read(Some(timeouts.io))
        .timeout_per_write(Some(timeouts.io))
        .build();
    agent.run(configured)
}

/// Reads at most `keep` bytes; `drain` more are read and thrown away.
fn read(body: &mut Body, keep: u64, drain: u64) -> (Vec<u8>, Option<Cut>) {
    let mut bytes = Vec::new();
    let mut reader = body.as_reader();
    // One byte more than is kept, to see that there was more.
    if let Err(fault) = reader.by_ref().take(keep + 1).read_to_end(&mut bytes) {
        return (bytes, Some(Cut::Fault(ureq_error(fault))));
    }
    if bytes.len() as u64 <= keep {
        return (bytes, None);
    }
    bytes.truncate(keep as usize);
    // The body is cut already; a fault while draining costs the connection only.
    let _ = std::io::copy(&mut reader.take(drain), &mut std::io::sink());
    (bytes, Some(Cut::TooLong))
}

/// ureq wraps its own errors for `Read`.
fn ureq_error(fault: std::io::Error) -> ureq::Error {
    match fault.downcast::<ureq::Error>() {
        Ok(error) => error,
        Err(fault) => ureq::Error::Io(fault),
    }
}

/// The address to dial: the host's own, or the one given instead.
#[derive(Debug)]
struct Addresses {
    instead: Option<String>,
    system: DefaultResolver,
}

impl Resolver for Addresses {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> std::result::Result<ResolvedSocketAddrs, ureq::Error> {
        let found = match &self.instead {
            None => self.system.resolve(uri, config, timeout),
            Some(address) => address
                .to_socket_addrs()
                .map_err(ureq::Error::Io)
                .map(|addresses| {
                    let mut found = self.empty();
                    addresses
                        .take(MAX_ADDRESSES)
                        .for_each(|address| found.push(address));
                    found
                }),
        };
        found.map_err(|fault| in_phase(Phase::Resolve, fault))
    }
}

/// A connector whose faults say in which phase they arose.
#[derive(Debug)]
struct Marked<C>(C, Phase);

impl<In: Transport, C: Connector<In>> Connector<In> for Marked<C> {
    type Out = C::Out;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> std::result::Result<Option<Self::Out>, ureq::Error> {
        self.0
            .connect(details, chained)
            .map_err(|fault| in_phase(self.1, fault))
    }
}

fn in_phase(phase: Phase, fault: ureq::Error) -> ureq::Error {
    ureq::Error::Other(Box::new(InPhase { phase, fault }))
}
