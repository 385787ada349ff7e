//! Turns what an SDK kept of a failed call into an error.
//!
//! The body decides where it was kept, then the fields that the SDK read from it. Values that
//! the SDK made up are left out. What is absent although the response may have had it is
//! marked as lost.

use std::str::from_utf8;

use super::body::{Found, gunzip};
use super::exchange::{Exchange, Known};
use super::headers::{HeaderInput, Headers};
use super::reason::Reason;
use super::response_body::Content;
use super::verdict::Verdict;
use super::{CosError, Failure, Lost, sdk_reason, sdk_values};
use crate::arena::Arena;

/// The error object of an SDK. `""`: it has no such value.
#[derive(Clone, Copy, Default)]
pub struct SdkError<'a> {
    pub method: &'a str,
    pub url: &'a str,
    pub bucket: &'a str,
    pub key: &'a str,
    /// 0: no response, or not known.
    pub status: u16,
    /// Why there is no response; `None`: as the message says.
    pub reason: Option<Reason>,
    pub os_errno: i32,
    pub code: &'a str,
    pub message: &'a str,
    pub request_id: &'a str,
    pub trace_id: &'a str,
    pub resource: &'a str,
    pub headers: &'a [(&'a [u8], &'a [u8])],
    /// These are not all headers of the response.
    pub headers_filtered: bool,
    /// Other children of the service's error.
    pub details: &'a [(&'a [u8], &'a [u8])],
    /// `None`: not kept.
    pub body: Option<&'a [u8]>,
    pub body_truncated: bool,
}

