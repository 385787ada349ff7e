//! A socket that does not touch its descriptor once that belongs to another owner.
//!
//! Hosts that become daemons close all descriptors, and open files and sockets of their own
//! under the same numbers. A socket of the library is never one of those.

use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::os::fd::AsRawFd;

use super::descriptor::inode;

pub struct Guarded<S: AsRawFd> {
    socket: ManuallyDrop<S>,
    /// `None`: the system does not report it.
    inode: Option<u64>,
}

impl<S: AsRawFd> Guarded<S> {
    pub fn new(socket: S) -> Guarded<S> {
        Guarded {
            inode: inode(socket.as_raw_fd()),
            socket: ManuallyDrop::new(socket),
        }
    }

    pub fn inode(&self) -> Option<u64> {
        self.inode
    }

    /// Whether the descriptor is still that of this socket.
    pub fn is_own(&self) -> bool {
        self.inode.is_none() || inode(self.as_raw_fd()) == self.inode
    }
}

impl<S: AsRawFd> Deref for Guarded<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.socket
    }
}

/// Closes the descriptor, unless it belongs to another owner by now.
impl<S: AsRawFd> Drop for Guarded<S> {
    fn drop(&mut self) {
        if self.is_own() {
            // SAFETY: dropped here only, and never used again.
            unsafe { ManuallyDrop::drop(&mut self.socket) };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::net::{TcpListener, TcpStream};
    use std::os::unix::net::UnixStream;

    use super::*;
    use crate::client::transport::socket;

    #[test]
    fn a_descriptor_of_somebody_else_is_not_closed() {
        let server = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = server.local_addr().expect("its address");
        let stream = Guarded::new(TcpStream::connect(address).expect("a connection"));
        let (peer, _) = server.accept().expect("its other end");
        assert!(stream.is_own());
        let (foreign, other) = UnixStream::pair().expect("a pair");
        // SAFETY: both numbers are open; the first one is `stream`'s, which is closed by it.
        let number = unsafe { libc::dup2(foreign.as_raw_fd(), stream.as_raw_fd()) };
        assert_eq!(number, stream.as_raw_fd());
        assert!(!stream.is_own());
        drop(stream);
        drop(foreign);
        // The pair is open as long as the copy of its end is.
        other.set_nonblocking(true).expect("a mode");
        let nothing = std::io::Read::read(&mut &other, &mut [0]);
        assert_eq!(
            nothing.map_err(|e| e.kind()),
            Err(ErrorKind::WouldBlock),
            "closed"
        );
        assert_eq!(socket::peek(&peer), socket::Ready::End);
        // SAFETY: the copy, which nobody else closes.
        unsafe { libc::close(number) };
    }
}
