//! Connects to the first of several addresses that takes the connection (RFC 8305).
//!
//! A host may have addresses that lead nowhere, of either family: the next address is
//! dialled when one has failed, or has said nothing for a moment, while the former goes on.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::fault::{Phase, Stop, Unreached, WireFault};
use super::tcp::{Connecting, Refused};
use crate::client::call_control::CallControl;

/// An address that says nothing for so long gets company (RFC 8305, section 5).
const DELAY: Duration = Duration::from_millis(250);
/// The address that took a connection is dialled first for so long.
const REMEMBERED: Duration = Duration::from_secs(600);
/// Hosts whose address is remembered. Each bucket has a host.
pub const MOST_HOSTS: usize = 8192;

/// The addresses that took the last connections, by the name they were looked up by.
#[derive(Debug, Default)]
pub struct Reached(Mutex<HashMap<String, (IpAddr, Instant)>>);

impl Reached {
    /// Connects to one of the addresses of a host.
    pub fn connect(
        &self,
        host: &str,
        addresses: Vec<SocketAddr>,
        control: &CallControl,
        since: Instant,
    ) -> Result<TcpStream, WireFault> {
        let mut race = Race::new(in_order(addresses, self.last(host)));
        let (address, stream) = race.run(control, since)?;
        self.remember(host, address.ip());
        Ok(stream)
    }

    fn last(&self, host: &str) -> Option<IpAddr> {
        let reached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (address, when) = reached.get(host)?;
        (when.elapsed() < REMEMBERED).then_some(*address)
    }

    fn remember(&self, host: &str, address: IpAddr) {
        let mut reached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if reached.len() >= MOST_HOSTS && !reached.contains_key(host) {
            reached.clear();
        }
        reached.insert(host.to_owned(), (address, Instant::now()));
    }
}

/// The address that worked last first, then by turns of the family, each in the order of
/// the system, which follows RFC 6724.
fn in_order(addresses: Vec<SocketAddr>, last: Option<IpAddr>) -> VecDeque<SocketAddr> {
    let (worked, others): (Vec<_>, Vec<_>) = addresses
        .into_iter()
        .partition(|address| Some(address.ip()) == last);
    let first_is_v4 = others.first().is_some_and(SocketAddr::is_ipv4);
    let (same, other): (Vec<_>, Vec<_>) = others
        .into_iter()
        .partition(|address| address.is_ipv4() == first_is_v4);
    let (mut same, mut other) = (same.into_iter(), other.into_iter());
    let mut order = VecDeque::from(worked);
    while same.len() + other.len() > 0 {
        order.extend(same.next());
        order.extend(other.next());
    }
    order
}

struct Race {
    waiting: VecDeque<SocketAddr>,
    running: Vec<Connecting>,
    failed: Vec<Unreached>,
    /// Addresses to which the system allows no connection.
    forbidden: Vec<Unreached>,
    /// When the next address is dialled although none has failed.
    next: Instant,
}

impl Race {
    fn new(waiting: VecDeque<SocketAddr>) -> Race {
        Race {
            waiting,
            running: Vec::new(),
            failed: Vec::new(),
            forbidden: Vec::new(),
            next: Instant::now(),
        }
    }

    fn run(
        &mut self,
        control: &CallControl,
        since: Instant,
    ) -> Result<(SocketAddr, TcpStream), WireFault> {
        loop {
            self.dial()?;
            if self.running.is_empty() {
                return Err(self.lost());
            }
            for connecting in self.take_ready(self.wait(control, since)) {
                let address = connecting.address;
                match connecting.finish() {
                    Ok(stream) => return Ok((address, stream)),
                    Err(error) => self.fail(address, error),
                }
            }
            let checked = control.check(Phase::Connect, since, control.connect);
            checked.map_err(|fault| self.timed_out(fault))?;
        }
    }

    /// Dials what is due.
    fn dial(&mut self) -> Result<(), WireFault> {
        while self.running.is_empty() || Instant::now() >= self.next {
            let Some(address) = self.waiting.pop_front() else {
                break;
            };
            match Connecting::begin(address) {
                Ok(connecting) => {
                    self.running.push(connecting);
                    self.next = Instant::now() + DELAY;
                }
                Err(refused) => self.refused(address, refused)?,
            }
        }
        Ok(())
    }

    /// A refusal by one address, or this machine, ends no attempt that is in progress.
    fn refused(&mut self, address: SocketAddr, refused: Refused) -> Result<(), WireFault> {
        match refused {
            Refused::There(error) => self.fail(address, error),
            Refused::Forbidden(source) => self.forbidden.push(Unreached { address, source }),
            Refused::Here(fault) if self.running.is_empty() => return Err(fault),
            Refused::Here(_) => {
                self.waiting.push_front(address);
                self.next = Instant::now() + DELAY;
            }
        }
        Ok(())
    }

    fn fail(&mut self, address: SocketAddr, source: io::Error) {
        self.failed.push(Unreached { address, source });
        self.next = Instant::now();
    }

    fn wait(&self, control: &CallControl, since: Instant) -> Duration {
        let slice = control.slice(since, control.connect);
        match self.waiting.is_empty() {
            true => slice,
            false => slice.min(self.next.saturating_duration_since(Instant::now())),
        }
    }

    /// Waits for an outcome, and takes what has one out of the race.
    fn take_ready(&mut self, wait: Duration) -> Vec<Connecting> {
        let mut entries: Vec<_> = self
            .running
            .iter()
            .map(|connecting| PollFd::new(connecting, PollFlags::OUT))
            .collect();
        let limit = Timespec {
            tv_sec: wait.as_secs() as i64,
            tv_nsec: i64::from(wait.subsec_nanos()),
        };
        // An interrupted wait is no outcome: the caller looks at its clocks and comes again.
        let _ = poll(&mut entries, Some(&limit));
        let ready: Vec<bool> = entries.iter().map(|e| !e.revents().is_empty()).collect();
        let mut ready = ready.into_iter();
        self.running
            .extract_if(.., |_| ready.next() == Some(true))
            .collect()
    }

