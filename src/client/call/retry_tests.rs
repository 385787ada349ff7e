//! Retry schedules of random responses, clocks, options and draws stay within their bounds. The
//! seed is in every complaint; `COS_ERR_SEED` repeats it, `COS_ERR_ROUNDS` sets how many are made.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::retry::{LastAttempt, RetryDecision, next};
use crate::client::clock_offset;
use crate::error::headers::HeaderInput;
use crate::error::{CosError, Exchange, Known, Reason, Responder, Retry};

const ROUNDS: u64 = 20_000;
const LONGEST_DRAWN: Duration = Duration::from_secs(20);
const LONGEST_WITHOUT_TOTAL: Duration = Duration::from_secs(300);
/// The end of the year 9999.
const LAST_MS: u64 = 253_402_300_799_000;

/// splitmix64
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ (number >> 31)) % limit
    }

    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn date(&mut self) -> String {
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_millis(self.below(LAST_MS)))
    }
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn seed() -> u64 {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH);
    from_environment("COS_ERR_SEED").unwrap_or_else(|| now().map_or(0, |now| now.as_nanos() as u64))
}

fn retry_after(random: &mut Random) -> String {
    match random.below(5) {
        0 => random.below(100).to_string(),
        1 => random.below(u64::MAX).to_string(),
        2 => format!("-{}", random.below(1000)),
        3 => random.date(),
        _ => "soon".to_owned(),
    }
}

fn response(random: &mut Random) -> Box<CosError> {
    const BODIES: [&str; 5] = [
        "",
        "<Error><Code>SlowDown</Code></Error>",
        "<Error><Code>RequestTimeTooSkewed</Code></Error>",
        "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
        "<html>busy</html>",
    ];
    let (date, wait) = (random.date(), retry_after(random));
    let mut headers: Vec<(&[u8], &[u8])> = Vec::new();
    if random.once_in(2) {
        headers.push((b"x-cos-request-id", b"id"));
    }
    if random.once_in(2) {
        headers.push((b"date", date.as_bytes()));
    }
    if random.once_in(2) {
        headers.push((b"retry-after", wait.as_bytes()));
    }
    let statuses = [
        301, 302, 307, 400, 403, 404, 408, 429, 500, 502, 503, 504, 520,
    ];
    let exchange = Exchange {
        method: if random.once_in(2) { "HEAD" } else { "GET" },
        url: "https://b-125.cos.ap-beijing.myqcloud.com/",
        status: statuses[random.below(13) as usize],
        headers: HeaderInput::Fields(&headers),
        body: BODIES[random.below(5) as usize].as_bytes(),
        body_truncated: random.once_in(4),
        expect_root: "",
        bucket: "",
        key: "",
        received_at_ms: random.below(LAST_MS) as i64,
        known: Known::default(),
    };
    exchange.read().expect("an error")
}

fn failure(random: &mut Random) -> Box<CosError> {
    const REASONS: [Reason; 6] = [
        Reason::Dns,
        Reason::Connect,
        Reason::Timeout,
        Reason::ConnectionLost,
        Reason::Tls,
        Reason::Cancelled,
    ];
    if random.once_in(3) {
        CosError::client(REASONS[random.below(6) as usize], "")
    } else {
        response(random)
    }
}

/// The draws of a schedule: the least, the most, and what no draw may be.
fn draw(random: &mut Random) -> fn() -> f64 {
    const DRAWS: [fn() -> f64; 5] = [|| 0.0, || 0.5, || 1.0, || -3.0, || 1e9];
    DRAWS[random.below(5) as usize]
}

/// One schedule to its end.
fn schedule(random: &mut Random, about: &str) {
    let allowed = 1 + random.below(20) as u32;
    let step = Duration::from_millis(random.below(3) * random.below(60_001));
    let total = (!random.once_in(3)).then(|| Duration::from_millis(random.below(600_000)));
    let (mut made, mut waited, mut backup_left) = (1, Duration::ZERO, random.once_in(2));
    loop {
        let error = failure(random);
        let time_left = total.map(|total| total.saturating_sub(waited));
        let tried = LastAttempt {
            error: &error,
            made,
            allowed,
            step,
            backup_left,
            on_silence: random.once_in(8),
            time_left,
            chance: draw(random),
        };
        match next(&tried) {
            RetryDecision::Again { wait, on_backup } => {
                assert!(!on_backup || backup_left, "{about}: a second backup");
                check_wait(&tried, wait, about);
                backup_left &= !on_backup;
                waited += wait;
                made += 1;
            }
            RetryDecision::TooLong { wait } => {
                let most = time_left.unwrap_or(LONGEST_WITHOUT_TOTAL);
                assert!(wait >= most, "{about}: {wait:?} fits into {most:?}");
                break;
            }
            RetryDecision::GiveUp => break,
        }
    }
    assert!(made <= allowed, "{about}: {made} attempts of {allowed}");
    assert!(
        total.is_none_or(|total| waited <= total),
        "{about}: {waited:?} of {total:?}"
    );
}

/// A wait for a further attempt.
fn check_wait(tried: &LastAttempt<'_>, wait: Duration, about: &str) {
    let asked = tried.error.retry_after_ms().unwrap_or(0);
    let asked = Duration::from_millis(u64::try_from(asked).unwrap_or(0));
    let is_class_yes = tried.error.retry() == Retry::Yes;
    let is_foreign = tried.error.responder() == Responder::Other && tried.backup_left;
    assert!(
        is_class_yes || is_foreign,
        "{about}: a retry of {}",
        tried.error.code()
    );
    let drawn = LONGEST_DRAWN + tried.step * tried.made;
    assert!(wait <= drawn.max(asked), "{about}: {wait:?}");
    let is_at_once = wait.is_zero() && (tried.on_silence || is_foreign);
    assert!(
        wait >= asked || is_at_once,
        "{about}: {wait:?} before {asked:?}"
    );
    let most = tried.time_left.unwrap_or(LONGEST_WITHOUT_TOTAL);
    assert!(wait < most || is_at_once, "{about}: {wait:?} of {most:?}");
}

/// A clock is set by what the server showed, whatever this machine's shows.
fn correction(random: &mut Random, about: &str) {
    let error = response(random);
    let now = clock_offset::system_ms() / 1000;
    let offset_s = random.below(LAST_MS / 500) as i64 - (LAST_MS / 1000) as i64;
    if let Some(new_s) = clock_offset::correction(&error, Some((now - 60, now + 900)), offset_s) {
        assert_eq!(Some(new_s), error.clock_skew_s(), "{about}");
        assert!(
            (new_s - offset_s).abs() > 1,
            "{about}: {new_s} for {offset_s}"
        );
    }
}

#[test]
fn schedules_stay_within_their_bounds_for_any_responses_and_clocks() {
    let seed = seed();
    for round in 0..from_environment("COS_ERR_ROUNDS").unwrap_or(ROUNDS) {
        let seed = seed.wrapping_add(round);
        let about = format!("COS_ERR_SEED={seed}");
        let mut random = Random(seed);
        schedule(&mut random, &about);
        correction(&mut random, &about);
    }
}
