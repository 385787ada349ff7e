//! Sending a request while bytes of the other side are received.

use std::time::Instant;

use super::fault::{Phase, WireFault, is_early};
use super::socket::{self, Ready};
use super::watched::{Patience, Watched};
use super::wire::Wire;
use ureq::unversioned::transport::Buffers;

/// Bytes of a body between two looks for a response.
const LOOK: usize = 256 * 1024;

impl Wire {
    pub(super) fn send(&mut self, output: &[u8]) -> Result<(), WireFault> {
        let mut rest = output;
        let mut stuck = None;
        loop {
            let unproven = self.unproven_since();
            let Some(connection) = &mut self.connection else {
                return Ok(());
            };
            let left = rest.len();
            let mut socket = Watched {
                stream: &connection.stream,
                control: &self.control,
                phase: Phase::Send,
                clock: Patience::Silence(stuck),
                listen: true,
                unproven,
            };
            let outcome = match &mut connection.session {
                None => socket.send_rest(&mut rest),
                Some(session) => session.write(&mut socket, &mut rest),
            };
            match outcome {
                Err(e) if is_early(&e) => {
                    if self.hear()? {
                        return Err(WireFault::early());
                    }
                    let goes_on = rest.len() < left || self.incoming.take_sign_of_life();
                    stuck = stuck
                        .filter(|_| !goes_on)
                        .or_else(|| (!goes_on).then(Instant::now));
                }
                outcome => return outcome.map_err(|e| WireFault::from_io(e, Phase::Send)),
            }
        }
    }

    pub(super) fn stop_sending(&mut self, why: WireFault) {
        self.control.state.set_unsent();
        self.unsent = Some(why);
    }

    /// A response that comes before the end of a body ends it: looked for now and then
    /// also where the server reads on, for what it has refused may be long.
    pub(super) fn look(&mut self, sent: usize) -> Result<(), WireFault> {
        self.unlooked += sent;
        let Some(connection) = self.connection.as_mut().filter(|_| self.unlooked >= LOOK) else {
            return Ok(());
        };
        self.unlooked = 0;
        if socket::peek(&connection.stream) == Ready::Bytes && self.hear()? {
            self.stop_sending(WireFault::early());
        }
        Ok(())
    }

    /// Receives the bytes of the other side while it is being written to, and returns
    /// whether that is a final response, or the end.
    fn hear(&mut self) -> Result<bool, WireFault> {
        let Some(connection) = &mut self.connection else {
            return Ok(true);
        };
        let into = connection.buffers.input_append_buf();
        let heard = match &mut connection.session {
            None => socket::take_in(&connection.stream, into),
            Some(session) => session.take_in(&connection.stream, into),
        };
        match heard.map_err(|e| WireFault::from_io(e, Phase::Send))? {
            None => Ok(false),
            Some(0) => Ok(true),
            Some(amount) => {
                self.take(amount)?;
                Ok(self.incoming.status() != 0)
            }
        }
    }
}
