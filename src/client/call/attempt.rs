//! One attempt: a request is sent, and a response or a fault is received.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::error_map::{Trouble, stopped};
use super::response_root;
use crate::arena::Arena;
use crate::client::call_control::CallControl;
use crate::client::content_range;
use crate::client::prepared_request::PreparedRequest;
use crate::client::transfer::{Mismatch, Transfer};
use crate::client::transport::fault::Phase;
use crate::client::transport::{Answer, Cut, MAX_ANSWER, ResponseBody, ResponseHead, Transport};
use crate::error::headers::{HeaderInput, Headers};
use crate::error::redact;
use crate::error::{CosError, Exchange, Failure, Reason, Responder, Result};
use crate::response::Response;

/// An attempt in progress.
pub struct ActiveAttempt<'a, 't> {
    pub prepared: &'a PreparedRequest<'a>,
    pub transport: &'a Transport,
    pub control: &'a Arc<CallControl>,
    pub transfer: &'a mut Transfer<'t>,
}

impl ActiveAttempt<'_, '_> {
    /// Sends the request. `received_at_ms` reads the local clock.
    pub fn run(mut self, received_at_ms: impl Fn() -> i64) -> Result<Response> {
        // A call that must end does not begin: no wait may come in which it would notice.
        let fault = match self
            .control
            .check(Phase::Begin, Instant::now(), Duration::MAX)
        {
            Err(stopped) => stopped.into(),
            Ok(()) => match self.send() {
                Ok(answer) => return self.read(answer, received_at_ms()),
                Err(fault) => fault,
            },
        };
        Err(lost(self.prepared, &self.trouble(&fault), self.control))
    }

    /// A kept-alive connection that turns out to be closed is replaced once, silently; where
    /// the request may have done its work, sending that again is an attempt of its own.
    fn send(&mut self) -> std::result::Result<Answer, ureq::Error> {
        let first = self.send_once();
        if first.is_err()
            && self.prepared.request.is_idempotent()
            && self.control.state.take_stale()
            && self.transfer.rewind().is_ok()
        {
            self.control.state.begin_again();
            return self.send_once();
        }
        first
    }

    fn send_once(&mut self) -> std::result::Result<Answer, ureq::Error> {
        if self.prepared.goes_directly() && !self.transfer.has_bytes() {
            self.transfer.send_nothing();
            let destination = self.prepared.destination();
            return self
                .prepared
                .send_text(|text| self.transport.send_head(destination, text, self.control));
        }
        let request = self.prepared.http()?;
        self.transfer.send(self.control, |body| {
            self.transport.send(request.map(|()| body), self.control)
        })
    }

    fn read(self, answer: Answer, received_at_ms: i64) -> Result<Response> {
        let Answer { head, mut body } = answer;
        let status = head.status;
        let fields: Vec<_> = head.fields().collect();
        let exchange = Exchange {
            status,
            headers: HeaderInput::Fields(&fields),
            expect_root: response_root::of(self.prepared),
            received_at_ms,
            ..asked(self.prepared)
        };
        if (200..300).contains(&status) && self.control.state.is_cut() {
            let message = "the server responded before the request's body was sent";
            return Err(exchange.failed(Reason::ConnectionLost, message));
        }
        if self.transfer.has_sink()
            && exchange.is_content()
            && let Ok((headers, arena)) = exchange.header_fields()
        {
            let response = Response::new(status, headers, arena, Vec::new());
            return self.stream(&exchange, &head, &mut body, response);
        }
        self.keep(&exchange, &head, &mut body)
    }

    /// The content of an object goes into the sink as it comes.
    fn stream(
        self,
        exchange: &Exchange<'_>,
        headers: &ResponseHead,
        body: &mut ResponseBody,
        response: Response,
    ) -> Result<Response> {
        self.check_range(exchange, headers)?;
        self.check_upload(exchange, headers)?;
        let told = self.transfer.tell_head(&response);
        told.map_err(|fault| self.failed(exchange, &fault))?;
        let outcome = self
            .transfer
            .receive(exchange.status, headers, body, self.control);
        let cut = Exchange {
            body_truncated: true,
            ..*exchange
        };
        outcome.map_err(|fault| self.failed(&cut, &fault))?;
        self.conclude(exchange, headers, response)
    }

