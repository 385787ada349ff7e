//! When a failed request is retried, at which host, and after what wait.

use std::time::Duration;

use crate::error::{CodeSource, CosError, Kind, Reason, Responder, Retry};
use crate::host;

use crate::signing::endpoint::Origin;

/// The first wait is drawn from nothing to this; the next from twice as much.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// A longer wait than this is not waited for, also if no time is set for the call.
const LONGEST_ASKED: Duration = Duration::from_secs(300);

/// The decision after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryDecision {
    GiveUp,
    /// The wait that is due would not end in time.
    TooLong {
        wait: Duration,
    },
    Again {
        wait: Duration,
        on_backup: bool,
    },
}

/// The facts that decide.
#[derive(Clone, Copy)]
pub struct LastAttempt<'a> {
    pub error: &'a CosError,
    /// Attempts made so far, and allowed in all.
    pub made: u32,
    pub allowed: u32,
    /// Added to the wait once for each attempt made.
    pub step: Duration,
    /// There is a backup host, and it was not tried yet.
    pub backup_left: bool,
    /// A kept-alive connection gave no byte until the timeout: that says nothing about the host.
    pub on_silence: bool,
    pub time_left: Option<Duration>,
    /// Draws from 0 to 1, for the wait.
    pub chance: fn() -> f64,
}

/// Decides. Pure: the schedule can be tested without waiting for it.
pub fn next(tried: &LastAttempt<'_>) -> RetryDecision {
    if tried.made >= tried.allowed {
        return RetryDecision::GiveUp;
    }
    if tried.backup_left && is_hijack(tried.error) {
        return RetryDecision::Again {
            wait: Duration::ZERO,
            on_backup: true,
        };
    }
    if tried.error.retry() != Retry::Yes {
        return RetryDecision::GiveUp;
    }
    if tried.on_silence && tried.time_left.is_none_or(|left| !left.is_zero()) {
        return RetryDecision::Again {
            wait: Duration::ZERO,
            on_backup: false,
        };
    }
    let asked = tried
        .error
        .retry_after_ms()
        .map_or(0, |ms| u64::try_from(ms).unwrap_or(0));
    let wait = ceiling(tried.made)
        .mul_f64((tried.chance)().clamp(0.0, 1.0))
        .saturating_add(tried.step.saturating_mul(tried.made))
        .max(Duration::from_millis(asked));
    if wait >= tried.time_left.unwrap_or(LONGEST_ASKED) {
        return RetryDecision::TooLong { wait };
    }
    let is_last = tried.made + 1 == tried.allowed;
    RetryDecision::Again {
        wait,
        on_backup: is_last && tried.backup_left && is_unreached(tried.error),
    }
}

/// Why a wait that is too long is not waited for.
pub fn too_long(wait: Duration, error: &CosError, has_total: bool) -> String {
    let asked = error.retry_after_ms().and_then(|ms| u64::try_from(ms).ok());
    if asked.map(Duration::from_millis) != Some(wait) {
        return "not retried: the time left is too short".to_owned();
    }
    let most = if has_total {
        "the time left".to_owned()
    } else {
        format!(
            "the {} s that a call waits at most",
            LONGEST_ASKED.as_secs()
        )
    };
    let asked = wait.as_secs();
    format!("not retried: Retry-After demands {asked} s, more than {most}")
}

/// Whether a backup host may be used after this error.
pub fn wants_backup(error: &CosError) -> bool {
    is_hijack(error) || is_unreached(error)
}

/// Whether other credentials may help: a token expired, the SecretId that belongs to one
/// no longer exists, or a HEAD that used one was refused without a reason.
pub fn wants_credentials(error: &CosError, has_token: bool) -> bool {
    let is_silent = error.method() == "HEAD" && error.code_source() == CodeSource::Status;
    error.means("ExpiredToken")
        || (has_token && error.means("InvalidAccessKeyId"))
        || (has_token && is_silent && matches!(error.status(), 400 | 403))
}

/// The longest wait after this many attempts.
fn ceiling(made: u32) -> Duration {
    FIRST_WAIT
        .saturating_mul(1u32.checked_shl(made.saturating_sub(1)).unwrap_or(u32::MAX))
        .min(LONGEST_WAIT)
}

/// A redirect that COS did not send: something stands between us.
fn is_hijack(error: &CosError) -> bool {
    matches!(error.status(), 301 | 302 | 307) && error.responder() == Responder::Other
}

/// Nothing shows that COS itself was reached.
fn is_unreached(error: &CosError) -> bool {
    let is_elsewhere = error.reason() != Some(Reason::LocalIo);
    let failed = error.status() >= 500 || (error.kind() == Kind::Client && is_elsewhere);
    failed && error.request_id().is_empty()
}

