//! Maps a transport fault to a reason and a message.

use std::error::Error;
use std::io;

use rustls::Error as TlsError;
use ureq::Error as Fault;

use super::call_secrets::CallSecrets;
use super::tls_words;
use crate::client::call_control::CallControl;
use crate::client::local_error::LocalError;
use crate::client::system_text;
use crate::client::transport::fault::{Phase, Stop, WireFault};
use crate::client::transport::wire_state::WireState;
use crate::error::{Reason, Retry};

/// The facts of a fault.
pub struct Trouble {
    pub reason: Reason,
    pub message: String,
    pub os_errno: i32,
    /// `None`: as the reason says.
    pub retry: Option<Retry>,
    /// The catalogue's case, if the reason alone does not decide the advice.
    pub case: Option<&'static str>,
    /// Outermost first.
    pub causes: Vec<String>,
}

impl Trouble {
    /// `host` is the one to which the request was sent.
    pub fn of(fault: &Fault, host: &str, seen: &WireState) -> Trouble {
        let wire = match fault {
            Fault::Other(other) => other.downcast_ref::<WireFault>(),
            _ => None,
        };
        let (reason, message) = match wire {
            Some(wire) => of_wire(wire, host),
            None => of_http(fault, host, seen),
        };
        let first: &(dyn Error + 'static) = match wire {
            Some(wire) => wire,
            None => fault,
        };
        let (mut causes, os_errno) = chain(first);
        if let Some(WireFault::Connect { others, .. } | WireFault::ProxyUnreached { others, .. }) =
            wire
        {
            causes.extend(
                others
                    .iter()
                    .map(|other| format!("{other}: {}", plain(&other.source))),
            );
        }
        Trouble {
            reason,
            message,
            os_errno,
            retry: wire.and_then(retry_of),
            case: wire.and_then(case_of),
            causes,
        }
    }
}

impl Trouble {
    /// A call that ended early while it did not wait for the network.
    pub fn stopped(
        stop: Stop,
        phase: Phase,
        host: &str,
        control: &CallControl,
        secrets: &CallSecrets<'_>,
    ) -> Trouble {
        let trouble = Trouble {
            reason: stop.reason(),
            message: stopped(stop, phase, host),
            os_errno: 0,
            case: None,
            retry: None,
            causes: Vec::new(),
        };
        trouble.in_words(control.interrupted(), |text| secrets.said(text))
    }

    /// Adds the words of the callback that failed, or of the interrupt check that ended
    /// the call. `shown` is what may be shown of them.
    pub fn in_words(mut self, interrupted: &str, shown: impl FnOnce(&str) -> String) -> Trouble {
        let said = match self.reason {
            Reason::Callback if self.causes.len() > 1 => self.causes.pop().unwrap_or_default(),
            Reason::Cancelled => interrupted.to_owned(),
            _ => String::new(),
        };
        if !said.is_empty() {
            let said = shown(&said);
            self.message = format!("{}: {said}", self.message);
            self.causes.push(said);
        }
        self
    }
}

/// A proxy that is overloaded, or could not reach the server just now, may do so later;
/// one that refuses will refuse again.
fn retry_of(fault: &WireFault) -> Option<Retry> {
    match fault {
        WireFault::Proxy {
            status: 408 | 429 | 502..=504,
            ..
        } => Some(Retry::Yes),
        _ => None,
    }
}

impl Stop {
    pub fn reason(self) -> Reason {
        match self {
            Stop::Cancelled | Stop::Abandoned | Stop::ShutDown | Stop::Interrupted => {
                Reason::Cancelled
            }
            Stop::Total | Stop::Phase => Reason::Timeout,
        }
    }
}

/// Why a call ended early, and in which phase.
pub fn stopped(stop: Stop, phase: Phase, host: &str) -> String {
    match stop {
        Stop::Cancelled => format!("cancelled by its token while {phase} ({host})"),
        Stop::Abandoned => format!("cancelled by its handle while {phase} ({host})"),
        Stop::ShutDown => format!("ended by the client's shutdown while {phase} ({host})"),
        Stop::Interrupted => format!("ended by the interrupt check while {phase} ({host})"),
        Stop::Total => format!("timed out by the total timeout while {phase} ({host})"),
        Stop::Phase => format!("timed out while {phase} ({host})"),
    }
}

