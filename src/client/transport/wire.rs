//! One request's hold of a connection, as ureq's `Transport`.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use ureq::Error as Fault;
use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};

use super::HEADER_ROOM;
use super::buffers::WireBuffers;
use super::connection::Connection;
use super::fault::{Phase, WireFault, is_early};
use super::interim::{Beginning, beginning, status_of};
use super::session::{self, read_tls, write_tls};
use super::socket::{self, Idle, Watched};
use super::watch::Watch;

/// Bytes of a body between two looks for an answer.
const LOOK: usize = 256 * 1024;

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
    pub fn new(connection: Connection, watch: Arc<Watch>) -> Wire {
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
        if socket::peek(&connection.stream) == Idle::Talking && self.hear()? {
            self.stop_sending(WireFault::early());
        }
        Ok(())
    }

    /// Takes in what the other side says while it is being written to, and tells
    /// whether that is an answer, or the end. Interim answers are passed over.
    fn hear(&mut self) -> Result<bool, WireFault> {
        let Some(connection) = &mut self.connection else {
            return Ok(true);
        };
        let into = connection.buffers.input_append_buf();
        let heard = match &mut connection.session {
            None => socket::take_in(&connection.stream, into),
            Some(session) => session::take_in(session, &connection.stream, into),
        };
        match heard.map_err(|e| WireFault::from_io(e, Phase::Send))? {
            None => return Ok(false),
            Some(0) => return Ok(true),
            Some(amount) => connection.buffers.input_heard(amount),
        }
        self.received = true;
        loop {
            match beginning(connection.buffers.input()) {
                Beginning::Interim(length) => connection.buffers.input_consume(length),
                Beginning::Unclear => return Ok(false),
                Beginning::Answer(_) => break,
            }
        }
        self.note_status();
        Ok(true)
    }

    fn send(&mut self, output: &[u8]) -> Result<(), WireFault> {
        let mut rest = output;
        while let Some(connection) = &mut self.connection {
            let mut socket = Watched {
                stream: &connection.stream,
                watch: &self.watch,
                phase: Phase::Send,
                since: None,
                listen: true,
            };
            let outcome = match &mut connection.session {
                None => socket.send_rest(&mut rest),
                Some(session) => write_tls(session, &mut socket, &mut rest),
            };
            match outcome {
                Err(e) if is_early(&e) => {
                    if self.hear()? {
                        return Err(WireFault::early());
                    }
                }
                outcome => return outcome.map_err(|e| WireFault::from_io(e, Phase::Send)),
            }
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

impl Transport for Wire {
    fn buffers(&mut self) -> &mut dyn Buffers {
        match &mut self.connection {
            Some(connection) => &mut connection.buffers,
            None => &mut self.gone,
        }
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), Fault> {
        let (Some(connection), None) = (&mut self.connection, &self.unsent) else {
            self.watch.seen.set_cut();
            return Ok(());
        };
        // As soon as bytes are handed to the system, nobody knows how far they get.
        self.watch.seen.set_sent();
        let output = connection.buffers.take_output();
        let outcome = self.send(&output[..amount]);
        if let Some(connection) = &mut self.connection {
            connection.buffers.give_output(output);
            if outcome.is_ok() {
                connection.buffers.sent(amount);
            }
        }
        match outcome {
            Ok(()) => Ok(self.look(amount)?),
            Err(broken @ WireFault::Broken { .. }) => {
                self.watch.seen.set_cut();
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
        // A line that does not end, of a chunk's size or a trailer's: it is kept until it does.
        let unused = buffers.input().len();
        if unused > HEADER_ROOM {
            return Err(Fault::LargeResponseHeader(unused, HEADER_ROOM));
        }
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
            && !self.watch.seen.is_cut()
            && !self.watch.shutdown.load(Ordering::Relaxed)
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
