//! One line and one JSON object, of one shape for every error, safe to log.

use serde::Serialize;

use super::mask::one_line;
use super::pool::Span;
use super::{CosError, Language};

/// `NoSuchKey (HTTP 404): message [request id X; GET https://host/path; 3 attempts]`
pub fn line(error: &CosError) -> String {
    let mut line = error.code().to_owned();
    if error.status() != 0 {
        line.push_str(&format!(" (HTTP {})", error.status()));
    }
    line.push_str(": ");
    let words = error.message().split_whitespace();
    line.push_str(&words.collect::<Vec<_>>().join(" "));
    let about = about(error);
    if !about.is_empty() {
        line.push_str(&format!(" [{}]", about.join("; ")));
    }
    one_line(&line).into_owned()
}

/// What the failure is about: the response, the request, the number of attempts.
fn about(error: &CosError) -> Vec<String> {
    let id = error.request_id();
    let id = (!id.is_empty()).then(|| format!("request id {id}"));
    let url = error.url();
    let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let request = format!("{} {path}", error.method()).trim().to_owned();
    let request = (!request.is_empty()).then_some(request);
    let made = error.attempts().len();
    let attempts = (made > 1).then(|| format!("{made} attempts"));
    id.into_iter().chain(request).chain(attempts).collect()
}

/// The digest as JSON. Members are always there; the README holds the schema.
pub fn json(error: &CosError) -> String {
    serde_json::to_string(&digest(error)).unwrap_or_else(|_| "{}".to_owned())
}

#[derive(Serialize)]
struct Digest<'a> {
    kind: &'a str,
    reason: &'a str,
    status: u16,
    code: &'a str,
    code_source: &'a str,
    message: &'a str,
    resource: &'a str,
    request_id: &'a str,
    trace_id: &'a str,
    responder: &'a str,
    retry: &'a str,
    retry_after_ms: Option<i64>,
    request_sent: bool,
    method: &'a str,
    url: &'a str,
    operation: &'a str,
    region_hint: &'a str,
    endpoint_hint: &'a str,
    clock_skew_s: Option<i64>,
    os_errno: i32,
    causes: Vec<&'a str>,
    attempts: Vec<AttemptDigest<'a>>,
    parts: Vec<PartDigest<'a>>,
    advice: &'a str,
    doc_url: &'a str,
    diagnose_url: &'a str,
}

#[derive(Serialize)]
struct AttemptDigest<'a> {
    host: &'a str,
    status: u16,
    reason: &'a str,
    request_id: &'a str,
    elapsed_ms: i64,
    note: &'a str,
}

#[derive(Serialize)]
struct PartDigest<'a> {
    key: &'a str,
    version_id: &'a str,
    code: &'a str,
    message: &'a str,
    retry: &'a str,
}

fn digest(error: &CosError) -> Digest<'_> {
    let plain = |text_z| -> &str { str::trim_end_matches(text_z, '\0') };
    let text = |span: &Span| error.pool.get(*span);
    let attempts = error.attempts.iter().map(|attempt| AttemptDigest {
        host: text(&attempt.host),
        status: attempt.status,
        reason: attempt.reason.map_or("", |reason| reason.name()),
        request_id: text(&attempt.request_id),
        elapsed_ms: attempt.elapsed_ms,
        note: text(&attempt.note),
    });
    let parts = error.parts.iter().map(|part| PartDigest {
        key: text(&part.key),
        version_id: text(&part.version_id),
        code: text(&part.code),
        message: text(&part.message),
        retry: error.part_retry(part).name(),
    });
    Digest {
        kind: error.kind.name(),
        reason: error.reason.map_or("", |reason| reason.name()),
        status: error.status,
        code: error.code(),
        code_source: error.code_source.name(),
        message: error.message(),
        resource: error.resource(),
        request_id: error.request_id(),
        trace_id: error.trace_id(),
        responder: error.responder.name(),
        retry: error.retry().name(),
        retry_after_ms: error.retry_after_ms,
        request_sent: error.request_sent,
        method: error.method(),
        url: error.url(),
        operation: error.operation(),
        region_hint: error.region_hint(),
        endpoint_hint: error.endpoint_hint(),
        clock_skew_s: error.clock_skew_s(),
        os_errno: error.os_errno,
        causes: error.causes.iter().map(text).collect(),
        attempts: attempts.collect(),
        parts: parts.collect(),
        advice: plain(error.advice_z(Language::English)),
        doc_url: plain(error.doc_url_z()),
        diagnose_url: plain(error.diagnose_url_z()),
    }
}
