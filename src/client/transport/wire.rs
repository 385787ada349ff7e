//! Our connections under ureq's `Connector` and `Transport`.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Instant;

use ureq::Error as Fault;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

use super::buffers::WireBuffers;
use super::fault::{Early, Phase, WireFault, is_early};
use super::pool::{Acquired, Connection, Pool, Slot};
use super::proxy::Proxy;
use super::resolve;
use super::socket::{self, Idle, Watched};
use super::tls::Tls;
use super::watch::Watch;

/// Bytes of a body between two looks for an answer.
const LOOK: usize = 256 * 1024;

/// Resolves nothing: ureq asks before it looks for a connection, for each request.
#[derive(Debug)]
pub struct NoResolver;

impl Resolver for NoResolver {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Fault> {
        Ok(self.empty())
    }
}

/// Gives each request a connection: a kept one, or a new one.
#[derive(Debug)]
pub struct Dialer {
    pub pool: Arc<Pool>,
    /// Host and port to dial instead of the URL's.
    pub connect_to: Option<(String, u16)>,
    pub proxy: Option<Proxy>,
    pub tls: Tls,
}

impl Connector<()> for Dialer {
    type Out = Wire;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        _: Option<()>,
    ) -> Result<Option<Wire>, Fault> {
        let (Some(watch), Some(authority)) = (Watch::current(), details.uri.authority()) else {
            return Err(Fault::ConnectionFailed);
        };
        let key = authority.as_str();
        let connection = match self.pool.acquire(key, &watch)? {
            Acquired::Kept(connection) => connection,
            Acquired::Place(slot) => self.dial(details, slot, key, &watch)?,
        };
        Ok(Some(Wire::new(connection, watch)))
    }
}

impl Dialer {
    fn dial(
        &self,
        details: &ConnectionDetails<'_>,
        slot: Slot,
        key: &str,
        watch: &Watch,
    ) -> Result<Connection, WireFault> {
        let since = Instant::now();
        let own_port = if details.needs_tls() { 443 } else { 80 };
        let host = details.uri.host().unwrap_or("");
        let port = details.uri.port_u16().unwrap_or(own_port);
        let (name, number) = match (&self.proxy, &self.connect_to) {
            (Some(proxy), _) => (proxy.host.as_str(), proxy.port),
            (None, Some((name, number))) => (name.as_str(), *number),
            (None, None) => (host, port),
        };
        let stream = resolve::addresses(name, number, watch, since)
            .and_then(|addresses| socket::dial(&addresses, watch, since))
            .map_err(|fault| match &self.proxy {
                Some(proxy) => proxy.unreached(fault),
                None => fault,
            })?;
        let mut connection = slot.fill(stream, key.to_owned());
        if let Some(proxy) = &self.proxy {
            let target = self
                .connect_to
                .as_ref()
                .map_or((host, port), |(name, number)| (name, *number));
            proxy.tunnel(&connection.stream, target, watch, since)?;
        }
        if details.needs_tls() {
            connection.session =
                Some(self.tls.handshake(host, &connection.stream, watch, since)?);
        }
        Ok(connection)
    }
}

/// One request's hold of a connection.
#[derive(Debug)]
pub struct Wire {
    /// `None`: given back to the pool.
    connection: Option<Connection>,
    watch: Arc<Watch>,
    is_tls: bool,
    /// Something of the answer came.
    received: bool,
    /// Why no more can be sent. What the server said before is read all the same.
    unsent: Option<WireFault>,
    /// Bytes sent since the last look for an answer.
    unlooked: usize,
    gone: WireBuffers,
}

impl Wire {
    fn new(connection: Connection, watch: Arc<Watch>) -> Wire {
        let is_tls = connection.session.is_some();
        Wire {
            connection: Some(connection),
            watch,
            is_tls,
            received: false,
            unsent: None,
            unlooked: 0,
            gone: WireBuffers::default(),
        }
    }

    /// A kept connection that breaks before any answer was closed while it was idle.
    fn note_stale(&self) {
        if !self.received && self.connection.as_ref().is_some_and(|c| c.kept) {
            self.watch.seen.set_stale();
        }
    }

    /// An answer that comes before the end of a body ends it: looked for now and then
    /// also where the server reads on, for what it has refused may be long.
    fn look(&mut self, sent: usize) -> Result<(), WireFault> {
        self.unlooked += sent;
        let Some(connection) = self.connection.as_mut().filter(|_| self.unlooked >= LOOK) else {
            return Ok(());
        };
        self.unlooked = 0;
        let talks = match (socket::peek(&connection.stream), &mut connection.session) {
            (Idle::Talking, None) => true,
            (Idle::Talking, Some(session)) => spoke(session, &connection.stream)
                .map_err(|e| WireFault::from_io(e, Phase::Send))?,
            _ => false,
        };
        if talks {
            self.stop_sending(WireFault::Broken {
                phase: Phase::Send,
                source: io::Error::other(Early),
            });
        }
        Ok(())
    }

    fn stop_sending(&mut self, why: WireFault) {
        self.watch.seen.set_unsent();
        self.unsent = Some(why);
    }

    fn note_status(&self) {
        if self.watch.seen.status() == 0
            && let Some(connection) = &self.connection
            && let Some(status) = status_of(connection.buffers.input())
        {
            self.watch.seen.set_status(status);
        }
    }
}

