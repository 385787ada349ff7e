//! Codes for responses without one: those to HEAD have no body.

use super::kind::Responder;
use super::request_info::{RequestInfo, Target};

/// The facts that decide a derived code and its text.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    pub responder: Responder,
    pub status: u16,
    pub asked: RequestInfo<'a>,
    /// `x-cos-delete-marker` came: the version exists and marks a deletion.
    pub delete_marker: bool,
    /// `None`: not known whether the request was signed.
    pub signed: Option<bool>,
    /// A temporary token was in use.
    pub token: bool,
    /// The request names a source to copy from, which may be what is missing.
    pub copy: bool,
    /// Server clock minus ours, when known; only a 403 depends on it.
    pub skew_s: Option<i64>,
}

/// Requests are signed for a time that begins so many seconds ago ...
pub const SIGNED_BACK_S: i64 = 60;
/// ... and ends so many seconds ahead. A server's clock beyond either end explains a 403.
pub const SIGNED_AHEAD_S: i64 = 900;

/// The code that COS would have put into a body. `None`: `Http<status>`.
pub fn code(s: &Situation<'_>) -> Option<&'static str> {
    if s.responder == Responder::Other {
        return None;
    }
    Some(match s.status {
        301 => "PermanentRedirect",
        302 | 307 => "TemporaryRedirect",
        304 => "NotModified",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "AccessDenied",
        404 => match s.missing() {
            Missing::Bucket => "NoSuchBucket",
            Missing::Version => "NoSuchVersion",
            Missing::Object => "NoSuchKey",
            Missing::Other => "NotFound",
        },
        405 => "MethodNotAllowed",
        408 => "RequestTimeout",
        409 => "Conflict",
        411 => "MissingContentLength",
        412 => "PreconditionFailed",
        416 => "InvalidRange",
        429 => "SlowDown",
        451 => "UnavailableForLegalReasons",
        500 => "InternalError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => return None,
    })
}

/// The server's clock minus the local clock.
fn is_beyond_window(skew_s: i64) -> bool {
    !(-SIGNED_BACK_S..=SIGNED_AHEAD_S).contains(&skew_s)
}

/// The item that a 404 without a code reports as missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    Bucket,
    Version,
    Object,
    /// A setting, an upload, or something unknown.
    Other,
}

impl Situation<'_> {
    fn missing(&self) -> Missing {
        match self.asked.target() {
            Target::Bucket => Missing::Bucket,
            _ if self.copy => Missing::Other,
            // A PUT or form upload makes the object, and deleting what is absent succeeds.
            Target::Object | Target::Version if self.changes_something() => Missing::Bucket,
            Target::Version if !self.delete_marker => Missing::Version,
            Target::Object | Target::Version => Missing::Object,
            Target::SubResource if self.needs_the_bucket_only() => Missing::Bucket,
            Target::SubResource | Target::Service | Target::Unknown => Missing::Other,
        }
    }

    fn changes_something(&self) -> bool {
        matches!(self.asked.method, "PUT" | "POST" | "DELETE")
    }

    /// Lists and beginnings are there as soon as the bucket is. A setting of the bucket
    /// may be made, or deleted, where there is none.
    fn needs_the_bucket_only(&self) -> bool {
        let is_setting = self.asked.key.is_empty() && self.changes_something();
        let name = self.asked.sub_resource().map_or("", |sub| sub.name);
        is_setting || matches!(name, "uploads" | "versions" | "location" | "append")
    }

    /// CompleteMultipartUpload, which an earlier attempt may have done already.
    fn completes_upload(&self) -> bool {
        let name = self.asked.sub_resource().map(|sub| sub.name);
        self.asked.method == "POST" && name == Some("uploadId")
    }
}

/// The catalogue's key of the texts for a response without a code of its own.
pub fn case(s: &Situation<'_>) -> &'static str {
    if let Some(edge) = edge(s.status) {
        return edge;
    }
    if s.responder == Responder::Other {
        return match s.status {
            300..=399 => "other/3xx",
            403 => "other/403",
            404 => "other/404",
            407 => "other/407",
            408 => "other/408",
            429 => "other/429",
            500 | 502 | 503 | 504 => "other/5xx",
            _ => "other",
        };
    }
    match s.status {
        301 => "derived/301",
        302 | 307 => "derived/302",
        304 => "derived/304",
        400 if s.token => "derived/400-token",
        400 => "derived/400",
        401 => "derived/401",
        402 => "derived/402",
        403 if s.signed == Some(false) => "derived/403-unsigned",
        403 if s.skew_s.is_some_and(is_beyond_window) => "derived/403-skew",
        403 => "derived/403",
        404 => match s.missing() {
            Missing::Bucket => "derived/head-bucket-404",
            Missing::Version => "derived/version-404",
            Missing::Object => "derived/head-object-404",
            Missing::Other => "derived/subresource-404",
        },
        405 => "derived/405",
        408 => "derived/408",
        409 if s.completes_upload() => "derived/409-complete",
        409 => "derived/409",
        411 => "derived/411",
        412 => "derived/412",
        416 => "derived/416",
        429 => "derived/429",
        451 => "derived/451",
        500 => "derived/500",
        501 => "derived/501",
        502 => "derived/502",
        503 => "derived/503",
        504 => "derived/504",
        _ => "derived/http",
    }
}

/// Statuses that only edges of a CDN send, whoever seems to have responded.
fn edge(status: u16) -> Option<&'static str> {
    match status {
        514 => Some("edge/514"),
        520..=524 => Some("edge/52x"),
        525 | 526 => Some("edge/tls"),
        _ => None,
    }
}
