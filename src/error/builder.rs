//! Fills an error, from a response or from a failure without one.

use std::borrow::Cow;

use super::body::Found;
use super::clock_skew::{self, Clock};
use super::excerpt::shortened;
use super::exchange::{Exchange, Known};
use super::facts::Facts;
use super::headers::Headers;
use super::kind::{CodeSource, Kind, Responder};
use super::named_secrets;
use super::placeholders::MAX_NAME;
use super::reason::Reason;
use super::redact::{Secrets, is_clean, is_free, mask, one_line};
use super::request_info::RequestInfo;
use super::{CosError, OriginBody, derived};
use crate::arena::{Arena, Span};
use crate::printable::is_printable_ascii;

pub struct Builder {
    /// In its final place from the beginning: it is too large to be moved around.
    pub error: Box<CosError>,
}

impl Builder {
    pub fn new(kind: Kind, arena: Arena) -> Builder {
        Builder {
            error: Box::new(CosError::empty(kind, arena)),
        }
    }

    /// The request. Bucket and key are set if the URL does not contain them.
    pub fn asked(&mut self, method: &str, url: &str, given: (&str, &str), known: &Known<'_>) {
        let error = &mut *self.error;
        error.method = error.arena.push(method);
        error.asked_url = error.arena.push(url);
        error.url = error.asked_url;
        error.given_bucket = error.arena.push(given.0);
        error.given_key = error.arena.push(given.1);
        error.given_region = error.arena.push(known.region);
        let in_url = RequestInfo::of_query(url);
        error.facts = Facts {
            signed: known.signed.or(in_url.is_presigned().then_some(true)),
            token: known.token || in_url.has_token(),
            copy: known.copy,
        };
    }

    pub fn reason(&mut self, reason: Reason) {
        self.error.reason = Some(reason);
        self.error.code = self.error.arena.push(reason.name());
        self.error.code_source = CodeSource::Client;
    }

    pub fn code(&mut self, code: Span, source: CodeSource) {
        self.error.code = code;
        self.error.code_source = source;
    }

    /// A code of the service needs no additional text; a derived one does.
    pub fn derived(&mut self, code: Option<&'static str>, case: &'static str) {
        let status = self.error.status;
        let code = match code {
            Some(code) => self.error.arena.push_clean(code),
            None => self.error.arena.push_fmt(format_args!("Http{status}")),
        };
        self.code(code, CodeSource::Status);
        self.error.case = Some(case);
    }

    /// The service's message; where it gave none, what came instead of one. `undecoded` is the
    /// encoding of a body that was not decoded.
    pub fn message_or_derived(&mut self, message: Span, parts: usize, undecoded: Option<&str>) {
        if !message.is_empty() {
            self.error.message = message;
            return;
        }
        if parts > 0 {
            self.error.message = self
                .error
                .arena
                .push_fmt(format_args!("{parts} item(s) of the request failed"));
            return;
        }
        match undecoded {
            None if derived::can_wait(&self.error) => self.error.derives_message = true,
            None => self.error.derive_message(),
            Some(encoding) => {
                let text = derived::plain(&self.error);
                let encoding = shortened(encoding, MAX_NAME);
                self.error.message = self.error.arena.push_fmt(format_args!(
                    "{text}; its body is encoded with {encoding} and was not decoded"
                ));
            }
        }
    }

    /// The parts of a response that every error keeps, whatever its kind.
    pub fn answer(
        &mut self,
        exchange: &Exchange<'_>,
        headers: Headers,
        found: Found,
        body: OriginBody,
    ) {
        let seen = &headers.seen;
        self.error.status = exchange.status;
        self.error.request_id = found
            .request_id
            .or(seen.cos_request_id)
            .or(seen.ci_request_id)
            .or(seen.foreign_request_id);
        self.error.trace_id = found.trace_id.or(seen.cos_trace_id);
        self.error.resource = found.resource.or(self.error.url);
        self.error.clock = Clock::new(&headers, &found, &self.error.arena, exchange.received_at_ms);
        self.error.retry_after_ms =
            clock_skew::retry_after_ms(&headers, &self.error.arena, exchange.received_at_ms);
        self.hints(&headers, &found);
        self.error.headers = headers.fields;
        self.error.details = found.details;
        self.error.parts = found.parts;
        self.error.body = body;
    }

    /// Sets the hints of region and host. Only those of COS count, not a portal's `Location`.
    fn hints(&mut self, headers: &Headers, found: &Found) {
        if self.error.responder == Responder::Other {
            return;
        }
        let arena = &mut self.error.arena;
        let mut endpoint = found.detail(arena, "Endpoint");
        let location = arena.get(headers.seen.location);
        if endpoint.is_empty() && !location.is_empty() && location.contains("://") {
            let host = RequestInfo::new("", location).host.to_owned();
            endpoint = arena.push(&host);
        }
        let mut region = headers.seen.bucket_region;
        if region.is_empty() && !endpoint.is_empty() {
            let name = RequestInfo::new("", arena.get(endpoint)).region;
            let name = name.to_ascii_lowercase();
            region = arena.push(&name);
        }
        self.error.endpoint_hint = endpoint;
        self.error.region_hint = region;
    }