impl SdkError<'_> {
    pub fn error(&self) -> Box<CosError> {
        let given = self.without_made_up_values();
        let is_of_service = given.status != 0 || !given.code.is_empty() && given.reason.is_none();
        let has_id = !given.request_id.is_empty();
        match is_of_service && (given.status != 0 || has_id) {
            true => given.service(),
            false if has_id || self.told_reason() == Some(Reason::BadResponse) => {
                given.after_response(self)
            }
            false => self.failure(),
        }
    }

    /// The values that came from the service.
    fn without_made_up_values(&self) -> Self {
        let ruined = |body: &&[u8]| !sdk_values::is_ruined(body);
        let is_url = self.resource.contains("://");
        let mut given = SdkError {
            url: if self.url.is_empty() && is_url {
                self.resource
            } else {
                self.url
            },
            code: sdk_values::code(self.code, self.status),
            message: sdk_values::message(self.message),
            request_id: sdk_values::field(self.request_id),
            trace_id: sdk_values::field(self.trace_id),
            resource: if is_url {
                ""
            } else {
                sdk_values::field(self.resource)
            },
            body: self.body.filter(ruined),
            ..*self
        };
        if self.is_head() {
            // It has no body, so these are the SDK's own. A code may be that of a header.
            (given.message, given.resource) = ("", "");
            given.code = sdk_values::head_code(given.code);
            given.body = Some(&[]);
        }
        if given.body.is_none() && sdk_values::is_document(given.message) {
            given.body = Some(given.message.as_bytes());
        }
        let message = given.message.as_bytes();
        if sdk_values::is_document(given.message) || sdk_values::is_ruined(message) {
            given.message = "";
        }
        given
    }

    fn is_head(&self) -> bool {
        self.method.eq_ignore_ascii_case("HEAD")
    }

    fn lacks_headers(&self) -> bool {
        self.headers.is_empty() || self.headers_filtered
    }

    fn exchange(&self) -> Exchange<'_> {
        Exchange {
            method: self.method,
            url: self.url,
            status: self.status,
            headers: HeaderInput::Fields(self.headers),
            body: self.body.unwrap_or_default(),
            body_truncated: self.body_truncated,
            expect_root: "",
            bucket: self.bucket,
            key: self.key,
            received_at_ms: 0,
            known: Known {
                headers_filtered: self.lacks_headers(),
                decoded_body: self.body.is_some_and(|body| from_utf8(body).is_ok()),
                ..Known::default()
            },
        }
    }

    /// The error of a response. The SDK may have kept a compressed body without the header that says so.
    fn service(&self) -> Box<CosError> {
        let plain = self.body.and_then(gunzip);
        let exchange = Exchange {
            body: plain
                .as_ref()
                .map_or(self.body.unwrap_or_default(), |(plain, _)| plain),
            ..self.exchange()
        };
        let mut arena = Arena::with_capacity(512);
        let (mut headers, _) = Headers::read(exchange.headers, &mut arena);
        let mut content = match exchange.body.is_empty() {
            true => Content::default(),
            false => Content::read(&exchange, &headers, &mut arena),
        };
        self.fill(&mut headers, &mut content.found, &mut arena);
        let lost = self.lost(&headers, &content.found, &arena);
        let verdict = match content.found.code.is_empty() {
            true => exchange.judge(&headers, &content, &arena),
            false => Verdict::Service,
        };
        let mut error = match verdict {
            Verdict::Service => exchange.service(headers, content, arena),
            // The SDK reports a failure, so the response was not what it expected.
            Verdict::Success | Verdict::Client(_) => {
                let message = match sdk_values::field(self.message) {
                    "" => Reason::BadResponse.text(),
                    given => given,
                };
                exchange.client(Reason::BadResponse, message, headers, content, arena)
            }
        };
        error.lost = lost.with(Lost::STATUS, self.status == 0);
        error
    }

    /// Adds the fields of the SDK to those of the response.
    fn fill(&self, headers: &mut Headers, found: &mut Found, arena: &mut Arena) {
        let code = match self.is_head() {
            true => &mut headers.seen.error_code,
            false => &mut found.code,
        };
        for (slot, value) in [
            (code, self.code),
            (&mut found.message, self.message),
            (&mut found.resource, self.resource),
            (&mut found.request_id, self.request_id),
            (&mut found.trace_id, self.trace_id),
        ] {
            if slot.is_empty() && !value.is_empty() {
                *slot = arena.push(value);
            }
        }
        if found.details.is_empty() {
            let mut text = |bytes| arena.push(&String::from_utf8_lossy(bytes));
            let pairs = self.details.iter();
            found.details = pairs
                .map(|(name, value)| (text(name), text(value)))
                .collect();
        }
    }

    /// The fields that are absent, or damaged, and that the response may have had.
    fn lost(&self, headers: &Headers, found: &Found, arena: &Arena) -> Lost {
        let (seen, no_headers) = (&headers.seen, self.lacks_headers());
        let no_body = self.body.is_none();
        let is_partial = no_headers || no_body;
        let is_lost = |span, is_partial: bool| {
            let value = arena.get(span);
            value.is_empty() && is_partial || sdk_values::is_damaged(value)
        };
        let code = found.code.or(seen.error_code);
        let message = found.message.or(seen.error_message);
        let id = found.request_id.or(seen.cos_request_id);
        let id = id.or(seen.ci_request_id);
        let trace = found.trace_id.or(seen.cos_trace_id);
        Lost::default()
            .with(Lost::CODE, is_lost(code, is_partial))
            .with(Lost::MESSAGE, is_lost(message, is_partial))
            .with(Lost::RESOURCE, is_lost(found.resource, no_body))
            .with(Lost::REQUEST_ID, is_lost(id, is_partial))
            .with(Lost::TRACE_ID, is_lost(trace, is_partial))
            .with(Lost::HEADERS, no_headers)
            .with(Lost::BODY, no_body)
    }

    /// A response arrived, and the SDK replaced its status by a reason of its own.
    fn after_response(&self, told: &SdkError<'_>) -> Box<CosError> {
        let exchange = self.exchange();
        let mut arena = Arena::with_capacity(512);
        let (mut headers, _) = Headers::read(exchange.headers, &mut arena);
        let mut content = Content::default();
        let given = SdkError {
            code: "",
            message: "",
            ..*self
        };
        given.fill(&mut headers, &mut content.found, &mut arena);
        let lost = self.lost(&headers, &content.found, &arena);
        let reason = told.told_reason().unwrap_or(Reason::BadResponse);
        let message = told.told_message(reason);
        let mut error = exchange.client(reason, message, headers, content, arena);
        error.lost = lost.with(Lost::STATUS, true);
        error
    }

    /// No response arrived. If nothing tells why, the request may have reached the server.
    fn failure(&self) -> Box<CosError> {
        let told = self.told_reason();
        let reason = told.unwrap_or(Reason::Connect);
        let cause = sdk_values::field(self.code).to_owned();
        let causes = match cause.is_empty() {
            true => Vec::new(),
            false => vec![cause],
        };
        let failure = Failure {
            reason: Some(reason),
            message: self.told_message(reason),
            os_errno: self.os_errno,
            method: self.method,
            url: self.url,
            bucket: self.bucket,
            key: self.key,
            causes: &causes,
            request_sent: told.is_none().then_some(true),
            ..Failure::default()
        };
        let mut error = failure.error();
        error.lost = Lost::default().with(Lost::REASON, told.is_none());
        error
    }

    fn told_reason(&self) -> Option<Reason> {
        let of_words = || sdk_reason::of_text(self.message).or(sdk_reason::of_text(self.code));
        self.reason.or_else(of_words)
    }

    fn told_message(&self, reason: Reason) -> &str {
        match sdk_values::field(self.message) {
            "" => reason.text(),
            given => given,
        }
    }
}
