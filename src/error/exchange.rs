//! An answer becomes an error, or nothing if it is a success.

use super::body::{Found, Shape};
use super::builder::Builder;
use super::content::Content;
use super::headers::{HeaderInput, Headers};
use super::kind::{CodeSource, Kind, Responder};
use super::mask::Secrets;
use super::pool::{Pool, Span};
use super::reason::Reason;
use super::request::{Asked, Target};
use super::status::Situation;
use super::{CosError, Result, responder};

/// An answer as somebody's HTTP stack has it.
#[derive(Clone, Copy)]
pub struct Exchange<'a> {
    /// `""`: unknown, not HEAD.
    pub method: &'a str,
    pub url: &'a str,
    /// 0: unknown; the body alone decides.
    pub status: u16,
    pub headers: HeaderInput<'a>,
    pub body: &'a [u8],
    /// Fewer bytes arrived, or were kept, than were announced.
    pub body_truncated: bool,
    /// The root element that a success has; `""`: any.
    pub expect_root: &'a str,
    /// For custom domains, whose host names neither.
    pub bucket: &'a str,
    pub key: &'a str,
    /// Unix time in milliseconds; 0: unknown.
    pub received_at_ms: i64,
    pub known: Known<'a>,
}

/// What only the maker of the request knows.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    /// `None`: not known whether the request was signed.
    pub signed: Option<bool>,
    /// A temporary token was in use.
    pub token: bool,
    pub region: &'a str,
    /// What must not appear in any output.
    pub secrets: Secrets<'a>,
    /// Answers must bear a mark of COS: the host is Tencent's own.
    pub marks_expected: bool,
    /// Some headers were withheld from us: the absence of one proves nothing.
    pub headers_filtered: bool,
}

