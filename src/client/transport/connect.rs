//! Makes TCP connections, and waits for them in slices.
//!
//! Their timeouts are set once and never changed: one system call a request less.

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::time::{Duration, Instant};

use super::fault::{Phase, WireFault};
use super::socket::{is_shortage, poll};
use super::watch::{SLICE, Watch};
use crate::client::transfer::fault::LocalFault;

/// Dials the addresses in turn until one answers.
pub fn dial(
    addresses: &[SocketAddr],
    watch: &Watch,
    since: Instant,
) -> Result<TcpStream, WireFault> {
    let mut last = io::Error::from(ErrorKind::NotFound);
    let mut tried = String::new();
    for (i, address) in addresses.iter().enumerate() {
        tried = address.to_string();
        // An address that does not answer must leave time for those behind it.
        let left = watch.connect.saturating_sub(since.elapsed());
        let share = left / (addresses.len() - i) as u32;
        match connect(address, watch, since, share) {
            Ok(stream) => return Ok(stream),
            Err(error) => match error.downcast::<WireFault>() {
                Ok(stopped) => return Err(stopped),
                Err(error) => last = error,
            },
        }
    }
    Err(WireFault::Connect {
        address: tried,
        source: last,
    })
}

/// Connects within `share` of the time; a watch that says stop ends everything.
fn connect(
    address: &SocketAddr,
    watch: &Watch,
    since: Instant,
    share: Duration,
) -> io::Result<TcpStream> {
    let begun = Instant::now();
    let socket = begin_connect(address).map_err(|fault| own_fault(fault, address))?;
    loop {
        if is_writable(&socket, watch.slice(begun, share))? {
            break;
        }
        watch.check(Phase::Connect, since, watch.connect)?;
        if begun.elapsed() >= share {
            return Err(ErrorKind::TimedOut.into());
        }
    }
    let stream = TcpStream::from(socket);
    if let Some(error) = stream.take_error()? {
        return Err(error);
    }
    stream.set_nonblocking(false)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(SLICE))?;
    Ok(stream)
}

/// What fails before the network is asked is this machine's fault: no other address
/// could do better. But for a missing address family or address, for which another
/// address may be the right one.
fn own_fault(error: io::Error, address: &SocketAddr) -> io::Error {
    let no_port = address.is_ipv4() && error.kind() == ErrorKind::AddrNotAvailable;
    if is_shortage(&error) || no_port {
        let doing = format!("open a connection to {address}");
        return WireFault::Local(LocalFault::system(doing, error)).into();
    }
    match error.kind() {
        ErrorKind::PermissionDenied => WireFault::Forbidden {
            address: address.to_string(),
            source: error,
        }
        .into(),
        _ => error,
    }
}

/// A socket whose connect is under way, closed on exec.
fn begin_connect(address: &SocketAddr) -> io::Result<OwnedFd> {
    let (raw, length) = raw_address(address);
    let family = if address.is_ipv4() {
        libc::AF_INET
    } else {
        libc::AF_INET6
    };
    let kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
    // SAFETY: no pointers; the result is checked before it is owned.
    let fd = unsafe { libc::socket(family, kind, 0) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: a descriptor just made, owned by nobody else.
    let socket = unsafe { OwnedFd::from_raw_fd(fd) };
    // SAFETY: `raw` holds a socket address of `length` bytes and outlives the call.
    let outcome = unsafe { libc::connect(fd, (&raw const raw).cast(), length) };
    let error = io::Error::last_os_error();
    match outcome == 0 || matches!(error.raw_os_error(), Some(libc::EINPROGRESS | libc::EINTR)) {
        true => Ok(socket),
        false => Err(error),
    }
}

/// The address as the system wants it.
fn raw_address(address: &SocketAddr) -> (libc::sockaddr_storage, libc::socklen_t) {
    // SAFETY: a sockaddr_storage of zeros is a valid one of no family.
    let mut raw: libc::sockaddr_storage = unsafe { std::mem::zeroed() };
    let at = &raw mut raw;
    let length = match address {
        SocketAddr::V4(v4) => {
            let value = libc::sockaddr_in {
                sin_family: libc::AF_INET as libc::sa_family_t,
                sin_port: v4.port().to_be(),
                sin_addr: libc::in_addr {
                    s_addr: u32::from_ne_bytes(v4.ip().octets()),
                },
                sin_zero: [0; 8],
            };
            // SAFETY: a sockaddr_storage has room and alignment for every kind of address.
            unsafe { at.cast::<libc::sockaddr_in>().write(value) };
            size_of::<libc::sockaddr_in>()
        }
        SocketAddr::V6(v6) => {
            let value = libc::sockaddr_in6 {
                sin6_family: libc::AF_INET6 as libc::sa_family_t,
                sin6_port: v6.port().to_be(),
                sin6_flowinfo: v6.flowinfo(),
                sin6_addr: libc::in6_addr {
                    s6_addr: v6.ip().octets(),
                },
                sin6_scope_id: v6.scope_id(),
            };
            // SAFETY: as above.
            unsafe { at.cast::<libc::sockaddr_in6>().write(value) };
            size_of::<libc::sockaddr_in6>()
        }
    };
    (raw, length as libc::socklen_t)
}

fn is_writable(socket: &OwnedFd, wait: Duration) -> io::Result<bool> {
    Ok(poll(socket.as_raw_fd(), libc::POLLOUT, wait)? != 0)
}
