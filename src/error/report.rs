//! One line and one JSON object, of one shape for every error, safe to log and of limited size.
//! The accessors have every string whole.

use std::borrow::Cow;

use super::excerpt::excerpt;
use super::json::{name, object, string};
use super::redact::one_line;
use super::{CosError, Language};
use crate::arena::Span;

/// Bytes of the line of text. The longest URL path fits together with the beginning of a message.
const MAX_TEXT: usize = 4 * 1024;
/// Bytes of the method and URL in it: those of an object's longest key, percent-encoded.
const MAX_REQUEST: usize = 2816;
/// Bytes of the code and of the request id in it.
const MAX_WORD: usize = 128;
/// Bytes of the JSON object. Log collectors refuse or split longer records.
const MAX_JSON: usize = 64 * 1024;
/// Bytes of most objects.
const USUAL_JSON: usize = 1536;
/// Bytes of each string of an object that would be longer; the second is for strings that
/// grow when they are escaped.
const MAX_STRINGS: [usize; 2] = [4 * 1024, 512];

impl CosError {
    /// One line for logs, with its NUL.
    pub fn text_z(&self) -> &str {
        self.lazy.text.get_or_init(|| Box::new(line(self) + "\0"))
    }

    pub fn text(&self) -> &str {
        self.text_z().trim_end_matches('\0')
    }

    pub fn json_z(&self) -> &str {
        self.lazy.json.get_or_init(|| Box::new(json(self) + "\0"))
    }
}

/// `NoSuchKey (HTTP 404): message [request id X; GET https://host/path; 3 attempts]`
fn line(error: &CosError) -> String {
    let mut line = excerpt(error.code(), MAX_WORD).into_owned();
    if error.status() != 0 {
        line.push_str(&format!(" (HTTP {})", error.status()));
    }
    line.push_str(": ");
    let about = match about(error) {
        about if about.is_empty() => String::new(),
        about => format!(" [{}]", about.join("; ")),
    };
    let words = error.message().split_whitespace();
    let message = words.collect::<Vec<_>>().join(" ");
    let room = MAX_TEXT.saturating_sub(line.len() + about.len());
    line.push_str(&excerpt(&message, room));
    line.push_str(&about);
    one_line(&line).into_owned()
}

/// The subject of the failure: the response, the request, the number of attempts.
fn about(error: &CosError) -> Vec<String> {
    let id = excerpt(error.request_id(), MAX_WORD);
    let id = (!id.is_empty()).then(|| format!("request id {id}"));
    let url = error.url();
    let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let request = format!("{} {path}", error.method());
    let request = excerpt(request.trim(), MAX_REQUEST);
    let request = (!request.is_empty()).then(|| request.into_owned());
    let made = error.attempts().len();
    let attempts = (made > 1).then(|| format!("{made} attempts"));
    id.into_iter().chain(request).chain(attempts).collect()
}

/// The digest as JSON. Members are always there; bindings/reference/json.md has the schema.
fn json(error: &CosError) -> String {
    let whole = written(&digest(error, usize::MAX));
    if whole.len() <= MAX_JSON {
        return whole;
    }
    let fitted = MAX_STRINGS.iter().map(|max| fitted(error, *max));
    let mut fitted = fitted.filter(|json| json.len() <= MAX_JSON);
    fitted.next().unwrap_or_else(|| "{}".to_owned())
}

fn written(digest: &Digest<'_>) -> String {
    let mut out = String::with_capacity(USUAL_JSON);
    object(&mut out, |object| {
        object.word(name!("kind"), digest.kind);
        object.word(name!("reason"), digest.reason);
        object.number(name!("status"), i64::from(digest.status));
        object.text(name!("code"), &digest.code);
        object.word(name!("code_source"), digest.code_source);
        object.text(name!("message"), &digest.message);
        object.text(name!("resource"), &digest.resource);
        object.text(name!("request_id"), &digest.request_id);
        object.text(name!("trace_id"), &digest.trace_id);
        object.word(name!("responder"), digest.responder);
        object.word(name!("retry"), digest.retry);
        object.number(name!("retry_after_ms"), digest.retry_after_ms);
        object.flag(name!("request_sent"), digest.request_sent);
        object.text(name!("method"), &digest.method);
        object.text(name!("url"), &digest.url);
        object.word(name!("operation"), digest.operation);
        object.text(name!("region_hint"), &digest.region_hint);
        object.text(name!("endpoint_hint"), &digest.endpoint_hint);
        object.number(name!("clock_skew_s"), digest.clock_skew_s);
        object.number(name!("os_errno"), i64::from(digest.os_errno));
        object.list(name!("causes"), &digest.causes, |cause, out| {
            string(out, cause)
        });
        object.list(name!("attempts"), &digest.attempts, AttemptDigest::write);
        object.list(name!("parts"), &digest.parts, PartDigest::write);
        object.text(name!("advice"), &digest.advice);
        object.text(name!("doc_url"), &digest.doc_url);
        object.word(name!("diagnose_url"), digest.diagnose_url);
        object.flag(name!("truncated"), digest.truncated);
    });
    out
}

