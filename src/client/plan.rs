//! What follows a failed try: another signature, another try, or the error.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::clock;
use super::credentials::Credentials;
use super::keys::Keys;
use super::provider::NoKeys;
use super::retry::{self, Next, Tried};
use super::send::Sending;
use super::signer::Signer;
use super::transport::random_fraction;
use crate::error::mask::Secrets;
use crate::error::{CosError, Kind, Reason};

/// A try that failed, and what it was made with.
pub struct Tryout {
    pub error: Box<CosError>,
    pub window: Option<(i64, i64)>,
    /// The clock's offset by which it was signed.
    pub offset_s: i64,
    pub signer: Option<Arc<Signer>>,
    /// It was made on a kept connection, which gave no byte until the timeout.
    pub on_silence: bool,
}

impl Tryout {
    /// Says of the try what followed it.
    pub fn note(&mut self, note: &str) {
        let credentials = self.signer.as_ref().map(|signer| signer.credentials());
        let secrets = credentials.map_or(Secrets::default(), Credentials::secrets);
        self.error.note_attempt(note, &secrets);
    }

    pub fn unsigned(error: Box<CosError>) -> Tryout {
        Tryout {
            error,
            window: None,
            offset_s: 0,
            signer: None,
            on_silence: false,
        }
    }
}

pub enum Plan {
    GiveUp,
    Again {
        /// Why, for the list of attempts.
        note: &'static str,
        wait: Duration,
        on_backup: bool,
    },
}

impl Sending<'_> {
    /// Decides what a failure calls for: another signature, another try, or nothing.
    pub fn plan(&mut self, tried: &mut Tryout, backup_left: bool) -> Plan {
        let at_once = |note| Plan::Again {
            note,
            wait: Duration::ZERO,
            on_backup: false,
        };
        if self.correct_clock(tried) {
            return at_once("sent again: the clock was set right");
        }
        if self.renew(tried) {
            return at_once("sent again: the credentials were renewed");
        }
        let next = retry::next(&Tried {
            error: &tried.error,
            made: self.made,
            allowed: self.allowed,
            step: self.client.retry_step,
            backup_left,
            on_silence: tried.on_silence,
            time_left: self
                .total
                .map(|total| total.saturating_duration_since(Instant::now())),
            chance: random_fraction,
        });
        match next {
            Next::GiveUp => Plan::GiveUp,
            Next::TooLong { wait } => {
                tried.note(&retry::too_long(wait, &tried.error, self.total.is_some()));
                Plan::GiveUp
            }
            Next::Again { wait, on_backup } => Plan::Again {
                note: match (on_backup, tried.on_silence) {
                    (true, _) => "sent again: to the backup host",
                    (false, true) => "sent again: on a new connection",
                    (false, false) => "sent again",
                },
                wait,
                on_backup,
            },
        }
    }

    /// Sets the clock right, once a call. True: sign again and try.
    fn correct_clock(&mut self, tried: &Tryout) -> bool {
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
        let correction = clock::correction(error, tried.window, tried.offset_s);
        let Some(offset_s) = correction.filter(|_| self.made < self.allowed) else {
            return false;
        };
        self.corrected = Some(tried.offset_s);
        clock.set_offset_s(offset_s);
        self.events.clock(offset_s);
        true
    }

    /// Asks the provider for other credentials, once a call. True: sign again and try.
    fn renew(&mut self, tried: &mut Tryout) -> bool {
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
        match provider.other_than(refused, now, &self.watch()) {
            Ok(signer) => self.renewed = signer,
            Err(why @ NoKeys::Failed(_)) => {
                tried.note(&format!("not sent again: {why}"));
            }
            // What ended the call is seen before anything is sent again.
            Err(NoKeys::Stopped(_)) => {}
        }
        self.events.renewed(self.renewed.is_some());
        self.renewed.is_some()
    }
}

/// The error to report, with every try in it. `on_first` is how many tries the first
/// host had, if the backup host came in.
pub fn conclude(
    mut tries: Vec<CosError>,
    last: Box<CosError>,
    on_first: Option<usize>,
) -> Box<CosError> {
    // A backup host that gave no answer says less than the first host did.
    let ended = last.reason() == Some(Reason::Cancelled);
    let is_silent = |error: &CosError| error.kind() == Kind::Client && error.status() == 0;
    let first = on_first.filter(|_| !ended && is_silent(&last));
    let later = first.map(|made| tries.split_off(made.min(tries.len())));
    match (later, tries.pop()) {
        (Some(later), Some(main)) if later.iter().all(is_silent) => {
            let mut main = Box::new(main);
            main.prepend_attempts(&tries);
            later.iter().for_each(|error| main.append_attempts(error));
            main.append_attempts(&last);
            main
        }
        (later, before) => {
            tries.extend(before);
            tries.extend(later.into_iter().flatten());
            let mut last = last;
            last.prepend_attempts(&tries);
            last
        }
    }
}
