//! The state of a client: settings that do not change, and what its calls share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::auth::source::{KeySource, Keys};
use super::call_options::Call;
use super::clock_offset::ClockOffset;
use super::log::Log;
use super::options::{self, Options, Timeouts};
use super::per_process::PerProcess;
use super::request_head::LastHead;
use super::started::Workers;
use super::transport::{Settings, Transport};
use crate::error::Result;
use crate::request::Request;
use crate::signing::endpoint::{Endpoint, Origin};

/// A client of COS: settings that do not change, and what its calls share.
#[derive(Debug)]
pub struct Client {
    pub region: String,
    pub endpoint: Endpoint,
    pub keys: KeySource,
    pub log: Option<Log>,
    pub timeouts: Timeouts,
    pub max_attempts: u32,
    pub max_started: usize,
    pub retry_step: Duration,
    pub backup_domain: bool,
    pub user_agent: String,
    pub wire: Settings,
    pub clock: ClockOffset,
    pub shutdown: Arc<AtomicBool>,
    mark: usize,
    own: PerProcess<Own>,
}

static MARKS: AtomicUsize = AtomicUsize::new(1);

/// The state that a child of fork must create itself: connections, and everything with a lock.
#[derive(Debug)]
pub struct Own {
    pub transport: Transport,
    pub keys: Keys,
    pub last: LastHead,
    pub workers: Workers,
    /// Calls that were started, until their completions are taken.
    pub started: Arc<AtomicUsize>,
}

impl Own {
    fn new(wire: &Settings, keys: &KeySource) -> Own {
        Own {
            transport: Transport::new(wire),
            keys: Keys::new(keys),
            last: LastHead::default(),
            workers: Workers::new(wire.max_connections),
            started: Arc::default(),
        }
    }
}

impl Client {
    /// Checks the options and makes a client. Nothing is sent.
    pub fn new(options: &Options) -> Result<Client> {
        options.mistake.check()?;
        // Without one, each call whose host needs it must set its own.
        let region = options.region.clone().unwrap_or_default();
        options.endpoint.check_region(&region)?;
        let version = concat!("libcos_err/", env!("CARGO_PKG_VERSION"));
        let wire = options.settings()?;
        Ok(Client {
            own: PerProcess::new(Own::new(&wire, &options.keys)),
            region,
            endpoint: options.endpoint.clone(),
            keys: options.keys.clone(),
            log: options.log.clone(),
            timeouts: options.timeouts,
            max_attempts: options.max_attempts,
            max_started: options.max_started,
            retry_step: options.retry_step,
            backup_domain: options.backup_domain,
            user_agent: match &options.user_agent {
                Some(suffix) => format!("{version} {suffix}"),
                None => version.to_owned(),
            },
            mark: MARKS.fetch_add(1, Ordering::Relaxed),
            wire,
            clock: ClockOffset::default(),
            shutdown: Arc::default(),
        })
    }

    /// Where a request goes in this call.
    pub fn origin(&self, request: &Request, call: &Call) -> Result<Origin> {
        let region = call.region.as_deref().unwrap_or(&self.region);
        self.endpoint.origin(request.bucket.as_deref(), region)
    }

    /// The total timeout of a call. A transfer has none, unless one was set.
    pub fn time(&self, request: &Request, call: &Call) -> Option<Duration> {
        let usual = (!request.is_stream()).then_some(options::TOTAL);
        call.timeout.or(self.timeouts.total).or(usual)
    }

    /// Permanently cancels calls in progress and all later ones.
    pub fn shut_down(&self) {
        self.shutdown.store(true, Ordering::Relaxed);
        let own = self.own();
        own.transport.close_idle();
        own.workers.end_waiting();
    }

    /// Distinguishes the client from others, also from those that are gone.
    pub fn mark(&self) -> usize {
        self.mark
    }

    pub fn own(&self) -> &Own {
        let make = || Own::new(&self.wire, &self.keys);
        self.own.get(make, |parent| {
            parent.transport.close_inherited();
            parent.workers.close_inherited();
        })
    }
}
