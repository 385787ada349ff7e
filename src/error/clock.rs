//! What an answer tells of the server's clock.

use super::body::Found;
use super::headers::Headers;
use super::pool::Pool;
use super::request_id;

/// Server clock minus ours at receipt, in seconds. `received_at_ms` is Unix time; 0 is unknown.
///
/// `Date` counts beside an id of COS only: a CDN may send a stale or absurd one.
pub fn skew_s(headers: &Headers, found: &Found, pool: &Pool, received_at_ms: i64) -> Option<i64> {
    if received_at_ms <= 0 {
        return None;
    }
    let ids = headers.seen.cos_request_id.or(headers.seen.ci_request_id);
    let date = || match ids.is_empty() {
        false => http_date(pool.get(headers.seen.date)),
        true => None,
    };
    let server_time = || rfc3339(pool.get(found.detail(pool, "ServerTime")));
    let id_time = || request_id::decode(pool.get(found.request_id.or(ids))).map(|(_, time)| time);
    let server = date().or_else(server_time).or_else(id_time)?;
    Some(server - received_at_ms.div_euclid(1000))
}

/// `Retry-After` in milliseconds: seconds, or a date measured from the answer's own `Date`.
pub fn retry_after_ms(headers: &Headers, pool: &Pool, received_at_ms: i64) -> Option<i64> {
    let text = pool.get(headers.seen.retry_after);
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse::<i64>().ok()?.checked_mul(1000);
    }
    let then = http_date(text)?;
    let now = http_date(pool.get(headers.seen.date))
        .or((received_at_ms > 0).then(|| received_at_ms.div_euclid(1000)))?;
    Some((then - now).max(0) * 1000)
}

fn http_date(text: &str) -> Option<i64> {
    unix(httpdate::parse_http_date(text).ok()?)
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
