//! The use of a connection by one request; for ureq it is a `Transport`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::Error as Fault;
use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};

use super::absolute_form::Additions;
use super::buffers::WireBuffers;
use super::connection::Connection;
use super::fault::{Stop, WireFault};
use super::incoming::Incoming;
use crate::client::call_control::CallControl;

/// A head of at most so many bytes waits for the first bytes of its body, and goes out with
/// them: small requests cost one system call, and one segment.
const MAX_HELD: usize = 4 * 1024;

/// A kept-alive connection that said nothing for so long makes others doubtful, also if the
/// caller has ended the wait.
const LONG_SILENCE: Duration = Duration::from_secs(1);

/// One request's hold of a connection.
#[derive(Debug)]
pub struct Wire {
    /// `None` if it was returned to the pool.
    pub(super) connection: Option<Connection>,
    pub(super) control: Arc<CallControl>,
    is_tls: bool,
    /// The additions to the head for a forwarding proxy, until that is sent.
    additions: Option<Additions>,
    pub(super) incoming: Incoming,
    /// Something came back.
    pub(super) received: bool,
    /// Why no more can be sent. What the server said before is read all the same.
    pub(super) unsent: Option<WireFault>,
    /// Bytes sent since the last look for a response.
    pub(super) unlooked: usize,
    /// Since when the rest of the body is read for the connection's sake only.
    pub(super) draining: Option<Instant>,
    gone: WireBuffers,
}

impl Wire {
    pub fn new(
        connection: Connection,
        control: Arc<CallControl>,
        additions: Option<Additions>,
    ) -> Wire {
        let is_tls = connection.session.is_some();
        Wire {
            connection: Some(connection),
            control,
            is_tls,
            additions,
            incoming: Incoming::new(),
            received: false,
            unsent: None,
            unlooked: 0,
            draining: None,
            gone: WireBuffers::default(),
        }
    }

    /// The connection has served before, and nothing came back on it since.
    fn unproven(&self) -> Option<&Connection> {
        let connection = self.connection.as_ref().filter(|c| c.kept);
        connection.filter(|_| !self.received)
    }

    pub(super) fn unproven_since(&self) -> Option<Instant> {
        self.unproven().map(|connection| connection.last_used)
    }

    /// A kept-alive connection that breaks before anything came back was closed while it was
    /// idle: the look came before the server's word of it. Or its path is dead.
    pub(super) fn note_stale(&self, broken: Option<&WireFault>) {
        if let Some(connection) = self.unproven() {
            self.control.state.set_stale();
            if broken.is_some_and(WireFault::is_timeout) {
                connection.distrust_siblings();
            }
        }
    }

    /// A kept-alive connection that gave no byte until the end of the wait may lead nowhere.
    pub(super) fn note_silence(&self, fault: &WireFault) {
        let (Some(connection), WireFault::Stopped { stop, .. }) = (self.unproven(), fault) else {
            return;
        };
        let is_phase = *stop == Stop::Phase;
        if is_phase {
            self.control.state.set_silent();
        }
        if is_phase || connection.last_used.elapsed() >= LONG_SILENCE {
            connection.distrust_siblings();
        }
    }

    /// Whether this is a head that may wait for its body.
    fn may_hold(&self, amount: usize) -> bool {
        let seen = &self.control.state;
        !self.incoming.is_asked()
            && !self.is_holding()
            && seen.has_body_at_hand()
            && amount <= MAX_HELD
    }

    fn is_holding(&self) -> bool {
        let connection = self.connection.as_ref();
        connection.is_some_and(|connection| connection.buffers.held() > 0)
    }

    /// Sends what was held back, and so much of the output after it.
    fn transmit(&mut self, amount: usize) -> Result<(), Fault> {
        let (Some(connection), None) = (&mut self.connection, &self.unsent) else {
            self.control.state.set_cut();
            return Ok(());
        };
        let amount = connection.buffers.held() + amount;
        let output = connection.buffers.take_output();
        let outcome = self.pass_on(&output[..amount]);
        if let Some(connection) = &mut self.connection {
            connection.buffers.give_output(output);
            if outcome.is_ok() && self.unsent.is_none() {
                connection.buffers.sent(amount);
            }
        }
        outcome
    }

    /// Sends bytes of a request. What breaks the connection is kept for the end of the response:
    /// the server may have said before why it closed.
    pub(super) fn pass_on(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        // As soon as bytes are passed to the system, it is not known how far they get.
        self.control.state.set_sent();
        self.incoming.note_request(bytes);
        let outcome = match self.additions.take() {
            None => self.send(bytes),
            Some(additions) => self.send(&additions.applied(bytes)),
        };
        match outcome {
            Ok(()) => Ok(self.look(bytes.len())?),
            Err(broken @ WireFault::Broken { .. }) => {
                self.control.state.set_cut();
                self.stop_sending(broken);
                Ok(())
            }
            Err(stopped) => {
                self.note_silence(&stopped);
                Err(stopped.into())
            }
        }
    }

    /// The bytes received.
    pub(super) fn received(&mut self) -> &mut WireBuffers {
        match &mut self.connection {
            Some(connection) => &mut connection.buffers,
            None => &mut self.gone,
        }
    }

    /// The response was read whole: the next request gets the connection, if it may.
    pub(super) fn give_back(mut self) {
        self.keep();
    }

    fn keep(&mut self) {
        if let Some(mut connection) = self.connection.take()
            && self.is_finished(&mut connection)
        {
            connection.give_back();
        }
    }

    /// Whether the next request may have the connection: this one was sent whole, its
    /// response was read whole, both sides agree where it ended, and nothing followed it.
    fn is_finished(&self, connection: &mut Connection) -> bool {
        !self.control.state.is_cut()
            && !self.control.flags.is_shut_down()
            && !self.incoming.is_doubtful
            && connection.is_read()
    }
}

impl Transport for Wire {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.received()
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), Fault> {
        if self.may_hold(amount)
            && let Some(connection) = &mut self.connection
        {
            connection.buffers.hold(amount);
            return Ok(());
        }
        self.transmit(amount)
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, Fault> {
        if self.is_holding() {
            self.transmit(0)?;
        }
        self.await_bytes()
    }

    /// ureq calls this for a connection whose response was read whole, and keeps it
    /// if it is open. It goes to our pool instead, and ureq lets go of the shell.
    fn is_open(&mut self) -> bool {
        self.keep();
        false
    }

    fn is_tls(&self) -> bool {
        self.is_tls
    }
}
