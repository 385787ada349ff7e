//! The way a request takes: options, endpoint, signature, transport, retry, clock.

mod attempt;
mod call;
mod clock;
mod credentials;
mod endpoint;
mod events;
mod explain;
mod head;
mod ipv6;
mod keys;
mod log;
mod options;
mod outgoing;
mod plan;
mod presign;
mod provider;
mod range;
mod retry;
#[cfg(test)]
mod retry_tests;
mod send;
mod sign;
mod signer;
mod system_text;
mod tls_words;
mod transfer;
mod transport;
mod trouble;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::error::Result;
use crate::request::{Request, validate};
use crate::response::Response;

pub use call::Call;
pub use credentials::Credentials;
pub use keys::KeySource;
pub use log::{Level, Log};
pub use options::{Options, milliseconds};
pub use provider::Provided;
pub use transport::uncancelled;
pub use transport::watch::Interrupt;

use clock::Clock;
use endpoint::Endpoint;
use events::Events;
use head::Last;
use keys::Keys;
use options::Timeouts;
use send::Sending;
use transport::{PerProcess, Settings, Transport};

/// A client of COS: settings that do not change, and what its calls share.
#[derive(Debug)]
pub struct Client {
    region: String,
    endpoint: Endpoint,
    keys: KeySource,
    log: Option<Log>,
    timeouts: Timeouts,
    max_attempts: u32,
    retry_step: Duration,
    backup_domain: bool,
    user_agent: String,
    wire: Settings,
    clock: Clock,
    shutdown: Arc<AtomicBool>,
    own: PerProcess<Own>,
}

/// What a child of fork must make for itself: connections, and whatever has a lock.
#[derive(Debug)]
struct Own {
    transport: Transport,
    keys: Keys,
    last: Last,
}

impl Own {
    fn new(wire: &Settings, keys: &KeySource) -> Own {
        Own {
            transport: Transport::new(wire),
            keys: Keys::new(keys),
            last: Last::default(),
        }
    }
}

impl Client {
    /// Checks the options and makes a client. Nothing is sent.
    pub fn new(options: &Options) -> Result<Client> {
        options.mistake.check()?;
        let region = options.region.clone().unwrap_or_default();
        if options.endpoint.needs_region() {
            validate::region(&region)?;
        }
        options.endpoint.check_region(&region)?;
        let version = concat!("libcos_err/", env!("CARGO_PKG_VERSION"));
        let wire = Settings::new(options)?;
        Ok(Client {
            own: PerProcess::new(Own::new(&wire, &options.keys)),
            region,
            endpoint: options.endpoint.clone(),
            keys: options.keys.clone(),
            log: options.log.clone(),
            timeouts: options.timeouts,
            max_attempts: options.max_attempts,
            retry_step: options.retry_step,
            backup_domain: options.backup_domain,
            user_agent: match &options.user_agent {
                Some(suffix) => format!("{version} {suffix}"),
                None => version.to_owned(),
            },
            wire,
            clock: Clock::default(),
            shutdown: Arc::default(),
        })
    }

    /// Sends a request and reads its answer.
    pub fn send(&self, request: &Request, call: &Call) -> Result<Response> {
        request.mistake.check()?;
        request.unsendable.check()?;
        call.mistake.check()?;
        let own = self.own();
        let total = self.time(request, call);
        let total = total.and_then(|time| Instant::now().checked_add(time));
        let events = Events::new(self);
        let error = match Sending::new(self, events, own, request, call, total).run() {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        events.failed(&error);
        let probe = if call.explain {
            explain::probe(request, &error)
        } else {
            None
        };
        let Some(probe) = probe else {
            return Err(error);
        };
        let begun = Instant::now();
        let call = explain::call(call);
        match Sending::new(self, events, own, &probe, &call, total).once() {
            Err(probed) => Err(explain::merge(error, probed)),
            Ok(answer) => Err(explain::list(error, &answer, begun.elapsed())),
        }
    }

    /// HEAD Bucket (436/7735): does a bucket exist, and may I use it?
    pub fn head_bucket(&self, bucket: &str, call: &Call) -> Result<Response> {
        #[cfg(feature = "panic-injection")]
        assert_ne!(bucket, "panic-1250000000", "a panic was asked for");
        self.send(&Request::new("HEAD", Some(bucket), None), call)
    }

    /// How long a call may take. A transfer takes as long as it takes, unless somebody set a time.
    fn time(&self, request: &Request, call: &Call) -> Option<Duration> {
        let usual = (!request.is_stream()).then_some(options::TOTAL);
        call.timeout.or(self.timeouts.total).or(usual)
    }

    /// Ends calls that are under way, and all that come later. For good.
    pub fn shut_down(&self) {
        self.shutdown.store(true, Ordering::Relaxed);
        self.own().transport.close_idle();
    }

    fn own(&self) -> &Own {
        let make = || Own::new(&self.wire, &self.keys);
        self.own
            .get(make, |parent| parent.transport.close_inherited())
    }
}
