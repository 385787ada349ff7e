//! The error model: one immutable error, whatever failed.

#[cfg(feature = "client")]
mod addition;
mod advice;
#[cfg(test)]
mod advice_tests;
mod argument;
mod attempts;
pub mod body;
mod builder;
mod catalogue;
mod client_error;
mod clock_skew;
mod derived;
mod derived_code;
mod doc_links;
mod escapes;
pub mod excerpt;
mod exchange;
mod explanation;
mod facts;
mod folded;
mod header_block;
pub mod headers;
pub mod json;
mod kind;
mod language;
mod local;
pub mod lookup;
mod lost;
mod named_secrets;
mod placeholders;
mod read;
mod reason;
pub mod redact;
mod report;
mod request_id;
pub mod request_info;
mod responder;
mod response_body;
#[cfg(any(test, feature = "web"))]
mod rest;
mod retry;
mod scan;
mod sdk_error;
mod sdk_reason;
mod sdk_values;
mod secrets;
#[cfg(test)]
mod situation_tests;
mod sub_resource;
mod table;
mod verdict;

use once_cell::race::OnceBox;

pub use argument::FirstMistake;
pub use attempts::Attempt;
pub use body::{MAX_BYTES as MAX_BODY, Part, decode as decode_text};
pub use client_error::Failure;
pub use derived_code::{SIGNED_AHEAD_S, SIGNED_BACK_S};
pub use exchange::{ANY_ROOT, Exchange, Known};
pub use headers::{HeaderInput, MAX_BYTES as MAX_HEADER_BYTES, MAX_FIELDS as MAX_HEADER_FIELDS};
pub use kind::{CodeSource, Kind, Responder, Retry};
pub use language::Language;
pub use lost::Lost;
pub use reason::Reason;
pub use request_id::{Maker, decode as decode_id};
pub use scan::{Finding, FoundId, Scan, Subject};
pub use sdk_error::SdkError;

use crate::arena::{Arena, Pairs, Span};
use catalogue::Rows;
use clock_skew::Clock;
use facts::Facts;
use request_info::RequestInfo;

/// The result of everything here that can fail.
pub type Result<T> = std::result::Result<T, Box<CosError>>;

/// Everything known about one failure.
///
/// Strings are in one arena; texts that few programs use are built on first use.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text())]
pub struct CosError {
    arena: Arena,
    kind: Kind,
    reason: Option<Reason>,
    status: u16,
    code_source: CodeSource,
    responder: Responder,
    request_sent: bool,
    os_errno: i32,
    retry_after_ms: Option<i64>,
    /// The retry class, where the reason's is not this error's.
    own_retry: Option<Retry>,
    clock: Clock,
    facts: Facts,
    /// The catalogue's key where the service gave no code.
    case: Option<&'static str>,
    code: Span,
    /// Empty if it is derived when it is read.
    message: Span,
    derives_message: bool,
    resource: Span,
    request_id: Span,
    trace_id: Span,
    method: Span,
    url: Span,
    /// With its secrets.
    asked_url: Span,
    given_bucket: Span,
    given_key: Span,
    given_region: Span,
    region_hint: Span,
    endpoint_hint: Span,
    headers: Pairs,
    details: Vec<(Span, Span)>,
    parts: Vec<Part>,
    attempts: Vec<Attempt>,
    causes: Vec<Span>,
    body: OriginBody,
    lost: Lost,
    lazy: Lazy,
}

/// A body as it was received: text in the arena, and the bytes where they differ from it.
#[derive(Debug, Default)]
pub struct OriginBody {
    raw_z: Option<Vec<u8>>,
    text: Span,
    truncated: bool,
}

impl OriginBody {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.raw().is_none_or(<[u8]>::is_empty)
    }

    /// Without the NUL that follows.
    fn raw(&self) -> Option<&[u8]> {
        let (_, raw) = self.raw_z.as_ref()?.split_last()?;
        Some(raw)
    }
}

/// Texts built on first use, each with its NUL. Two threads may build one at the
/// same time, and one is thrown away: nobody ever waits, also not a child of fork
/// for a thread that it does not have.
#[derive(Debug, Default)]
struct Lazy {
    rows: OnceBox<Rows>,
    message: OnceBox<String>,
    text: OnceBox<String>,
    json: OnceBox<String>,
    rare: OnceBox<RareTexts>,
}

/// Texts of which an error has none as a rule: an error is quicker to make and to free without
/// their places.
#[derive(Debug, Default)]
struct RareTexts {
    advice: [OnceBox<String>; 2],
    doc_url: OnceBox<String>,
    diagnose_steps: [OnceBox<String>; 2],
    details: OnceBox<String>,
}

impl Lazy {
    fn rare(&self) -> &RareTexts {
        self.rare.get_or_init(Box::default)
    }
}

impl CosError {
    fn empty(kind: Kind, arena: Arena) -> CosError {
        CosError {
            arena,
            kind,
            reason: None,
            status: 0,
            code_source: CodeSource::Client,
            responder: Responder::Unknown,
            request_sent: false,
            os_errno: 0,
            retry_after_ms: None,
            own_retry: None,
            clock: Clock::default(),
            facts: Facts::default(),
            case: None,
            code: Span::default(),
            message: Span::default(),
            derives_message: false,
            resource: Span::default(),
            request_id: Span::default(),
            trace_id: Span::default(),
            method: Span::default(),
            url: Span::default(),
            asked_url: Span::default(),
            given_bucket: Span::default(),
            given_key: Span::default(),
            given_region: Span::default(),
            region_hint: Span::default(),
            endpoint_hint: Span::default(),
            headers: Pairs::default(),
            details: Vec::new(),
            parts: Vec::new(),
            attempts: Vec::new(),
            causes: Vec::new(),
            body: OriginBody::default(),
            lost: Lost::default(),
            lazy: Lazy::default(),
        }
    }
}

