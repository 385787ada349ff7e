//! The descriptor of a queue, which an event loop watches.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

/// Readable or not, as it was set last.
pub struct ReadyFd {
    is_set: bool,
    read: OwnedFd,
    /// The end that is written to, where that is another.
    write: Option<OwnedFd>,
}

impl ReadyFd {
    #[cfg(target_os = "linux")]
    pub fn new() -> io::Result<ReadyFd> {
        use rustix::event::{EventfdFlags, eventfd};
        let read = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        Ok(ReadyFd {
            is_set: false,
            read,
            write: None,
        })
    }

    #[cfg(not(target_os = "linux"))]
    pub fn new() -> io::Result<ReadyFd> {
        let (read, write) = std::os::unix::net::UnixStream::pair()?;
        read.set_nonblocking(true)?;
        write.set_nonblocking(true)?;
        Ok(ReadyFd {
            is_set: false,
            read: read.into(),
            write: Some(write.into()),
        })
    }

    pub fn number(&self) -> RawFd {
        self.read.as_raw_fd()
    }

    #[cfg(test)]
    pub fn borrow(&self) -> std::os::fd::BorrowedFd<'_> {
        std::os::fd::AsFd::as_fd(&self.read)
    }

    pub fn set(&mut self, is_ready: bool) {
        if is_ready == self.is_set {
            return;
        }
        // An eventfd takes 8 bytes; the other kind whatever is written. Neither can be full.
        let done = if is_ready {
            let end = self.write.as_ref().unwrap_or(&self.read);
            rustix::io::write(end, &1u64.to_ne_bytes())
        } else {
            rustix::io::read(&self.read, &mut [0; 8])
        };
        if done.is_ok() {
            self.is_set = is_ready;
        }
    }
}