    /// All else is read into memory, and judged before it goes anywhere.
    fn keep(
        self,
        exchange: &Exchange<'_>,
        headers: &ResponseHead,
        body: &mut ResponseBody,
    ) -> Result<Response> {
        let status = exchange.status;
        let (body, cut) = self.transfer.keep(status, body, self.control);
        let judged = Exchange {
            body: &body,
            body_truncated: cut.is_some(),
            ..*exchange
        };
        let (fields, arena) = self.judge(&judged, cut)?;
        self.check_range(&judged, headers)?;
        self.check_upload(exchange, headers)?;
        let response = Response::new(status, fields, arena, Vec::new());
        let told = self.transfer.tell_head(&response);
        told.map_err(|fault| self.failed(exchange, &fault))?;
        if self.transfer.has_sink() {
            let outcome = self.transfer.deliver(&body, self.control);
            outcome.map_err(|fault| self.failed(exchange, &fault))?;
        }
        self.conclude(exchange, headers, response.with_body(body))
    }

    /// Whether a response that was read, as far as it came, is a success.
    fn judge(&self, response: &Exchange<'_>, cut: Option<Cut>) -> Result<(Headers, Arena)> {
        let has_sink = self.transfer.has_sink();
        match (response.header_fields(), cut) {
            (Err(error), _) if self.is_proxys(&error) => Err(self.refused(response)),
            // An error inside an incomplete response takes precedence over its incompleteness.
            (Err(error), _) if error.reason() != Some(Reason::ConnectionLost) => Err(error),
            (_, Some(Cut::TooLong)) => Err(too_long(response, has_sink)),
            (_, Some(Cut::NoMemory(length))) => Err(no_memory(response, length, has_sink)),
            (Err(error), Some(Cut::Fault(fault))) => Err(self.cut_off(error, response, &fault)),
            (Ok(_), Some(Cut::Fault(fault))) => Err(self.failed(response, &fault)),
            (outcome, None) => outcome,
        }
    }

    /// Whether the proxy that the request was sent to wants credentials, or others. No other
    /// status shows who sent it (RFC 9110, section 15.5.8).
    fn is_proxys(&self, error: &CosError) -> bool {
        error.status() == 407
            && !matches!(error.responder(), Responder::Cos | Responder::Ci)
            && self.proxy().is_some()
    }

    fn proxy(&self) -> Option<&str> {
        self.transport.forwarding_proxy(self.prepared.scheme())
    }

    /// The proxy refused: the host never saw the request.
    fn refused(&self, exchange: &Exchange<'_>) -> Box<CosError> {
        let (proxy, host) = (self.proxy().unwrap_or(""), self.prepared.host());
        let status = exchange.status;
        let message = format!("the proxy {proxy} refused the request to {host}: HTTP {status}");
        exchange.failed(Reason::Proxy, &message).never_sent()
    }

    /// A response that broke off. Where a document was expected, its name says more than
    /// that the connection was closed.
    fn cut_off(
        &self,
        judged: Box<CosError>,
        exchange: &Exchange<'_>,
        fault: &ureq::Error,
    ) -> Box<CosError> {
        let trouble = self.trouble(fault);
        match trouble.reason == Reason::ConnectionLost && !exchange.expect_root.is_empty() {
            true => judged.with_causes(trouble.os_errno, &trouble.causes, &exchange.known.secrets),
            false => self.failed(exchange, fault),
        }
    }

    /// Whether the response is for the requested range.
    fn check_range(&self, exchange: &Exchange<'_>, headers: &ResponseHead) -> Result<()> {
        let outcome = match exchange.status {
            206 => content_range::check_part(self.prepared.range(), headers),
            200 if exchange.is_content() => {
                content_range::check_whole(self.prepared.range(), headers)
            }
            _ => Ok(()),
        };
        outcome.map_err(|found| exchange.failed(Reason::BadResponse, &found))
    }

    /// Whether the stored bytes are those that were sent.
    fn check_upload(&self, exchange: &Exchange<'_>, headers: &ResponseHead) -> Result<()> {
        self.transfer.check_upload(headers).map_err(|found| {
            mismatch(
                exchange,
                "checksum mismatch: the stored object differs from what was sent",
                &found,
            )
        })
    }

    /// A complete response: it is a success if the transferred bytes are the stored ones.
    fn conclude(
        self,
        exchange: &Exchange<'_>,
        headers: &ResponseHead,
        response: Response,
    ) -> Result<Response> {
        let status = response.status();
        if exchange.is_content() {
            self.check_length(headers, &response)
                .map_err(|found| exchange.failed(Reason::BadResponse, &found))?;
        }
        self.transfer
            .check_download(status, headers, response.body())
            .map_err(|found| {
                mismatch(
                    exchange,
                    "checksum mismatch: the received object differs from what is stored",
                    &found,
                )
            })?;
        let finished = self.transfer.finish();
        let received = finished.map_err(|fault| self.failed(exchange, &fault))?;
        let response = match self.transfer.has_sink() {
            true => response.delivered(received),
            false => response,
        };
        Ok(response.with_crc(self.transfer.crc()))
    }