/// Readers of one string: the string itself, and with its NUL for C.
macro_rules! strings {
    ($($(#[$doc:meta])* $name:ident, $name_z:ident;)*) => {
        impl CosError {
            $($(#[$doc])* pub fn $name(&self) -> &str { self.arena.get(self.$name) }
            pub fn $name_z(&self) -> &str { self.arena.get_z(self.$name) })*
        }
    };
}

strings! {
    code, code_z;
    resource, resource_z;
    request_id, request_id_z;
    trace_id, trace_id_z;
    method, method_z;
    url, url_z;
    region_hint, region_hint_z;
    endpoint_hint, endpoint_hint_z;
}

impl CosError {
    /// The message that it was made with: nothing depends on a derived one.
    fn given_message(&self) -> &str {
        self.arena.get(self.message)
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Why a client error happened; `None` for service errors.
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// HTTP status; 0 if none arrived.
    pub fn status(&self) -> u16 {
        self.status
    }

    pub fn code_source(&self) -> CodeSource {
        self.code_source
    }

    pub fn responder(&self) -> Responder {
        self.responder
    }

    /// False: certainly nothing reached the server.
    pub fn request_sent(&self) -> bool {
        self.request_sent
    }

    pub fn os_errno(&self) -> i32 {
        self.os_errno
    }

    pub fn retry_after_ms(&self) -> Option<i64> {
        self.retry_after_ms
    }

    /// The server's clock minus the local clock, in seconds.
    pub fn clock_skew_s(&self) -> Option<i64> {
        self.clock.skew_s(&self.arena)
    }

    /// The request, as far as URL and caller describe it. It is parsed each time: most programs
    /// never ask.
    pub fn asked(&self) -> RequestInfo<'_> {
        let get = |span| self.arena.get(span);
        RequestInfo::new(get(self.method), get(self.asked_url)).with(
            get(self.given_bucket),
            get(self.given_key),
            get(self.given_region),
        )
    }

    /// Another situation may have other rows of the catalogue.
    fn forget_rows(&mut self) {
        self.lazy.rows = OnceBox::new();
    }

    /// The permission's name with its NUL.
    pub fn operation_z(&self) -> &'static str {
        match self.asked().operation_z() {
            "PutObject\0" if self.facts.copy => "PutObjectCopy\0",
            "UploadPart\0" if self.facts.copy => "UploadPartCopy\0",
            plain => plain,
        }
    }

    /// The permission's name, or `""`.
    pub fn operation(&self) -> &'static str {
        self.operation_z().trim_end_matches('\0')
    }

    /// The body's exact bytes, decompressed.
    pub fn origin_body(&self) -> &[u8] {
        match self.body.raw() {
            Some(raw) => raw,
            None => self.arena.get(self.body.text).as_bytes(),
        }
    }

    /// The body as text with its NUL.
    pub fn origin_xml_z(&self) -> &str {
        self.arena.get_z(self.body.text)
    }

    pub fn origin_truncated(&self) -> bool {
        self.body.truncated
    }

    /// The fields that an SDK may have lost.
    pub fn lost(&self) -> Lost {
        self.lost
    }

    /// Headers in their order, each string with its NUL.
    pub fn headers_z(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.arena.pairs_z(self.headers)
    }

    /// Other children of `<Error>`, or JSON members, each string with its NUL.
    pub fn details_z(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.details
            .iter()
            .map(|(name, value)| (self.arena.get_z(*name), self.arena.get_z(*value)))
    }

    /// All headers: name, NUL, value, NUL ..., and one more NUL after the last.
    pub fn headers_block(&self) -> &str {
        self.arena.pairs_block(self.headers)
    }

    /// All details, in the same form.
    pub fn details_block(&self) -> &str {
        self.lazy
            .rare()
            .details
            .get_or_init(|| Box::new(block(self.details_z())))
    }

    /// The strings of `cos_error_fields_t` in the order of its members, each with its NUL;
    /// then all headers and all details.
    pub fn strings_z(&self) -> impl Iterator<Item = &str> + Clone {
        let plain = [
            self.code_z(),
            self.message_z(),
            self.resource_z(),
            self.request_id_z(),
            self.trace_id_z(),
            self.method_z(),
            self.url_z(),
            self.operation_z(),
            self.region_hint_z(),
            self.endpoint_hint_z(),
            self.origin_xml_z(),
        ];
        let headers = self.headers_block();
        // A block's last NUL comes after its last pair.
        let headers = &headers[..headers.len() - 1];
        let details = self
            .details
            .iter()
            .flat_map(|(name, value)| [*name, *value]);
        plain
            .into_iter()
            .chain([headers])
            .chain(details.map(|span| self.arena.get_z(span)))
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// A string of a part, an attempt or a cause, with its NUL.
    pub fn string_z(&self, span: Span) -> &str {
        self.arena.get_z(span)
    }

    /// The chain under a client error, outermost first.
    pub fn causes(&self) -> &[Span] {
        &self.causes
    }
}

fn block<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut block: String = pairs.flat_map(|(name, value)| [name, value]).collect();
    block.push('\0');
    block
}
