//! Whether a response is a success, an error of the service, or no response of COS at all.

use super::body::{self, Found, GzipEnd, Shape};
use super::exchange::Exchange;
use super::headers::Headers;
use super::kind::{CodeSource, Responder};
use super::reason::Reason;
use super::redact::is_blank;
use super::request_info::Target;
use super::responder;
use super::response_body::Content;
use crate::arena::{Arena, Span};

pub enum Verdict {
    Success,
    Service,
    Client(Reason),
}

impl Exchange<'_> {
    pub(super) fn judge(&self, headers: &Headers, content: &Content, arena: &Arena) -> Verdict {
        let found = &content.found;
        match self.status {
            0 if given_code(headers, found, arena).is_some() => Verdict::Service,
            // An error that neither has a code nor a status to derive one from.
            0 if found.is_failure() => Verdict::Client(Reason::BadResponse),
            200..=299 if found.is_failure() => Verdict::Service,
            303 if !found.is_failure() && self.is_form_redirect(headers, arena) => Verdict::Success,
            0 | 200..=299 => self.judge_success(headers, content, arena),
            _ => Verdict::Service,
        }
    }

    /// Nothing says failure: whether enough says success.
    fn judge_success(&self, headers: &Headers, content: &Content, arena: &Arena) -> Verdict {
        let found = &content.found;
        if self.lacks_marks(headers, found.request_id, arena) {
            return Verdict::Client(Reason::BadResponse);
        }
        if self.is_cut() {
            return Verdict::Client(Reason::ConnectionLost);
        }
        // The part that was not read may have reported a failure.
        if found.is_unfinished || content.decoded == Some(GzipEnd::Fault) {
            return Verdict::Client(Reason::BadResponse);
        }
        let is_success = match (self.status, self.expect_root) {
            (0, "") => found.proves_success(),
            (200..=299, "") => true,
            (200..=299, _) if self.is_head() => true,
            (_, expected) => {
                arena.get(found.root) == expected && self.closes(content, expected, arena)
            }
        };
        match is_success {
            true => Verdict::Success,
            false => Verdict::Client(Reason::BadResponse),
        }
    }

    /// Whether the body ended before its end. Without a body there is nothing to cut:
    /// a HEAD response announces the length of what a GET would bring.
    fn is_cut(&self) -> bool {
        self.body_truncated && !self.is_head() && self.status != 204
    }

    /// The documented success of a form upload that requests a redirect
    /// (success_action_redirect). A portal redirects too, but names no object.
    fn is_form_redirect(&self, headers: &Headers, arena: &Arena) -> bool {
        let location = arena.get(headers.seen.location);
        let asked = self.asked();
        let is_form = asked.method == "POST" && asked.sub_resource().is_none();
        is_form
            && !location.is_empty()
            && match self.responder(headers, Span::default(), arena) {
                Responder::Cos => true,
                _ => self.is_redirect_of_form(asked.target(), location, headers, arena),
            }
    }

    /// Whether the Location alone shows that COS stored the object of a form: a portal may
    /// repeat the URL of the request, with its query.
    fn is_redirect_of_form(
        &self,
        target: Target,
        location: &str,
        headers: &Headers,
        arena: &Arena,
    ) -> bool {
        let may_be_form = match target {
            Target::Unknown => self.url.is_empty(),
            target => matches!(target, Target::Bucket | Target::Object),
        };
        may_be_form
            && location.contains("etag=")
            && location.contains("key=")
            && !headers.seen.names_another()
            && !self.lacks_marks(headers, Span::default(), arena)
    }

    /// Who sent the response. The absence of headers that were filtered proves nothing.
    pub(super) fn responder(&self, headers: &Headers, body_id: Span, arena: &Arena) -> Responder {
        match responder::judge(headers, body_id, arena) {
            Responder::Other if self.known.headers_filtered && !headers.seen.names_another() => {
                Responder::Unknown
            }
            judged => judged,
        }
    }

    /// Whether something else than COS sent the response for one of COS's own hosts.
    fn lacks_marks(&self, headers: &Headers, body_id: Span, arena: &Arena) -> bool {
        let foreign = || match self.responder(headers, body_id, arena) {
            Responder::Cos | Responder::Ci => false,
            Responder::Unknown => !self.known.headers_filtered,
            Responder::Other => true,
        };
        self.known.marks_expected
            && !arena.get(headers.seen.server).starts_with("tencent-")
            && foreign()
    }

    /// Whether the body ends with the end tag of this root, in the form in which it was read.
    fn closes(&self, content: &Content, root: &str, arena: &Arena) -> bool {
        let text = arena.get(content.body.text).as_bytes();
        match content.decoded {
            // Its end comes after the decoded part.
            Some(GzipEnd::Limit) => true,
            Some(_) => ends_with_root(text, root),
            None if ends_with_root(self.body, root) => true,
            None if content.body.truncated => false,
            // Other encodings of characters, and chunk sizes that were left in.
            None => {
                let unchunked = || body::unchunked(self.body);
                ends_with_root(text, root)
                    || unchunked().is_some_and(|plain| ends_with_root(&plain, root))
            }
        }
    }

    /// A description of what arrived instead of a success.
    pub(super) fn wrong_response(
        &self,
        reason: Reason,
        headers: &Headers,
        content: &Content,
        arena: &Arena,
    ) -> String {
        let found = &content.found;
        let (status, expected, root) = (self.status, self.expect_root, arena.get(found.root));
        if reason == Reason::ConnectionLost {
            return match expected {
                "" => {
                    "the response was cut off: fewer bytes of its body arrived than were announced"
                        .to_owned()
                }
                root => {
                    format!(
                        "the response (HTTP {status}) was cut before its <{root}> document was complete"
                    )
                }
            };
        }
        if status == 0 && found.is_failure() {
            return "an error document without a code, in a response without a known status, does not tell what failed: set status to its HTTP status".to_owned();
        }
        if content.decoded == Some(GzipEnd::Fault) {
            return format!(
                "the body of HTTP {status} says that it is in gzip, and cannot be decoded to its end"
            );
        }
        if found.is_unfinished {
            return format!("the <{root}> document of HTTP {status} cannot be read to its end");
        }
        if !root.is_empty() && root == expected && !self.closes(content, root, arena) {
            return format!("the <{root}> document of HTTP {status} ended before </{root}>");
        }
        let what = match (found.shape, self.body.is_empty()) {
            (_, true) => "no body".to_owned(),
            (Shape::JsonOther | Shape::JsonZero | Shape::JsonError, _) => {
                "a JSON document".to_owned()
            }
            _ if !root.is_empty() => format!("a <{root}> document"),
            _ => "a body of another form".to_owned(),
        };
        match (status, expected) {
            (0, _) => format!(
                "a response without a known status, with {what}, cannot be read as a success: set status to its HTTP status"
            ),
            _ if expected.is_empty() || self.lacks_marks(headers, found.request_id, arena) => {
                format!(
                    "HTTP {status} with {what} came from something that is not COS: it has no request id and no Server: tencent-cos"
                )
            }
            _ => format!("HTTP {status} brought {what} instead of <{expected}>"),
        }
    }
}

