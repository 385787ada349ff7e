//! Wakes a thread that waits to read from a connection.

use std::net::TcpStream;
use std::os::fd::AsRawFd;

use super::descriptor::inode;

/// A connection that another thread reads from. Its number is that thread's, and used only while
/// it reads.
pub struct Reader {
    number: i32,
    inode: Option<u64>,
}

impl Reader {
    pub fn new(stream: &TcpStream) -> Reader {
        let number = stream.as_raw_fd();
        Reader {
            number,
            inode: inode(number),
        }
    }

    /// Ends the wait, and the connection with it: what has ended the call is found then.
    pub fn wake(&self) {
        if inode(self.number) == self.inode {
            // SAFETY: passes numbers only; the socket is the reader's still.
            unsafe { libc::shutdown(self.number, libc::SHUT_RD) };
        }
    }
}
