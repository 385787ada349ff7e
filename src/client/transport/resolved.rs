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

/// The addresses of a host of which one took a connection, and since when they are known.
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
            match connect(kept.clone()) {
                Ok(stream) => return Ok(stream),
                Err(fault) => failed = Some((kept, fault)),
            }
            self.lock().remove(host);
        }
        if let Some((_, fault @ WireFault::Stopped { .. })) = failed {
            return Err(fault);
        }
        let addresses = dns::addresses(host, port, control, since)?;
        match failed {
            // These were dialled a moment ago.
            Some((kept, fault)) if kept == addresses => return Err(fault),
            _ => {}
        }
        let stream = connect(addresses.clone())?;
        self.keep(host, addresses);
        Ok(stream)
    }

    fn kept(&self, host: &str, port: u16) -> Option<Vec<SocketAddr>> {
        let hosts = self.lock();
        let kept = hosts.get(host)?;
        let mut addresses = kept.addresses.clone();
        addresses.iter_mut().for_each(|a| a.set_port(port));
        (kept.since.elapsed() < KEPT_FOR).then_some(addresses)
    }

    fn keep(&self, host: &str, addresses: Vec<SocketAddr>) {
        let since = Instant::now();
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
