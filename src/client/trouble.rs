//! A fault of the transport in the words of the model.

use std::error::Error as _;
use std::io;

use ureq::Error as Fault;

use super::transport::{InPhase, Phase};
use crate::error::Reason;

/// What is known of a fault.
pub struct Trouble {
    pub reason: Reason,
    pub message: String,
    pub os_errno: i32,
    /// Outermost first.
    pub causes: Vec<String>,
    /// Certainly nothing was sent.
    pub before_sending: bool,
}

impl Trouble {
    /// `host` is the one that was dialled for.
    pub fn of(fault: &Fault, host: &str) -> Trouble {
        let (phase, inner) = match fault {
            Fault::Other(other) => match other.downcast_ref::<InPhase>() {
                Some(marked) => (Some(marked.phase), &marked.fault),
                None => (None, fault),
            },
            _ => (None, fault),
        };
        let reason = reason(phase, inner);
        let causes = causes(inner);
        Trouble {
            reason,
            message: message(reason, phase, inner, host, causes.last()),
            os_errno: io_error(inner)
                .and_then(io::Error::raw_os_error)
                .unwrap_or(0),
            causes,
            before_sending: phase.is_some(),
        }
    }
}

fn reason(phase: Option<Phase>, fault: &Fault) -> Reason {
    let timed_out = |e: &io::Error| {
        matches!(
            e.kind(),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock
        )
    };
    match (phase, fault) {
        (_, Fault::Timeout(_)) => Reason::Timeout,
        (_, fault) if io_error(fault).is_some_and(timed_out) => Reason::Timeout,
        (Some(Phase::Resolve), _) | (_, Fault::HostNotFound) => Reason::Dns,
        (Some(Phase::Connect), _) | (_, Fault::ConnectionFailed) => Reason::Connect,
        (Some(Phase::Tls), _) | (_, Fault::Tls(_) | Fault::TlsRequired) => Reason::Tls,
        (_, Fault::ConnectProxyFailed(_) | Fault::InvalidProxyUrl) => Reason::Proxy,
        (_, Fault::LargeResponseHeader(..)) => Reason::TooLarge,
        (_, Fault::Protocol(e)) if e.to_string().contains("too many headers") => Reason::TooLarge,
        (_, Fault::Protocol(_)) => Reason::Protocol,
        (_, Fault::Io(_)) => Reason::ConnectionLost,
        (_, Fault::BadUri(_) | Fault::Http(_)) => Reason::InvalidArgument,
        _ => Reason::Internal,
    }
}

fn message(
    reason: Reason,
    phase: Option<Phase>,
    fault: &Fault,
    host: &str,
    cause: Option<&String>,
) -> String {
    let cause = cause.map_or_else(|| fault.to_string(), String::clone);
    match (reason, fault) {
        (Reason::Dns, _) => format!("cannot resolve {host}: {cause}"),
        (Reason::Connect, _) => format!("cannot connect to {host}: {cause}"),
        (Reason::Tls, _) => format!("TLS with {host} failed: {cause}"),
        (Reason::Timeout, Fault::Timeout(which)) => format!("timed out ({which}) with {host}"),
        (Reason::Timeout, _) => match phase {
            Some(_) => format!("timed out while connecting to {host}"),
            None => format!("timed out waiting for {host}"),
        },
        (Reason::ConnectionLost, _) => format!("the connection to {host} was lost: {cause}"),
        (Reason::Protocol, _) => format!("the answer of {host} is not HTTP: {cause}"),
        (Reason::TooLarge, _) => {
            format!("the header fields of {host}'s answer are too many or too long: {cause}")
        }
        _ => format!("{host}: {cause}"),
    }
}

fn io_error(fault: &Fault) -> Option<&io::Error> {
    match fault {
        Fault::Io(error) => Some(error),
        _ => None,
    }
}

/// The chain from the fault down to its root.
fn causes(fault: &Fault) -> Vec<String> {
    let mut chain = vec![fault.to_string()];
    let mut next: Option<&(dyn std::error::Error + 'static)> = match fault {
        Fault::Io(error) => error
            .get_ref()
            .map(|inner| inner as &(dyn std::error::Error + 'static)),
        _ => fault.source(),
    };
    while let Some(error) = next {
        let text = error.to_string();
        if chain.last() != Some(&text) {
            chain.push(text);
        }
        next = error.source();
    }
    chain
}
