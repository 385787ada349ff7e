//! One try: URL, header fields and signature; then the answer, or the fault.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ureq::http::{self, HeaderMap, Request as HttpRequest};

use super::endpoint::Origin;
use super::options::Timeouts;
use super::sign::{Signable, encoded};
use super::transport::{self, Answer, Cut};
use super::trouble::Trouble;
use super::{Call, Client};
use crate::error::headers::HeaderInput;
use crate::error::mask::Secrets;
use crate::error::{CosError, Exchange, Failure, Known, Reason, Result};
use crate::operation::{Request, Response};

/// A request as it goes out.
struct Outgoing<'a> {
    client: &'a Client,
    request: &'a Request,
    region: &'a str,
    origin: Origin,
    url: String,
    headers: Vec<(&'a str, String)>,
    signature: String,
}

pub fn run(client: &Client, request: &Request, call: &Call) -> Result<Response> {
    let started = Instant::now();
    let outgoing = Outgoing::new(client, request, call)?;
    let timeouts = Timeouts {
        total: call.timeout.unwrap_or(client.timeouts.total),
        ..client.timeouts
    };
    let sent = outgoing
        .http()
        .map(|http| transport::send(&client.agent, http, &timeouts));
    let outcome = match sent {
        Err(refused) => Err(outgoing.failure(&Trouble::of(
            &ureq::Error::Http(refused),
            &outgoing.origin.host,
        ))),
        Ok(Err(fault)) => Err(outgoing.failure(&Trouble::of(&fault, &outgoing.origin.host))),
        Ok(Ok(answer)) => outgoing.read(answer),
    };
    outcome.map_err(|mut error| {
        error.add_attempt(&outgoing.origin.host, milliseconds(started.elapsed()));
        error
    })
}

