//! The addresses of hosts, kept for seconds: a new connection needs no query and
//! starts no thread.
//!
//! getaddrinfo does not report the lifetime that a name server gives. Addresses of COS
//! live for minutes; a few seconds save the queries of a burst, and follow a change.

use std::collections::HashMap;
use std::net::{SocketAddr, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::dns;
use super::fault::WireFault;
use super::happy_eyeballs::{MOST_HOSTS, Reached};
use crate::client::call_control::CallControl;

const KEPT_FOR: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub struct Resolved {
    kept: Mutex<HashMap<String, KeptAddresses>>,
    reached: Reached,
}

/// The addresses of a host of which one took a connection, and when they were asked for.
#[derive(Debug)]
struct KeptAddresses {
    addresses: Vec<SocketAddr>,
    since: Instant,
}

impl Resolved {
    /// Connects to a host. Its addresses are looked up again if none of those kept takes
    /// the connection.
    pub fn connect(
        &self,
        host: &str,
        port: u16,
        control: &CallControl,
        since: Instant,
    ) -> Result<TcpStream, WireFault> {
        let connect = |addresses| self.reached.connect(host, addresses, control, since);
        let mut failed = None;
        if let Some(kept) = self.kept(host, port) {
            let fault = match connect(kept.clone()) {
                Ok(stream) => return Ok(stream),
                Err(fault) => fault,
            };
            self.lock().remove(host);
            // A query would have no time, and would be blamed for what these addresses took.
            if matches!(fault, WireFault::Stopped { .. }) || since.elapsed() >= control.connect {
                return Err(fault);
            }
            failed = Some((kept, fault));
        }
        let begun = Instant::now();
        let addresses = dns::addresses(host, port, control, since)?;
        if let Some((dialled, fault)) = failed
            && addresses.iter().all(|address| dialled.contains(address))
        {
            return Err(fault);
        }
        let stream = connect(addresses.clone())?;
        self.keep(host, addresses, begun);
        Ok(stream)
    }

    fn kept(&self, host: &str, port: u16) -> Option<Vec<SocketAddr>> {
        let hosts = self.lock();
        let kept = hosts.get(host)?;
        let mut addresses = kept.addresses.clone();
        addresses.iter_mut().for_each(|a| a.set_port(port));
        (kept.since.elapsed() < KEPT_FOR).then_some(addresses)
    }

    fn keep(&self, host: &str, addresses: Vec<SocketAddr>, since: Instant) {
        let mut hosts = self.lock();
        if hosts.len() >= MOST_HOSTS {
            hosts.retain(|_, kept| kept.since.elapsed() < KEPT_FOR);
        }
        if hosts.len() < MOST_HOSTS {
            hosts.insert(host.to_owned(), KeptAddresses { addresses, since });
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, KeptAddresses>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;
    use std::net::TcpListener;
    use std::os::fd::AsRawFd;

    use super::*;

    fn control(connect: Duration) -> CallControl {
        CallControl::new(None, connect, Duration::from_secs(5), Default::default())
    }

    fn listener(address: &str) -> (TcpListener, SocketAddr) {
        let listener = TcpListener::bind(address).expect("a port");
        let address = listener.local_addr().expect("its address");
        (listener, address)
    }

    #[test]
    fn kept_addresses_are_used_for_seconds() {
        let (_server, address) = listener("127.0.0.1:0");
        let hosts = Resolved::default();
        let control = control(Duration::from_secs(5));
        let now = Instant::now();
        // Nobody resolves this name.
        let connect = || hosts.connect("name.invalid", address.port(), &control, now);
        hosts.keep("name.invalid", vec![address], now);
        assert!(connect().is_ok());
        let Some(before) = now.checked_sub(KEPT_FOR) else {
            return;
        };
        hosts.keep("name.invalid", vec![address], before);
        assert!(connect().is_err());
    }

    #[test]
    fn a_kept_address_that_refuses_is_dropped_and_the_name_looked_up() {
        let (_server, address) = listener("127.0.0.1:0");
        let elsewhere = SocketAddr::new([127, 0, 0, 2].into(), address.port());
        let hosts = Resolved::default();
        let control = control(Duration::from_secs(5));
        hosts.keep("127.0.0.1", vec![elsewhere], Instant::now());
        let stream = hosts.connect("127.0.0.1", address.port(), &control, Instant::now());
        let peer = stream.ok().and_then(|stream| stream.peer_addr().ok());
        assert_eq!(peer, Some(address));
        assert_eq!(hosts.kept("127.0.0.1", 1).map(|kept| kept.len()), Some(1));
    }

    #[test]
    fn a_kept_address_that_took_all_the_time_is_named() {
        let (server, address) = listener("127.0.0.1:0");
        // SAFETY: the listener's own descriptor, which is open.
        assert_eq!(unsafe { libc::listen(server.as_raw_fd(), 0) }, 0);
        // One fills its queue; what else is dialled gets no reply.
        let patience = Duration::from_millis(100);
        let fills: Vec<_> = (0..4)
            .map(|_| TcpStream::connect_timeout(&address, patience))
            .collect();
        assert!(fills.iter().any(Result::is_err));
        let hosts = Resolved::default();
        let begun = Instant::now();
        hosts.keep("name.invalid", vec![address], begun);
        let outcome = hosts.connect("name.invalid", address.port(), &control(patience), begun);
        let is_named = |fault: &WireFault| match fault {
            WireFault::Connect { source, .. } => source.kind() == ErrorKind::TimedOut,
            _ => false,
        };
        assert!(outcome.as_ref().is_err_and(is_named), "{outcome:?}");
        assert!(hosts.kept("name.invalid", 1).is_none());
    }
}
