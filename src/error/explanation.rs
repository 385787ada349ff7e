//! Which row of the catalogue explains an error.
//!
//! A code alone does not always say what happened: COS puts the reason of many 403s into the
//! message, and some codes mean another thing for another request. Rows of `codes/cases.tsv`
//! stand for such situations.

use once_cell::race::OnceBox;

use super::catalogue::{self, Case, Entry, Rows, Words};
use super::kind::{Kind, Responder, Retry};
use super::{CosError, Part, Reason, local};
use crate::host;

/// Something about an error that a row may depend on.
struct Fact {
    name: &'static str,
    holds: fn(&CosError) -> bool,
}

macro_rules! facts {
    ($($name:literal: $holds:expr,)*) => {
        /// Of several that hold, the first decides.
        const FACTS: &[Fact] = &[$(Fact { name: $name, holds: $holds },)*];
    };
}

facts! {
    "unsigned": |error| error.facts.signed == Some(false),
    "unsent": |error| !error.request_sent(),
    "statusless": |error| error.status() == 0,
    "from-cos": |error| matches!(error.responder(), Responder::Cos | Responder::Ci),
    "copy": |error| error.facts.copy,
    "token": |error| error.facts.token,
    "clock-near": |error| skew_is(error, |s| s <= NEAR_SKEW_S),
    "clock-right": |error| skew_is(error, |s| s <= MAX_SKEW_S),
    "clock-wrong": |error| skew_is(error, |s| s > MAX_SKEW_S),
    "rapid": |error| {
        host::is_rapid(error.asked().bucket, error.asked().host)
    },
    "appid-twice": |error| {
        host::with_appid_once(error.asked().bucket).is_some()
    },
    "restore": |error| error.operation() == "PostObjectRestore",
    "append": |error| error.operation() == "AppendObject",
    "put-bucket": |error| error.operation() == "PutBucket",
    "denied": |error| {
        every_part(error, |part| is_denied(error, part))
    },
    "passing": |error| {
        every_part(error, |part| error.part_retry(part) == Retry::Yes)
    },
}

/// COS allows a difference of 15 minutes between its clock and the signer's.
const MAX_SKEW_S: u64 = 900;
/// Signatures live longer than this: so small a skew lets none expire.
const NEAR_SKEW_S: u64 = 60;

fn skew_is(error: &CosError, fits: fn(u64) -> bool) -> bool {
    error.clock_skew_s().is_some_and(|s| fits(s.unsigned_abs()))
}

fn every_part(error: &CosError, fits: impl Fn(&Part) -> bool) -> bool {
    !error.parts().is_empty() && error.parts().iter().all(fits)
}

fn is_denied(error: &CosError, part: &Part) -> bool {
    let code = error.arena.get(part.code);
    code.eq_ignore_ascii_case("AccessDenied")
}

impl CosError {
    /// Whether this is the service's error of that code, in whatever spelling, or says so in its message.
    pub fn means(&self, code: &str) -> bool {
        self.kind == Kind::Service && entry(self).is_some_and(|e| e.code == code)
    }
}

#[cfg(test)]
pub fn is_fact(name: &str) -> bool {
    FACTS.iter().any(|fact| fact.name == name)
}

/// The texts, in English and Chinese.
pub fn words(error: &CosError) -> (Words, Words) {
    let row = |case: &Case| (case.cause, case.fix);
    let plain = || entry(error).map(|entry| (entry.cause, entry.fix));
    let unknown = || catalogue::case("unknown").map(row);
    let found = case(error).map(row).or_else(plain).or_else(unknown);
    found.unwrap_or_default()
}

/// The retry class of the catalogue: that of the situation, otherwise that of the code. Every
/// failure is asked for it, and few situations have one of their own: facts are looked up for
/// those alone.
pub fn retry(error: &CosError) -> Option<Retry> {
    let entry = entry(error);
    let has_own = |case: &Case| case.retry.is_some();
    let is_decided_by_case = |subject| {
        catalogue::conditional(subject).any(has_own)
            || catalogue::case(subject).is_some_and(has_own)
    };
    let situation = subject(error, entry)
        .filter(|subject| is_decided_by_case(subject))
        .and_then(|_| case(error)?.retry);
    situation.or_else(|| entry.map(|entry| entry.retry))
}

/// Finds the rows now: the message is about to change, and they depend on it as it was.
pub fn settle(error: &CosError) {
    case(error);
}

/// The entry of the code.
pub fn entry(error: &CosError) -> Option<&'static Entry> {
    rows(error).entry
}

fn case(error: &CosError) -> Option<&'static Case> {
    let Rows { entry, case } = rows(error);
    *case.get_or_init(|| Box::new(find_case(error, *entry)))
}

fn rows(error: &CosError) -> &Rows {
    error.lazy.rows.get_or_init(|| {
        Box::new(Rows {
            entry: find_entry(error),
            case: OnceBox::new(),
        })
    })
}

/// An AccessDenied whose message is itself a code counts as that code.
fn find_entry(error: &CosError) -> Option<&'static Entry> {
    let find = |code| catalogue::find(code, error.responder(), error.status());
    let own = find(error.code())?;
    if own.code != "AccessDenied" {
        return Some(own);
    }
    find(error.given_message().trim_end_matches('.')).or(Some(own))
}

/// The row for this situation, if the code alone does not decide.
fn find_case(error: &CosError, entry: Option<&'static Entry>) -> Option<&'static Case> {
    let subject = subject(error, entry)?;
    let rank_of_fact = |name| {
        let mut from_last = FACTS.iter().rev();
        from_last.position(|fact| fact.name == name && (fact.holds)(error))
    };
    let rank = |case: &Case| match case.message {
        "" => rank_of_fact(case.name()),
        pattern => contains(error.given_message(), pattern).then_some(FACTS.len() + pattern.len()),
    };
    let ranked = catalogue::conditional(subject).filter_map(|case| Some((rank(case)?, case)));
    let best = ranked.max_by_key(|(rank, _)| *rank).map(|(_, case)| case);
    best.or_else(|| catalogue::case(subject))
}

/// Ignoring case.
fn contains(text: &str, pattern: &str) -> bool {
    let mut pieces = text.as_bytes().windows(pattern.len());
    pieces.any(|piece| piece.eq_ignore_ascii_case(pattern.as_bytes()))
}

/// The key of the rows: that of a case, otherwise the code in the catalogue's spelling.
fn subject(error: &CosError, entry: Option<&'static Entry>) -> Option<&'static str> {
    if error.kind() == Kind::Client {
        let special = error.case.or_else(|| local::shortage(error));
        let reason = error.reason().unwrap_or(Reason::Internal);
        return Some(special.unwrap_or(case_of_reason(reason)));
    }
    if !error.parts().is_empty() {
        return Some("parts");
    }
    error.case.or_else(|| entry.map(|entry| entry.code))
}

macro_rules! reason_cases {
    ($($name:ident)*) => {
        fn case_of_reason(reason: Reason) -> &'static str {
            match reason { $(Reason::$name => concat!("reason/", stringify!($name)),)* }
        }
    };
}

reason_cases! {
    InvalidArgument InvalidCredentials Dns Connect Proxy Tls Timeout ConnectionLost Protocol
    BadResponse TooLarge Checksum LocalIo Cancelled Callback Internal
}