/// The members of the JSON, none of them cut, however long it gets.
#[cfg(any(test, feature = "web"))]
pub fn uncut(error: &CosError) -> String {
    written(&digest(error, usize::MAX))
}

/// The digest with cut strings, and with as many items of its lists as fit.
fn fitted(error: &CosError, max: usize) -> String {
    let with = |items| written(&digest(error, max).with_first(items));
    let (mut fits, mut most) = (
        0,
        error.causes.len() + error.attempts.len() + error.parts.len(),
    );
    while fits < most {
        let middle = (fits + most).div_ceil(2);
        if with(middle).len() <= MAX_JSON {
            fits = middle;
        } else {
            most = middle - 1;
        }
    }
    with(fits)
}

impl Digest<'_> {
    /// Leaves out the items after so many: causes, attempts and parts, in this order.
    fn with_first(mut self, items: usize) -> Self {
        self.causes.truncate(items);
        let items = items - self.causes.len();
        self.attempts.truncate(items);
        self.parts.truncate(items - self.attempts.len());
        self.truncated = true;
        self
    }
}

/// A string, or its beginning.
type Text<'a> = Cow<'a, str>;

struct Digest<'a> {
    kind: &'a str,
    reason: &'a str,
    status: u16,
    code: Text<'a>,
    code_source: &'a str,
    message: Text<'a>,
    resource: Text<'a>,
    request_id: Text<'a>,
    trace_id: Text<'a>,
    responder: &'a str,
    retry: &'a str,
    retry_after_ms: Option<i64>,
    request_sent: bool,
    method: Text<'a>,
    url: Text<'a>,
    operation: &'a str,
    region_hint: Text<'a>,
    endpoint_hint: Text<'a>,
    clock_skew_s: Option<i64>,
    os_errno: i32,
    causes: Vec<Text<'a>>,
    attempts: Vec<AttemptDigest<'a>>,
    parts: Vec<PartDigest<'a>>,
    advice: Text<'a>,
    doc_url: Text<'a>,
    diagnose_url: &'a str,
    truncated: bool,
}

struct AttemptDigest<'a> {
    host: Text<'a>,
    status: u16,
    reason: &'a str,
    request_id: Text<'a>,
    elapsed_ms: i64,
    note: Text<'a>,
}

struct PartDigest<'a> {
    key: Text<'a>,
    version_id: Text<'a>,
    code: Text<'a>,
    message: Text<'a>,
    retry: &'a str,
}

impl AttemptDigest<'_> {
    fn write(&self, out: &mut String) {
        object(out, |object| {
            object.text(name!("host"), &self.host);
            object.number(name!("status"), i64::from(self.status));
            object.word(name!("reason"), self.reason);
            object.text(name!("request_id"), &self.request_id);
            object.number(name!("elapsed_ms"), self.elapsed_ms);
            object.text(name!("note"), &self.note);
        });
    }
}

impl PartDigest<'_> {
    fn write(&self, out: &mut String) {
        object(out, |object| {
            object.text(name!("key"), &self.key);
            object.text(name!("version_id"), &self.version_id);
            object.text(name!("code"), &self.code);
            object.text(name!("message"), &self.message);
            object.word(name!("retry"), self.retry);
        });
    }
}

/// Strings longer than `max` bytes are cut.
fn digest(error: &CosError, max: usize) -> Digest<'_> {
    let cut = |text| excerpt(text, max);
    let plain = |text_z| -> &str { str::strip_suffix(text_z, '\0').unwrap_or(text_z) };
    let text = |span: &Span| cut(error.arena.get(*span));
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
        code: cut(error.code()),
        code_source: error.code_source.name(),
        message: cut(error.message()),
        resource: cut(error.resource()),
        request_id: cut(error.request_id()),
        trace_id: cut(error.trace_id()),
        responder: error.responder.name(),
        retry: error.retry().name(),
        retry_after_ms: error.retry_after_ms,
        request_sent: error.request_sent,
        method: cut(error.method()),
        url: cut(error.url()),
        operation: error.operation(),
        region_hint: cut(error.region_hint()),
        endpoint_hint: cut(error.endpoint_hint()),
        clock_skew_s: error.clock_skew_s(),
        os_errno: error.os_errno,
        causes: error.causes.iter().map(text).collect(),
        attempts: attempts.collect(),
        parts: parts.collect(),
        advice: cut(plain(error.advice_z(Language::English))),
        doc_url: cut(plain(error.doc_url_z())),
        diagnose_url: plain(error.diagnose_url_z()),
        truncated: false,
    }
}
