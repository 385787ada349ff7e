//! `x-cos-traffic-limit`: COS reads a body no faster than the limit, and responds when it has all of it.

use std::time::Duration;

use super::{Body, Request};

const NAME: &str = "x-cos-traffic-limit";
/// The least limit of COS, in bits per second.
const LEAST: u64 = 819_200;
/// What the systems of both sides may hold of a body that COS has not read yet.
const MOST_HELD: u64 = 16 << 20;

impl Request {
    /// How long COS may be silent after the body was sent, because it still reads what the
    /// systems hold of it. `headers` are those of the call.
    pub fn time_at_limit(&self, headers: &[(String, String)]) -> Duration {
        let held = match &self.body {
            Body::None => return Duration::ZERO,
            Body::Memory(bytes) => u64::try_from(bytes.len()).ok(),
            Body::File { part, .. } => part.map(|(_, length)| length),
            Body::Reader(reader) => reader.length,
        };
        let in_headers = self.headers.iter().chain(headers);
        let in_query = self.query.iter();
        let limit = in_headers
            .map(|(name, value)| (name, value.as_str()))
            .chain(in_query.map(|(name, value)| (name, value.as_deref().unwrap_or(""))))
            .filter(|(name, _)| name.eq_ignore_ascii_case(NAME))
            .find_map(|(_, value)| value.parse::<u64>().ok());
        limit.map_or(Duration::ZERO, |limit| {
            let bits = held.unwrap_or(MOST_HELD).min(MOST_HELD) * 8;
            Duration::from_millis(bits * 1000 / limit.max(LEAST))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(length: usize, set: impl FnOnce(&mut Request), headers: &[(&str, &str)]) -> u64 {
        let mut request = Request::new("PUT", Some("b-125"), Some("k"));
        request.body = Body::Memory(vec![0; length].into());
        set(&mut request);
        let owned = headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()));
        request.time_at_limit(&owned.collect::<Vec<_>>()).as_secs()
    }

    #[test]
    fn a_body_takes_the_time_of_its_limit() {
        let limit = |value: &'static str| move |r: &mut Request| r.set_header(NAME, value);
        assert_eq!(seconds(8 << 20, limit("819200"), &[]), 81);
        assert_eq!(seconds(8 << 20, limit("8388608"), &[]), 8);
        assert_eq!(
            seconds(8 << 20, |_| {}, &[("X-Cos-Traffic-Limit", "8388608")]),
            8
        );
        assert_eq!(
            seconds(8 << 20, |r| r.set_query(NAME, Some("8388608")), &[]),
            8
        );
    }

    #[test]
    fn the_time_is_that_of_what_can_be_held() {
        let limit = |r: &mut Request| r.set_header(NAME, "8388608");
        assert_eq!(seconds(1 << 27, limit, &[]), 16);
        let unknown = Body::File {
            path: "f".into(),
            part: None,
        };
        assert_eq!(seconds(1, |r| (r.body = unknown, limit(r)).1, &[]), 16);
        assert_eq!(seconds(1, |r| r.body = Body::None, &[(NAME, "819200")]), 0);
        for wrong in ["0", "fast", "-1", "18446744073709551616"] {
            assert!(seconds(8 << 20, |_| {}, &[(NAME, wrong)]) <= 81, "{wrong}");
        }
        assert_eq!(seconds(8 << 20, |_| {}, &[]), 0);
    }
}