    /// Masks secrets in what is shown, and closes the error.
    pub fn finish(self, secrets: &Secrets<'_>) -> Box<CosError> {
        let mut error = self.error;
        let is_plain = named_secrets::is_plain(error.arena.from(error.verbatim_end()));
        // The secrets of the URL count too, also for programs that only parse a response.
        let url = match is_plain {
            true => String::new(),
            false => error.arena.get(error.asked_url).to_owned(),
        };
        let of_url = match is_plain {
            true => Vec::new(),
            false => named_secrets::of_url(&url),
        };
        let secrets = &Secrets {
            of_url: &of_url,
            ..*secrets
        };
        let looked = error.look(is_plain, secrets);
        if !looked.rest {
            error.keep_what_is_masked();
        }
        let mut arena = std::mem::take(&mut error.arena);
        error.for_each_told(|span, form| {
            if span.is_empty() {
                return;
            }
            if !looked.is_clean(*span) {
                *span = masked(*span, secrets, &mut arena);
            }
            if matches!(form, Form::Line) && !is_printable_ascii(arena.bytes(*span)) {
                *span = lined(*span, &mut arena);
            }
        });
        error.arena = arena;
        error
    }
}

/// Where no secret stands.
struct Looked {
    /// In what follows the headers and the body, which end here.
    rest: bool,
    verbatim: usize,
    /// In what is before.
    fields: usize,
}

impl Looked {
    fn is_clean(&self, span: Span) -> bool {
        self.rest && span.start() >= self.verbatim || span.end() <= self.fields
    }
}

/// The form of a string: which characters it may contain.
#[derive(Clone, Copy)]
enum Form {
    /// Anything: it names an object.
    Name,
    /// No control characters: it becomes part of a line.
    Line,
}

impl CosError {
    /// The ends of the headers and of the body in the arena.
    fn verbatim_end(&self) -> usize {
        self.headers.end().max(self.body.text.end())
    }

    /// One pass over most of what is shown: headers and body are kept as they arrived, and headers
    /// are looked at only if one of them is shown: without a body, in the same pass. `is_plain`:
    /// what follows headers and body names no secret.
    fn look(&mut self, is_plain: bool, secrets: &Secrets<'_>) -> Looked {
        let (verbatim, fields) = (self.verbatim_end(), self.headers.end());
        let tells_fields = self.tells_before(fields);
        if tells_fields && fields == verbatim && is_clean(self.arena.from(0), secrets) {
            return Looked {
                rest: true,
                verbatim: 0,
                fields,
            };
        }
        let are_clean = tells_fields && is_clean(self.arena.until(fields), secrets);
        let rest = self.arena.from(verbatim);
        Looked {
            rest: match is_plain {
                true => is_free(rest, secrets),
                false => is_clean(rest, secrets),
            },
            verbatim,
            fields: if are_clean { fields } else { 0 },
        }
    }

    /// Makes now what would be read from the URL later, which keeps its secrets.
    fn keep_what_is_masked(&mut self) {
        let key = self.asked().key.to_owned();
        self.given_key = self.arena.push(&key);
        if std::mem::take(&mut self.derives_message) {
            self.derive_message();
        }
    }

    fn derive_message(&mut self) {
        let message = derived::plain(self);
        self.message = self.arena.push(&message);
    }

    /// Whether something is shown that lies before this place in the arena.
    fn tells_before(&mut self, end: usize) -> bool {
        let mut found = false;
        self.for_each_told(|span, _| found |= !span.is_empty() && span.start() < end);
        found
    }

    /// The strings that texts, JSON and the like are made of.
    fn for_each_told(&mut self, mut each: impl FnMut(&mut Span, Form)) {
        let names = [&mut self.resource, &mut self.url, &mut self.given_key];
        names.into_iter().for_each(|span| each(span, Form::Name));
        let lines = [
            &mut self.code,
            &mut self.message,
            &mut self.request_id,
            &mut self.trace_id,
            &mut self.region_hint,
            &mut self.endpoint_hint,
        ];
        let lines = lines.into_iter().chain(&mut self.causes);
        lines.for_each(|span| each(span, Form::Line));
        for part in &mut self.parts {
            each(&mut part.key, Form::Name);
            each(&mut part.version_id, Form::Name);
            each(&mut part.code, Form::Line);
            each(&mut part.message, Form::Line);
        }
    }
}

/// The string without secrets, as another one of the arena.
fn masked(span: Span, secrets: &Secrets<'_>, arena: &mut Arena) -> Span {
    match mask(arena.get(span), secrets) {
        Cow::Borrowed(_) => span,
        Cow::Owned(clean) => arena.push(&clean),
    }
}

/// The string as one line, as another one of the arena.
fn lined(span: Span, arena: &mut Arena) -> Span {
    match one_line(arena.get(span)) {
        Cow::Borrowed(_) => span,
        Cow::Owned(line) => arena.push(&line),
    }
}
