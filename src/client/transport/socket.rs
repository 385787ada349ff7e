//! Reads and writes of a TCP connection, which wait in slices.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use super::fault::{Early, Phase};
use super::watch::Watch;

/// Waits for an event, or the end of the wait, and tells what there is; an
/// interrupted wait is no error.
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

/// Tells, by making a socket of no use, whether the system has descriptors left. For
/// functions that hide why they could not open a file or a socket.
pub fn shortage() -> Option<io::Error> {
    UnixDatagram::unbound().err().filter(is_shortage)
}

/// What lies ready on a connection.
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
pub enum Clock {
    /// A limit of its own, counted from then.
    Within(Instant, Duration),
    /// The I/O timeout, counted from the latest byte, or from then.
    Silence(Option<Instant>),
}

/// Reads and writes of a connection under a watch.
pub struct Watched<'a> {
    pub stream: &'a TcpStream,
    pub watch: &'a Watch,
    pub phase: Phase,
    pub clock: Clock,
    /// Stop waiting to write when the other side has something to say: `Early`.
    pub listen: bool,
}

impl<'a> Watched<'a> {
    /// In a phase that began then, and has the connect timeout for all of it.
    pub fn connecting(
        stream: &'a TcpStream,
        watch: &'a Watch,
        phase: Phase,
        since: Instant,
    ) -> Watched<'a> {
        Watched {
            stream,
            watch,
            phase,
            clock: Clock::Within(since, watch.connect),
            listen: false,
        }
    }

    /// Looks at the watch before and while it waits: bytes may flow without a pause.
    fn patiently<T>(
        &mut self,
        mut attempt: impl FnMut(&Self) -> io::Result<T>,
        mut wait: impl FnMut(&Self, Duration) -> io::Result<()>,
    ) -> io::Result<T> {
        let (begun, limit) = match self.clock {
            Clock::Within(since, limit) => (since, limit),
            Clock::Silence(since) => (since.unwrap_or_else(Instant::now), self.watch.io),
        };
        loop {
            self.watch.check(self.phase, begun, limit)?;
            match attempt(self) {
                Err(e) if is_pause(&e) => wait(self, self.watch.slice(begun, limit))?,
                outcome => {
                    if let Clock::Silence(since) = &mut self.clock {
                        *since = None;
                    }
                    return outcome;
                }
            }
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
        self.patiently(|_| stream.read(buffer), |_, _| Ok(()))
    }
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.patiently(|socket| socket.send_now(bytes), Watched::wait_to_send)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