impl<'a> Outgoing<'a> {
    fn new(client: &'a Client, request: &'a Request, call: &'a Call) -> Result<Outgoing<'a>> {
        let region = call.region.as_deref().unwrap_or(&client.region);
        let origin = client.endpoint.origin(request.bucket.as_deref(), region)?;
        let url = url(&origin, request);
        let mut outgoing = Outgoing {
            client,
            request,
            region,
            origin,
            url,
            headers: Vec::new(),
            signature: String::new(),
        };
        outgoing.add_headers(call);
        outgoing.sign();
        Ok(outgoing)
    }

    /// Host as it is sent, the caller's fields, those of the body, the token.
    fn add_headers(&mut self, call: &'a Call) {
        self.headers.push(("host", self.origin.host.clone()));
        self.headers
            .push(("user-agent", self.client.user_agent.clone()));
        let own = self.request.headers.iter().chain(&call.headers);
        self.headers
            .extend(own.map(|(name, value)| (name.as_str(), value.clone())));
        let length = match &self.request.body {
            Some(body) => Some(body.len()),
            // A request that may have a body says that it has none.
            None => matches!(self.request.method.as_str(), "PUT" | "POST").then_some(0),
        };
        if let Some(length) = length {
            self.headers.push(("content-length", length.to_string()));
        }
        if let Some(signer) = &self.client.signer
            && !signer.credentials.token.is_empty()
        {
            let of_ci = self.origin.host.contains(".ci.");
            let name = if of_ci {
                "x-ci-security-token"
            } else {
                "x-cos-security-token"
            };
            self.headers.push((name, signer.credentials.token.clone()));
        }
    }

    fn sign(&mut self) {
        let Some(signer) = &self.client.signer else {
            return;
        };
        let path = format!("/{}", self.request.key.as_deref().unwrap_or(""));
        let query = &self.request.query;
        let parameters: Vec<(&str, &str)> = query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_deref().unwrap_or("")))
            .collect();
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let signable = Signable {
            method: &self.request.method,
            path: &path,
            parameters: &parameters,
            headers: &headers,
        };
        let authorization = signer.authorization(&signable, unix_ms() / 1000);
        let signature = authorization
            .rsplit_once("q-signature=")
            .map_or("", |(_, signature)| signature);
        self.signature = signature.to_owned();
        self.headers.push(("authorization", authorization));
    }

    fn http(&self) -> std::result::Result<HttpRequest<Option<&'a [u8]>>, http::Error> {
        let mut builder = HttpRequest::builder()
            .method(self.request.method.as_str())
            .uri(&self.url);
        for (name, value) in &self.headers {
            builder = builder.header(*name, value.as_bytes());
        }
        let bodyless =
            matches!(self.request.method.as_str(), "PUT" | "POST").then_some([].as_slice());
        builder.body(self.request.body.as_deref().or(bodyless))
    }

    fn read(&self, answer: Answer) -> Result<Response> {
        let fields = fields(&answer.headers);
        let cut = answer.cut.is_some();
        let exchange = Exchange {
            method: &self.request.method,
            url: &self.url,
            status: answer.status,
            headers: HeaderInput::Fields(&fields),
            body: &answer.body,
            body_truncated: cut,
            expect_root: self.request.expect_root.as_deref().unwrap_or(""),
            bucket: self.request.bucket.as_deref().unwrap_or(""),
            key: self.request.key.as_deref().unwrap_or(""),
            received_at_ms: unix_ms(),
            known: self.known(),
        };
        if let Some(error) = exchange.read() {
            return Err(error);
        }
        match &answer.cut {
            None => Ok(Response::new(
                answer.status,
                HeaderInput::Fields(&fields),
                answer.body,
            )),
            Some(Cut::TooLong) => Err(exchange.failed(
                Reason::TooLarge,
                "the answer is larger than 64 MiB, the most that is kept in memory",
            )),
            Some(Cut::Fault(fault)) => {
                let trouble = Trouble::of(fault, &self.origin.host);
                Err(exchange.failed(trouble.reason, &trouble.message))
            }
        }
    }

    /// No answer came.
    fn failure(&self, trouble: &Trouble) -> Box<CosError> {
        Failure {
            reason: Some(trouble.reason),
            message: &trouble.message,
            os_errno: trouble.os_errno,
            method: &self.request.method,
            url: &self.url,
            bucket: self.request.bucket.as_deref().unwrap_or(""),
            key: self.request.key.as_deref().unwrap_or(""),
            causes: &trouble.causes,
            request_sent: Some(!trouble.before_sending),
            known: self.known(),
        }
        .error()
    }

    fn known(&self) -> Known<'_> {
        let credentials = self
            .client
            .signer
            .as_ref()
            .map(|signer| &signer.credentials);
        Known {
            signed: Some(credentials.is_some()),
            token: credentials.is_some_and(|c| !c.token.is_empty()),
            region: self.region,
            secrets: Secrets {
                id: credentials.map_or("", |c| &c.secret_id),
                key: credentials.map_or("", |c| &c.secret_key),
                token: credentials.map_or("", |c| &c.token),
                signature: &self.signature,
            },
            marks_expected: !self.client.endpoint.is_custom(),
        }
    }
}

/// The key encoded once, its slashes kept.
fn url(origin: &Origin, request: &Request) -> String {
    let mut url = format!("{}://{}/", origin.scheme, origin.host);
    for (i, segment) in request.key.as_deref().unwrap_or("").split('/').enumerate() {
        let slash = if i == 0 { "" } else { "/" };
        url.push_str(&format!("{slash}{}", encoded(segment)));
    }
    for (i, (name, value)) in request.query.iter().enumerate() {
        let sign = if i == 0 { '?' } else { '&' };
        url.push_str(&format!("{sign}{}", encoded(name)));
        if let Some(value) = value {
            url.push_str(&format!("={}", encoded(value)));
        }
    }
    url
}

fn fields(headers: &HeaderMap) -> Vec<(&[u8], &[u8])> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str().as_bytes(), value.as_bytes()))
        .collect()
}

fn milliseconds(elapsed: Duration) -> i64 {
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

/// The system's clock; 0 if it stands before 1970.
fn unix_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, milliseconds)
}
