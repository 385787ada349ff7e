//! The transport: HTTP over the library's own connections, ureq's for requests with a body.

mod absolute_form;
pub mod bell;
mod buffers;
pub mod ca_file;
mod chunks;
mod connection;
mod dead_path;
pub mod descriptor;
mod dialer;
mod direct;
mod dns;
pub mod fault;
mod framing;
mod guarded;
mod happy_eyeballs;
mod head;
mod head_text;
mod idle;
mod incoming;
#[cfg(test)]
mod incoming_tests;
mod interim;
mod pool;
mod proxy;
mod receiving;
mod records;
mod repair;
mod resolved;
mod response_body;
mod response_head;
mod root_places;
mod sending;
mod session;
mod socket;
mod tcp;
mod tls;
mod turns;
mod uncancelled;
mod watched;
mod wire;
pub mod wire_state;

use std::io::{ErrorKind, Read};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use ureq::config::Config;
use ureq::{Agent, SendBody, http};

use self::connection::ConnectionPool;
use self::dialer::{Dialer, NoResolver, SharedDialer};
use self::fault::Stop;
use self::head::HEADER_ROOM;
use self::pool::Pool;
use self::resolved::Resolved;
use self::tls::Tls;
use super::call_control::CallControl;
use crate::error::MAX_BODY;

pub use descriptor::close;
pub use dialer::Destination;
pub use framing::number;
pub use head_text::HeadText;
pub use pool::Turn;
pub use proxy::Proxy;
pub use response_body::ResponseBody;
pub use response_head::ResponseHead;
pub use uncancelled::uncancelled;

/// Bytes of a response that a call keeps in memory.
pub const MAX_ANSWER: usize = 64 * 1024 * 1024;
/// The room that `read_to_end` needs to detect the end without reserving more.
const ROOM_TO_END: usize = 64;
/// Bytes of an error body that are read beyond those kept, to keep the connection.
const MAX_DRAINED: u64 = 4 * 1024 * 1024;

/// The connections of a client.
#[derive(Debug)]
pub struct Transport {
    agent: Agent,
    dialer: Arc<Dialer>,
    pool: Arc<Pool>,
    /// The proxy that forwards requests of http://, and may respond itself.
    forwarding: Option<String>,
}

/// A response whose body is still to be read.
pub struct Answer {
    pub head: ResponseHead,
    pub body: ResponseBody,
}

pub enum Cut {
    Fault(ureq::Error),
    TooLong,
    /// There is no memory for the body, of this length if it was announced.
    NoMemory(Option<u64>),
}

/// The settings of a client's connections.
#[derive(Debug)]
pub struct Settings {
    pub max_connections: usize,
    /// Host and port.
    pub connect_to: Option<(String, u16)>,
    pub proxy: Option<Proxy>,
    /// In addition to those of the system.
    pub extra_roots: Arc<[CertificateDer<'static>]>,
}

impl Settings {
    /// The credentials that only the proxy receives.
    pub fn proxy_secrets(&self) -> [&str; 2] {
        self.proxy.as_ref().map_or([""; 2], Proxy::secrets)
    }
}

impl Transport {
    pub fn new(settings: &Settings) -> Transport {
        let pool = Arc::new(Pool::new(settings.max_connections));
        let dialer = Arc::new(Dialer {
            pool: pool.clone(),
            connect_to: settings.connect_to.clone(),
            proxy: settings.proxy.clone(),
            hosts: Resolved::default(),
            tls: Tls::new(settings.extra_roots.clone()),
        });
        let forwarding = dialer.forwarding().map(|proxy| proxy.address.clone());
        // Timeouts are the control's; ureq's would cost a clone of this for each request.
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
            .max_idle_connections(0)
            .timeout_await_100(None)
            .build();
        Transport {
            agent: Agent::with_parts(config, SharedDialer(dialer.clone()), NoResolver),
            dialer,
            pool,
            forwarding,
        }
    }

    /// The proxy that requests of this scheme are sent to as they are, without a tunnel.
    pub fn forwarding_proxy(&self, scheme: &str) -> Option<&str> {
        self.forwarding.as_deref().filter(|_| scheme == "http")
    }

    /// Waits until an attempt may use a connection.
    pub fn turn(&self, control: &CallControl) -> std::result::Result<Turn, Stop> {
        self.pool.turn(control)
    }

