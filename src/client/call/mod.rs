//! A call: attempts until one succeeds, or until a retry cannot help.

mod attempt;
pub mod call_secrets;
mod call_state;
mod carry_out;
mod error_map;
pub mod explain;
pub mod log_events;
mod next_step;
mod response_root;
mod retry;
#[cfg(test)]
mod retry_tests;
mod tls_words;
pub mod unsent;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::auth::provider::NoKeys;
use super::call_control::CallControl;
use super::clock_offset::{system_ms, time_s};
use super::prepared_request::PreparedRequest;
use super::request_head::Parts;
use super::transfer::Transfer;
use super::transport::Turn;
use super::transport::fault::{Phase, Stop};
use super::wait::SLICE;
use crate::error::redact::Secrets;
use crate::error::{CosError, Result};
use crate::request::Request;
use crate::response::Response;
use crate::signing::endpoint::Origin;
use crate::signing::signer::Signer;

pub use call_state::CallState;

use attempt::ActiveAttempt;
use call_secrets::CallSecrets;
use error_map::Trouble;
use explain::Answered;
use next_step::{FailedAttempt, Step, conclude};
use unsent::NothingSent;

/// One call in progress.
pub struct ActiveCall<'a> {
    state: CallState<'a>,
    request: &'a Request,
    region: &'a str,
    /// A kept-alive connection was silent: the next attempts take new ones.
    fresh_only: bool,
    failed: Vec<CosError>,
    /// What signed them, and will sign the next one.
    used: Vec<Arc<Signer>>,
    /// How many attempts went to the first host, once the backup host came in.
    on_first: Option<usize>,
    /// What is listed of this call if it is a probe.
    answered: Option<Answered>,
}

