//! Reads and writes of a TLS session under a watch.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;

use super::fault::{WireFault, is_early};
use super::socket::Watched;

/// Sends all bytes.
pub fn write_tls(
    session: &mut rustls::ClientConnection,
    socket: &mut Watched<'_>,
    output: &[u8],
) -> io::Result<()> {
    let mut rest = output;
    while !rest.is_empty() {
        // As much as the session buffers at once.
        let taken = session.writer().write(rest)?;
        rest = &rest[taken..];
        while session.wants_write() {
            match session.write_tls(socket) {
                // Session tickets come at any time, and are no answer.
                Err(e) if is_early(&e) => {
                    if spoke(session, socket.stream)? {
                        return Err(e);
                    }
                }
                outcome => {
                    outcome?;
                }
            }
        }
    }
    Ok(())
}

/// Takes in what lies ready, and tells whether it is more than TLS's own.
pub fn spoke(session: &mut rustls::ClientConnection, mut stream: &TcpStream) -> io::Result<bool> {
    let got = session.read_tls(&mut stream)?;
    let state = session.process_new_packets().map_err(WireFault::Tls)?;
    Ok(got == 0 || state.plaintext_bytes_to_read() > 0 || state.peer_has_closed())
}

/// `answers`: key updates and alerts may be answered at once. What cannot be
/// written does not matter here: the server's words are read all the same.
pub fn read_tls(
    session: &mut rustls::ClientConnection,
    socket: &mut Watched<'_>,
    into: &mut [u8],
    answers: bool,
) -> io::Result<usize> {
    loop {
        match session.reader().read(into) {
            Err(e) if e.kind() == ErrorKind::WouldBlock => {}
            outcome => return outcome,
        }
        session.read_tls(socket)?;
        session.process_new_packets().map_err(WireFault::Tls)?;
        while answers && session.wants_write() && session.write_tls(socket).is_ok() {}
    }
}