    /// Whether as many bytes arrived as the response, or an earlier one, has announced.
    fn check_length(
        &self,
        headers: &ResponseHead,
        response: &Response,
    ) -> std::result::Result<(), String> {
        let received = match self.transfer.has_sink() {
            true => self.transfer.taken(),
            false => response.body().len() as u64,
        };
        if response.status() == 206 {
            content_range::check_received(headers, received)?;
        }
        match self.prepared.request.expected {
            Some(expected) if expected.length != received => Err(format!(
                "{} bytes of the object were expected, but {received} arrived",
                expected.length
            )),
            _ => Ok(()),
        }
    }

    /// Something broke after the status had come.
    fn failed(&self, exchange: &Exchange<'_>, fault: &ureq::Error) -> Box<CosError> {
        let trouble = self.trouble(fault);
        exchange
            .failed(trouble.reason, &trouble.message)
            .with_causes(trouble.os_errno, &trouble.causes, &exchange.known.secrets)
    }

    fn trouble(&self, fault: &ureq::Error) -> Trouble {
        let host = self.prepared.host();
        let (control, secrets) = (self.control, self.prepared.known().secrets);
        let trouble = Trouble::of(fault, host, &control.state)
            .in_words(control.interrupted(), |text| redact::said(text, &secrets));
        match self.control.ended_by() {
            // The caller's function gave up because the call was to end.
            Some(stop) if trouble.reason == Reason::Callback => {
                let phase = match self.control.state.in_body() {
                    true => Phase::ReadBody,
                    false => Phase::Send,
                };
                Trouble {
                    reason: stop.reason(),
                    message: stopped(stop, phase, host),
                    ..trouble
                }
            }
            _ => trouble,
        }
    }
}

fn too_long(exchange: &Exchange<'_>, has_sink: bool) -> Box<CosError> {
    let fix = match has_sink {
        true => "only the content of an object is streamed into a sink",
        false => "set a sink for the request",
    };
    let kept = MAX_ANSWER >> 20;
    let message =
        format!("the response is larger than the {kept} MiB that are kept in memory: {fix}");
    exchange.failed(Reason::TooLarge, &message)
}

fn no_memory(exchange: &Exchange<'_>, length: Option<u64>, has_sink: bool) -> Box<CosError> {
    let fix = match has_sink {
        true => "raise the memory limit of this process",
        false => "set a sink, or raise the memory limit of this process",
    };
    let size = length.map_or_else(String::new, |length| format!(" of {length} bytes"));
    let message = format!("there is no memory for the response's body{size}: {fix}");
    exchange.failed(Reason::TooLarge, &message).with_causes(
        libc::ENOMEM,
        &[],
        &exchange.known.secrets,
    )
}

fn mismatch(exchange: &Exchange<'_>, what: &str, found: &Mismatch) -> Box<CosError> {
    exchange.failed(Reason::Checksum, &format!("{what}: {found}"))
}

/// No response arrived, or not enough of one to be parsed.
fn lost(prepared: &PreparedRequest<'_>, trouble: &Trouble, control: &CallControl) -> Box<CosError> {
    let status = control.state.status();
    if status != 0 {
        let exchange = Exchange {
            status,
            ..asked(prepared)
        };
        return exchange
            .failed(trouble.reason, &trouble.message)
            .with_causes(trouble.os_errno, &trouble.causes, &exchange.known.secrets);
    }
    Failure {
        reason: Some(trouble.reason),
        message: &trouble.message,
        os_errno: trouble.os_errno,
        case: trouble.case,
        method: &prepared.request.method,
        url: prepared.url(),
        bucket: prepared.request.bucket.as_deref().unwrap_or(""),
        // The URL names it.
        key: "",
        causes: &trouble.causes,
        request_sent: Some(control.state.sent()),
        retry: trouble.retry,
        known: prepared.known(),
        ..Failure::default()
    }
    .error()
}

/// The request, without a response.
fn asked<'a>(prepared: &'a PreparedRequest<'_>) -> Exchange<'a> {
    Exchange {
        method: &prepared.request.method,
        url: prepared.url(),
        status: 0,
        headers: HeaderInput::Fields(&[]),
        body: &[],
        body_truncated: false,
        expect_root: "",
        bucket: prepared.request.bucket.as_deref().unwrap_or(""),
        key: "",
        received_at_ms: 0,
        known: prepared.known(),
    }
}
