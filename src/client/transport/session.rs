//! Reads and writes of a TLS session under a watch.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;

use super::fault::WireFault;
use super::socket::Watched;

/// Sends what is left of `rest`, as `Watched::send_rest` does.
pub fn write_tls(
    session: &mut rustls::ClientConnection,
    socket: &mut Watched<'_>,
    rest: &mut &[u8],
) -> io::Result<()> {
    loop {
        while session.wants_write() {
            session.write_tls(socket)?;
        }
        if rest.is_empty() {
            return Ok(());
        }
        // As much as the session buffers at once.
        let taken = session.writer().write(rest)?;
        *rest = &rest[taken..];
    }
}

/// Reads what lies ready: 0 bytes at the end; `None`: there is nothing but TLS's
/// own, such as session tickets, which come at any time.
pub fn take_in(
    session: &mut rustls::ClientConnection,
    stream: &TcpStream,
    into: &mut [u8],
) -> io::Result<Option<usize>> {
    if !spoke(session, stream)? {
        return Ok(None);
    }
    // An end without a farewell is one, too.
    Ok(Some(session.reader().read(into).unwrap_or(0)))
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