fn case_of(fault: &WireFault) -> Option<&'static str> {
    match fault {
        WireFault::Roots(_) => Some("tls/no-roots"),
        WireFault::ClientCertificate(_) => Some("tls/client-certificate"),
        WireFault::Tls(error) => tls_words::case(error),
        WireFault::Forbidden { .. } => Some("local/forbidden"),
        _ => None,
    }
}

fn of_wire(fault: &WireFault, host: &str) -> (Reason, String) {
    (reason_of(fault), message_of(fault, host))
}

fn reason_of(fault: &WireFault) -> Reason {
    match fault {
        WireFault::Stopped { stop, .. } => stop.reason(),
        WireFault::Resolve { .. } => Reason::Dns,
        WireFault::Connect { source, .. } if is_timeout(source) => Reason::Timeout,
        WireFault::Connect { .. } => Reason::Connect,
        WireFault::Proxy { .. } | WireFault::ProxyUnreached { .. } => Reason::Proxy,
        WireFault::Tls(_) | WireFault::ClientCertificate(_) | WireFault::Roots(_) => Reason::Tls,
        WireFault::Forbidden { .. } => Reason::LocalIo,
        WireFault::Protocol(_) => Reason::Protocol,
        WireFault::TooLarge(_) => Reason::TooLarge,
        WireFault::Local(local) => local.reason(),
        WireFault::Broken { .. } => Reason::ConnectionLost,
    }
}

fn message_of(fault: &WireFault, host: &str) -> String {
    match fault {
        WireFault::Stopped { phase, stop } => stopped(*stop, *phase, host),
        WireFault::Resolve { host, source } => format!("cannot resolve {host}: {}", plain(source)),
        WireFault::Connect {
            address, source, ..
        } => unreached(&at(address, host), source),
        WireFault::Proxy {
            address, source, ..
        } => format!(
            "the proxy {address} did not open a tunnel to {host}: {}",
            plain(source)
        ),
        WireFault::ProxyUnreached {
            address, source, ..
        } => format!(
            "cannot connect to the proxy {address} for {host}: {}",
            plain(source)
        ),
        WireFault::Tls(error) => format!("TLS with {host} failed: {}", tls_words::of(error)),
        WireFault::ClientCertificate(_) => {
            format!("TLS with {host} failed: {}", tls_words::CLIENT_CERTIFICATE)
        }
        WireFault::Roots(error) => of_roots(error),
        WireFault::Forbidden { address, source } => format!(
            "this system does not allow connections to {address} ({host}): {}",
            plain(source)
        ),
        WireFault::Protocol(what) => format!("the response of {host} is not HTTP: {what}"),
        WireFault::TooLarge(what) => format!("the response of {host} is too large: {what}"),
        // Without the system's text, which is the cause.
        // The caller's text is added later: its secrets are not known here.
        WireFault::Local(local @ LocalError::Callback { .. }) => local.to_string(),
        WireFault::Local(local) => told(local),
        WireFault::Broken { phase, source } => broken(*phase, source, host),
    }
}

fn is_timeout(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::TimedOut
}

fn unreached(place: &str, source: &io::Error) -> String {
    match is_timeout(source) {
        true => format!("timed out while connecting to {place}"),
        false => format!("cannot connect to {place}: {}", plain(source)),
    }
}

fn broken(phase: Phase, source: &io::Error, host: &str) -> String {
    let source = plain(source);
    match phase {
        Phase::Tls => format!("the connection to {host} broke in the TLS handshake: {source}"),
        phase => format!("the connection to {host} broke while {phase}: {source}"),
    }
}

/// Why no server's certificate can be judged here, and what to do.
fn of_roots(error: &TlsError) -> String {
    if !matches!(error, TlsError::General(_)) {
        return format!(
            "a certificate of ca_file cannot be used: {}",
            tls_words::of(error)
        );
    }
    let set = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .into_iter()
        .find_map(|name| Some((name, std::env::var_os(name)?)));
    match set {
        Some((name, path)) => format!(
            "{name} {path:?}: no CA certificate can be read there, so no server can be trusted; correct it, or set ca_file"
        ),
        None => "this system has no CA certificates, so no server can be trusted: install the package ca-certificates, or set SSL_CERT_FILE or ca_file".to_owned(),
    }
}

