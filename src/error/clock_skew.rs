//! The server's clock, as a response reports it.

use super::body::Found;
use super::headers::Headers;
use super::request_id;
use crate::arena::{Arena, Span};

/// Sources of the server's time, best first, and when it was received. Few programs use
/// for it, so it is read when they do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    date: Span,
    server_time: Span,
    request_id: Span,
    /// Unix time in milliseconds; 0 is unknown.
    received_at_ms: i64,
}

impl Clock {
    /// `Date` counts only together with an id of COS: a CDN may send a stale or absurd one.
    /// A response from a cache does not count: all of it was made at another time.
    pub fn new(headers: &Headers, found: &Found, arena: &Arena, received_at_ms: i64) -> Clock {
        if headers.seen.is_cached(arena) {
            return Clock::default();
        }
        let ids = headers.seen.cos_request_id.or(headers.seen.ci_request_id);
        Clock {
            date: if ids.is_empty() {
                ids
            } else {
                headers.seen.date
            },
            server_time: found.detail(arena, "ServerTime"),
            request_id: found.request_id.or(ids),
            received_at_ms,
        }
    }

    /// The same, for an error with another arena.
    pub fn copied(&self, from: &Arena, to: &mut Arena) -> Clock {
        let mut copy = |span| to.push(from.get(span));
        Clock {
            date: copy(self.date),
            server_time: copy(self.server_time),
            request_id: copy(self.request_id),
            ..*self
        }
    }

    /// The server's clock minus the local clock at receipt, in seconds.
    pub fn skew_s(&self, arena: &Arena) -> Option<i64> {
        if self.received_at_ms <= 0 {
            return None;
        }
        let id_time = || request_id::decode(arena.get(self.request_id)).map(|(_, time)| time);
        let server = http_date(arena.get(self.date))
            .or_else(|| rfc3339(arena.get(self.server_time)))
            .or_else(id_time)?;
        Some(server - self.received_at_ms.div_euclid(1000))
    }
}

/// `Retry-After` in milliseconds: seconds, or a date measured from the response's own
/// `Date` and `Age`.
pub fn retry_after_ms(headers: &Headers, arena: &Arena, received_at_ms: i64) -> Option<i64> {
    let text = arena.get(headers.seen.retry_after);
    if text.is_empty() {
        return None;
    }
    let text = first_value(text);
    if text.bytes().all(|b| b.is_ascii_digit()) {
        // A number too large is a very long time, and not none.
        return Some(text.parse().unwrap_or(i64::MAX).saturating_mul(1000));
    }
    let then = http_date(text)?;
    let now = http_date(arena.get(headers.seen.date))
        .map(|made| made.saturating_add(headers.seen.age_s))
        .or((received_at_ms > 0).then(|| received_at_ms.div_euclid(1000)))?;
    Some((then - now).max(0) * 1000)
}

fn http_date(text: &str) -> Option<i64> {
    unix(httpdate::parse_http_date(first_value(text)).ok()?)
}

/// The first of several values that a stack has joined by commas. A date has one of its own,
/// after the name of the day.
fn first_value(text: &str) -> &str {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit());
    let own = usize::from(!is_number);
    let end = memchr::memchr_iter(b',', text.as_bytes()).nth(own);
    text[..end.unwrap_or(text.len())].trim_end()
}

fn rfc3339(text: &str) -> Option<i64> {
    unix(humantime::parse_rfc3339(text).ok()?)
}

fn unix(time: std::time::SystemTime) -> Option<i64> {
    match time.duration_since(std::time::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).ok(),
        Err(before) => i64::try_from(before.duration().as_secs()).ok().map(|s| -s),
    }
}