impl<'a> ActiveCall<'a> {
    pub fn new(state: CallState<'a>, request: &'a Request) -> ActiveCall<'a> {
        let region = state.call.region.as_deref();
        ActiveCall {
            request,
            region: region.unwrap_or(&state.client.region),
            state,
            fresh_only: false,
            failed: Vec::new(),
            used: Vec::new(),
            on_first: None,
            answered: None,
        }
    }

    /// One attempt only. Its response is not needed, but for what is listed of it.
    pub fn probe(mut self) -> Result<Answered> {
        self.state.allowed = 1;
        self.answered = Some(Answered::default());
        self.carry_on()?;
        Ok(self.answered.unwrap_or_default())
    }

    pub fn run(mut self) -> Result<Response> {
        self.carry_on()
    }

    fn carry_on(&mut self) -> Result<Response> {
        let endpoint = &self.state.client.endpoint;
        let mut origin = endpoint.origin(self.request.bucket.as_deref(), self.region)?;
        // One for all that comes before an attempt, and the attempt.
        let mut control = Arc::new(self.control());
        let mut transfer = self.open(&origin, &control)?;
        loop {
            let outcome = match self.turn(&origin, &control) {
                Ok(turn) => self.attempt(&origin, &mut transfer, turn, &control),
                Err(stopped) => return Err(self.concluded(stopped, None)),
            };
            let mut tried = match outcome {
                Ok(response) => return Ok(response),
                Err(tried) => tried,
            };
            let backup = self.backup(&tried.error, &origin);
            let step = self.step(&mut tried, backup.is_some(), &mut transfer);
            self.note(&mut tried, &origin);
            let Some(step) = step else {
                return Err(self.concluded(tried.error, self.on_first));
            };
            control = Arc::new(self.control());
            if let Some(stop) = sleep(step.wait, &control) {
                let stopped =
                    self.ended(&tried.error, stop, Phase::WaitForRetry, &origin, &control);
                self.failed.push(*tried.error);
                return Err(self.concluded(stopped, None));
            }
            if step.on_backup
                && let Some(other) = backup
            {
                self.state.events.host(&origin.host, &other.host);
                origin = other;
                self.on_first = Some(self.failed.len() + 1);
            }
            self.failed.push(*tried.error);
        }
    }

    /// The error that ends the call, with the attempts before it.
    fn concluded(&mut self, last: Box<CosError>, on_first: Option<usize>) -> Box<CosError> {
        conclude(std::mem::take(&mut self.failed), last, on_first)
    }

    /// Of the attempt, or the wait, that begins now.
    fn control(&self) -> CallControl {
        let mut control = self.state.control();
        let slowed = self.request.time_at_limit(&self.state.call.headers);
        control.io = control.io.saturating_add(slowed);
        control
    }

    fn open(&self, origin: &Origin, control: &CallControl) -> Result<Transfer<'a>> {
        Transfer::open(self.request, self.state.call, control)
            .map_err(|fault| self.nothing_sent(origin, control).local(&fault.into()))
    }

    fn nothing_sent<'b>(&'b self, origin: &'b Origin, control: &'b CallControl) -> NothingSent<'b> {
        NothingSent::new(self.state.client, self.request, origin, control, &self.used)
    }

    /// What must not be shown between two attempts.
    fn secrets(&self, origin: &Origin) -> CallSecrets<'_> {
        CallSecrets::new(self.state.client, self.request, origin, &self.used)
    }

    /// The host to turn to after this error, unless the call has turned to it already.
    fn backup(&self, error: &CosError, main: &Origin) -> Option<Origin> {
        if self.on_first.is_some() || !retry::wants_backup(error) {
            return None;
        }
        let client = self.state.client;
        let wanted = client.backup_domain && !client.endpoint.is_custom();
        if wanted { retry::backup_of(main) } else { None }
    }

    /// The step after a failed attempt; `None` if the call ends.
    fn step(
        &mut self,
        tried: &mut FailedAttempt,
        backup_left: bool,
        transfer: &mut Transfer<'_>,
    ) -> Option<Step> {
        let step = self.state.next_step(tried, backup_left)?;
        if let Err(why) = transfer.rewind() {
            tried.note = format!("not retried: {why}");
            return None;
        }
        tried.note = step.note.to_owned();
        let events = self.state.events;
        events.again(&tried.error, self.state.made, step.note, step.wait);
        Some(step)
    }

    /// Writes what followed an attempt into its error.
    fn note(&mut self, tried: &mut FailedAttempt, origin: &Origin) {
        if tried.note.is_empty() {
            return;
        }
        for signer in tried.signer.iter().chain(&self.state.renewed) {
            if !self.used.iter().any(|used| Arc::ptr_eq(used, signer)) {
                self.used.push(signer.clone());
            }
        }
        let note = self.secrets(origin).said(&tried.note);
        tried.error.note_attempt(&note);
    }

    /// Waits until an attempt may begin. The error of a call that ended meanwhile, which is no
    /// attempt.
    fn turn(&self, origin: &Origin, control: &CallControl) -> Result<Turn> {
        self.state.own.transport.turn(control).map_err(|stop| {
            let phase = Phase::WaitForConnection;
            match self.failed.last() {
                Some(last) => self.ended(last, stop, phase, origin, control),
                None => self.nothing_sent(origin, control).stopped(stop),
            }
        })
    }

    /// The error of a call that ended after an attempt, before the next one.
    fn ended(
        &self,
        error: &CosError,
        stop: Stop,
        phase: Phase,
        origin: &Origin,
        control: &CallControl,
    ) -> Box<CosError> {
        let secrets = self.secrets(origin);
        let trouble = Trouble::stopped(stop, phase, &origin.host, control, &secrets);
        let stopped = error.stopped(trouble.reason, &trouble.message);
        stopped.with_causes(0, &trouble.causes, &Secrets::default())
    }

    /// `_turn` is held until the attempt has ended.
    fn attempt(
        &mut self,
        origin: &Origin,
        transfer: &mut Transfer<'_>,
        _turn: Turn,
        control: &Arc<CallControl>,
    ) -> std::result::Result<Response, FailedAttempt> {
        let begun = Instant::now();
        if self.fresh_only {
            control.state.set_fresh_only();
        }
        let client = self.state.client;
        let offset_s = client.clock.offset_s();
        let now = time_s(offset_s);
        let signer = self.signer(now, control).map_err(|why| {
            FailedAttempt::unsigned(self.nothing_sent(origin, control).unsigned(why))
        })?;
        let md5 = transfer.md5().map(str::to_owned);
        let parts = Parts {
            user_agent: &client.user_agent,
            proxy_secrets: client.wire.proxy_secrets(),
            request: self.request,
            call: self.state.call,
            origin,
            signer: signer.as_ref(),
            announced: transfer.announced(md5.as_deref()),
            is_retry: self.state.made > 0,
        };
        let prepared = PreparedRequest::new(parts, &self.state.own.last, self.region, now);
        self.state.made += 1;
        let attempt = ActiveAttempt {
            prepared: &prepared,
            transport: &self.state.own.transport,
            control,
            transfer,
        };
        let outcome = attempt.run(system_ms);
        let events = self.state.events;
        events.tried(&prepared, self.state.made, &outcome, begun);
        let window = prepared.window();
        let on_silence = control.state.is_silent();
        self.fresh_only |= on_silence;
        if let (Some(answered), Ok(response)) = (&mut self.answered, &outcome) {
            answered.status = response.status();
            answered.request_id = prepared.shown(response.request_id_z().trim_end_matches('\0'));
        }
        outcome.map_err(|mut error| {
            transfer.stop();
            error.add_attempt(&origin.host, begun.elapsed());
            FailedAttempt {
                error,
                window,
                offset_s,
                signer,
                on_silence,
                note: String::new(),
            }
        })
    }

    /// The credentials to sign with now (Unix seconds): those of the provider for this attempt, or
    /// what the client has.
    fn signer(
        &mut self,
        now: i64,
        control: &CallControl,
    ) -> std::result::Result<Option<Arc<Signer>>, NoKeys> {
        match self.state.renewed.take() {
            Some(signer) => Ok(Some(signer)),
            None => self.state.own.keys.signer(now, control),
        }
    }
}

/// Waits in slices. What ends the call meanwhile, if anything does.
fn sleep(wait: Duration, control: &CallControl) -> Option<Stop> {
    let begun = Instant::now();
    loop {
        let left = wait.saturating_sub(begun.elapsed());
        if left.is_zero() {
            return None;
        }
        thread::sleep(left.min(SLICE));
        if let Some(stop) = control.reason_to_stop(begun, Duration::MAX) {
            return Some(stop);
        }
    }
}
