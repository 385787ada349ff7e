//! The events of a call, as lines of the log.

use std::time::{Duration, Instant};

use super::Client;
use super::endpoint::Origin;
use super::log::{Level, Line, Log};
use crate::error::{CosError, Result};
use crate::operation::{Request, Response};

/// A try ended.
pub fn tried(
    client: &Client,
    request: &Request,
    origin: &Origin,
    number: u32,
    outcome: &Result<Response>,
    begun: Instant,
) {
    let level = match outcome {
        Ok(_) => Level::Debug,
        Err(_) => Level::Info,
    };
    tell(client, level, || {
        let line = Line::new("attempt")
            .with("attempt", number)
            .with("method", &request.method)
            .with("host", &origin.host);
        let line = match outcome {
            Ok(response) => line
                .with("status", response.status())
                .text("request_id", response.request_id_z().trim_end_matches('\0')),
            Err(error) => with_error(line, error),
        };
        line.with("elapsed_ms", begun.elapsed().as_millis())
    });
}

/// Another try follows.
pub fn again(client: &Client, error: &CosError, made: u32, note: &str, wait: Duration) {
    tell(client, Level::Info, || {
        Line::new("retry")
            .with("attempt", made + 1)
            .with("wait_ms", wait.as_millis())
            .text("code", error.code())
            .text("why", note)
    });
}

/// The backup host takes over.
pub fn host(client: &Client, from: &str, to: &str) {
    tell(client, Level::Warn, || {
        Line::new("host").with("from", from).with("to", to)
    });
}

/// The client's clock was set right.
pub fn clock(client: &Client, offset_s: i64) {
    tell(client, Level::Warn, || {
        Line::new("clock").with("offset_s", offset_s)
    });
}

/// The provider was asked for other credentials than those refused.
pub fn renewed(client: &Client, are_others: bool) {
    tell(client, Level::Warn, || {
        Line::new("credentials").with("renewed", are_others)
    });
}

/// A call ended with an error.
pub fn failed(client: &Client, error: &CosError) {
    tell(client, Level::Error, || {
        let line = Line::new("failed").with("attempts", error.attempts().len());
        with_error(line.text("method", error.method()), error).text("message", error.message())
    });
}

fn with_error(line: Line, error: &CosError) -> Line {
    let line = line.with("status", error.status());
    line.text("code", error.code())
        .text("request_id", error.request_id())
}

fn tell(client: &Client, level: Level, line: impl FnOnce() -> Line) {
    Log::tell(client.log.as_ref(), level, line);
}
