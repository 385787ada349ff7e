//! What the body of an answer says, in whatever form it says it.

mod charset;
mod chunks;
mod gzip;
mod json;
mod markup;
mod page;
mod value;
mod xml;

use super::mask::is_blank;
use super::pool::{Pool, Span};

/// Bytes of a body that are kept and read. Longer bodies are cut and marked.
pub const MAX_BYTES: usize = 1024 * 1024;

pub use charset::decode;
pub use chunks::unchunked;
pub use gzip::{End, gunzip};

/// One failed item of a partial failure.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part {
    pub key: Span,
    pub version_id: Span,
    pub code: Span,
    pub message: Span,
}

/// The shape of a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Nothing that a COS answer has: empty, HTML, text, a stored object.
    #[default]
    Opaque,
    /// An `<Error>` element, bare or in a wrapper, or its children alone.
    Error,
    /// `<DeleteResult>` with failed items in it.
    PartialFailure,
    /// A `<Response>` of data processing that says `<State>Failed`.
    FailedResponse,
    /// A JSON object with a code other than 0.
    JsonError,
    /// A JSON object with code 0.
    JsonZero,
    /// A JSON object without a code.
    JsonOther,
    /// Another XML document.
    OtherXml,
}

/// What was found in a body. Strings lie in the error's pool.
#[derive(Debug, Default)]
pub struct Found {
    pub shape: Shape,
    /// The root element's name without its prefix.
    pub root: Span,
    pub code: Span,
    pub message: Span,
    pub resource: Span,
    pub request_id: Span,
    pub trace_id: Span,
    pub details: Vec<(Span, Span)>,
    pub parts: Vec<Part>,
    /// A document that may say failure could not be read to its end.
    pub is_unfinished: bool,
}

impl Found {
    /// Whether the body says failure whatever the status is.
    pub fn is_failure(&self) -> bool {
        use Shape::*;
        matches!(
            self.shape,
            Error | PartialFailure | FailedResponse | JsonError
        )
    }

    /// Whether the body says success although the status is not known. A gateway's page
    /// does not, and neither does its JSON.
    pub fn proves_success(&self) -> bool {
        matches!(self.shape, Shape::OtherXml | Shape::JsonZero)
    }

    /// The first value of a detail.
    pub fn detail(&self, pool: &Pool, name: &str) -> Span {
        self.details
            .iter()
            .find(|(n, _)| pool.get(*n) == name)
            .map_or(Span::default(), |(_, value)| *value)
    }

    /// Puts a value where its name says. The first value of a field stays; empty ones count as missing.
    fn put(&mut self, field: Field, name: &str, value: Span, pool: &mut Pool) {
        if is_blank(pool.get(value)) {
            return;
        }
        let slot = match field {
            Field::Code => &mut self.code,
            Field::Message => &mut self.message,
            Field::Resource => &mut self.resource,
            Field::RequestId => &mut self.request_id,
            Field::TraceId => &mut self.trace_id,
            Field::Detail => {
                let name = pool.push(name);
                self.details.push((name, value));
                return;
            }
        };
        *slot = slot.or(value);
    }
}

/// The fields that every form of an error has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Code,
    Message,
    Resource,
    RequestId,
    TraceId,
    Detail,
}

/// The sign that a document lost if somebody took its first byte; `None`: it is none.
fn first_sign(text: &str) -> Option<&'static str> {
    const ROOTS: [&str; 4] = ["Error", "ErrorResponse", "Response", "DeleteResult"];
    let is_root = |root: &str| {
        let rest = text.strip_prefix(root);
        rest.is_some_and(|rest| rest.starts_with(['>', ' ']) && rest.contains('<'))
    };
    if text.starts_with("?xml ") || ROOTS.iter().any(|root| is_root(root)) {
        return Some("<");
    }
    (text.starts_with('"') && text.contains("\":")).then_some("{")
}

/// Reads a decoded body by what it begins with.
pub fn read(text: &str, pool: &mut Pool) -> Found {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    match text.as_bytes().first() {
        None => Found::default(),
        Some(b'<') => {
            let found = xml::read(text, pool);
            if found.shape == Shape::OtherXml && pool.get(found.root).eq_ignore_ascii_case("html") {
                return page::read(text, pool);
            }
            found
        }
        Some(b'{') => json::read(text, pool),
        Some(_) => match first_sign(text) {
            Some(sign) => read_repaired(sign, text, pool),
            None => page::read(text, pool),
        },
    }
}

/// A text that may have lost its first byte: it has if it is an error's document with that
/// byte. A text of other content may begin in the same way.
fn read_repaired(sign: &str, text: &str, pool: &mut Pool) -> Found {
    let start = pool.begin();
    let repaired = [sign, text].concat();
    let found = match sign {
        "<" => xml::read(&repaired, pool),
        _ => json::read(&repaired, pool),
    };
    let is_error =
        !(found.code.is_empty() && found.request_id.is_empty() && found.parts.is_empty());
    let is_whole = sign == "<" || text.trim_end().ends_with('}');
    if (is_error && is_whole) || text.starts_with("?xml ") {
        return found;
    }
    pool.abandon(start);
    page::read(text, pool)
}
