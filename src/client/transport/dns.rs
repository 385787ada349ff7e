//! Resolves names, only when a connection is opened.

use std::ffi::CString;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Instant;

use super::fault::{Phase, WireFault};
use super::socket::shortage;
use super::uncancelled;
use crate::client::call_control::CallControl;
use crate::client::local_error::LocalError;
use crate::client::thread;

/// The addresses of a name. getaddrinfo cannot be interrupted: it runs on a
/// helper thread, which may outlive the call that gave up waiting for it.
pub fn addresses(
    host: &str,
    port: u16,
    control: &CallControl,
    since: Instant,
) -> Result<Vec<SocketAddr>, WireFault> {
    let bare = host.trim_matches(['[', ']']);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let fault = |source| unresolved(host, source);
    let (sender, receiver) = mpsc::sync_channel(1);
    let name = bare.to_owned();
    let resolve = move || {
        // Nobody may be waiting any more.
        let _ = sender.send(uncancelled(|| look_up(&name, port)));
    };
    // The resolver's modules may need any stack.
    thread::spawn("cos_err-resolve", None, resolve).map_err(|source| {
        LocalError::system(format!("start a thread to resolve {host}"), source)
    })?;
    loop {
        match receiver.recv_timeout(control.slice(since, control.connect)) {
            Ok(Ok(found)) if found.is_empty() => return Err(fault(io::ErrorKind::NotFound.into())),
            Ok(found) => return found.map_err(fault),
            Err(RecvTimeoutError::Timeout) => {
                let stop = control.reason_to_stop(since, control.connect);
                // The helper may have been stopped with the process, and need a moment.
                let over = stop.filter(|stop| !control.is_late(*stop, since, control.connect));
                if let Some(stop) = over {
                    let phase = Phase::Resolve;
                    return Err(WireFault::Stopped { phase, stop });
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(fault(io::ErrorKind::Interrupted.into()));
            }
        }
    }
}

/// getaddrinfo does not report that it had no descriptor for its files or for a server.
fn unresolved(host: &str, source: io::Error) -> WireFault {
    match shortage() {
        Some(source) => LocalError::system(format!("resolve {host}"), source).into(),
        None => WireFault::Resolve {
            host: host.to_owned(),
            source,
        },
    }
}

/// A failure of getaddrinfo that has no errno: EAI_NONAME and the like. In English,
/// whatever the host's locale is: `gai_strerror` is translated, and in its encoding.
#[derive(Debug, thiserror::Error)]
#[error("{}", eai_text(*.0))]
struct LookupError(i32);

fn eai_text(number: i32) -> String {
    let text = match number {
        libc::EAI_NONAME => "Name or service not known",
        libc::EAI_AGAIN => "Temporary failure in name resolution",
        libc::EAI_FAIL => "Non-recoverable failure in name resolution",
        libc::EAI_NODATA => "No address associated with hostname",
        libc::EAI_FAMILY => "Address family not supported",
        libc::EAI_MEMORY => "Memory allocation failure",
        other => return format!("getaddrinfo failed with {other}"),
    };
    text.to_owned()
}

fn look_up(name: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let name = CString::new(name)?;
    // SAFETY: an addrinfo of zeros is a valid hint without conditions.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    hints.ai_socktype = libc::SOCK_STREAM;
    let mut list = std::ptr::null_mut();
    // SAFETY: `name` and `hints` outlive the call, and `list` takes its result.
    match unsafe { libc::getaddrinfo(name.as_ptr(), std::ptr::null(), &hints, &mut list) } {
        0 => {}
        libc::EAI_SYSTEM => return Err(io::Error::last_os_error()),
        number => return Err(io::Error::other(LookupError(number))),
    }
    let mut found = Vec::new();
    let mut next = list;
    // SAFETY: a list of getaddrinfo, whose end is a null pointer; it lives until it is freed.
    while let Some(entry) = unsafe { next.as_ref() } {
        found.extend(address_of(entry, port));
        next = entry.ai_next;
    }
    // SAFETY: made by getaddrinfo, and freed once.
    unsafe { libc::freeaddrinfo(list) };
    Ok(found)
}

fn address_of(entry: &libc::addrinfo, port: u16) -> Option<SocketAddr> {
    let at = entry.ai_addr;
    match entry.ai_family {
        libc::AF_INET => {
            // SAFETY: an entry of this family points to an address of this type.
            let v4 = unsafe { at.cast::<libc::sockaddr_in>().read_unaligned() };
            let bits = u32::from_be(v4.sin_addr.s_addr);
            Some(SocketAddr::new(Ipv4Addr::from_bits(bits).into(), port))
        }
        libc::AF_INET6 => {
            // SAFETY: as above.
            let v6 = unsafe { at.cast::<libc::sockaddr_in6>().read_unaligned() };
            let address = Ipv6Addr::from(v6.sin6_addr.s6_addr);
            let (flow, scope) = (v6.sin6_flowinfo, v6.sin6_scope_id);
            Some(SocketAddrV6::new(address, port, flow, scope).into())
        }
        _ => None,
    }
}