/// Whether a document ends with the end tag of this root, under any prefix, or is the root alone.
fn ends_with_root(document: &[u8], root: &str) -> bool {
    let Some(end) = document.trim_ascii_end().strip_suffix(b">") else {
        return false;
    };
    let tag = memchr::memrchr(b'<', end).map_or(end, |at| &end[at + 1..]);
    let Some(tag) = tag.strip_prefix(b"/").or(tag.strip_suffix(b"/")) else {
        return false;
    };
    let length = tag.iter().position(u8::is_ascii_whitespace);
    let name = &tag[..length.unwrap_or(tag.len())];
    let local = memchr::memchr(b':', name).map_or(0, |at| at + 1);
    &name[local..] == root.as_bytes()
}

/// The string, unless nothing of it can be shown.
pub(super) fn unless_blank(span: Span, arena: &Arena) -> Span {
    if !span.is_empty() && is_blank(arena.get(span)) {
        return Span::default();
    }
    span
}

/// The code that a response contains, and where.
pub(super) fn given_code(
    headers: &Headers,
    found: &Found,
    arena: &Arena,
) -> Option<(Span, CodeSource)> {
    let part = || {
        found
            .parts
            .iter()
            .map(|part| unless_blank(part.code, arena))
            .find(|code| !code.is_empty())
    };
    let body = Some(found.code)
        .filter(|code| !code.is_empty())
        .or_else(part);
    let header = unless_blank(headers.seen.error_code, arena)
        .or(unless_blank(headers.seen.error_number, arena))
        .or(unless_blank(headers.seen.foreign_error_code, arena));
    match body {
        Some(code) => Some((code, CodeSource::Body)),
        None if !header.is_empty() => Some((header, CodeSource::Header)),
        None => None,
    }
}
