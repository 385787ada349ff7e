//! One try: the request goes out, and an answer or a fault comes back.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::http::HeaderMap;

use super::outgoing::Outgoing;
use super::transport::fault::{Phase, WireFault};
use super::transport::{Answer, Cut, MAX_ANSWER, Transport, Watch};
use super::trouble::Trouble;
use crate::error::headers::HeaderInput;
use crate::error::{CosError, Exchange, Failure, Reason, Result};
use crate::operation::Response;

/// Sends a request under its watch. `received_at_ms` reads the local clock.
pub fn run(
    outgoing: &Outgoing<'_>,
    transport: &Transport,
    watch: &Arc<Watch>,
    received_at_ms: impl Fn() -> i64,
) -> Result<Response> {
    // A call that must end does not begin: no wait may come in which it would notice.
    if let Some(stop) = watch.reason_to_stop(Instant::now(), Duration::MAX) {
        let stopped = WireFault::Stopped {
            phase: Phase::Begin,
            stop,
        };
        return Err(lost(
            outgoing,
            &Trouble::of(&stopped.into(), outgoing.host(), &watch.seen),
            watch,
        ));
    }
    let fault = match send(outgoing, transport, watch) {
        Ok(answer) => return read(outgoing, answer, received_at_ms(), watch),
        Err(fault) => fault,
    };
    Err(lost(
        outgoing,
        &Trouble::of(&fault, outgoing.host(), &watch.seen),
        watch,
    ))
}

/// A kept connection that turns out to be closed is replaced once, silently.
fn send(
    outgoing: &Outgoing<'_>,
    transport: &Transport,
    watch: &Arc<Watch>,
) -> std::result::Result<Answer, ureq::Error> {
    let first = transport.send(outgoing.http()?, outgoing.body(), watch);
    if first.is_err() && watch.seen.take_stale() {
        watch.seen.set_fresh_only();
        return transport.send(outgoing.http()?, outgoing.body(), watch);
    }
    first
}

fn read(
    outgoing: &Outgoing<'_>,
    answer: Answer,
    received_at_ms: i64,
    watch: &Watch,
) -> Result<Response> {
    let fields = fields(&answer.headers);
    let exchange = Exchange {
        status: answer.status,
        headers: HeaderInput::Fields(&fields),
        body: &answer.body,
        body_truncated: answer.cut.is_some(),
        expect_root: outgoing.request.expect_root.as_deref().unwrap_or(""),
        received_at_ms,
        ..asked(outgoing)
    };
    let (headers, pool) = exchange.header_fields()?;
    match &answer.cut {
        None => Ok(Response::new(answer.status, headers, pool, answer.body)),
        Some(Cut::TooLong) => Err(exchange.failed(
            Reason::TooLarge,
            &format!(
                "the answer is larger than the {} MiB that are kept in memory",
                MAX_ANSWER >> 20
            ),
        )),
        Some(Cut::Fault(fault)) => {
            let trouble = Trouble::of(fault, outgoing.host(), &watch.seen);
            Err(exchange
                .failed(trouble.reason, &trouble.message)
                .with_causes(trouble.os_errno, &trouble.causes))
        }
    }
}

/// No answer came, or not enough of one to be read.
fn lost(outgoing: &Outgoing<'_>, trouble: &Trouble, watch: &Watch) -> Box<CosError> {
    let status = watch.seen.status();
    if status != 0 {
        let exchange = Exchange {
            status,
            ..asked(outgoing)
        };
        return exchange
            .failed(trouble.reason, &trouble.message)
            .with_causes(trouble.os_errno, &trouble.causes);
    }
    Failure {
        reason: Some(trouble.reason),
        message: &trouble.message,
        os_errno: trouble.os_errno,
        method: &outgoing.request.method,
        url: outgoing.url(),
        bucket: outgoing.request.bucket.as_deref().unwrap_or(""),
        // The URL names it.
        key: "",
        causes: &trouble.causes,
        request_sent: Some(watch.seen.sent()),
        known: outgoing.known(),
    }
    .error()
}

/// The question, without an answer.
fn asked<'a>(outgoing: &'a Outgoing<'_>) -> Exchange<'a> {
    Exchange {
        method: &outgoing.request.method,
        url: outgoing.url(),
        status: 0,
        headers: HeaderInput::Fields(&[]),
        body: &[],
        body_truncated: false,
        expect_root: "",
        bucket: outgoing.request.bucket.as_deref().unwrap_or(""),
        key: "",
        received_at_ms: 0,
        known: outgoing.known(),
    }
}

fn fields(headers: &HeaderMap) -> Vec<(&[u8], &[u8])> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str().as_bytes(), value.as_bytes()))
        .collect()
}