/// Errors of HTTP in ureq's form: what came is not HTTP, too large, or too short.
fn of_http(fault: &Fault, host: &str, seen: &WireState) -> (Reason, String) {
    match fault {
        Fault::LargeResponseHeader(..) => (Reason::TooLarge, too_long(host, seen)),
        Fault::Protocol(fault) => of_protocol(fault, host),
        Fault::Io(e) if e.kind() == io::ErrorKind::UnexpectedEof => {
            (Reason::ConnectionLost, closed(host, seen))
        }
        // The error of ureq for a connection that ends within a chunk's size.
        Fault::BodyStalled => (Reason::ConnectionLost, closed(host, seen)),
        Fault::Io(e) => (
            Reason::ConnectionLost,
            format!("the connection to {host} broke: {}", plain(e)),
        ),
        Fault::BadUri(_) | Fault::Http(_) => (
            Reason::InvalidArgument,
            format!("the request cannot be put into HTTP: {fault}"),
        ),
        _ => (Reason::Internal, format!("{host}: {fault}")),
    }
}

/// Errors of a reader and a writer of HTTP, in ureq's form.
fn of_protocol(fault: &ureq_proto::Error, host: &str) -> (Reason, String) {
    match fault {
        ureq_proto::Error::HttpParseTooManyHeaders => (
            Reason::TooLarge,
            format!("the response of {host} has more than 128 headers"),
        ),
        // ureq writes each line whole into the output buffer.
        ureq_proto::Error::OutputOverflow => (
            Reason::InvalidArgument,
            "the request's URL or one of its headers is longer than 16 KiB: shorten it".to_owned(),
        ),
        fault => (
            Reason::Protocol,
            format!("the response of {host} is not HTTP: {fault}"),
        ),
    }
}

fn too_long(host: &str, seen: &WireState) -> String {
    match seen.in_body() {
        true => format!("a chunk's size or trailer of {host}'s response is longer than 64 KiB"),
        false => format!("the header block of {host}'s response is longer than 64 KiB"),
    }
}

fn closed(host: &str, seen: &WireState) -> String {
    match seen.status() {
        0 => format!("{host} closed the connection before a response arrived"),
        _ => format!("{host} closed the connection before the response was complete"),
    }
}

/// A file error with the system's reason for it.
fn told(fault: &LocalError) -> String {
    match fault.source().and_then(|e| e.downcast_ref::<io::Error>()) {
        Some(source) => format!("{fault}: {}", plain(source)),
        None => fault.to_string(),
    }
}

/// An address and the host that has it, which may be the address itself.
fn at(address: &impl std::fmt::Display, host: &str) -> String {
    let address = address.to_string();
    match address == host {
        true => address,
        false => format!("{address} ({host})"),
    }
}

/// A system's error without its number, which has an accessor of its own.
fn plain(error: &io::Error) -> String {
    let text = words(error);
    text.split(" (os error")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// rustls explains a missing goodbye to programmers, with a link into its manual.
fn words(error: &io::Error) -> String {
    let text = system_text::of(error);
    match error.kind() == io::ErrorKind::UnexpectedEof && text.contains("close_notify") {
        true => "the connection was closed without TLS's close_notify".to_owned(),
        false => text,
    }
}

/// The system's error, if this is one. ureq writes one of its own with the system's words,
/// which follow the host's locale.
fn system_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    match error.downcast_ref::<Fault>() {
        Some(Fault::Io(source)) => Some(source),
        _ => error.downcast_ref(),
    }
}

/// The chain under a fault, outermost first, and the system's error number in it.
fn chain(first: &(dyn Error + 'static)) -> (Vec<String>, i32) {
    let mut causes: Vec<String> = Vec::new();
    let mut os_errno = 0;
    let mut next = Some(first);
    while let Some(error) = next {
        let system = system_error(error);
        let text = system.map_or_else(|| error.to_string(), words);
        if causes.last() != Some(&text) {
            causes.push(text);
        }
        if let Some(number) = system.and_then(io::Error::raw_os_error) {
            os_errno = number;
        }
        next = error.source();
    }
    (causes, os_errno)
}
