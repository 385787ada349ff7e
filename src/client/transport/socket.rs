//! A TCP connection that waits in slices.
//!
//! Its timeouts are set once and never changed: one system call a request less.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::time::{Duration, Instant};

use super::fault::{Early, Phase, WireFault};
use super::watch::{SLICE, Watch};

/// Dials the addresses in turn until one answers.
pub fn dial(
    addresses: &[SocketAddr],
    watch: &Watch,
    since: Instant,
) -> Result<TcpStream, WireFault> {
    let mut last = io::Error::from(ErrorKind::NotFound);
    let mut tried = String::new();
    for (i, address) in addresses.iter().enumerate() {
        tried = address.to_string();
        // An address that does not answer must leave time for those behind it.
        let left = watch.connect.saturating_sub(since.elapsed());
        let share = left / (addresses.len() - i) as u32;
        match connect(address, watch, since, share) {
            Ok(stream) => return Ok(stream),
            Err(error) => match error.downcast::<WireFault>() {
                Ok(stopped) => return Err(stopped),
                Err(error) => last = error,
            },
        }
    }
    Err(WireFault::Connect {
        address: tried,
        source: last,
    })
}

/// Connects within `share` of the time; a watch that says stop ends everything.
fn connect(
    address: &SocketAddr,
    watch: &Watch,
    since: Instant,
    share: Duration,
) -> io::Result<TcpStream> {
    let begun = Instant::now();
    let socket = begin_connect(address)?;
    loop {
        if is_writable(&socket, watch.slice(begun, share))? {
            break;
        }
        watch.check(Phase::Connect, since, watch.connect)?;
        if begun.elapsed() >= share {
            return Err(ErrorKind::TimedOut.into());
        }
    }
    let stream = TcpStream::from(socket);
    if let Some(error) = stream.take_error()? {
        return Err(error);
    }
    stream.set_nonblocking(false)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(SLICE))?;
    Ok(stream)
}

/// A socket whose connect is under way, closed on exec.
fn begin_connect(address: &SocketAddr) -> io::Result<OwnedFd> {
    let (raw, length) = raw_address(address);
    let family = if address.is_ipv4() {
        libc::AF_INET
    } else {
        libc::AF_INET6
    };
    let kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
    // SAFETY: no pointers; the result is checked before it is owned.
    let fd = unsafe { libc::socket(family, kind, 0) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: a descriptor just made, owned by nobody else.
    let socket = unsafe { OwnedFd::from_raw_fd(fd) };
    // SAFETY: `raw` holds a socket address of `length` bytes and outlives the call.
    let outcome = unsafe { libc::connect(fd, (&raw const raw).cast(), length) };
    let error = io::Error::last_os_error();
    match outcome == 0 || matches!(error.raw_os_error(), Some(libc::EINPROGRESS | libc::EINTR)) {
        true => Ok(socket),
        false => Err(error),
    }
}

/// The address as the system wants it.
fn raw_address(address: &SocketAddr) -> (libc::sockaddr_storage, libc::socklen_t) {
    // SAFETY: a sockaddr_storage of zeros is a valid one of no family.
    let mut raw: libc::sockaddr_storage = unsafe { std::mem::zeroed() };
    let at = &raw mut raw;
    let length = match address {
        SocketAddr::V4(v4) => {
            let value = libc::sockaddr_in {
                sin_family: libc::AF_INET as libc::sa_family_t,
                sin_port: v4.port().to_be(),
                sin_addr: libc::in_addr {
                    s_addr: u32::from_ne_bytes(v4.ip().octets()),
                },
                sin_zero: [0; 8],
            };
            // SAFETY: a sockaddr_storage has room and alignment for every kind of address.
            unsafe { at.cast::<libc::sockaddr_in>().write(value) };
            size_of::<libc::sockaddr_in>()
        }
        SocketAddr::V6(v6) => {
            let value = libc::sockaddr_in6 {
                sin6_family: libc::AF_INET6 as libc::sa_family_t,
                sin6_port: v6.port().to_be(),
                sin6_flowinfo: v6.flowinfo(),
                sin6_addr: libc::in6_addr {
                    s6_addr: v6.ip().octets(),
                },
                sin6_scope_id: v6.scope_id(),
            };
            // SAFETY: as above.
            unsafe { at.cast::<libc::sockaddr_in6>().write(value) };
            size_of::<libc::sockaddr_in6>()
        }
    };
    (raw, length as libc::socklen_t)
}

fn is_writable(socket: &OwnedFd, wait: Duration) -> io::Result<bool> {
    Ok(poll(socket.as_raw_fd(), libc::POLLOUT, wait)? != 0)
}

/// Waits for an event, or the end of the wait, and tells what there is; an
/// interrupted wait is no error.
fn poll(fd: i32, events: i16, wait: Duration) -> io::Result<i16> {
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

/// What a kept connection looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    Quiet,
    /// Bytes nobody asked for.
    Talking,
    Closed,
}

/// One look at a connection, without waiting.
pub fn peek(stream: &TcpStream) -> Idle {
    let mut byte = 0u8;
    let flags = libc::MSG_PEEK | libc::MSG_DONTWAIT;
    // SAFETY: one writable byte, which outlives the call.
    let got = unsafe { libc::recv(stream.as_raw_fd(), (&raw mut byte).cast(), 1, flags) };
    match got {
        0 => Idle::Closed,
        1.. => Idle::Talking,
        _ => match io::Error::last_os_error().kind() {
            ErrorKind::WouldBlock | ErrorKind::Interrupted => Idle::Quiet,
            _ => Idle::Closed,
        },
    }
}

/// Reads and writes of a connection under a watch.
pub struct Watched<'a> {
    pub stream: &'a TcpStream,
    pub watch: &'a Watch,
    pub phase: Phase,
    /// When the phase began, if its time is one; `None`: time counts from the last byte.
    pub since: Option<Instant>,
    /// Stop writing when the other side has something to say: `Early`.
    pub listen: bool,
}

impl Watched<'_> {
    /// Looks at the watch before and while it waits: bytes may flow without a pause.
    fn patiently<T>(
        &self,
        mut attempt: impl FnMut() -> io::Result<T>,
        mut wait: impl FnMut(Duration) -> io::Result<()>,
    ) -> io::Result<T> {
        let begun = self.since.unwrap_or_else(Instant::now);
        let limit = if self.since.is_some() {
            self.watch.connect
        } else {
            self.watch.io
        };
        loop {
            self.watch.check(self.phase, begun, limit)?;
            match attempt() {
                Err(e) if is_pause(&e) => wait(self.watch.slice(begun, limit))?,
                outcome => return outcome,
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
        self.patiently(|| stream.read(buffer), |_| Ok(()))
    }
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.patiently(|| self.send_now(bytes), |slice| self.wait_to_send(slice))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
