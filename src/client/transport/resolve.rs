//! Names to addresses, only when a connection is made.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Instant;

use super::fault::{Phase, WireFault};
use super::socket::shortage;
use super::watch::Watch;
use crate::client::transfer::fault::LocalFault;

/// The addresses of a name. getaddrinfo cannot be interrupted: it runs on a
/// helper thread, which may outlive the call that gave up waiting for it.
pub fn addresses(
    host: &str,
    port: u16,
    watch: &Watch,
    since: Instant,
) -> Result<Vec<SocketAddr>, WireFault> {
    let bare = host.trim_matches(['[', ']']);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let fault = |source| unresolved(host, source);
    let (sender, receiver) = mpsc::sync_channel(1);
    let name = bare.to_owned();
    thread::Builder::new()
        .name("cos_err-resolve".to_owned())
        .spawn(move || {
            let found = (name.as_str(), port)
                .to_socket_addrs()
                .map(|all| all.collect::<Vec<_>>());
            // Nobody may be waiting any more.
            let _ = sender.send(found);
        })
        .map_err(|source| {
            WireFault::from(LocalFault::system(
                format!("start a thread to resolve {host}"),
                source,
            ))
        })?;
    loop {
        match receiver.recv_timeout(watch.slice(since, watch.connect)) {
            Ok(Ok(found)) if found.is_empty() => return Err(fault(io::ErrorKind::NotFound.into())),
            Ok(found) => return found.map_err(fault),
            Err(RecvTimeoutError::Timeout) => watch.check(Phase::Resolve, since, watch.connect)?,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(fault(io::ErrorKind::Interrupted.into()));
            }
        }
    }
}

/// getaddrinfo does not say that it had no descriptor to read its files or to ask a server with.
fn unresolved(host: &str, source: io::Error) -> WireFault {
    match shortage() {
        Some(source) => LocalFault::system(format!("resolve {host}"), source).into(),
        None => WireFault::Resolve {
            host: host.to_owned(),
            source,
        },
    }
}
