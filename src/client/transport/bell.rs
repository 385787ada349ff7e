//! Wakes threads that wait for their connections.

use std::io;
use std::net::Shutdown;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};

use super::descriptor::Descriptor;
use super::guarded::Guarded;

/// A pair of sockets through which nothing is sent. From the time on that it is rung it is
/// readable for all who wait for it, and stays so: a thread that comes too late is woken as well.
///
/// Sockets, because the system numbers each one: a descriptor that the host has closed and uses
/// for something else is recognised. Nothing is ever written or read.
pub struct Bell {
    watched: Guarded<UnixStream>,
    other: Guarded<UnixStream>,
    is_rung: AtomicBool,
    is_foreign: AtomicBool,
}

/// Where a child of fork finds the descriptors of a bell.
pub type BellDescriptors = [Descriptor; 2];

impl Bell {
    pub fn new() -> io::Result<Bell> {
        let (watched, other) = UnixStream::pair()?;
        Ok(Bell {
            watched: Guarded::new(watched),
            other: Guarded::new(other),
            is_rung: AtomicBool::new(false),
            is_foreign: AtomicBool::new(false),
        })
    }

    pub fn ring(&self) {
        self.is_rung.store(true, Ordering::Release);
        if self.other.is_own() {
            // Fails only if the pair is not there any more.
            let _ = self.other.shutdown(Shutdown::Write);
        }
    }

    pub fn is_rung(&self) -> bool {
        self.is_rung.load(Ordering::Acquire)
    }

    /// An event came from its descriptor.
    pub fn note_heard(&self) {
        if !self.is_rung() {
            self.is_foreign.store(true, Ordering::Relaxed);
        }
    }

    /// Whether an event came that was none of its own: the descriptor is that of something else.
    pub fn is_foreign(&self) -> bool {
        self.is_foreign.load(Ordering::Relaxed)
    }

    pub fn note_in(&self, descriptors: &BellDescriptors) {
        for (end, descriptor) in [&self.watched, &self.other].into_iter().zip(descriptors) {
            descriptor.set(end.as_raw_fd(), end.inode().unwrap_or(0));
        }
    }
}

impl AsFd for Bell {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.watched.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::time::Duration;

    use rustix::event::PollFlags;

    use super::*;
    use crate::client::transport::socket::poll;

    const NOW: Duration = Duration::ZERO;
    const SOON: Duration = Duration::from_secs(60);

    fn stream() -> (TcpStream, TcpStream) {
        let server = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = server.local_addr().expect("its address");
        let stream = TcpStream::connect(address).expect("a connection");
        (stream, server.accept().expect("its other end").0)
    }

    #[test]
    fn a_bell_wakes_all_from_then_on() {
        let (stream, _peer) = stream();
        let bell = Bell::new().expect("descriptors");
        let wait = |time| poll(&stream, PollFlags::IN, Some(&bell), time);
        assert_eq!(wait(NOW).ok(), Some(PollFlags::empty()));
        std::thread::scope(|scope| {
            let waiting: Vec<_> = (0..3).map(|_| scope.spawn(|| wait(SOON))).collect();
            bell.ring();
            for one in waiting {
                let events = one.join().expect("no panic");
                assert_eq!(events.ok(), Some(PollFlags::empty()));
            }
        });
        assert!(bell.is_rung() && wait(SOON).is_ok() && !bell.is_foreign());
    }

    /// The host has closed the bell's descriptor, and has a file of its own under its number.
    #[test]
    fn a_descriptor_of_somebody_else_is_recognised_and_left_alone() {
        let (stream, mut peer) = stream();
        let bell = Bell::new().expect("descriptors");
        let (foreign, other) = UnixStream::pair().expect("a pair");
        for end in [&bell.watched, &bell.other] {
            // SAFETY: both numbers are open; the second one is the bell's, which is closed by it.
            let number = unsafe { libc::dup2(foreign.as_raw_fd(), end.as_raw_fd()) };
            assert_eq!(number, end.as_raw_fd());
        }
        io::Write::write_all(&mut &other, b"for the host").expect("room");
        let events = poll(&stream, PollFlags::IN, Some(&bell), SOON);
        assert_eq!(events.ok(), Some(PollFlags::empty()));
        assert!(bell.is_foreign());
        bell.ring();
        io::Write::write_all(&mut &other, b" alone").expect("an end that is open");
        let numbers = [bell.watched.as_raw_fd(), bell.other.as_raw_fd()];
        drop(bell);
        let mut text = [0; 18];
        io::Read::read_exact(&mut &foreign, &mut text).expect("what was written");
        assert_eq!(&text, b"for the host alone");
        io::Write::write_all(&mut &foreign, b"!").expect("an end that is open");
        io::Write::write_all(&mut peer, b"x").expect("room");
        let events = poll(&stream, PollFlags::IN, None, SOON);
        assert_eq!(events.ok(), Some(PollFlags::IN));
        for number in numbers {
            // SAFETY: the copies, which nobody else closes.
            unsafe { libc::close(number) };
        }
    }
}
