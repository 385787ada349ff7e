//! Reads and writes of a TCP connection, which wait in slices.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use super::dead_path::{self, is_dead};
use super::fault::{Early, Phase, Stop, WireFault};
use crate::client::call_control::CallControl;

/// Waits for an event, or the end of the wait, and returns what there is; an interrupted wait
/// is not an error.
pub fn poll(fd: i32, events: i16, wait: Duration) -> io::Result<i16> {
    let mut entry = libc::pollfd {
        fd,
        events,
        revents: 0,
    };
    // SAFETY: one entry, which outlives the call.
    let ready = unsafe { libc::poll(&raw mut entry, 1, wait.as_millis() as i32) };
    match ready {
        0.. => Ok(entry.revents),
        _ => match io::Error::last_os_error() {
            error if error.kind() == ErrorKind::Interrupted => Ok(0),
            error => Err(error),
        },
    }
}

/// Whether the system lacks what a connection is made of: descriptors, memory, local ports.
pub fn is_shortage(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(libc::EMFILE | libc::ENFILE | libc::ENOMEM | libc::ENOBUFS | libc::EAGAIN)
    )
}

/// Checks, by creating an unused socket, whether the system has descriptors left. For
/// functions that hide why they could not open a file or a socket.
pub fn shortage() -> Option<io::Error> {
    UnixDatagram::unbound().err().filter(is_shortage)
}

/// Descriptors that this process may have.
pub fn descriptors_allowed() -> usize {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    limit.map_or(usize::MAX, |limit| {
        usize::try_from(limit).unwrap_or(usize::MAX)
    })
}

/// The data that is ready on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    Nothing,
    Bytes,
    /// The end, or a fault.
    End,
}

/// One look at a connection, without waiting.
pub fn peek(stream: &TcpStream) -> Ready {
    match receive(stream, &mut [0], libc::MSG_PEEK) {
        Ok(None) => Ready::Nothing,
        Ok(Some(1..)) => Ready::Bytes,
        Ok(Some(0)) | Err(_) => Ready::End,
    }
}

/// Reads what lies ready: 0 bytes at the end; `None`: there is nothing.
pub fn take_in(stream: &TcpStream, into: &mut [u8]) -> io::Result<Option<usize>> {
    receive(stream, into, 0)
}

fn receive(stream: &TcpStream, into: &mut [u8], flags: i32) -> io::Result<Option<usize>> {
    let flags = flags | libc::MSG_DONTWAIT;
    // SAFETY: `into` is writable for its length and outlives the call.
    let got = unsafe {
        libc::recv(
            stream.as_raw_fd(),
            into.as_mut_ptr().cast(),
            into.len(),
            flags,
        )
    };
    match usize::try_from(got) {
        Ok(got) => Ok(Some(got)),
        Err(_) => match io::Error::last_os_error() {
            error if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                Ok(None)
            }
            error => Err(error),
        },
    }
}

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

    /// Looks at the control before and while it waits: bytes may flow without a pause.
    fn patiently<T>(
        &mut self,
        mut attempt: impl FnMut(&Self) -> io::Result<T>,
        mut wait: impl FnMut(&Self, Duration) -> io::Result<()>,
    ) -> io::Result<T> {
        let (begun, limit) = self.begin();
        loop {
            self.control.check(self.phase, begun, limit)?;
            match attempt(self) {
                Err(e) if is_pause(&e) => {
                    self.check_path()?;
                    wait(self, self.control.slice(begun, limit))?;
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

    /// Sends what the system takes at once. A send that waits returns late, and short.
    fn send_now(&self, bytes: &[u8]) -> io::Result<usize> {
        let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
        // SAFETY: `bytes` are readable for their length and outlive the call.
        let sent = unsafe {
            libc::send(
                self.stream.as_raw_fd(),
                bytes.as_ptr().cast(),
                bytes.len(),
                flags,
            )
        };
        usize::try_from(sent).map_err(|_| io::Error::last_os_error())
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

    fn wait_to_send(&self, slice: Duration) -> io::Result<()> {
        let listen = if self.listen { libc::POLLIN } else { 0 };
        let events = poll(self.stream.as_raw_fd(), libc::POLLOUT | listen, slice)?;
        match events & listen != 0 {
            true => Err(io::Error::other(Early)),
            false => Ok(()),
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
        // The socket's own timeout is the wait.
        let outcome = self.patiently(|_| stream.read(buffer), |_, _| Ok(()));
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
        let outcome = self.patiently(|socket| socket.send_now(bytes), Watched::wait_to_send);
        match outcome {
            // After the total timeout nothing more is sent.
            Err(ended) if stop_of(&ended) == Some(Stop::Phase) && self.is_late(&ended) => {
                let sent = self.send_now(bytes).map_err(|_| ended)?;
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
mod tests {
    use std::net::TcpListener;
    use std::sync::Arc;

    use super::*;

    const LENGTH: usize = 8 << 20;

    /// The process was stopped for longer than the timeout, and goes on with more to send than
    /// the system takes at once: the wait for the rest has the whole timeout again.
    #[test]
    fn what_is_sent_late_begins_the_timeout_again() {
        let server = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = server.local_addr().expect("its address");
        let stream = TcpStream::connect(address).expect("a connection");
        let (mut peer, _) = server.accept().expect("its other end");
        let limit = Duration::from_secs(60);
        let Some(begun) = Instant::now().checked_sub(limit) else {
            return;
        };
        let control = CallControl::new(None, limit, limit, Arc::default());
        let mut socket = Watched {
            clock: Patience::Silence(Some(begun)),
            ..Watched::connecting(&stream, &control, Phase::Send, begun)
        };
        let bytes = vec![0; LENGTH];
        let mut rest = &bytes[..];
        // Nobody reads yet: the system takes a part.
        let sent = socket.write(rest).expect("what the system takes");
        assert!(sent < LENGTH, "the system takes all at once");
        rest = &rest[sent..];
        let reader = std::thread::spawn(move || {
            let mut all = vec![0; LENGTH];
            peer.read_exact(&mut all)
        });
        let outcome = socket.send_rest(&mut rest);
        drop(stream);
        assert!(outcome.is_ok(), "{outcome:?}, {} left", rest.len());
        assert!(reader.join().expect("no panic").is_ok());
    }
}
