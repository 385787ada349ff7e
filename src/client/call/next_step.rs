//! What follows a failed attempt: another signature, another attempt, or the error.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::call_state::CallState;
use super::retry::{self, LastAttempt, RetryDecision};
use crate::client::auth::provider::NoKeys;
use crate::client::auth::source::Keys;
use crate::client::clock_offset;
use crate::client::random::random_fraction;
use crate::error::{CosError, Kind, Reason};
use crate::signing::signer::Signer;

/// An attempt that failed, and what it was made with.
pub struct FailedAttempt {
    pub error: Box<CosError>,
    pub window: Option<(i64, i64)>,
    /// The clock's offset by which it was signed.
    pub offset_s: i64,
    pub signer: Option<Arc<Signer>>,
    /// It was made on a kept-alive connection, which gave no byte until the timeout.
    pub on_silence: bool,
    /// What followed it, as nobody has masked it yet.
    pub note: String,
}

impl FailedAttempt {
    pub fn unsigned(error: Box<CosError>) -> FailedAttempt {
        FailedAttempt {
            error,
            window: None,
            offset_s: 0,
            signer: None,
            on_silence: false,
            note: String::new(),
        }
    }
}

/// Another attempt.
pub struct Step {
    /// Why, for the list of attempts.
    pub note: &'static str,
    pub wait: Duration,
    pub on_backup: bool,
}

impl Step {
    fn at_once(note: &'static str) -> Step {
        Step {
            note,
            wait: Duration::ZERO,
            on_backup: false,
        }
    }
}

impl CallState<'_> {
    /// Decides what a failure calls for: another signature, another attempt, or nothing.
    pub fn next_step(&mut self, tried: &mut FailedAttempt, backup_left: bool) -> Option<Step> {
        if self.correct_clock(tried) {
            return Some(Step::at_once("retried: clock offset corrected"));
        }
        if self.renew(tried) {
            return Some(Step::at_once("retried: credentials renewed"));
        }
        let total = self.total;
        let next = retry::next(&LastAttempt {
            error: &tried.error,
            made: self.made,
            allowed: self.allowed,
            step: self.client.retry_step,
            backup_left,
            on_silence: tried.on_silence,
            time_left: total.map(|total| total.saturating_duration_since(Instant::now())),
            chance: random_fraction,
        });
        match next {
            RetryDecision::GiveUp => None,
            RetryDecision::TooLong { wait } => {
                tried.note = retry::too_long(wait, &tried.error, total.is_some());
                None
            }
            RetryDecision::Again { wait, on_backup } => Some(Step {
                note: match (on_backup, tried.on_silence) {
                    (true, _) => "retried: on the backup host",
                    (false, true) => "retried: on a new connection",
                    (false, false) => "retried",
                },
                wait,
                on_backup,
            }),
        }
    }

    /// Sets the clock right, once a call. True: sign and send again.
    fn correct_clock(&mut self, tried: &FailedAttempt) -> bool {
        let error = &tried.error;
        if let Some(before) = self.corrected {
            // A second refusal shows that the clock was not the reason.
            if error.status() == 403 {
                self.client.clock.set_offset_s(before);
            }
            return false;
        }
        let clock = &self.client.clock;
        // Not the clock of now: another call may have set it right meanwhile.
        let correction = clock_offset::correction(error, tried.window, tried.offset_s);
        let Some(offset_s) = correction.filter(|_| self.made < self.allowed) else {
            return false;
        };
        self.corrected = Some(tried.offset_s);
        clock.set_offset_s(offset_s);
        self.events.clock(offset_s);
        true
    }

    /// Calls the provider for other credentials, once per call. Returns true for a retry.
    fn renew(&mut self, tried: &mut FailedAttempt) -> bool {
        let (Some(refused), Keys::Provided(provider), false) =
            (&tried.signer, &self.own.keys, self.has_renewed)
        else {
            return false;
        };
        let has_token = !refused.credentials().token.is_empty();
        if self.made >= self.allowed || !retry::wants_credentials(&tried.error, has_token) {
            return false;
        }
        self.has_renewed = true;
        let now = self.client.clock.now_s();
        match provider.other_than(refused, now, &self.control()) {
            Ok(signer) => self.renewed = signer,
            Err(why @ NoKeys::Failed(_)) => {
                tried.note = format!("not retried: {why}");
            }
            // The end of the call is detected before anything is sent again.
            Err(NoKeys::Stopped(_)) => {}
        }
        self.events.renewed(self.renewed.is_some());
        self.renewed.is_some()
    }
}

/// The error to report, with every attempt in it. `on_first` is how many attempts went to
/// the first host, if the backup host came in.
pub fn conclude(
    mut earlier: Vec<CosError>,
    last: Box<CosError>,
    on_first: Option<usize>,
) -> Box<CosError> {
    // The error of a backup host without a response contains less than that of the first host.
    let ended = last.reason() == Some(Reason::Cancelled);
    let is_silent = |error: &CosError| error.kind() == Kind::Client && error.status() == 0;
    let first = on_first.filter(|_| !ended && is_silent(&last));
    let later = first.map(|made| earlier.split_off(made.min(earlier.len())));
    match (later, earlier.pop()) {
        (Some(later), Some(main)) if later.iter().all(is_silent) => {
            let mut main = Box::new(main);
            main.prepend_attempts(&earlier);
            later.iter().for_each(|error| main.append_attempts(error));
            main.append_attempts(&last);
            main
        }
        (later, before) => {
            earlier.extend(before);
            earlier.extend(later.into_iter().flatten());
            let mut last = last;
            last.prepend_attempts(&earlier);
            last
        }
    }
}