    /// No address is left: the likeliest reason first.
    fn lost(&mut self) -> WireFault {
        self.failed.sort_by_key(|unreached| rank(&unreached.source));
        let is_reachable = self
            .failed
            .first()
            .is_some_and(|it| rank(&it.source) < NO_WAY);
        if !is_reachable && !self.forbidden.is_empty() {
            let Unreached { address, source } = self.forbidden.remove(0);
            let address = address.to_string();
            return WireFault::Forbidden { address, source };
        }
        let mut failed = self.take_failed().into_iter();
        match failed.next() {
            Some(Unreached { address, source }) => WireFault::Connect {
                address: address.to_string(),
                source,
                others: failed.collect(),
            },
            None => WireFault::Connect {
                address: String::new(),
                source: io::ErrorKind::NotFound.into(),
                others: Vec::new(),
            },
        }
    }

    /// The time for connecting is over while an address says nothing.
    fn timed_out(&mut self, fault: WireFault) -> WireFault {
        let is_phase = matches!(
            fault,
            WireFault::Stopped {
                stop: Stop::Phase,
                ..
            }
        );
        match self.running.first() {
            Some(silent) if is_phase => WireFault::Connect {
                address: silent.address.to_string(),
                source: io::ErrorKind::TimedOut.into(),
                others: self.take_failed(),
            },
            _ => fault,
        }
    }

    fn take_failed(&mut self) -> Vec<Unreached> {
        let mut failed = std::mem::take(&mut self.failed);
        failed.append(&mut self.forbidden);
        failed
    }
}

/// The rank from which on the network knows no way to an address.
const NO_WAY: u8 = 2;

/// A host that refuses exists. That there is no way to an address says the least: hosts
/// without IPv6 say so of half of all addresses.
fn rank(error: &io::Error) -> u8 {
    use io::ErrorKind::*;
    if error.raw_os_error() == Some(libc::EAFNOSUPPORT) {
        return NO_WAY + 1;
    }
    match error.kind() {
        ConnectionRefused | ConnectionReset => 0,
        NetworkUnreachable | HostUnreachable | NetworkDown => NO_WAY,
        AddrNotAvailable | Unsupported => NO_WAY + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_turns_and_what_worked_goes_first() {
        let address = |text: &str| SocketAddr::new(text.parse().expect("an address"), 1);
        let all = ["::1", "::2", "::3", "1.1.1.1", "1.1.1.2"].map(address);
        let order = |last: Option<&str>| -> Vec<String> {
            in_order(all.to_vec(), last.map(|text| address(text).ip()))
                .iter()
                .map(|address| address.ip().to_string())
                .collect()
        };
        assert_eq!(order(None), ["::1", "1.1.1.1", "::2", "1.1.1.2", "::3"]);
        assert_eq!(
            order(Some("1.1.1.2")),
            ["1.1.1.2", "::1", "1.1.1.1", "::2", "::3"]
        );
        assert_eq!(order(Some("9.9.9.9")), order(None));
    }

    #[test]
    fn memory_is_bounded_and_ends() {
        let reached = Reached::default();
        let address: IpAddr = [127, 0, 0, 1].into();
        (0..2 * MOST_HOSTS).for_each(|i| reached.remember(&i.to_string(), address));
        assert!(reached.0.lock().expect("a lock").len() <= MOST_HOSTS);
        assert_eq!(
            reached.last(&(2 * MOST_HOSTS - 1).to_string()),
            Some(address)
        );
        assert_eq!(reached.last("never"), None);
    }

    const OF_V6: SocketAddr = SocketAddr::new(IpAddr::V6(std::net::Ipv6Addr::LOCALHOST), 1);

    fn system(number: i32) -> io::Error {
        io::Error::from_raw_os_error(number)
    }

    /// A race to a listener, in which an address of the other family was refused.
    fn race_past(refused: Refused) -> Result<SocketAddr, WireFault> {
        let server = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = server.local_addr().expect("its address");
        let patience = Duration::from_secs(5);
        let control = CallControl::new(None, patience, patience, Default::default());
        let mut race = Race::new([address].into());
        race.dial()?;
        race.refused(OF_V6, refused)?;
        race.run(&control, Instant::now())
            .map(|(reached, _)| reached)
    }

    #[test]
    fn a_refusal_of_the_system_ends_no_other_attempt() {
        assert!(race_past(Refused::Forbidden(system(libc::EACCES))).is_ok());
        let shortage = WireFault::Protocol("short of descriptors");
        assert!(race_past(Refused::Here(shortage)).is_ok());
        let mut alone = Race::new(VecDeque::new());
        let shortage = WireFault::Protocol("short of descriptors");
        assert!(alone.refused(OF_V6, Refused::Here(shortage)).is_err());
    }

    #[test]
    fn a_forbidden_address_counts_for_more_than_one_without_a_way() {
        for (number, is_forbidden) in [
            (libc::ECONNREFUSED, false),
            (libc::ETIMEDOUT, false),
            (libc::ENETUNREACH, true),
            (libc::EAFNOSUPPORT, true),
        ] {
            let mut race = Race::new(VecDeque::new());
            let forbidden = Refused::Forbidden(system(libc::EPERM));
            assert!(race.refused(OF_V6, forbidden).is_ok());
            race.fail(OF_V6, system(number));
            let lost = race.lost();
            let found = matches!(lost, WireFault::Forbidden { .. });
            assert_eq!(found, is_forbidden, "{number}");
        }
    }
}
