//! A request as it goes out: URL, header fields, signature.

use std::borrow::Cow;
use std::fmt::Write;

use ureq::http::{self, Request as HttpRequest};

use super::Client;
use super::call::Call;
use super::endpoint::Origin;
use super::sign::{Signable, encoded};
use super::signer::Signer;
use crate::error::Known;
use crate::error::mask::Secrets;
use crate::error::request::is_tencent_host;
use crate::operation::Request;

pub struct Outgoing<'a> {
    pub client: &'a Client,
    pub request: &'a Request,
    pub region: &'a str,
    pub host: String,
    pub url: String,
    headers: Vec<(&'a str, Cow<'a, str>)>,
    /// Unix seconds between which the signature holds.
    pub window: Option<(i64, i64)>,
    signature: String,
}

/// Where a try goes.
pub struct Route<'a> {
    pub region: &'a str,
    pub origin: Origin,
    /// Not the first try of its call.
    pub is_retry: bool,
}

impl<'a> Outgoing<'a> {
    /// `signing` is the signer, and the server's clock as far as it is known, in Unix seconds.
    pub fn new(
        client: &'a Client,
        request: &'a Request,
        call: &'a Call,
        route: Route<'a>,
        signing: Option<(&Signer, i64)>,
    ) -> Outgoing<'a> {
        let mut outgoing = Outgoing {
            client,
            request,
            region: route.region,
            url: url(&route.origin, request),
            host: route.origin.host,
            headers: Vec::with_capacity(8 + request.headers.len() + call.headers.len()),
            window: None,
            signature: String::new(),
        };
        outgoing.add_headers(call, route.is_retry);
        if let Some((signer, now)) = signing {
            outgoing.sign(signer, now);
        }
        outgoing
    }

    /// Host as it is sent, the caller's fields, those of the body, the token.
    fn add_headers(&mut self, call: &'a Call, is_retry: bool) {
        self.headers.push(("host", Cow::Owned(self.host.clone())));
        self.headers
            .push(("user-agent", Cow::Borrowed(self.client.user_agent.as_str())));
        let own = self.request.headers.iter().chain(&call.headers);
        self.headers
            .extend(own.map(|(name, value)| (name.as_str(), Cow::Borrowed(value.as_str()))));
        if let Some(body) = self.body() {
            self.headers
                .push(("content-length", Cow::Owned(body.len().to_string())));
        }
        if is_retry {
            self.headers
                .push(("x-cos-sdk-retry", Cow::Borrowed("true")));
        }
        if let Some(credentials) = &self.client.credentials
            && !credentials.token.is_empty()
        {
            let of_ci = self.host.contains(".ci.");
            let name = if of_ci {
                "x-ci-security-token"
            } else {
                "x-cos-security-token"
            };
            self.headers
                .push((name, Cow::Borrowed(credentials.token.as_str())));
        }
    }

    /// The body to send. A request that may have one says so when it has none.
    fn body(&self) -> Option<&'a [u8]> {
        let empty = matches!(self.request.method.as_str(), "PUT" | "POST").then_some([].as_slice());
        self.request.body.as_deref().or(empty)
    }

    fn sign(&mut self, signer: &Signer, now: i64) {
        let path = format!("/{}", self.request.key.as_deref().unwrap_or(""));
        let query = &self.request.query;
        let parameters: Vec<(&str, &str)> = query
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_deref().unwrap_or("")))
            .collect();
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_ref()))
            .collect();
        let signable = Signable {
            method: &self.request.method,
            path: &path,
            parameters: &parameters,
            headers: &headers,
        };
        let (authorization, window) = signer.authorization(&signable, now);
        let signature = authorization
            .rsplit_once("q-signature=")
            .map_or("", |(_, signature)| signature);
        self.signature = signature.to_owned();
        self.window = Some(window);
        self.headers
            .push(("authorization", Cow::Owned(authorization)));
    }

    /// For the transport. Fails if a part cannot be put into HTTP.
    pub fn http(&self) -> Result<HttpRequest<Option<&'a [u8]>>, http::Error> {
        let mut builder = HttpRequest::builder()
            .method(self.request.method.as_str())
            .uri(&self.url);
        for (name, value) in &self.headers {
            builder = builder.header(*name, value.as_bytes());
        }
        builder.body(self.body())
    }

    /// What the errors of this request may know, and what they must not tell.
    pub fn known(&self) -> Known<'_> {
        let credentials = self.client.credentials.as_ref();
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
            marks_expected: is_tencent_host(&self.host),
        }
    }
}

/// The key encoded once, its slashes kept.
fn url(origin: &Origin, request: &Request) -> String {
    let key = request.key.as_deref().unwrap_or("");
    let mut url = String::with_capacity(origin.host.len() + key.len() + 16);
    // Writing to a String cannot fail.
    let _ = write!(url, "{}://{}/", origin.scheme, origin.host);
    for (i, segment) in key.split('/').enumerate() {
        let _ = write!(url, "{}{}", if i == 0 { "" } else { "/" }, encoded(segment));
    }
    for (i, (name, value)) in request.query.iter().enumerate() {
        let _ = write!(url, "{}{}", if i == 0 { '?' } else { '&' }, encoded(name));
        if let Some(value) = value {
            let _ = write!(url, "={}", encoded(value));
        }
    }
    url
}
