//! A request as it is sent, and what its errors may contain of it.

use std::sync::Arc;

use ureq::http::{self, Request as HttpRequest};

use super::content_range;
use super::request_head::{LastHead, Parts, RequestHead};
use super::transport::{Destination, HeadText};
use crate::error::Known;
use crate::error::redact::{self, Secrets, mask, one_line};
use crate::host;
use crate::request::Request;
use crate::signing::Credentials;
use crate::signing::signature;

pub struct PreparedRequest<'a> {
    parts: Parts<'a>,
    pub request: &'a Request,
    region: &'a str,
    head: Arc<RequestHead>,
}

impl<'a> PreparedRequest<'a> {
    /// `now` is the server's clock as far as it is known, in Unix seconds.
    pub fn new(
        parts: Parts<'a>,
        last: &LastHead,
        region: &'a str,
        now: i64,
    ) -> PreparedRequest<'a> {
        PreparedRequest {
            request: parts.request,
            region,
            head: last.head(&parts, now),
            parts,
        }
    }

    pub fn host(&self) -> &str {
        &self.parts.origin.host
    }

    pub fn scheme(&self) -> &'static str {
        self.parts.origin.scheme
    }

    pub fn url(&self) -> &str {
        &self.head.url
    }

    /// Unix seconds between which the signature holds.
    pub fn window(&self) -> Option<(i64, i64)> {
        self.head.window
    }

    /// Whether the request or the call sets a header.
    pub fn has_header(&self, name: &str) -> bool {
        self.parts.call.has_header(self.request, name)
    }

    /// The range that the request or the call sets.
    pub fn range(&self) -> Option<content_range::RequestedRange<'_>> {
        let own = self.request.headers.iter().chain(&self.parts.call.headers);
        content_range::RequestedRange::of(own.map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// Whether it may be sent as text where it has no body. What follows a response to CONNECT
    /// is not HTTP, and left to ureq.
    pub fn goes_directly(&self) -> bool {
        self.request.method != "CONNECT"
    }

    /// For the transport. Fails if a part cannot be put into HTTP.
    pub fn send_text<T>(
        &self,
        send: impl FnOnce(&HeadText) -> Result<T, ureq::Error>,
    ) -> Result<T, ureq::Error> {
        match &self.head.ready {
            Some(ready) => send(ready),
            None => send(&self.parts.text(&self.head)?),
        }
    }

    pub fn destination(&self) -> Destination<'_> {
        Destination {
            is_tls: self.scheme() == "https",
            authority: self.host(),
        }
    }

    /// For ureq. Fails if a part cannot be put into HTTP.
    pub fn http(&self) -> Result<HttpRequest<()>, http::Error> {
        self.parts.http(&self.head)
    }

    /// A text that a server wrote, or a part of the URL, as it may be shown: one line without the
    /// secrets of this request.
    pub fn shown(&self, text: &str) -> String {
        let of_url = redact::of_url(self.url());
        let secrets = Secrets {
            of_url: &of_url,
            ..self.known().secrets
        };
        one_line(&mask(text, &secrets)).into_owned()
    }

    /// What the errors of this request may contain, and what they must not show.
    pub fn known(&self) -> Known<'_> {
        let credentials = self.parts.signer.map(|signer| signer.credentials());
        Known {
            signed: Some(credentials.is_some()),
            token: credentials.is_some_and(|c| !c.token.is_empty()),
            copy: self.has_header("x-cos-copy-source"),
            region: self.region,
            secrets: Secrets {
                signature: signature::signature(&self.head.authorization),
                proxy: self.parts.proxy_secrets,
                ..credentials.map_or(Secrets::default(), Credentials::secrets)
            },
            marks_expected: host::is_tencent(self.host()),
            headers_filtered: false,
            decoded_body: false,
        }
    }
}
