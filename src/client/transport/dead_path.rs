//! Connections whose network path is dead.
//!
//! A NAT, firewall or load balancer that has dropped its entry of an idle connection discards
//! what is sent on it, often without a reset. The server's own system acknowledges a request
//! within a round trip, however long the server takes to respond: a request that was
//! retransmitted several times without an acknowledgement shows that the path is dead long
//! before a timeout does.

use std::net::TcpStream;
use std::time::Duration;

use crate::client::platform;

/// A request does not count as lost before it was in progress for so long.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// Each retransmission waits twice as long as the one before, from 200 ms on.
const RETRANSMISSIONS: u8 = 3;

/// Whether the other side has acknowledged nothing for a while of what is sent to it.
pub fn is_dead(stream: &TcpStream) -> bool {
    platform::acknowledgements(stream).is_some_and(|told| {
        told.missing > 0
            && told.retransmissions >= RETRANSMISSIONS
            && u128::from(told.latest_ms) >= PATIENCE.as_millis()
    })
}
