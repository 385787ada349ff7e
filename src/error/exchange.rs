//! A response, as any HTTP stack received it.

use super::headers::HeaderInput;
use super::redact::Secrets;
use super::request_info::{RequestInfo, Target};

/// The root element by which a caller accepts any document.
pub const ANY_ROOT: &str = "*";

/// A response, and what is known of its request.
#[derive(Clone, Copy, Default)]
pub struct Exchange<'a> {
    /// `""`: unknown, not HEAD.
    pub method: &'a str,
    pub url: &'a str,
    /// 0: unknown. The body then decides, and what it leaves open is not a success.
    pub status: u16,
    pub headers: HeaderInput<'a>,
    pub body: &'a [u8],
    /// Fewer bytes arrived, or were kept, than were announced.
    pub body_truncated: bool,
    /// The root element that a success has; `""`: any.
    pub expect_root: &'a str,
    /// For custom domains, whose host names neither.
    pub bucket: &'a str,
    pub key: &'a str,
    /// Unix time in milliseconds; 0: unknown.
    pub received_at_ms: i64,
    pub known: Known<'a>,
}

/// Facts that only the sender of the request has.
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    /// `None`: not known whether the request was signed.
    pub signed: Option<bool>,
    /// A temporary token was in use.
    pub token: bool,
    /// The request names a source to copy from.
    pub copy: bool,
    pub region: &'a str,
    /// The secrets that must not appear in any output.
    pub secrets: Secrets<'a>,
    /// Responses must have a mark of COS: the host is Tencent's own.
    pub marks_expected: bool,
    /// Some headers were withheld from us: the absence of one proves nothing.
    pub headers_filtered: bool,
    /// The body was decoded to UTF-8 before, whatever encoding it declares.
    pub decoded_body: bool,
}

impl Exchange<'_> {
    pub(super) fn asked(&self) -> RequestInfo<'_> {
        RequestInfo::new(self.method, self.url).with(self.bucket, self.key, self.known.region)
    }

    pub(super) fn is_2xx(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A success whose body does not matter: the content of an object is its
    /// owner's, and may be XML that looks like an error.
    pub(super) fn is_unread(&self) -> bool {
        self.is_2xx() && self.expect_root.is_empty() && (self.is_head() || self.is_get_object())
    }

    /// Whether this response's body is the content of an object, whatever it looks like.
    pub fn is_content(&self) -> bool {
        self.is_2xx() && self.expect_root.is_empty() && self.is_get_object()
    }

    fn is_get_object(&self) -> bool {
        let target = || self.asked().target();
        self.method.eq_ignore_ascii_case("GET")
            && matches!(target(), Target::Object | Target::Version)
    }

    pub(super) fn is_head(&self) -> bool {
        self.method.eq_ignore_ascii_case("HEAD")
    }
}