/// The number in `HTTP/1.x NNN`, that of interim answers (1xx) passed over.
fn status_of(mut input: &[u8]) -> Option<u16> {
    loop {
        let digits = input.strip_prefix(b"HTTP/1.")?.get(2..5)?;
        match std::str::from_utf8(digits).ok()?.parse().ok()? {
            100..=199 => {
                let end = memchr::memmem::find(input, b"\r\n\r\n")?;
                input = &input[end + 4..];
            }
            status => return Some(status),
        }
    }
}

impl Transport for Wire {
    fn buffers(&mut self) -> &mut dyn Buffers {
        match &mut self.connection {
            Some(connection) => &mut connection.buffers,
            None => &mut self.gone,
        }
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), Fault> {
        let (Some(connection), None) = (&mut self.connection, &self.unsent) else {
            return Ok(());
        };
        let Connection {
            stream,
            session,
            buffers,
            ..
        } = connection;
        let output = &buffers.output()[..amount];
        // As soon as bytes are handed to the system, nobody knows how far they get.
        self.watch.seen.set_sent();
        let mut socket = Watched {
            stream,
            watch: &self.watch,
            phase: Phase::Send,
            since: None,
            listen: true,
        };
        let outcome = match session {
            None => socket.write_all(output),
            Some(session) => write_tls(session, &mut socket, output),
        };
        match outcome.map_err(|e| WireFault::from_io(e, Phase::Send)) {
            Ok(()) => {
                buffers.sent(amount);
                Ok(self.look(amount)?)
            }
            Err(broken @ WireFault::Broken { .. }) => {
                self.stop_sending(broken);
                Ok(())
            }
            Err(stopped) => Err(stopped.into()),
        }
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, Fault> {
        let Some(connection) = &mut self.connection else {
            return Ok(false);
        };
        let Connection {
            stream,
            session,
            buffers,
            ..
        } = connection;
        let mut socket = Watched {
            stream,
            watch: &self.watch,
            phase: if self.watch.seen.in_body() {
                Phase::ReadBody
            } else {
                Phase::Receive
            },
            since: None,
            listen: false,
        };
        let outcome = match session {
            None => socket.read(buffers.input_append_buf()),
            Some(session) => read_tls(
                session,
                &mut socket,
                buffers.input_append_buf(),
                self.unsent.is_none(),
            ),
        };
        match outcome.map_err(|e| WireFault::from_io(e, socket.phase)) {
            Ok(0) => {
                self.note_stale();
                match self.unsent.take().filter(WireFault::is_fault) {
                    Some(broken) => Err(broken.into()),
                    None => Ok(false),
                }
            }
            Ok(amount) => {
                buffers.input_appended(amount);
                self.received = true;
                self.note_status();
                Ok(true)
            }
            Err(broken @ WireFault::Broken { .. }) => {
                self.note_stale();
                Err(self
                    .unsent
                    .take()
                    .filter(WireFault::is_fault)
                    .unwrap_or(broken)
                    .into())
            }
            Err(fault) => Err(fault.into()),
        }
    }

    /// ureq asks this of a connection whose answer was read whole, and keeps it
    /// if it is open. It goes to our pool instead, and ureq lets go of the shell.
    fn is_open(&mut self) -> bool {
        if let Some(mut connection) = self.connection.take()
            && self.unsent.is_none()
            && connection.buffers.is_empty()
        {
            connection.buffers.shrink();
            connection.pool().give(connection);
        }
        false
    }

    fn is_tls(&self) -> bool {
        self.is_tls
    }
}

fn write_tls(
    session: &mut rustls::ClientConnection,
    socket: &mut Watched<'_>,
    output: &[u8],
) -> io::Result<()> {
    let mut rest = output;
    while !rest.is_empty() {
        // As much as the session buffers at once.
        let taken = session.writer().write(rest)?;
        rest = &rest[taken..];
        while session.wants_write() {
            match session.write_tls(socket) {
                // Session tickets come at any time, and are no answer.
                Err(e) if is_early(&e) => {
                    if spoke(session, socket.stream)? {
                        return Err(e);
                    }
                }
                outcome => {
                    outcome?;
                }
            }
        }
    }
    Ok(())
}

/// Takes in what lies ready, and tells whether it is more than TLS's own.
fn spoke(session: &mut rustls::ClientConnection, mut stream: &TcpStream) -> io::Result<bool> {
    let got = session.read_tls(&mut stream)?;
    let state = session.process_new_packets().map_err(WireFault::Tls)?;
    Ok(got == 0 || state.plaintext_bytes_to_read() > 0 || state.peer_has_closed())
}

/// `answers`: key updates and alerts may be answered at once. What cannot be
/// written does not matter here: the server's words are read all the same.
fn read_tls(
    session: &mut rustls::ClientConnection,
    socket: &mut Watched<'_>,
    into: &mut [u8],
    answers: bool,
) -> io::Result<usize> {
    loop {
        match session.reader().read(into) {
            Err(e) if e.kind() == ErrorKind::WouldBlock => {}
            outcome => return outcome,
        }
        session.read_tls(socket)?;
        session.process_new_packets().map_err(WireFault::Tls)?;
        while answers && session.wants_write() && session.write_tls(socket).is_ok() {}
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("key", &self.key)
            .field("kept", &self.kept)
            .finish_non_exhaustive()
    }
}
