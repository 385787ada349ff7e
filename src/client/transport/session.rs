//! A TLS session: its reads and writes under a control, and what of it is still unread.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;

use rustls::ClientConnection;

use super::fault::WireFault;
use super::records::Records;
use super::socket;
use super::watched::Watched;

/// Reads of what came while a connection was idle. Session tickets take one or two.
const MOST_READS: usize = 16;
/// Bytes without one of the server's among them: several records of the greatest length.
const MOST_OWN: usize = 128 * 1024;

const NOTHING_ELSE: &str = "it sends messages of TLS, and nothing else";

/// Bytes of memory of a session that is idle, by measurement.
pub const MEMORY: usize = 16 * 1024;

pub struct Session {
    tls: ClientConnection,
    records: Records,
}

/// A stream whose records are followed as rustls reads them.
struct Followed<'a, S>(&'a mut S, &'a mut Records);

/// Reads of what lies ready.
struct Now<'a>(&'a TcpStream);

impl Session {
    pub fn new(tls: ClientConnection) -> Session {
        Session {
            tls,
            records: Records::default(),
        }
    }

    pub fn handshake(&mut self, socket: &mut Watched<'_>) -> io::Result<()> {
        while self.tls.is_handshaking() {
            self.tls
                .complete_io(&mut Followed(socket, &mut self.records))?;
        }
        Ok(())
    }

    /// Sends what is left of `rest`, as `Watched::send_rest` does.
    pub fn write(&mut self, socket: &mut Watched<'_>, rest: &mut &[u8]) -> io::Result<()> {
        loop {
            while self.tls.wants_write() {
                self.tls.write_tls(socket)?;
            }
            if rest.is_empty() {
                return Ok(());
            }
            // As much as the session buffers at once.
            let taken = self.tls.writer().write(rest)?;
            *rest = &rest[taken..];
        }
    }

    /// `answers`: key updates and alerts may be replied to at once. What cannot be
    /// written does not matter here: the server's bytes are read all the same.
    pub fn read(
        &mut self,
        socket: &mut Watched<'_>,
        into: &mut [u8],
        answers: bool,
    ) -> io::Result<usize> {
        let mut own = 0;
        loop {
            match self.tls.reader().read(into) {
                Err(e) if e.kind() == ErrorKind::WouldBlock && own <= MOST_OWN => {}
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    return Err(WireFault::Protocol(NOTHING_ELSE).into());
                }
                outcome => return outcome,
            }
            own += self.receive(socket)?;
            while answers && self.tls.wants_write() && self.tls.write_tls(socket).is_ok() {}
        }
    }

    /// Reads what lies ready: 0 bytes at the end; `None`: there is nothing but TLS's
    /// own, such as session tickets, which come at any time.
    pub fn take_in(&mut self, stream: &TcpStream, into: &mut [u8]) -> io::Result<Option<usize>> {
        match self.receive(&mut Now(stream)) {
            Ok(1..) if !self.has_more() => return Ok(None),
            Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(None),
            outcome => outcome?,
        };
        // An end without a farewell is one, too.
        Ok(Some(self.tls.reader().read(into).unwrap_or(0)))
    }

    /// Whether there is decrypted data that was not read: a byte of the server's, or
    /// its farewell.
    pub fn has_more(&mut self) -> bool {
        let state = self.tls.process_new_packets();
        !state.is_ok_and(|state| state.plaintext_bytes_to_read() == 0 && !state.peer_has_closed())
    }

    /// Whether the server of a new session sent bytes before the request. An alert may lie
    /// ready as well: in TLS 1.3 a server refuses the client's certificate only after the
    /// handshake. Read here it is an error before anything was sent; an alert that comes
    /// later is reported by the request, which was sent then.
    pub fn spoke_first(&mut self, stream: &TcpStream) -> io::Result<bool> {
        for _ in 0..MOST_READS {
            match self.receive(&mut Now(stream)) {
                Ok(1..) => {}
                Err(e) if e.kind() != ErrorKind::WouldBlock => return Err(e),
                Ok(0) | Err(_) => break,
            }
        }
        Ok(self.has_plaintext())
    }

    /// Whether there are decrypted bytes of the server that were not read.
    pub fn has_plaintext(&mut self) -> bool {
        let state = self.tls.process_new_packets();
        state.is_ok_and(|state| state.plaintext_bytes_to_read() > 0)
    }

    /// Whether nothing of the server's came but what TLS has for itself: what lies
    /// ready on the stream is read, to its end. A record that is not whole may be anything.
    pub fn is_quiet(&mut self, stream: &TcpStream, mut lies_ready: bool) -> bool {
        for _ in 0..MOST_READS {
            if !lies_ready || self.has_more() {
                break;
            }
            match self.receive(&mut Now(stream)) {
                Ok(1..) => {}
                Err(e) if e.kind() == ErrorKind::WouldBlock => lies_ready = false,
                Ok(0) | Err(_) => return false,
            }
        }
        !lies_ready && !self.has_more() && self.records.is_between()
    }

    /// Reads once. The number of bytes, still encrypted; they are decrypted now.
    fn receive(&mut self, from: &mut impl Read) -> io::Result<usize> {
        let got = self.tls.read_tls(&mut Followed(from, &mut self.records))?;
        self.tls.process_new_packets().map_err(WireFault::Tls)?;
        Ok(got)
    }
}

impl<S: Read> Read for Followed<'_, S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.0.read(into)?;
        self.1.pass(&into[..got]);
        Ok(got)
    }
}

impl<S: Write> Write for Followed<'_, S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Read for Now<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        socket::take_in(self.0, into)?.ok_or_else(|| ErrorKind::WouldBlock.into())
    }
}
