//! Client errors: no response, or a failure before, during or after one.

use std::borrow::Cow;
use std::time::Duration;

use super::builder::Builder;
use super::excerpt::shortened;
use super::exchange::{Exchange, Known};
use super::headers::HeaderInput;
use super::kind::{CodeSource, Kind, Responder, Retry};
use super::mask::{MASK, Secrets, is_blank, mask, one_line, said};
use super::pool::{Pool, Span};
use super::reason::Reason;
use super::{CosError, Result};

/// One attempt of a call.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attempt {
    pub host: Span,
    /// 0 if no status arrived.
    pub status: u16,
    pub reason: Option<Reason>,
    pub request_id: Span,
    pub elapsed_ms: i64,
    /// Why the call went on or stopped after this attempt; empty if nothing special happened.
    pub note: Span,
}

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
        let mut builder = Builder::new(Kind::Client, Pool::with_capacity(room));
        builder.asked(self.method, self.url, (self.bucket, self.key), &self.known);
        builder.reason(reason);
        let text = if is_blank(self.message) {
            reason.text()
        } else {
            self.message
        };
        builder.error.message = builder.error.pool.push(text);
        builder.error.resource = builder.error.url;
        builder.error.os_errno = self.os_errno;
        builder.error.case = self.case;
        builder.error.responder = Responder::Unknown;
        builder.error.own_retry = self.retry;
        builder.error.request_sent = self.request_sent.unwrap_or(may_have_been_sent(reason));
        for cause in self.causes {
            let cause = builder.error.pool.push(cause);
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

/// The first mistake of several setters, reported as often as it is read.
#[derive(Debug, Default)]
pub struct FirstMistake(Option<(Reason, String)>);

impl FirstMistake {
    pub fn note(&mut self, outcome: Result<()>) {
        if let Err(error) = outcome
            && self.0.is_none()
        {
            let reason = error.reason().unwrap_or(Reason::InvalidArgument);
            self.0 = Some((reason, error.message().to_owned()));
        }
    }

    pub fn check(&self) -> Result<()> {
        match &self.0 {
            Some((reason, message)) => Err(CosError::client(*reason, message)),
            None => Ok(()),
        }
    }
}

fn milliseconds(elapsed: Duration) -> i64 {
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

/// A URL without the text before its last `@`, which may be a password.
fn without_user(url: &str) -> Cow<'_, str> {
    let Some((before, after)) = url.rsplit_once('@') else {
        return Cow::Borrowed(url);
    };
    let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric());
    let scheme = match before.split_once("://") {
        Some((scheme, _)) if is_name(scheme) => &before[..scheme.len() + 3],
        _ => "",
    };
    Cow::Owned(format!("{scheme}{MASK}@{after}"))
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
    /// An invalid argument: its name, its value, and what to do.
    pub fn argument(name: &str, value: &str, fix: &str) -> Box<CosError> {
        // A value of any length must not make a message of any length.
        let shown = shortened(value, 120);
        CosError::client(Reason::InvalidArgument, &format!("{name} {shown:?}: {fix}"))
    }

    /// The same for a URL, in which user and password are not shown.
    pub fn url_argument(name: &str, url: &str, fix: &str) -> Box<CosError> {
        CosError::argument(name, &without_user(url), fix)
    }

    /// A required argument that is missing.
    pub fn missing(name: &str, fix: &str) -> Box<CosError> {
        CosError::client(
            Reason::InvalidArgument,
            &format!("{name} is missing: {fix}"),
        )
    }

    /// A client error that has nothing but its reason and message.
    pub fn client(reason: Reason, message: &str) -> Box<CosError> {
        Failure {
            reason: Some(reason),
            message,
            ..Failure::default()
        }
        .error()
    }

    /// Adds one attempt, this error's own. The order of the calls is the order of the attempts.
    pub fn add_attempt(&mut self, host: &str, elapsed: Duration) {
        let host = self.pool.push(host);
        self.attempts.push(Attempt {
            host,
            status: self.status,
            reason: self.reason,
            request_id: self.request_id,
            elapsed_ms: milliseconds(elapsed),
            note: Span::default(),
        });
    }

    /// Sets the note of the last attempt.
    pub fn note_attempt(&mut self, note: &str, secrets: &Secrets<'_>) {
        let note = self.pool.push(&said(note, secrets));
        if let Some(attempt) = self.attempts.last_mut() {
            attempt.note = note;
        }
    }

    /// Adds an attempt at this error's host that ended differently.
    pub fn add_other_attempt(&mut self, status: u16, request_id_z: &str, elapsed: Duration) {
        let host = self.asked().host.to_owned();
        let host = self.pool.push(&host);
        let request_id = one_line(request_id_z.trim_end_matches('\0'));
        let request_id = self.pool.push(&request_id);
        self.attempts.push(Attempt {
            host,
            status,
            reason: None,
            request_id,
            elapsed_ms: milliseconds(elapsed),
            note: Span::default(),
        });
    }

    /// Inserts the attempts of earlier errors before this one's.
    pub fn prepend_attempts(&mut self, earlier: &[CosError]) {
        if earlier.is_empty() {
            return;
        }
        let own = std::mem::take(&mut self.attempts);
        earlier.iter().for_each(|error| self.append_attempts(error));
        self.attempts.extend(own);
    }

    /// Appends the attempts of a later error to this one's.
    pub fn append_attempts(&mut self, later: &CosError) {
        self.request_sent |= later.request_sent;
        self.forget_rows();
        for attempt in &later.attempts {
            let host = self.pool.push(later.pool.get(attempt.host));
            let request_id = self.pool.push(later.pool.get(attempt.request_id));
            let note = self.pool.push(later.pool.get(attempt.note));
            self.attempts.push(Attempt {
                host,
                request_id,
                note,
                ..*attempt
            });
        }
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
            let cause = self.pool.push(&one_line(&mask(cause, secrets)));
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
        error.clock = self.clock.copied(&self.pool, &mut error.pool);
        error.retry_after_ms = self.retry_after_ms;
        error.request_id = error.pool.push(self.request_id());
        error.trace_id = error.pool.push(self.trace_id());
        error.headers = error.pool.push_pairs(self.pool.pairs_z(self.headers));
        error
    }

    /// Turns a probe's error into that of the HEAD which it explains.
    pub fn explain(&mut self, head: &CosError) {
        // A message that is derived is that of the probe.
        self.message();
        if matches!(self.code_source, CodeSource::Body | CodeSource::Header) {
            self.code_source = CodeSource::Probe;
        }
        self.method = self.pool.push(head.method());
        self.url = self.pool.push(head.url());
        self.asked_url = self.pool.push(head.pool.get(head.asked_url));
        self.place_asked();
        self.forget_rows();
        let own = std::mem::take(&mut self.attempts);
        self.append_attempts(head);
        self.attempts.extend(own);
    }
}

impl Exchange<'_> {
    /// Checks what a caller handed in.
    pub fn check_status(status: i32) -> Result<u16> {
        match u16::try_from(status) {
            Ok(status @ (0 | 200..=999)) => Ok(status),
            Ok(100..=199) => Err(CosError::argument(
                "status",
                &status.to_string(),
                "it belongs to an interim response: set the status of the final response (200 to 999)",
            )),
            _ => Err(CosError::argument(
                "status",
                &status.to_string(),
                "set the HTTP status of the final response (200 to 999), or 0 if it is not known",
            )),
        }
    }
}
