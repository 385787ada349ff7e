//! What the kernel still has to deliver.

use std::fs;
use std::net::{SocketAddr, SocketAddrV4};

use tokio::net::TcpStream;

/// Bytes sent that the peer's side has not taken over yet; 0 where the system
/// does not tell.
pub fn undelivered(stream: &TcpStream) -> u64 {
    let Some((local, peer)) = ends(stream) else {
        return 0;
    };
    let row = row(&table(), &local, &peer);
    row.map_or(0, |(_, queued)| queued)
}

/// The peer, on this machine, has closed; its FIN may wait behind bytes that
/// nobody reads.
pub fn is_left(stream: &TcpStream) -> bool {
    const ESTABLISHED: u8 = 1;
    let Some((local, peer)) = ends(stream) else {
        return false;
    };
    let row = row(&table(), &peer, &local);
    row.is_some_and(|(state, _)| state != ESTABLISHED)
}

fn table() -> String {
    fs::read_to_string("/proc/net/tcp").unwrap_or_default()
}

fn ends(stream: &TcpStream) -> Option<(String, String)> {
    match (stream.local_addr(), stream.peer_addr()) {
        (Ok(SocketAddr::V4(local)), Ok(SocketAddr::V4(peer))) => {
            Some((written(&local), written(&peer)))
        }
        _ => None,
    }
}

/// An address as the kernel's table has it: `0100007F:1F90`.
fn written(address: &SocketAddrV4) -> String {
    let number = u32::from_le_bytes(address.ip().octets());
    format!("{number:08X}:{:04X}", address.port())
}

/// State and send queue of a socket: `N: LOCAL PEER STATE TX:RX ...`.
fn row(table: &str, local: &str, peer: &str) -> Option<(u8, u64)> {
    table.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().take(5).collect();
        let [_, here, there, state, queues] = words[..] else {
            return None;
        };
        if here != local || there != peer {
            return None;
        }
        let (sending, _) = queues.split_once(':')?;
        let state = u8::from_str_radix(state, 16).ok()?;
        Some((state, u64::from_str_radix(sending, 16).ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_table() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue\n   \
            7: 0100007F:1F90 0100007F:C350 04 000001A0:00000000 01:00000014 00000000\n";
        let address = |text: &str| written(&text.parse().expect("an address"));
        let (local, peer) = (address("127.0.0.1:8080"), address("127.0.0.1:50000"));
        assert_eq!(row(table, &local, &peer), Some((4, 0x1a0)));
        assert_eq!(row(table, &peer, &local), None);
    }
}
