//! Client errors: no response, or a failure before, during or after one.

use super::CosError;
use super::builder::Builder;
use super::exchange::{Exchange, Known};
use super::headers::HeaderInput;
use super::kind::{CodeSource, Kind, Responder, Retry};
use super::reason::Reason;
use super::redact::{Secrets, is_blank, mask, one_line};
use crate::arena::Arena;

/// A failure as the part that noticed it knows it.
#[derive(Clone, Copy, Default)]
pub struct Failure<'a> {
    pub reason: Option<Reason>,
    /// `""`: the reason's constant text.
    pub message: &'a str,
    pub os_errno: i32,
    /// The catalogue's case, if the reason alone does not decide the advice.
    pub case: Option<&'static str>,
    pub method: &'a str,
    pub url: &'a str,
    pub bucket: &'a str,
    pub key: &'a str,
    /// Outermost first.
    pub causes: &'a [String],
    /// `None`: as the reason says, or true if a response began to arrive.
    pub request_sent: Option<bool>,
    /// `None`: as the reason says.
    pub retry: Option<Retry>,
    /// Of the response that was not read to its end; 0: none arrived.
    pub status: u16,
    /// The headers of that response.
    pub headers: &'a [(&'a [u8], &'a [u8])],
    pub known: Known<'a>,
}

impl Failure<'_> {
    pub fn error(&self) -> Box<CosError> {
        if self.status != 0 || !self.headers.is_empty() {
            return self.after_headers();
        }
        let reason = self.reason.unwrap_or(Reason::Internal);
        let room = self.message.len() + 2 * self.url.len() + 128;
        let mut builder = Builder::new(Kind::Client, Arena::with_capacity(room));
        builder.asked(self.method, self.url, (self.bucket, self.key), &self.known);
        builder.reason(reason);
        let text = if is_blank(self.message) {
            reason.text()
        } else {
            self.message
        };
        builder.error.message = builder.error.arena.push(text);
        builder.error.resource = builder.error.url;
        builder.error.os_errno = self.os_errno;
        builder.error.case = self.case;
        builder.error.responder = Responder::Unknown;
        builder.error.own_retry = self.retry;
        builder.error.request_sent = self.request_sent.unwrap_or(may_have_been_sent(reason));
        for cause in self.causes {
            let cause = builder.error.arena.push(cause);
            builder.error.causes.push(cause);
        }
        builder.finish(&self.known.secrets)
    }

    /// The same, where a response had begun to arrive.
    fn after_headers(&self) -> Box<CosError> {
        let reason = self.reason.unwrap_or(Reason::Internal);
        let exchange = Exchange {
            method: self.method,
            url: self.url,
            status: self.status,
            headers: HeaderInput::Fields(self.headers),
            body: &[],
            body_truncated: true,
            expect_root: "",
            bucket: self.bucket,
            key: self.key,
            received_at_ms: 0,
            known: self.known,
        };
        let message = match is_blank(self.message) {
            true => reason.text(),
            false => self.message,
        };
        let mut error = exchange.failed(reason, message).with_causes(
            self.os_errno,
            self.causes,
            &self.known.secrets,
        );
        error.request_sent = self.request_sent.unwrap_or(true);
        error
    }
}

/// Whether a failure of this reason can come after the first byte was sent.
fn may_have_been_sent(reason: Reason) -> bool {
    use Reason::*;
    !matches!(
        reason,
        InvalidArgument | InvalidCredentials | Dns | Connect | Proxy | Tls
    )
}

impl CosError {
    /// A client error that has nothing but its reason and message.
    pub fn client(reason: Reason, message: &str) -> Box<CosError> {
        Failure {
            reason: Some(reason),
            message,
            ..Failure::default()
        }
        .error()
    }

    /// A response came, but the request did not get as far as the server.
    pub fn never_sent(mut self: Box<CosError>) -> Box<CosError> {
        self.request_sent = false;
        self.forget_rows();
        self
    }

    /// Adds what lies under a client error.
    pub fn with_causes(
        mut self: Box<CosError>,
        os_errno: i32,
        causes: &[String],
        secrets: &Secrets<'_>,
    ) -> Box<CosError> {
        self.os_errno = os_errno;
        self.forget_rows();
        for cause in causes {
            let cause = self.arena.push(&one_line(&mask(cause, secrets)));
            self.causes.push(cause);
        }
        self
    }

    /// The error of a call that ended between two attempts: another reason, and the last response.
    pub fn stopped(&self, reason: Reason, message: &str) -> Box<CosError> {
        let asked = self.asked();
        let failure = Failure {
            reason: Some(reason),
            message,
            method: self.method(),
            url: self.url(),
            bucket: asked.bucket,
            key: asked.key,
            request_sent: Some(self.request_sent),
            ..Failure::default()
        };
        let mut error = failure.error();
        error.status = self.status;
        error.responder = self.responder;
        error.facts = self.facts;
        error.clock = self.clock.copied(&self.arena, &mut error.arena);
        error.retry_after_ms = self.retry_after_ms;
        error.request_id = error.arena.push(self.request_id());
        error.trace_id = error.arena.push(self.trace_id());
        error.headers = error.arena.push_pairs(self.arena.pairs_z(self.headers));
        error
    }

    /// Turns a probe's error into that of the HEAD which it explains.
    pub fn explain(&mut self, head: &CosError) {
        // A message that is derived is that of the probe.
        self.message();
        if matches!(self.code_source, CodeSource::Body | CodeSource::Header) {
            self.code_source = CodeSource::Probe;
        }
        self.method = self.arena.push(head.method());
        self.url = self.arena.push(head.url());
        self.asked_url = self.arena.push(head.arena.get(head.asked_url));
        self.forget_rows();
        let own = std::mem::take(&mut self.attempts);
        self.append_attempts(head);
        self.attempts.extend(own);
    }
}
