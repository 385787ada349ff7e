//! Reads and writes of a connection under a control, which wait in slices: between these the thread
//! looks at what ends its call. One that waits for long has others look, where there are others.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::event::PollFlags;

use super::bell::Bell;
use super::dead_path::{self, is_dead};
use super::fault::{Early, Phase, Stop, WireFault};
use super::socket::{poll, send_now, take_in};
use crate::client::call_control::CallControl;
use crate::client::lookout::LongWait;

/// So many waits of a slice come before others look at the call.
const SHORT_WAITS: usize = 8;

/// Which time a wait may take.
#[derive(Clone, Copy, Debug)]
pub enum Patience {
    /// A limit of its own, counted from then.
    Within(Instant, Duration),
    /// The I/O timeout, counted from the latest byte, or from then.
    Silence(Option<Instant>),
}

/// Reads and writes of a connection under a control.
pub struct Watched<'a> {
    pub stream: &'a TcpStream,
    pub control: &'a CallControl,
    pub phase: Phase,
    pub clock: Patience,
    /// Stop waiting to write when the other side has something to say: `Early`.
    pub listen: bool,
    /// Since when a kept-alive connection serves its request without a byte back: its path may be
    /// dead.
    pub unproven: Option<Instant>,
}

/// The pauses of one wait.
#[derive(Default)]
struct Pauses {
    count: usize,
    long: Option<LongWait>,
}

impl Pauses {
    /// The bell that ends the next pause; `None`: it is a short one.
    fn next(&mut self, control: &CallControl) -> Option<&Bell> {
        self.count += 1;
        if self.count == SHORT_WAITS {
            self.long = control.long_wait();
        }
        self.long.take_if(|long| !long.is_looked_at());
        self.long.as_ref().map(LongWait::bell)
    }
}

impl<'a> Watched<'a> {
    /// In a phase that began then, and has the connect timeout for all of it.
    pub fn connecting(
        stream: &'a TcpStream,
        control: &'a CallControl,
        phase: Phase,
        since: Instant,
    ) -> Watched<'a> {
        Watched {
            stream,
            control,
            phase,
            clock: Patience::Within(since, control.connect),
            listen: false,
            unproven: None,
        }
    }

    /// Looks at the control before and while it waits: bytes may flow without a pause. `attempt`
    /// is told whether the wait is a long one; `wait` is given the bell of a long one, and returns
    /// whether an attempt is worth while.
    fn patiently<T>(
        &mut self,
        mut attempt: impl FnMut(&Self, bool) -> io::Result<T>,
        mut wait: impl FnMut(&Self, Option<&Bell>, Duration) -> io::Result<bool>,
    ) -> io::Result<T> {
        let (begun, limit) = self.begin();
        let mut pauses = Pauses::default();
        let mut is_ready = true;
        loop {
            self.control.check(self.phase, begun, limit)?;
            let outcome = match is_ready {
                true => attempt(self, pauses.long.is_some()),
                false => Err(ErrorKind::WouldBlock.into()),
            };
            match outcome {
                Err(e) if is_pause(&e) => {
                    self.check_path()?;
                    let bell = pauses.next(self.control);
                    let time = match bell {
                        None => self.control.slice(begun, limit),
                        Some(_) => self.control.long_slice(begun, limit),
                    };
                    is_ready = wait(self, bell, time)?;
                }
                outcome => {
                    self.note_life();
                    return outcome;
                }
            }
        }
    }

    /// When the wait began, and how long it may take.
    fn begin(&mut self) -> (Instant, Duration) {
        match &mut self.clock {
            Patience::Within(since, limit) => (*since, *limit),
            Patience::Silence(since) => (*since.get_or_insert_with(Instant::now), self.control.io),
        }
    }

    fn note_life(&mut self) {
        if let Patience::Silence(since) = &mut self.clock {
            *since = None;
        }
    }

    fn check_path(&self) -> io::Result<()> {
        let since = self.unproven.filter(|s| s.elapsed() >= dead_path::PATIENCE);
        match since.is_some() && is_dead(self.stream) {
            true => Err(io::Error::from_raw_os_error(libc::ETIMEDOUT)),
            false => Ok(()),
        }
    }

    /// Whether a clock has ended a wait while nobody looked: the process was stopped, and what
    /// it waited for may lie ready.
    fn is_late(&mut self, ended: &io::Error) -> bool {
        let (begun, limit) = self.begin();
        match stop_of(ended) {
            Some(stop) => self.control.is_late(stop, begun, limit),
            None => false,
        }
    }

    /// Sends what is left of `rest`. Where the other side has something to say, that
    /// is `Early`, and what is left may be sent on.
    pub fn send_rest(&mut self, rest: &mut &[u8]) -> io::Result<()> {
        while !rest.is_empty() {
            let sent = self.write(rest)?;
            *rest = &rest[sent..];
        }
        Ok(())
    }

    fn wait_to_send(&self, bell: Option<&Bell>, wait: Duration) -> io::Result<bool> {
        let listen = match self.listen {
            true => PollFlags::IN,
            false => PollFlags::empty(),
        };
        let events = poll(self.stream, PollFlags::OUT | listen, bell, wait)?;
        match events.intersects(listen) {
            true => Err(io::Error::other(Early)),
            false => Ok(!events.is_empty()),
        }
    }
}

/// The reason that ended a wait, if it was not the connection.
fn stop_of(error: &io::Error) -> Option<Stop> {
    match error.get_ref()?.downcast_ref()? {
        WireFault::Stopped { stop, .. } => Some(*stop),
        _ => None,
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::Interrupted | ErrorKind::TimedOut
    )
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut stream = self.stream;
        let outcome = self.patiently(
            |socket, is_long| match is_long {
                // The socket's own timeout is the wait.
                false => stream.read(buffer),
                true => take_in(socket.stream, buffer)?.ok_or_else(|| ErrorKind::WouldBlock.into()),
            },
            |socket, bell, wait| match bell {
                None => Ok(true),
                Some(_) => Ok(!poll(socket.stream, PollFlags::IN, bell, wait)?.is_empty()),
            },
        );
        match outcome {
            Err(ended) if self.is_late(&ended) => {
                let taken = take_in(self.stream, buffer)?.ok_or(ended)?;
                self.note_life();
                Ok(taken)
            }
            outcome => outcome,
        }
    }
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = self.patiently(
            |socket, _| send_now(socket.stream, bytes),
            Watched::wait_to_send,
        );
        match outcome {
            // After the total timeout nothing more is sent.
            Err(ended) if stop_of(&ended) == Some(Stop::Phase) && self.is_late(&ended) => {
                let sent = send_now(self.stream, bytes).map_err(|_| ended)?;
                self.note_life();
                Ok(sent)
            }
            outcome => outcome,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "watched_tests.rs"]
mod tests;
