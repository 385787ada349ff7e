//! The events of a call, as lines of the log.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::client::log::{Level, Line, Log};
use crate::client::prepared_request::PreparedRequest;
use crate::error::redact::{Secrets, mask};
use crate::error::{CosError, Result};
use crate::response::Response;

/// Writes the events of one call.
#[derive(Clone, Copy)]
pub struct Events<'a> {
    log: Option<&'a Log>,
    /// Distinguishes the lines of calls that run at the same time; of the process, for
    /// clients may share a log.
    call: u64,
}

impl<'a> Events<'a> {
    pub fn new(log: Option<&'a Log>) -> Events<'a> {
        static CALLS: AtomicU64 = AtomicU64::new(1);
        Events {
            log,
            call: log.map_or(0, |_| CALLS.fetch_add(1, Ordering::Relaxed)),
        }
    }

    /// An attempt ended.
    pub fn tried(
        self,
        request: &PreparedRequest<'_>,
        number: u32,
        outcome: &Result<Response>,
        begun: Instant,
    ) {
        let level = match outcome {
            Ok(_) => Level::Debug,
            Err(_) => Level::Info,
        };
        self.tell(level, "attempt", |line| {
            let line = line
                .with("attempt", number)
                .with("method", &request.request.method)
                .with("host", request.host())
                .text("path", &request.shown(path(request.url())));
            let line = match outcome {
                Ok(response) => {
                    let id = response.request_id_z().trim_end_matches('\0');
                    line.with("status", response.status())
                        .text("request_id", &request.shown(id))
                }
                Err(error) => with_error(line, error),
            };
            line.with("elapsed_ms", begun.elapsed().as_millis())
        });
    }

    /// Another attempt follows.
    pub fn again(self, error: &CosError, made: u32, note: &str, wait: Duration) {
        self.tell(Level::Info, "retry", |line| {
            line.with("attempt", made + 1)
                .with("wait_ms", wait.as_millis())
                .text("code", error.code())
                .text("why", note)
        });
    }

    /// The backup host takes over.
    pub fn host(self, from: &str, to: &str) {
        self.tell(Level::Warn, "host", |line| {
            line.with("from", from).with("to", to)
        });
    }

    /// The client's clock was corrected.
    pub fn clock(self, offset_s: i64) {
        self.tell(Level::Warn, "clock", |line| line.with("offset_s", offset_s));
    }

    /// The provider was called for other credentials than those rejected.
    pub fn renewed(self, are_others: bool) {
        self.tell(Level::Warn, "credentials", |line| {
            line.with("renewed", are_others)
        });
    }

    /// A call ended with an error.
    pub fn failed(self, error: &CosError) {
        self.tell(Level::Error, "failed", |line| {
            let line = line
                .with("attempts", error.attempts().len())
                .text("method", error.method())
                .text("path", path(error.url()));
            with_error(line, error).text("message", error.message())
        });
    }

    /// Nothing tells whether what was received is what is stored.
    pub fn unchecked(self, url: &str) {
        self.tell(Level::Warn, "unchecked", |line| {
            line.text("path", &mask(path(url), &Secrets::default()))
                .text("why", "the server told no x-cos-hash-crc64ecma")
        });
    }

    fn tell(self, level: Level, event: &str, more: impl FnOnce(Line) -> Line) {
        let line = || more(Line::new(event).with("call", self.call));
        Log::tell(self.log, level, line);
    }
}

fn with_error(line: Line, error: &CosError) -> Line {
    let line = line.with("status", error.status());
    line.text("code", error.code())
        .text("request_id", error.request_id())
}

/// The path of a URL, as it was sent.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    path.split(['?', '#']).next().unwrap_or("")
}
