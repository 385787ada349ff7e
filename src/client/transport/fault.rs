//! Transport errors, with the phase in which they occurred.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use crate::client::local_error::LocalError;

/// The part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Begin,
    WaitForConnection,
    Resolve,
    Connect,
    Proxy,
    Tls,
    Send,
    Receive,
    ReadBody,
    WaitForRetry,
    WaitForKeys,
    WaitForReader,
    WaitForWriter,
}

/// Why a call ended before its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Cancelled,
    /// By its handle.
    Abandoned,
    ShutDown,
    Interrupted,
    /// The total timeout.
    Total,
    /// The timeout of the phase: connect, or no byte either way.
    Phase,
}

/// An error of our own transport. It travels through ureq as `Error::Other`.
#[derive(Debug, thiserror::Error)]
pub enum WireFault {
    #[error("stopped while {phase}")]
    Stopped { phase: Phase, stop: Stop },
    #[error("cannot resolve {host}")]
    Resolve { host: String, source: io::Error },
    #[error("cannot connect to {address}")]
    Connect {
        address: String,
        source: io::Error,
        /// The host's other addresses.
        others: Vec<Unreached>,
    },
    /// `status` is 0 if there was no HTTP response.
    #[error("the proxy {address} did not open a tunnel")]
    Proxy {
        address: String,
        status: u16,
        source: io::Error,
    },
    #[error("cannot connect to the proxy {address}")]
    ProxyUnreached {
        address: String,
        source: io::Error,
        /// The proxy's other addresses.
        others: Vec<Unreached>,
    },
    #[error("TLS failed")]
    Tls(#[source] rustls::Error),
    /// The server requested a client certificate, and ended the handshake without one.
    #[error("TLS failed")]
    ClientCertificate(#[source] rustls::Error),
    /// There is no CA certificate to judge a server by.
    #[error("no CA certificates")]
    Roots(#[source] rustls::Error),
    /// The system refused the connection before anything was sent.
    #[error("this system does not allow connections to {address}")]
    Forbidden { address: String, source: io::Error },
    #[error("the connection broke while {phase}")]
    Broken { phase: Phase, source: io::Error },
    /// The received bytes are not HTTP, or violate its rules.
    #[error("{0}")]
    Protocol(&'static str),
    /// More of it came than is kept.
    #[error("{0}")]
    TooLarge(&'static str),
    #[error(transparent)]
    Local(#[from] LocalError),
}

/// An address that did not take a connection.
#[derive(Debug, thiserror::Error)]
#[error("cannot connect to {address}")]
pub struct Unreached {
    pub address: SocketAddr,
    pub source: io::Error,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Phase::Begin => "beginning",
            Phase::WaitForConnection => "waiting for a free connection",
            Phase::Resolve => "resolving the host name",
            Phase::Connect => "connecting",
            Phase::Proxy => "opening a tunnel through the proxy",
            Phase::Tls => "in the TLS handshake",
            Phase::Send => "sending the request",
            Phase::Receive => "waiting for the response",
            Phase::ReadBody => "reading the response body",
            Phase::WaitForRetry => "waiting before the next attempt",
            Phase::WaitForKeys => "waiting for credentials",
            Phase::WaitForReader => "waiting until the body's reader is resumed",
            Phase::WaitForWriter => "waiting until the sink's writer is resumed",
        })
    }
}

impl From<WireFault> for ureq::Error {
    fn from(fault: WireFault) -> ureq::Error {
        ureq::Error::Other(Box::new(fault))
    }
}

/// For `Read` and `Write`, whose errors are of the system's kind.
impl From<WireFault> for io::Error {
    fn from(fault: WireFault) -> io::Error {
        io::Error::other(fault)
    }
}

/// The other side spoke before it was written to the end.
#[derive(Debug, thiserror::Error)]
#[error("the server responded before the request was sent")]
pub struct Early;

pub fn is_early(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Early>())
}

impl WireFault {
    /// A response arrived before the request was sent.
    pub fn early() -> WireFault {
        WireFault::Broken {
            phase: Phase::Send,
            source: io::Error::other(Early),
        }
    }

    /// Whether something broke. To stop sending because a response arrived is not a fault.
    pub fn is_fault(&self) -> bool {
        !matches!(self, WireFault::Broken { source, .. } if is_early(source))
    }

    /// Whether the system gave up the connection, because nothing is acknowledged.
    pub fn is_timeout(&self) -> bool {
        matches!(self, WireFault::Broken { source, .. } if source.kind() == io::ErrorKind::TimedOut)
    }

    /// Takes a fault of ours back out of a system's error.
    pub fn from_io(error: io::Error, phase: Phase) -> WireFault {
        match error.downcast::<WireFault>() {
            Ok(fault) => fault,
            Err(source) => WireFault::Broken { phase, source },
        }
    }
}