    /// Sends a request without a body and reads the head of the response, under a control.
    pub fn send_head(
        &self,
        destination: Destination<'_>,
        text: &HeadText,
        control: &Arc<CallControl>,
    ) -> std::result::Result<Answer, ureq::Error> {
        let mut wire = self.dialer.wire(destination, control)?;
        wire.pass_on(text.bytes())?;
        let (head, body) = direct::receive(wire, text.closes())?;
        control.state.set_in_body();
        let body = ResponseBody::Direct(body);
        Ok(Answer { head, body })
    }

    /// The same for a request that may have a body.
    pub fn send(
        &self,
        request: http::Request<SendBody<'_>>,
        control: &Arc<CallControl>,
    ) -> std::result::Result<Answer, ureq::Error> {
        let (parts, body) = control.over(|| self.agent.run(request))?.into_parts();
        control.state.set_in_body();
        Ok(Answer {
            head: ResponseHead::of_map(parts.status.as_u16(), &parts.headers),
            body: ResponseBody::Ureq(body),
        })
    }

    /// Closes idle connections; those in use end with their calls.
    pub fn close_idle(&self) {
        self.pool.clear();
    }

    /// In a child of fork: lets go of the parent's connections.
    pub fn close_inherited(&self) {
        self.pool.close_inherited();
    }
}

/// Connections hold their pool, and an idle one is held by it.
impl Drop for Transport {
    fn drop(&mut self) {
        self.pool.clear();
    }
}

/// The body of a success, and why it ended before its end. The progress of each piece is reported.
pub fn read_body(body: &mut ResponseBody, told: impl FnMut(usize)) -> (Vec<u8>, Option<Cut>) {
    read(body, MAX_ANSWER, told)
}

/// The body of an error, kept in part if it is long. The rest is read if it comes at
/// once, for that keeps the connection: the error is whole, and nobody waits for more.
pub fn read_error_body(body: &mut ResponseBody, control: &CallControl) -> (Vec<u8>, Option<Cut>) {
    let (bytes, cut) = read(body, MAX_BODY, |_| {});
    if let Some(Cut::TooLong) = cut {
        control.state.set_draining();
        // The body is cut already; a fault while draining costs the connection only.
        let rest = &mut body.take(MAX_DRAINED);
        let _ = std::io::copy(rest, &mut std::io::sink());
    }
    (bytes, cut)
}

/// Reads at most `keep` bytes, and one more to see whether there are more.
fn read(body: &mut ResponseBody, keep: usize, told: impl FnMut(usize)) -> (Vec<u8>, Option<Cut>) {
    let announced = body.announced();
    let mut bytes = Vec::new();
    // Room for all of it at once, where its length is known: nothing is copied, and what
    // does not fit is known before it is read. More is reserved by `read_to_end`, fallibly.
    let wanted = match announced.unwrap_or(0).min(keep as u64) as usize {
        0 => 0,
        length => length + ROOM_TO_END,
    };
    if bytes.try_reserve_exact(wanted).is_err() {
        return (bytes, Some(Cut::NoMemory(announced)));
    }
    let reader = Told(body, told);
    let outcome = reader.take(keep as u64 + 1).read_to_end(&mut bytes);
    let cut = match outcome {
        Err(fault) if fault.kind() == ErrorKind::OutOfMemory => {
            // The error that reports it needs memory itself.
            return (Vec::new(), Some(Cut::NoMemory(announced)));
        }
        Err(fault) => Some(Cut::Fault(ureq_error(fault))),
        Ok(_) if bytes.len() > keep => Some(Cut::TooLong),
        Ok(_) => None,
    };
    bytes.truncate(keep);
    (bytes, cut)
}

/// A reader that is listened to.
struct Told<R, F>(R, F);

impl<R: Read, F: FnMut(usize)> Read for Told<R, F> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let amount = self.0.read(buffer)?;
        (self.1)(amount);
        Ok(amount)
    }
}

/// ureq wraps its own errors for `Read`.
pub fn ureq_error(fault: std::io::Error) -> ureq::Error {
    match fault.downcast::<ureq::Error>() {
        Ok(error) => error,
        Err(fault) => ureq::Error::Io(fault),
    }
}
