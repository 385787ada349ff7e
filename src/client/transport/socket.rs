//! Calls of the system for a socket. None but `poll` waits.

use std::io::{self, ErrorKind};
use std::net::TcpStream;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use rustix::event::{self, PollFd, PollFlags, Timespec};
use rustix::io::Errno;

use super::bell::Bell;

/// Waits for an event, the bell, or the end of the wait, and returns what there is of the event;
/// an interrupted wait is not an error.
pub fn poll(
    stream: &TcpStream,
    events: PollFlags,
    bell: Option<&Bell>,
    wait: Duration,
) -> io::Result<PollFlags> {
    let limit = Timespec {
        tv_sec: wait.as_secs() as i64,
        tv_nsec: i64::from(wait.subsec_nanos()),
    };
    let stream = PollFd::new(stream, events);
    let (ready, revents) = if let Some(bell) = bell {
        let mut entries = [stream, PollFd::new(bell, PollFlags::IN)];
        let ready = event::poll(&mut entries, Some(&limit));
        if !entries[1].revents().is_empty() {
            bell.note_heard();
        }
        (ready, entries[0].revents())
    } else {
        let mut entries = [stream];
        let ready = event::poll(&mut entries, Some(&limit));
        (ready, entries[0].revents())
    };
    match ready {
        Ok(_) => Ok(revents),
        Err(Errno::INTR) => Ok(PollFlags::empty()),
        Err(error) => Err(error.into()),
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

/// Sends what the system takes at once. A send that waits returns late, and short.
pub fn send_now(stream: &TcpStream, bytes: &[u8]) -> io::Result<usize> {
    let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
    // SAFETY: `bytes` are readable for their length and outlive the call.
    let sent = unsafe {
        libc::send(
            stream.as_raw_fd(),
            bytes.as_ptr().cast(),
            bytes.len(),
            flags,
        )
    };
    usize::try_from(sent).map_err(|_| io::Error::last_os_error())
}
