//! Linux.

use std::net::TcpStream;
use std::os::fd::AsRawFd;

use super::Acknowledgements;

/// Opens a directory that is never read: permission to enter it is enough.
pub const DIRECTORY: i32 = libc::O_PATH | libc::O_DIRECTORY;

/// Errors that other systems do not have, with their texts.
pub const OWN_ERRORS: &[(i32, &str)] = &[(libc::EREMOTEIO, "Remote I/O error")];

/// `None` if the system reports nothing.
pub fn acknowledgements(stream: &TcpStream) -> Option<Acknowledgements> {
    // SAFETY: a tcp_info of zeros is valid; getsockopt fills it.
    let mut info: libc::tcp_info = unsafe { std::mem::zeroed() };
    let mut length = size_of::<libc::tcp_info>() as libc::socklen_t;
    // SAFETY: `info` is writable for `length` bytes, and both outlive the call.
    let outcome = unsafe {
        libc::getsockopt(
            stream.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            (&raw mut info).cast(),
            &raw mut length,
        )
    };
    (outcome == 0).then_some(Acknowledgements {
        missing: info.tcpi_unacked,
        retransmissions: info.tcpi_retransmits,
        latest_ms: info.tcpi_last_ack_recv,
    })
}
