//! A request to any COS API.

mod body;
mod claim;
mod in_use;
mod moved;
mod sink;
mod traffic_limit;
pub mod validate;

use std::io;
use std::sync::Arc;

use crate::error::{CosError, FirstMistake};
use crate::response::Response;

pub use body::{Body, Reader, Source};
pub use claim::Claim;
pub use moved::Moved;
pub use sink::{BodyWriter, Drain, ExpectedContent, FilePart, Sink};

/// Receives the progress of a transfer: bytes sent, to send, received, to receive;
/// `None`: not known.
pub type Report = dyn Fn(u64, Option<u64>, u64, Option<u64>) + Send + Sync;

/// Receives the head of a success before the first byte of its body goes to the sink.
pub type TakeHead = dyn Fn(&Response) -> io::Result<()> + Send + Sync;

/// A request. Setters remember the first mistake; sending reports it.
#[derive(Clone, Default)]
pub struct Request {
    pub method: String,
    /// `None`: the service host.
    pub bucket: Option<String>,
    /// `None`: the bucket itself. Decoded.
    pub key: Option<String>,
    /// In the order of the setters; `None` for a sub-resource without a value.
    pub query: Vec<(String, Option<String>)>,
    pub headers: Vec<(String, String)>,
    pub body: Body,
    /// Send a Content-MD5, whether COS demands one or not.
    pub content_md5: bool,
    pub sink: Sink,
    /// Of a GET of an object.
    pub expected: Option<ExpectedContent>,
    /// Flush a sink's file to storage before it gets its name.
    pub sink_sync: bool,
    pub progress: Option<Arc<Report>>,
    pub head: Option<Arc<TakeHead>>,
    pub expect_root: Option<String>,
    pub mistake: FirstMistake,
    /// A header that only a request for another HTTP stack may sign: one that is sent here has
    /// its own.
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
        request.mistake.note(validate::target(method, bucket, key));
        request
    }

    pub fn set_query(&mut self, name: &str, value: Option<&str>) {
        if name.is_empty() {
            self.mistake.note(Err(CosError::missing(
                "query name",
                "set a name, as in prefix",
            )));
            return;
        }
        set(&mut self.query, name, value.map(str::to_owned), |a, b| {
            a == b
        });
    }

    pub fn set_header(&mut self, name: &str, value: &str) {
        let value = validate::trimmed(value);
        if let Err(error) = validate::header(name, value) {
            self.mistake.note(Err(error));
            return;
        }
        self.unsendable.note(validate::sent_header(name));
        set(&mut self.headers, name, value.to_owned(), |a, b| {
            a.eq_ignore_ascii_case(b)
        });
    }

    /// Whether a Content-MD5 of a body that can be read twice is sent.
    pub fn demands_md5(&self) -> bool {
        self.content_md5
            || matches!(self.body, Body::Memory(_) | Body::File { .. }) && self.is_document()
    }

    /// Whether COS refuses the body without a Content-MD5: it is the document of a
    /// sub-resource or of delete-multiple.
    pub fn is_document(&self) -> bool {
        let is_sub_resource = |(name, value): &(String, Option<String>)| {
            value.as_deref().unwrap_or("").is_empty() && name != "uploads" && name != "append"
        };
        self.query.iter().any(is_sub_resource)
    }

    /// Whether to do it twice is to do it once (RFC 9110, section 9.2.2). A POST may
    /// append or complete something; that which deletes objects does no more.
    pub fn is_idempotent(&self) -> bool {
        self.method != "POST" || self.query.iter().any(|(name, _)| name == "delete")
    }

    /// A header that the caller set.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(set, _)| set.eq_ignore_ascii_case(name))
    }

    /// Whether the caller gave the temporary token itself, as a header or a query parameter.
    pub fn has_token(&self) -> bool {
        let names = self.query.iter().map(|(name, _)| name);
        validate::has_token(&self.headers) || names.into_iter().any(|n| validate::is_token_name(n))
    }

    /// Whether the body comes from outside, or the response's goes there.
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
