//! A request to any COS API.

use std::sync::Arc;

use super::body::Body;
use super::sink::Sink;
use crate::client::names;
use crate::error::{CosError, FirstMistake, Result};

/// Hears how far a transfer is: bytes sent, to send, received, to receive;
/// `None`: not known.
pub type Report = dyn Fn(u64, Option<u64>, u64, Option<u64>) + Send + Sync;

/// What to ask. Setters keep the first mistake; sending reports it.
#[derive(Default)]
pub struct Request {
    pub method: String,
    /// `None`: the service host.
    pub bucket: Option<String>,
    /// `None`: the bucket itself. Decoded.
    pub key: Option<String>,
    /// In the order given; `None`: a sub-resource without value.
    pub query: Vec<(String, Option<String>)>,
    pub headers: Vec<(String, String)>,
    pub body: Body,
    /// Send a Content-MD5, whether COS demands one or not.
    pub content_md5: bool,
    pub sink: Sink,
    /// Flush a sink's file to storage before it gets its name.
    pub sink_sync: bool,
    pub progress: Option<Arc<Report>>,
    pub expect_root: Option<String>,
    pub mistake: FirstMistake,
}

impl Request {
    pub fn new(method: &str, bucket: Option<&str>, key: Option<&str>) -> Request {
        let mut request = Request {
            method: method.to_owned(),
            bucket: bucket.map(str::to_owned),
            key: key.map(str::to_owned),
            ..Request::default()
        };
        request.mistake.note(check_target(method, bucket, key));
        request
    }

    pub fn set_query(&mut self, name: &str, value: Option<&str>) {
        if name.is_empty() {
            self.mistake.note(Err(CosError::missing(
                "query name",
                "name the parameter, as in prefix",
            )));
            return;
        }
        set(&mut self.query, name, value.map(str::to_owned), |a, b| {
            a == b
        });
    }

    pub fn set_header(&mut self, name: &str, value: &str) {
        let value = trimmed(value);
        match check_header(name, value) {
            Ok(()) => set(&mut self.headers, name, value.to_owned(), |a, b| {
                a.eq_ignore_ascii_case(b)
            }),
            Err(error) => self.mistake.note(Err(error)),
        }
    }

    /// Whether COS wants a Content-MD5: documents of sub-resources and of
    /// delete-multiple are refused without one, others may have it.
    pub fn demands_md5(&self) -> bool {
        let is_document = |(name, value): &(String, Option<String>)| {
            value.as_deref().unwrap_or("").is_empty() && name != "uploads" && name != "append"
        };
        self.content_md5
            || matches!(self.body, Body::Memory(_) | Body::File { .. })
                && self.query.iter().any(is_document)
    }

    /// Whether to do it twice is to do it once (RFC 9110, section 9.2.2). A POST may
    /// append or complete something; that which deletes objects does no more.
    pub fn is_idempotent(&self) -> bool {
        self.method != "POST" || self.query.iter().any(|(name, _)| name == "delete")
    }

    /// A header field that the caller set.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(set, _)| set.eq_ignore_ascii_case(name))
    }

    /// Whether the body comes from outside, or the answer's goes there.
    pub fn is_stream(&self) -> bool {
        self.body.is_stream() || self.sink.is_stream()
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("bucket", &self.bucket)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// Replaces the value of a name, or adds it.
fn set<V>(pairs: &mut Vec<(String, V)>, name: &str, value: V, same: impl Fn(&str, &str) -> bool) {
    match pairs.iter_mut().find(|(known, _)| same(known, name)) {
        Some((_, old)) => *old = value,
        None => pairs.push((name.to_owned(), value)),
    }
}

fn check_target(method: &str, bucket: Option<&str>, key: Option<&str>) -> Result<()> {
    if method.is_empty() || !method.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(CosError::argument(
            "method",
            method,
            "write it in capital letters, as in GET",
        ));
    }
    if let Some(bucket) = bucket {
        names::bucket(bucket)?;
    }
    match (bucket, key) {
        (None, Some(_)) => Err(CosError::missing(
            "bucket",
            "a key needs one, as in examplebucket-1250000000",
        )),
        (_, Some(key)) => names::key(key),
        (_, None) => Ok(()),
    }
}

/// Header fields that the client makes itself: setting them would break the signature or the framing.
const OWN: [&str; 8] = [
    "host",
    "authorization",
    "content-length",
    "transfer-encoding",
    "connection",
    "expect",
    "x-cos-security-token",
    "x-ci-security-token",
];

/// A value without blanks at its ends: who receives it strips them, and the signature
/// must be of what is received.
pub fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// What a header field may be named and hold.
pub fn check_header(name: &str, value: &str) -> Result<()> {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(CosError::argument(
            "header name",
            name,
            "use letters, digits and dashes, as in x-cos-acl",
        ));
    }
    if OWN.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        return Err(CosError::argument(
            "header name",
            name,
            "leave it out: the client sets it itself",
        ));
    }
    if value.bytes().any(|b| b.is_ascii_control() && b != b'\t') {
        // The value may be a secret of the caller's: it is not shown.
        return Err(CosError::argument(
            "header name",
            name,
            "its value has a line break or another control character: remove it",
        ));
    }
    Ok(())
}
