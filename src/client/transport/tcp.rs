//! One attempt to connect to one address.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsFd, BorrowedFd};

use socket2::{Domain, Socket, Type};

use super::fault::WireFault;
use super::socket::is_shortage;
use crate::client::local_error::LocalError;
use crate::client::wait::SLICE;

/// A socket whose connect is in progress. Dropping it ends the attempt.
pub struct Connecting {
    pub address: SocketAddr,
    socket: Socket,
}

/// Why an attempt did not begin.
pub enum Refused {
    /// This machine is short of something: no other address could do better now.
    Here(WireFault),
    /// The system does not allow it. Another address, such as one of the other family, it may.
    Forbidden(io::Error),
    /// Another address may be the right one.
    There(io::Error),
}

impl Connecting {
    pub fn begin(address: SocketAddr) -> Result<Connecting, Refused> {
        match start(&address) {
            Ok(socket) => Ok(Connecting { address, socket }),
            Err(error) => Err(judge(error, &address)),
        }
    }

    /// The connection, once the socket is writable. Its read timeout is set once and never
    /// changed: one system call less for each request.
    pub fn finish(self) -> io::Result<TcpStream> {
        if let Some(error) = self.socket.take_error()? {
            return Err(error);
        }
        let stream = TcpStream::from(self.socket);
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(SLICE))?;
        Ok(stream)
    }
}

impl AsFd for Connecting {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

fn start(address: &SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(*address), Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    match socket.connect(&(*address).into()) {
        Err(e) if !is_under_way(&e) => Err(e),
        _ => Ok(socket),
    }
}

fn is_under_way(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(libc::EINPROGRESS | libc::EINTR | libc::EWOULDBLOCK)
    )
}

/// A failure before anything is sent is this machine's fault, unless an address
/// family or an address is missing.
fn judge(error: io::Error, address: &SocketAddr) -> Refused {
    let no_port = address.is_ipv4() && error.kind() == ErrorKind::AddrNotAvailable;
    if is_shortage(&error) || no_port {
        let doing = format!("open a connection to {address}");
        return Refused::Here(WireFault::Local(LocalError::system(doing, error)));
    }
    match error.kind() {
        ErrorKind::PermissionDenied => Refused::Forbidden(error),
        _ => Refused::There(error),
    }
}