impl Exchange<'_> {
    /// The error that this answer is; `None` for a success.
    pub fn read(&self) -> Option<Box<CosError>> {
        self.header_fields().err()
    }

    /// The header fields of a success, in a pool of their own; or the error.
    pub fn header_fields(&self) -> Result<(Headers, Pool)> {
        let unread = self.is_unread();
        let mut pool = Pool::with_capacity(match unread {
            // The fields alone, and what ends their block.
            true => self.headers.size() + 16,
            false => self.estimate(),
        });
        let (headers, limit) = Headers::read(self.headers, &mut pool);
        let end = pool.begin();
        let content = self.content(unread, &headers, &mut pool);
        if let Some(limit) = limit {
            let content = self.kept(content, &mut pool);
            let message = limit.to_string();
            return Err(self.client(Reason::TooLarge, &message, headers, content, pool));
        }
        match self.judge(&headers, &content, &pool) {
            Verdict::Success => {
                pool.cut(end);
                Ok((headers, pool))
            }
            Verdict::Service => Err(self.service(headers, content, pool)),
            Verdict::Client(reason) => {
                let message = self.wrong_answer(reason, &content.found, &pool);
                let content = self.kept(content, &mut pool);
                Err(self.client(reason, &message, headers, content, pool))
            }
        }
    }

    /// A client error that came after this answer, or after a part of it.
    pub fn failed(&self, reason: Reason, message: &str) -> Box<CosError> {
        let mut pool = Pool::with_capacity(self.estimate());
        let (headers, _) = Headers::read(self.headers, &mut pool);
        let content = self.content(self.is_unread(), &headers, &mut pool);
        let content = self.kept(content, &mut pool);
        self.client(reason, message, headers, content, pool)
    }

    fn asked(&self) -> Asked<'_> {
        Asked::new(self.method, self.url).with(self.bucket, self.key, self.known.region)
    }

    /// Room for the strings: headers and body once, the fields of the body and
    /// what is derived from the URL again.
    fn estimate(&self) -> usize {
        let fields = self.body.len().min(4096);
        self.headers.size() + self.body.len() + fields + 2 * self.url.len() + 256
    }

    /// Reads the body, if there is one that matters.
    fn content(&self, unread: bool, headers: &Headers, pool: &mut Pool) -> Content {
        match unread || self.is_head() {
            true => Content::default(),
            false => Content::read(self, headers, self.is_2xx(), pool),
        }
    }

    /// The content of an error: a body that was passed over belongs to it after all.
    fn kept(&self, content: Content, pool: &mut Pool) -> Content {
        match content.body.is_empty() {
            true => Content::kept(self, pool),
            false => content,
        }
    }

    fn is_2xx(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A success whose body does not matter: the content of an object is its
    /// owner's, and may be XML that looks like an error.
    fn is_unread(&self) -> bool {
        self.is_2xx() && self.expect_root.is_empty() && (self.is_head() || self.is_get_object())
    }

    /// Whether this answer's body is the content of an object, whatever it looks like.
    pub fn is_content(&self) -> bool {
        self.is_2xx() && self.expect_root.is_empty() && self.is_get_object()
    }

    fn is_get_object(&self) -> bool {
        let target = || self.asked().target();
        self.method == "GET" && matches!(target(), Target::Object | Target::Version)
    }

    fn is_head(&self) -> bool {
        self.method.eq_ignore_ascii_case("HEAD")
    }

    fn judge(&self, headers: &Headers, content: &Content, pool: &Pool) -> Verdict {
        let found = &content.found;
        match self.status {
            0 if found.is_failure() => return Verdict::Service,
            0 | 200..=299 => {}
            _ => return Verdict::Service,
        }
        if found.is_failure() {
            return Verdict::Service;
        }
        if self.lacks_marks(headers, found.request_id, pool) {
            return Verdict::Client(Reason::BadResponse);
        }
        if self.expect_root.is_empty()
            || self.is_head()
            || (pool.get(found.root) == self.expect_root && self.closes(self.expect_root))
        {
            return Verdict::Success;
        }
        match content.body.truncated {
            true => Verdict::Client(Reason::ConnectionLost),
            false => Verdict::Client(Reason::BadResponse),
        }
    }

    /// Who sent the response. Headers that were withheld from us prove nothing by their absence.
    fn responder(&self, headers: &Headers, body_id: Span, pool: &Pool) -> Responder {
        match responder::judge(headers, body_id, pool) {
            Responder::Other if self.known.headers_filtered && headers.seen.server.is_empty() => {
                Responder::Unknown
            }
            judged => judged,
        }
    }

    /// Whether something else than COS sent the response for one of COS's own hosts.
    fn lacks_marks(&self, headers: &Headers, body_id: Span, pool: &Pool) -> bool {
        let foreign = || match self.responder(headers, body_id, pool) {
            Responder::Cos | Responder::Ci => false,
            Responder::Unknown => !self.known.headers_filtered,
            Responder::Other => true,
        };
        self.known.marks_expected
            && !pool.get(headers.seen.server).starts_with("tencent-")
            && foreign()
    }

    /// Whether the body ends with the end tag of this root, under any prefix, or is the root alone.
    fn closes(&self, root: &str) -> bool {
        let body = self.body.trim_ascii_end();
        let Some(end) = body.strip_suffix(b">") else {
            return false;
        };
        let end = end.trim_ascii_end();
        let name = end.strip_suffix(root.as_bytes());
        end.ends_with(b"/") || name.is_some_and(|before| matches!(before.last(), Some(b'/' | b':')))
    }

    fn service(&self, headers: Headers, content: Content, pool: Pool) -> Box<CosError> {
        let Content { found, body } = content;
        let responder = self.responder(&headers, found.request_id, &pool);
        let message = found.message.or(headers.seen.error_message);
        let parts = found.parts.len();
        let given = given_code(&headers, &found);
        let delete_marker = !headers.seen.delete_marker.is_empty();
        let mut builder = Builder::new(Kind::Service, pool);
        builder.asked(self.method, self.url, (self.bucket, self.key), &self.known);
        builder.error.responder = responder;
        builder.error.request_sent = true;
        builder.answer(self, headers, found, body);
        match given {
            Some((code, source)) => builder.code(code, source),
            None => builder.derived(&self.situation(&builder.error, delete_marker)),
        }
        builder.message_or_derived(message, parts);
        builder.finish(&self.known.secrets)
    }

    fn situation(&self, error: &CosError, delete_marker: bool) -> Situation {
        let asked = self.asked();
        Situation {
            responder: error.responder,
            status: self.status,
            target: asked.target(),
            delete_marker,
            signed: self.known.signed.or(asked.is_presigned().then_some(true)),
            token: self.known.token,
            skew_s: error.clock_skew_s(),
        }
    }

    /// A status arrived, but what came with it is not what was asked for.
    fn client(
        &self,
        reason: Reason,
        message: &str,
        headers: Headers,
        content: Content,
        pool: Pool,
    ) -> Box<CosError> {
        let Content { found, body } = content;
        let mut builder = Builder::new(Kind::Client, pool);
        builder.asked(self.method, self.url, (self.bucket, self.key), &self.known);
        builder.reason(reason);
        builder.error.responder = self.responder(&headers, found.request_id, &builder.error.pool);
        builder.error.request_sent = true;
        builder.error.message = builder.error.pool.push(message);
        builder.answer(self, headers, found, body);
        builder.finish(&self.known.secrets)
    }

    /// What came instead of what was asked for.
    fn wrong_answer(&self, reason: Reason, found: &Found, pool: &Pool) -> String {
        let (status, expected, root) = (self.status, self.expect_root, pool.get(found.root));
        if reason == Reason::ConnectionLost {
            return format!(
                "the answer (HTTP {status}) was cut before its <{expected}> document was complete"
            );
        }
        let what = match (found.shape, self.body.is_empty()) {
            (_, true) => "no body".to_owned(),
            (Shape::JsonOther | Shape::JsonError, _) => "a JSON document".to_owned(),
            _ if !root.is_empty() => format!("a <{root}> document"),
            _ => "a body of another form".to_owned(),
        };
        match expected.is_empty() {
            true => format!(
                "HTTP {status} with {what} came from something that is not COS: it has no request id and no Server: tencent-cos"
            ),
            false => format!("HTTP {status} brought {what} instead of <{expected}>"),
        }
    }
}

/// The code that an answer brings, and where.
fn given_code(headers: &Headers, found: &Found) -> Option<(Span, CodeSource)> {
    let part = || {
        found
            .parts
            .iter()
            .map(|part| part.code)
            .find(|code| !code.is_empty())
    };
    let body = Some(found.code)
        .filter(|code| !code.is_empty())
        .or_else(part);
    let header = headers.seen.error_code.or(headers.seen.error_number);
    match body {
        Some(code) => Some((code, CodeSource::Body)),
        None if !header.is_empty() => Some((header, CodeSource::Header)),
        None => None,
    }
}

enum Verdict {
    Success,
    Service,
    Client(Reason),
}