/// The backup of a host, if it has one.
pub fn backup_of(origin: &Origin) -> Option<Origin> {
    Some(Origin {
        scheme: origin.scheme,
        host: host::backup(&origin.host)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Exchange;
    use crate::error::headers::HeaderInput;

    fn answer(status: u16, headers: &[(&[u8], &[u8])]) -> Box<CosError> {
        let exchange = Exchange {
            method: "HEAD",
            url: "https://b-125.cos.ap-beijing.myqcloud.com/",
            status,
            headers: HeaderInput::Fields(headers),
            ..Exchange::default()
        };
        exchange.read().expect("an error")
    }

    /// One of three attempts, with a minute left for the others.
    fn tried(error: &CosError, made: u32, chance: fn() -> f64) -> LastAttempt<'_> {
        LastAttempt {
            error,
            made,
            allowed: 3,
            step: Duration::ZERO,
            backup_left: true,
            on_silence: false,
            time_left: Some(Duration::from_secs(60)),
            chance,
        }
    }

    /// The step after a timeout on an idle connection that returned no byte.
    fn after_silence(error: &CosError, made: u32, ms_left: u64) -> RetryDecision {
        next(&LastAttempt {
            on_silence: true,
            time_left: Some(Duration::from_millis(ms_left)),
            ..tried(error, made, MOST)
        })
    }

    fn after(error: &CosError, made: u32, chance: fn() -> f64) -> RetryDecision {
        next(&tried(error, made, chance))
    }

    fn again(ms: u64, on_backup: bool) -> RetryDecision {
        RetryDecision::Again {
            wait: Duration::from_millis(ms),
            on_backup,
        }
    }

    const LEAST: fn() -> f64 = || 0.0;
    const MOST: fn() -> f64 = || 1.0;
    const ID: (&[u8], &[u8]) = (
        b"x-cos-request-id",
        b"NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=",
    );

    #[test]
    fn waits_double_and_are_drawn_from_nothing_to_their_ceiling() {
        let busy = answer(503, &[ID]);
        assert_eq!(after(&busy, 1, LEAST), again(0, false));
        assert_eq!(after(&busy, 1, MOST), again(100, false));
        assert_eq!(after(&busy, 2, MOST), again(200, false));
        assert_eq!(after(&busy, 3, MOST), RetryDecision::GiveUp);
        assert_eq!(
            (ceiling(8), ceiling(9), ceiling(200)),
            (Duration::from_millis(12_800), LONGEST_WAIT, LONGEST_WAIT)
        );
    }

    #[test]
    fn retry_after_is_obeyed_within_the_time_left() {
        let busy = answer(503, &[ID, (b"retry-after", b"3")]);
        assert_eq!(after(&busy, 1, MOST), again(3000, false));
        for too_long in [&b"61"[..], b"9223372036854775807", b"99999999999999999999"] {
            let busy = answer(503, &[ID, (b"retry-after", too_long)]);
            let next = after(&busy, 1, MOST);
            assert!(matches!(next, RetryDecision::TooLong { .. }), "{next:?}");
        }
    }

    #[test]
    fn silence_on_a_kept_connection_is_followed_by_the_same_host_at_once() {
        let silence = CosError::client(Reason::Timeout, "");
        assert_eq!(after_silence(&silence, 1, 1), again(0, false));
        assert_eq!(after_silence(&silence, 2, 1), again(0, false));
        assert_eq!(after_silence(&silence, 3, 1), RetryDecision::GiveUp);
        let next = after_silence(&silence, 1, 0);
        assert!(matches!(next, RetryDecision::TooLong { .. }), "{next:?}");
        let refused = CosError::client(Reason::Cancelled, "");
        assert_eq!(after_silence(&refused, 1, 1), RetryDecision::GiveUp);
    }

    #[test]
    fn only_failures_that_may_pass_are_tried_again() {
        for status in [400, 401, 403, 404, 409, 412, 501] {
            assert_eq!(
                after(&answer(status, &[ID]), 1, LEAST),
                RetryDecision::GiveUp,
                "{status}"
            );
        }
        for reason in [
            Reason::Tls,
            Reason::Cancelled,
            Reason::InvalidArgument,
            Reason::LocalIo,
        ] {
            assert_eq!(
                after(&CosError::client(reason, ""), 1, LEAST),
                RetryDecision::GiveUp
            );
        }
    }

    #[test]
    fn a_step_makes_each_wait_longer() {
        let down = CosError::client(Reason::Connect, "");
        let wait = |made, chance| {
            let tried = LastAttempt {
                allowed: 4,
                step: Duration::from_secs(1),
                backup_left: false,
                time_left: None,
                ..tried(&down, made, chance)
            };
            match next(&tried) {
                RetryDecision::Again { wait, .. } => wait.as_millis(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!([1, 2, 3].map(|made| wait(made, LEAST)), [1000, 2000, 3000]);
        assert_eq!([1, 2, 3].map(|made| wait(made, MOST)), [1100, 2200, 3400]);
    }

    #[test]
    fn the_backup_host_is_for_hijacks_at_once_and_else_for_the_last_try() {
        let portal = answer(302, &[(b"location", b"http://portal.example/")]);
        assert_eq!(after(&portal, 1, MOST), again(0, true));
        assert_eq!(after(&answer(302, &[ID]), 1, MOST), RetryDecision::GiveUp);
        let down = CosError::client(Reason::Connect, "");
        assert_eq!(after(&down, 1, LEAST), again(0, false));
        assert_eq!(after(&down, 2, LEAST), again(0, true));
        assert_eq!(after(&answer(503, &[ID]), 2, LEAST), again(0, false));
        assert_eq!(
            after(&answer(502, &[(b"server", b"stgw")]), 2, LEAST),
            again(0, true)
        );
    }
}
