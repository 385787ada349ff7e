//! A call: tries until one succeeds, or until trying again is pointless.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::attempt::Attempt;
use super::call::Call;
use super::clock::{system_ms, time_s};
use super::endpoint::Origin;
use super::events::Events;
use super::head::{self, Parts};
use super::options::Timeouts;
use super::outgoing::Outgoing;
use super::plan::{Plan, Tryout, conclude};
use super::provider::NoKeys;
use super::retry;
use super::signer::Signer;
use super::transfer::Transfer;
use super::transport::fault::{Phase, Stop};
use super::transport::{SLICE, Watch};
use super::trouble::Trouble;
use super::{Client, Own};
use crate::error::mask::Secrets;
use crate::error::{CosError, Failure, Reason, Result};
use crate::request::Request;
use crate::response::Response;

/// One call under way.
pub struct Sending<'a> {
    pub client: &'a Client,
    pub events: Events<'a>,
    pub own: &'a Own,
    request: &'a Request,
    call: &'a Call,
    region: &'a str,
    pub total: Option<Instant>,
    pub made: u32,
    pub allowed: u32,
    /// The clock's offset before it was set right in this call.
    pub corrected: Option<i64>,
    /// The provider was asked for other credentials in this call.
    pub has_renewed: bool,
    /// A kept connection was silent: the next attempts take new ones.
    fresh_only: bool,
    /// What the next try is signed with, if the provider gave it already.
    pub renewed: Option<Arc<Signer>>,
    failed: Vec<CosError>,
}

