//! The offset of the server's clock, and when a response is trusted to correct it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::{CodeSource, CosError, Responder, SIGNED_BACK_S};

const CENTURY_S: i64 = 36_525 * 86_400;

/// The offset of the server's clock from the system's, in seconds.
#[derive(Debug, Default)]
pub struct ClockOffset {
    offset_s: AtomicI64,
}

impl ClockOffset {
    /// The server's time, Unix seconds, as far as it is known.
    pub fn now_s(&self) -> i64 {
        time_s(self.offset_s())
    }

    pub fn offset_s(&self) -> i64 {
        self.offset_s.load(Ordering::Relaxed)
    }

    /// The caller's own measure. One beyond a hundred years is none, as that of an error which
    /// does not say it, and one to before 1970 is none either.
    pub fn set_skew_s(&self, skew_s: i64) {
        if (-CENTURY_S..=CENTURY_S).contains(&skew_s) && time_s(skew_s) > SIGNED_BACK_S {
            self.set_offset_s(skew_s);
        }
    }

    pub fn set_offset_s(&self, offset_s: i64) {
        self.offset_s.store(offset_s, Ordering::Relaxed);
    }
}

/// The system's clock, Unix milliseconds; 0 if it stands before 1970.
pub fn system_ms() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| {
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    })
}

/// The time, Unix seconds, of a clock so far ahead of the system's.
pub fn time_s(offset_s: i64) -> i64 {
    system_ms().div_euclid(1000) + offset_s
}

/// The offset to sign with, if the error says that the clock was wrong.
/// `window` is the time for which the request was signed, in Unix seconds,
/// and `offset_s` the offset then.
pub fn correction(error: &CosError, window: Option<(i64, i64)>, offset_s: i64) -> Option<i64> {
    let (start, end) = window?;
    if is_about_something_else(error) {
        return None;
    }
    let skew_s = error.clock_skew_s().filter(|s| differs(offset_s, *s))?;
    let says = error.means("RequestTimeTooSkewed") || error.means("Request has expired");
    if !says && !is_bare_403(error) {
        return None;
    }
    let server_s = time_s(skew_s);
    let is_outside = server_s < start || server_s > end;
    // COS allows a clock less than the window does: its own word needs no such proof.
    (says || is_outside).then_some(skew_s)
}

/// Whether nothing says the clock was wrong: the code is derived from a status that does not.
fn is_about_something_else(error: &CosError) -> bool {
    error.status() != 403 && error.code_source() == CodeSource::Status
}

fn differs(offset_s: i64, skew_s: i64) -> bool {
    (offset_s - skew_s).abs() > 1
}

/// A HEAD's 403: there is no body with the reason.
fn is_bare_403(error: &CosError) -> bool {
    let of_cos = matches!(error.responder(), Responder::Cos | Responder::Ci);
    error.status() == 403
        && error.code_source() == CodeSource::Status
        && error.method() == "HEAD"
        && of_cos
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::headers::HeaderInput;
    use crate::error::{Exchange, Known};

    const ID: (&[u8], &[u8]) = (b"x-cos-request-id", b"id");

    fn refused(method: &str, ahead_s: i64, body: &str, fields: &[(&[u8], &[u8])]) -> Box<CosError> {
        let server =
            UNIX_EPOCH + std::time::Duration::from_millis((system_ms() + ahead_s * 1000) as u64);
        let date = httpdate::fmt_http_date(server);
        let mut headers = vec![(b"date".as_slice(), date.as_bytes())];
        headers.extend_from_slice(fields);
        let exchange = Exchange {
            method,
            url: "https://b-125.cos.ap-beijing.myqcloud.com/",
            status: 403,
            headers: HeaderInput::Fields(&headers),
            body: body.as_bytes(),
            body_truncated: false,
            expect_root: "",
            bucket: "",
            key: "",
            received_at_ms: system_ms(),
            known: Known::default(),
        };
        exchange.read().expect("an error")
    }

    fn corrected(error: &CosError) -> Option<i64> {
        let now = system_ms() / 1000;
        correction(error, Some((now - 60, now + 900)), 0)
    }

    fn about(value: Option<i64>, expected: i64) -> bool {
        value.is_some_and(|value| (value - expected).abs() <= 2)
    }

    #[test]
    fn a_bare_403_counts_only_with_a_date_of_cos_outside_the_window() {
        assert!(about(corrected(&refused("HEAD", 7200, "", &[ID])), 7200));
        assert!(about(corrected(&refused("HEAD", -3600, "", &[ID])), -3600));
        assert_eq!(corrected(&refused("HEAD", 300, "", &[ID])), None);
        assert_eq!(corrected(&refused("HEAD", 7200, "", &[])), None);
        assert_eq!(corrected(&refused("GET", 7200, "", &[ID])), None);
    }

    #[test]
    fn the_service_is_believed_and_any_other_denial_is_not() {
        let denied = |message: &str| {
            format!("<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>")
        };
        let error = refused("GET", 300, &denied("request has expired."), &[ID]);
        assert!(about(corrected(&error), 300));
        assert_eq!(
            corrected(&refused("GET", 7200, &denied("Access Denied."), &[ID])),
            None
        );
        let skewed = "<Error><Code>RequestTimeTooSkewed</Code></Error>";
        assert!(about(
            corrected(&refused("PUT", -1200, skewed, &[ID])),
            -1200
        ));
        assert_eq!(corrected(&refused("PUT", 0, skewed, &[ID])), None);
        assert_eq!(
            correction(&refused("PUT", 900, skewed, &[ID]), None, 0),
            None
        );
    }
}
