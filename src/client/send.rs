//! A call: tries until one succeeds, or until trying again is pointless.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::call::Call;
use super::clock::{self, system_ms};
use super::endpoint::Origin;
use super::head::Parts;
use super::outgoing::Outgoing;
use super::retry::{self, Next, Tried};
use super::transport::fault::{Phase, Stop};
use super::transport::{SLICE, Watch, random_fraction};
use super::trouble;
use super::{Client, Own, attempt};
use crate::error::{CosError, Kind, Reason, Result};
use crate::operation::{Request, Response};

/// One call under way.
pub struct Sending<'a> {
    client: &'a Client,
    own: &'a Own,
    request: &'a Request,
    call: &'a Call,
    region: &'a str,
    total: Option<Instant>,
    made: u32,
    /// The clock's offset before it was set right in this call.
    corrected: Option<i64>,
    allowed: u32,
    failed: Vec<CosError>,
}

impl<'a> Sending<'a> {
    /// `total` is the end of the time that the whole call may take.
    pub fn new(
        client: &'a Client,
        own: &'a Own,
        request: &'a Request,
        call: &'a Call,
        total: Option<Instant>,
    ) -> Sending<'a> {
        Sending {
            client,
            own,
            request,
            call,
            region: call.region.as_deref().unwrap_or(&client.region),
            total,
            made: 0,
            corrected: None,
            allowed: client.max_attempts,
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
        let mut on_backup = false;
        loop {
            let (outcome, window) = self.try_once(&origin);
            let error = match outcome {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            if self.correct_clock(&error, window) {
                self.failed.push(*error);
                continue;
            }
            let backup = match on_backup || !retry::wants_backup(&error) {
                true => None,
                false => self.backup(&origin),
            };
            let next = retry::next(&Tried {
                error: &error,
                made: self.made,
                allowed: self.allowed,
                backup_left: backup.is_some(),
                time_left: self
                    .total
                    .map(|total| total.saturating_duration_since(Instant::now())),
                chance: random_fraction,
            });
            let Next::Again {
                wait,
                on_backup: switch,
            } = next
            else {
                return Err(self.conclude(error, on_backup));
            };
            if let Some(stop) = self.sleep(wait) {
                let message = trouble::stopped(stop, Phase::WaitForRetry, &origin.host);
                let stopped = error.stopped(stop.reason(), &message);
                self.failed.push(*error);
                return Err(self.conclude(stopped, false));
            }
            if switch && let Some(other) = backup {
                origin = other;
                on_backup = true;
            }
            self.failed.push(*error);
        }
    }

    fn backup(&self, main: &Origin) -> Option<Origin> {
        let wanted = self.client.backup_domain && !self.client.endpoint.is_custom();
        if wanted { retry::backup_of(main) } else { None }
    }

    /// One try, and the window that it was signed for.
    fn try_once(&mut self, origin: &Origin) -> (Result<Response>, Option<(i64, i64)>) {
        let begun = Instant::now();
        let watch = Arc::new(self.watch());
        let now = self.client.clock.now_s();
        let parts = Parts {
            client: self.client,
            request: self.request,
            call: self.call,
            origin,
            is_retry: self.made > 0,
        };
        let outgoing = Outgoing::new(parts, self.own, self.region, now);
        self.made += 1;
        let outcome = attempt::run(&outgoing, &self.own.transport, &watch, system_ms);
        let outcome = outcome.map_err(|mut error| {
            error.add_attempt(&origin.host, begun.elapsed());
            error
        });
        (outcome, outgoing.window())
    }

    fn watch(&self) -> Watch {
        Watch {
            total: self.total,
            connect: self.client.timeouts.connect,
            io: self.client.timeouts.io,
            cancel: self.call.cancel.clone(),
            shutdown: self.client.shutdown.clone(),
            interrupt: self.call.interrupt.clone(),
            asked: Default::default(),
            seen: Default::default(),
        }
    }

    /// Sets the clock right, once a call. True: sign again and try.
    fn correct_clock(&mut self, error: &CosError, window: Option<(i64, i64)>) -> bool {
        if let Some(before) = self.corrected {
            // A second refusal shows that the clock was not the reason.
            if error.status() == 403 {
                self.client.clock.set_offset_s(before);
            }
            return false;
        }
        let clock = &self.client.clock;
        let correction = clock::correction(error, window, || clock.now_s());
        let Some(offset_s) = correction.filter(|_| self.made < self.allowed) else {
            return false;
        };
        self.corrected = Some(clock.offset_s());
        clock.set_offset_s(offset_s);
        true
    }

    /// Waits in slices. What ends the call meanwhile, if anything does.
    fn sleep(&self, wait: Duration) -> Option<Stop> {
        let begun = Instant::now();
        let watch = self.watch();
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

    /// The error to report, with every try in it.
    fn conclude(self, last: Box<CosError>, on_backup: bool) -> Box<CosError> {
        let mut tries = self.failed;
        // A backup host that gave no answer says less than the first host did.
        let ended = last.reason() == Some(Reason::Cancelled);
        let silent = on_backup && !ended && last.kind() == Kind::Client && last.status() == 0;
        let main = match silent {
            true => tries.pop().map(Box::new),
            false => None,
        };
        match main {
            Some(mut main) => {
                main.prepend_attempts(&tries);
                main.append_attempts(&last);
                main
            }
            None => {
                let mut last = last;
                last.prepend_attempts(&tries);
                last
            }
        }
    }
}
