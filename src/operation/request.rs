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
    /// A header that only a presigned URL may sign: a request that is sent has its own.
    pub unsendable: FirstMistake,
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
        if let Err(error) = check_field(name, value) {
            self.mistake.note(Err(error));
            return;
        }
        if is_one_of(&UNSIGNABLE, name) {
            self.mistake.note(Err(own_header(name)));
            return;
        }
        if is_one_of(&OWN, name) {
            self.unsendable.note(Err(own_header(name)));
        }
        set(&mut self.headers, name, value.to_owned(), |a, b| {
            a.eq_ignore_ascii_case(b)
        });
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

    /// Whether the caller gave the temporary token itself, as a header or a query parameter.
    pub fn has_token(&self) -> bool {
        let mut query = self.query.iter();
        TOKENS.iter().any(|name| self.has_header(name))
            || query.any(|(name, _)| is_one_of(&TOKENS, name))
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

/// Headers that the client sets itself: another value would break the signature or the framing.
/// Whoever sends a presigned URL sets them too, so they may be signed there.
const OWN: [&str; 6] = [
    "host",
    "content-length",
    "transfer-encoding",
    "expect",
    COS_TOKEN,
    CI_TOKEN,
];

/// Headers that no signature covers.
const UNSIGNABLE: [&str; 2] = ["authorization", "connection"];

/// Names of a temporary token, as a header or a query parameter.
pub const COS_TOKEN: &str = "x-cos-security-token";
pub const CI_TOKEN: &str = "x-ci-security-token";
const TOKENS: [&str; 2] = [COS_TOKEN, CI_TOKEN];

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// A value without blanks at its ends: who receives it strips them, and the signature
/// must be of what is received.
pub fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// Whether a header may be added to a request that is sent.
pub fn check_header(name: &str, value: &str) -> Result<()> {
    check_field(name, value)?;
    if is_one_of(&OWN, name) || is_one_of(&UNSIGNABLE, name) {
        return Err(own_header(name));
    }
    Ok(())
}

fn own_header(name: &str) -> Box<CosError> {
    CosError::argument(
        "header name",
        name,
        "leave it out: the client sets it itself",
    )
}

/// What a header may be named and hold.
fn check_field(name: &str, value: &str) -> Result<()> {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(CosError::argument(
            "header name",
            name,
            "use letters, digits and dashes, as in x-cos-acl",
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
