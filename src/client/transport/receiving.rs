//! Receiving the response to a request that was sent.

use std::io::Read;
use std::time::{Duration, Instant};

use ureq::Error as Fault;
use ureq::unversioned::transport::Buffers;

use super::fault::{Phase, WireFault};
use super::head::HEADER_ROOM;
use super::watched::{Patience, Watched};
use super::wire::Wire;
use crate::client::wait::SLICE;

/// How long the rest of an error's body is awaited, to keep the connection. A wait
/// takes a slice longer at most.
const DRAIN: Duration = Duration::from_millis(100).saturating_sub(SLICE);

impl Wire {
    /// Waits until there are bytes to read; `false`: the connection has ended.
    pub(super) fn await_bytes(&mut self) -> Result<bool, Fault> {
        while let Some(connection) = &self.connection {
            // A line of the head that does not end: it is kept until it does.
            let unread = connection.buffers.unread();
            if unread > HEADER_ROOM {
                return Err(Fault::LargeResponseHeader(unread, HEADER_ROOM));
            }
            match self.receive(None)? {
                0 => return Ok(false),
                amount if self.take(amount)? => return Ok(true),
                _ => {}
            }
        }
        Ok(false)
    }

    /// Receives bytes of the body past the buffer, which is empty. Returns 0 at the end.
    pub(super) fn receive_into(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        self.receive(Some(into))
    }

    /// Reads what was received into the buffer. Whether something is shown.
    pub(super) fn take(&mut self, amount: usize) -> Result<bool, WireFault> {
        let Some(connection) = &mut self.connection else {
            return Ok(false);
        };
        self.received = true;
        connection.buffers.input_appended(amount);
        let outcome = self.incoming.read(&mut connection.buffers);
        if self.control.state.status() == 0 {
            self.control.state.set_status(self.incoming.status());
        }
        outcome
    }

    /// Waits for bytes, which go into the buffer unless another place is given. Returns 0 at the
    /// end.
    fn receive(&mut self, into: Option<&mut [u8]>) -> Result<usize, Fault> {
        self.incoming.check()?;
        match self.receive_some(into) {
            Ok(0) => self.end(None),
            Ok(amount) => Ok(amount),
            Err(broken @ WireFault::Broken { .. }) => self.end(Some(broken)),
            Err(fault) => {
                self.note_silence(&fault);
                Err(fault.into())
            }
        }
    }

    fn receive_some(&mut self, into: Option<&mut [u8]>) -> Result<usize, WireFault> {
        let (clock, phase) = self.awaited();
        let unproven = self.unproven_since();
        let Some(connection) = &mut self.connection else {
            return Ok(0);
        };
        let mut socket = Watched {
            stream: &connection.stream,
            control: &self.control,
            phase,
            clock,
            listen: false,
            unproven,
        };
        let into = match into {
            Some(into) => into,
            None => connection.buffers.input_append_buf(),
        };
        let outcome = match &mut connection.session {
            None => socket.read(into),
            Some(session) => session.read(&mut socket, into, self.unsent.is_none()),
        };
        outcome.map_err(|e| WireFault::from_io(e, phase))
    }

    /// The time that a wait for bytes may take, and what they belong to.
    fn awaited(&mut self) -> (Patience, Phase) {
        let seen = &self.control.state;
        if seen.is_draining() {
            let since = *self.draining.get_or_insert_with(Instant::now);
            return (Patience::Within(since, DRAIN), Phase::ReadBody);
        }
        let phase = if seen.in_body() {
            Phase::ReadBody
        } else {
            Phase::Receive
        };
        (Patience::Silence(self.incoming.awaited_since()), phase)
    }

    /// The error that ended the connection: an earlier one, from writing, takes precedence. 0: it
    /// ended without one.
    fn end(&mut self, broken: Option<WireFault>) -> Result<usize, Fault> {
        let broken = self.unsent.take().filter(WireFault::is_fault).or(broken);
        self.note_stale(broken.as_ref());
        broken.map_or(Ok(0), |broken| Err(broken.into()))
    }
}
