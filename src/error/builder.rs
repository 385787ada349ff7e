//! Fills an error, from an answer or from a failure without one.

use std::borrow::Cow;

use super::body::Found;
use super::clock;
use super::exchange::{Exchange, Known};
use super::headers::Headers;
use super::kind::{CodeSource, Kind, Responder};
use super::mask::{Secrets, is_clean, mask};
use super::pool::{Pool, Span};
use super::reason::Reason;
use super::request::Asked;
use super::{Body, CosError, advice};

pub struct Builder {
    pub pool: Pool,
    pub error: CosError,
}

impl Builder {
    pub fn new(kind: Kind, pool: Pool) -> Builder {
        Builder {
            pool,
            error: CosError::empty(kind),
        }
    }

    /// What was asked: method, URL without secrets, bucket, key, operation.
    pub fn asked(&mut self, method: &str, url: &str, asked: Asked<'_>, known: &Known<'_>) {
        let error = &mut self.error;
        error.operation_z = asked.operation_z();
        error.method = self.pool.push(method);
        error.url = self.pool.push(url);
        error.bucket = self.pool.push(asked.bucket);
        error.key = self.pool.push(asked.key);
        error.region = self.pool.push(if known.region.is_empty() {
            asked.region
        } else {
            known.region
        });
        error.host = self.pool.push(asked.host);
    }

    pub fn reason(&mut self, reason: Reason) {
        self.error.reason = Some(reason);
        self.error.code = self.pool.push(reason.name());
        self.error.code_source = CodeSource::Client;
    }

    /// The service's message; where it gave none, the cause in the catalogue's words.
    pub fn message_or_derived(&mut self, message: Span, parts: usize) {
        if !message.is_empty() {
            self.error.message = message;
            return;
        }
        if parts > 0 {
            self.error.message = self
                .pool
                .push_fmt(format_args!("{parts} item(s) of the request failed"));
            return;
        }
        let cause = advice::cause(&self.error, &self.pool);
        self.error.message = self.pool.push(&cause);
    }

    /// What every error keeps of an answer, whatever its kind.
    pub fn answer(&mut self, exchange: &Exchange<'_>, headers: Headers, found: Found, body: Body) {
        let seen = &headers.seen;
        self.error.status = exchange.status;
        self.error.request_id = found
            .request_id
            .or(seen.cos_request_id)
            .or(seen.ci_request_id)
            .or(seen.foreign_request_id);
        self.error.trace_id = found.trace_id.or(seen.cos_trace_id);
        self.error.resource = found.resource.or(self.error.url);
        self.error.retry_after_ms =
            clock::retry_after_ms(&headers, &self.pool, exchange.received_at_ms);
        self.hints(&headers, &found);
        self.error.headers = headers.fields;
        self.error.details = found.details;
        self.error.parts = found.parts;
        self.error.body = body;
    }

    /// Where the request should have gone: only COS's own word counts, a portal's `Location` does not.
    fn hints(&mut self, headers: &Headers, found: &Found) {
        if self.error.responder == Responder::Other {
            return;
        }
        let pool = &mut self.pool;
        let mut endpoint = found.detail(pool, "Endpoint");
        let location = pool.get(headers.seen.location);
        if endpoint.is_empty() && location.contains("://") {
            let host = Asked::new("", location).host.to_owned();
            endpoint = pool.push(&host);
        }
        let mut region = headers.seen.bucket_region;
        if region.is_empty() && !endpoint.is_empty() {
            let name = Asked::new("", pool.get(endpoint)).region.to_owned();
            region = pool.push(&name);
        }
        self.error.endpoint_hint = endpoint;
        self.error.region_hint = region;
    }

    /// Takes secrets out of what is told, and closes the error.
    pub fn finish(self, secrets: &Secrets<'_>) -> Box<CosError> {
        let Builder {
            mut pool,
            mut error,
        } = self;
        // One look at most of what is told: header fields and body are kept as they came.
        let verbatim = error.verbatim_end();
        let rest_is_clean = is_clean(pool.from(verbatim), secrets);
        error.for_each_told(|span| {
            if !rest_is_clean || span.start() < verbatim {
                *span = masked(*span, secrets, &mut pool);
            }
        });
        error.pool = pool;
        Box::new(error)
    }
}

impl CosError {
    /// Where the header fields and the body end in the pool.
    fn verbatim_end(&self) -> usize {
        let (name, value) = self.headers.last().copied().unwrap_or_default();
        name.end().max(value.end()).max(self.body.text.end())
    }

    /// The strings that texts, JSON and the like are made of.
    fn for_each_told(&mut self, mut each: impl FnMut(&mut Span)) {
        let spans = [
            &mut self.code,
            &mut self.message,
            &mut self.resource,
            &mut self.request_id,
            &mut self.trace_id,
            &mut self.url,
            &mut self.key,
            &mut self.region_hint,
            &mut self.endpoint_hint,
        ];
        spans
            .into_iter()
            .chain(&mut self.causes)
            .for_each(&mut each);
        for part in &mut self.parts {
            let spans = [
                &mut part.key,
                &mut part.version_id,
                &mut part.code,
                &mut part.message,
            ];
            spans.into_iter().for_each(&mut each);
        }
    }
}

/// The string without secrets, as another one of the pool.
fn masked(span: Span, secrets: &Secrets<'_>, pool: &mut Pool) -> Span {
    if span.is_empty() {
        return span;
    }
    match mask(pool.get(span), secrets) {
        Cow::Borrowed(_) => span,
        Cow::Owned(clean) => pool.push(&clean),
    }
}
