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
    row.map_or(0, |row| row.sending)
}

/// Bytes that lie in the socket of the peer, on this machine, unread; None: it is not there.
pub fn unread(stream: &TcpStream) -> Option<u64> {
    let (local, peer) = ends(stream)?;
    row(&table(), &peer, &local).map(|row| row.receiving)
}

/// The peer, on this machine, has closed; its FIN may wait behind bytes that
/// nobody reads.
pub fn is_left(stream: &TcpStream) -> bool {
    const ESTABLISHED: u8 = 1;
    let Some((local, peer)) = ends(stream) else {
        return false;
    };
    let row = row(&table(), &peer, &local);
    row.is_some_and(|row| row.state != ESTABLISHED)
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

/// A socket's state, and the bytes in its queues.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    state: u8,
    sending: u64,
    receiving: u64,
}

/// The row of a socket: `N: LOCAL PEER STATE TX:RX ...`.
fn row(table: &str, local: &str, peer: &str) -> Option<Row> {
    table.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().take(5).collect();
        let [_, here, there, state, queues] = words[..] else {
            return None;
        };
        if here != local || there != peer {
            return None;
        }
        let (sending, receiving) = queues.split_once(':')?;
        Some(Row {
            state: u8::from_str_radix(state, 16).ok()?,
            sending: u64::from_str_radix(sending, 16).ok()?,
            receiving: u64::from_str_radix(receiving, 16).ok()?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_table() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue\n   \
            7: 0100007F:1F90 0100007F:C350 04 000001A0:0000000F 01:00000014 00000000\n";
        let address = |text: &str| written(&text.parse().expect("an address"));
        let (local, peer) = (address("127.0.0.1:8080"), address("127.0.0.1:50000"));
        let expected = Row {
            state: 4,
            sending: 0x1a0,
            receiving: 15,
        };
        assert_eq!(row(table, &local, &peer), Some(expected));
        assert_eq!(row(table, &peer, &local), None);
    }
}