impl<'a> Sending<'a> {
    /// `total` is the end of the time that the whole call may take.
    pub fn new(
        client: &'a Client,
        events: Events<'a>,
        own: &'a Own,
        request: &'a Request,
        call: &'a Call,
        total: Option<Instant>,
    ) -> Sending<'a> {
        Sending {
            client,
            events,
            own,
            request,
            call,
            region: call.region.as_deref().unwrap_or(&client.region),
            total,
            made: 0,
            allowed: client.max_attempts,
            corrected: None,
            has_renewed: false,
            fresh_only: false,
            renewed: None,
            failed: Vec::new(),
        }
    }

    /// One try only, for a probe.
    pub fn once(mut self) -> Result<Response> {
        self.allowed = 1;
        self.run()
    }

    pub fn run(mut self) -> Result<Response> {
        let mut origin = self
            .client
            .endpoint
            .origin(self.request.bucket.as_deref(), self.region)?;
        let watch = self.watch();
        let mut transfer = Transfer::open(self.request, self.call, &watch)
            .map_err(|fault| self.unsent(&origin, &watch, fault.into()))?;
        let mut on_first = None;
        loop {
            let mut tried = match self.try_once(&origin, &mut transfer) {
                Ok(response) => return Ok(response),
                Err(tried) => tried,
            };
            let backup = match on_first.is_some() || !retry::wants_backup(&tried.error) {
                true => None,
                false => self.backup(&origin),
            };
            let (note, wait, on_backup) = match self.plan(&mut tried, backup.is_some()) {
                Plan::GiveUp => return Err(conclude(self.failed, tried.error, on_first)),
                Plan::Again {
                    note,
                    wait,
                    on_backup,
                } => (note, wait, on_backup),
            };
            if let Err(why) = transfer.rewind() {
                tried.note(&format!("not sent again: {why}"));
                return Err(conclude(self.failed, tried.error, on_first));
            }
            tried.note(note);
            self.events.again(&tried.error, self.made, note, wait);
            let watch = self.watch();
            if let Some(stop) = sleep(wait, &watch) {
                let trouble = Trouble::stopped(stop, Phase::WaitForRetry, &origin.host, &watch);
                let stopped = tried.error.stopped(trouble.reason, &trouble.message);
                let stopped = stopped.with_causes(0, &trouble.causes, &Secrets::default());
                self.failed.push(*tried.error);
                return Err(conclude(self.failed, stopped, None));
            }
            if on_backup && let Some(other) = backup {
                self.events.host(&origin.host, &other.host);
                origin = other;
                on_first = Some(self.failed.len() + 1);
            }
            self.failed.push(*tried.error);
        }
    }

    fn backup(&self, main: &Origin) -> Option<Origin> {
        let wanted = self.client.backup_domain && !self.client.endpoint.is_custom();
        if wanted { retry::backup_of(main) } else { None }
    }

    fn try_once(
        &mut self,
        origin: &Origin,
        transfer: &mut Transfer<'_>,
    ) -> std::result::Result<Response, Tryout> {
        let begun = Instant::now();
        let watch = Arc::new(self.watch());
        if self.fresh_only {
            watch.seen.set_fresh_only();
        }
        let offset_s = self.client.clock.offset_s();
        let now = time_s(offset_s);
        let signer = match self.renewed.take() {
            Some(signer) => Some(signer),
            None => match self.own.keys.signer(now, &watch) {
                Ok(signer) => signer,
                Err(why) => return Err(Tryout::unsigned(self.unsigned(origin, &watch, why))),
            },
        };
        let md5 = transfer.md5().map(str::to_owned);
        let parts = Parts {
            client: self.client,
            request: self.request,
            call: self.call,
            origin,
            signer: signer.as_ref(),
            announced: transfer.announced(md5.as_deref()),
            is_retry: self.made > 0,
        };
        let outgoing = Outgoing::new(parts, &self.own.last, self.region, now);
        self.made += 1;
        let attempt = Attempt {
            outgoing: &outgoing,
            transport: &self.own.transport,
            watch: &watch,
            transfer,
        };
        let outcome = attempt.run(system_ms);
        self.events.tried(&outgoing, self.made, &outcome, begun);
        let window = outgoing.window();
        let on_silence = watch.seen.is_silent();
        self.fresh_only |= on_silence;
        outcome.map_err(|mut error| {
            transfer.stop();
            error.add_attempt(&origin.host, begun.elapsed());
            Tryout {
                error,
                window,
                offset_s,
                signer,
                on_silence,
            }
        })
    }

    /// The request could not be made: nothing went out.
    fn unsent(&self, origin: &Origin, watch: &Watch, fault: ureq::Error) -> Box<CosError> {
        let trouble = Trouble::of(&fault, &origin.host, &Default::default());
        self.troubled(
            origin,
            &trouble.in_words(watch.interrupted(), &Secrets::default()),
        )
    }

    fn unsigned(&self, origin: &Origin, watch: &Watch, why: NoKeys) -> Box<CosError> {
        let trouble = match why {
            NoKeys::Stopped(stop) => {
                Trouble::stopped(stop, Phase::WaitForKeys, &origin.host, watch)
            }
            failed => Trouble {
                reason: failed.reason(),
                message: failed.to_string(),
                os_errno: 0,
                retry: None,
                case: None,
                causes: failed.causes().to_vec(),
            },
        };
        self.troubled(origin, &trouble)
    }

    fn troubled(&self, origin: &Origin, trouble: &Trouble) -> Box<CosError> {
        self.failure(origin, trouble.reason, &trouble.message)
            .with_causes(trouble.os_errno, &trouble.causes, &Secrets::default())
    }

    fn failure(&self, origin: &Origin, reason: Reason, message: &str) -> Box<CosError> {
        let failure = Failure {
            reason: Some(reason),
            message,
            method: &self.request.method,
            url: &head::url(origin, self.request),
            bucket: self.request.bucket.as_deref().unwrap_or(""),
            request_sent: Some(false),
            ..Failure::default()
        };
        failure.error()
    }

    pub fn watch(&self) -> Watch {
        let Timeouts { connect, io, .. } = self.client.timeouts;
        Watch {
            cancel: self.call.cancel.clone(),
            interrupt: self.call.interrupt.clone(),
            ..Watch::new(self.total, connect, io, self.client.shutdown.clone())
        }
    }
}

/// Waits in slices. What ends the call meanwhile, if anything does.
fn sleep(wait: Duration, watch: &Watch) -> Option<Stop> {
    let begun = Instant::now();
    loop {
        let left = wait.saturating_sub(begun.elapsed());
        if left.is_zero() {
            return None;
        }
        thread::sleep(left.min(SLICE));
        if let Some(stop) = watch.reason_to_stop(begun, Duration::MAX) {
            return Some(stop);
        }
    }
}
