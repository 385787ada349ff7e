//! Connections whose network path is dead.
//!
//! A NAT, firewall or load balancer that has dropped its entry of an idle connection discards
//! what is sent on it, often without a reset. The server's own system acknowledges a request
//! within a round trip, however long the server takes to respond: a request that was
//! retransmitted several times without an acknowledgement shows that the path is dead long
//! before a timeout does.

use std::net::TcpStream;
use std::os::fd::AsRawFd;
use std::time::Duration;

/// A request does not count as lost before it was in progress for so long.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// Each retransmission waits twice as long as the one before, from 200 ms on.
const RETRANSMISSIONS: u8 = 3;

/// Whether the other side has acknowledged nothing for a while of what is sent to it.
pub fn is_dead(stream: &TcpStream) -> bool {
    info(stream).is_some_and(|info| {
        info.tcpi_unacked > 0
            && info.tcpi_retransmits >= RETRANSMISSIONS
            && u128::from(info.tcpi_last_ack_recv) >= PATIENCE.as_millis()
    })
}

/// The system's state of a connection; `None` if it reports none.
fn info(stream: &TcpStream) -> Option<libc::tcp_info> {
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
    (outcome == 0).then_some(info)
}
