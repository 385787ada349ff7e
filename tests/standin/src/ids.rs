//! The ids that COS gives to each request.

use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};
use sha1::{Digest, Sha1};

use crate::text::hex;

/// Of 26 trace ids seen in the wild, 21 begin with these hex digits.
const TRACE_PREFIX: &str = "8efc6b2d3b069ca89454d10b9ef0018749ddf94d";

/// Starts high, so that the ids have the length of real ones (40 characters).
static COUNTER: AtomicU64 = AtomicU64::new(0x1_0000);

#[derive(Clone, Debug)]
pub struct Ids {
    pub request_id: String,
    pub trace_id: String,
}

/// New ids; `now` is the server's clock, which a request id carries.
pub fn next(now: i64) -> Ids {
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    let time = now as u32;
    let address = 0x0100_007f; // 127.0.0.1, byte order as in real ids
    let process = process::id() as u16;
    let plain = format!("{time:08x}_{address:08x}_{process:04x}_{count:x}");
    let mut trace = TRACE_PREFIX.to_string();
    for round in 0..3 {
        trace.push_str(&hex(&Sha1::digest(format!("{plain}{round}"))));
    }
    trace.truncate(128);
    Ids {
        request_id: STANDARD.encode(plain),
        trace_id: STANDARD.encode(trace),
    }
}

/// The id of a new version: like COS's own, the base64 of a number that falls from
/// one version to the next.
pub fn version() -> String {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let micros = now.map_or(0, |since| {
        u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
    });
    let next = |last: u64| micros.max(last.saturating_add(1));
    let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
        Some(next(last))
    });
    let number = u64::MAX - next(last.unwrap_or_default());
    STANDARD_NO_PAD.encode(number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(id: &str) -> String {
        String::from_utf8(STANDARD.decode(id).expect("base64")).expect("ASCII")
    }

    #[test]
    fn request_ids_have_the_shape_of_real_ones() {
        let (first, second) = (next(1_554_781_160), next(1_554_781_160));
        assert_ne!(first.request_id, second.request_id);
        assert_eq!(first.request_id.len(), 40);
        let plain = decoded(&first.request_id);
        let parts: Vec<&str> = plain.split('_').collect();
        assert_eq!(parts[0], "5cac13e8");
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [8, 8, 4, 5]);
        let hex_only = |part: &&str| part.bytes().all(|b| b.is_ascii_hexdigit());
        assert!(parts.iter().all(hex_only));
    }

    #[test]
    fn version_ids_differ_and_have_the_shape_of_real_ones() {
        let ids: Vec<String> = (0..100).map(|_| version()).collect();
        let number = |id: &String| {
            let plain = STANDARD_NO_PAD.decode(id).expect("base64");
            let text = String::from_utf8(plain).expect("digits");
            text.parse::<u64>().expect("a number")
        };
        assert!(ids.iter().map(number).is_sorted_by(|a, b| a > b));
        assert_eq!(ids[0].len(), 27);
    }

    #[test]
    fn trace_ids_are_128_hex_digits_in_base64() {
        let plain = decoded(&next(0).trace_id);
        assert_eq!(plain.len(), 128);
        assert!(plain.bytes().all(|b| b.is_ascii_hexdigit()));
    }
}
