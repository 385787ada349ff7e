//! The content of an error body, in any of its forms.

use super::super::redact::is_blank;
use crate::arena::{Arena, Span};

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
    /// Nothing that a response of COS contains: empty, HTML, text, a stored object.
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

/// The content of a body. Strings are in the error's arena.
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
    pub fn detail(&self, arena: &Arena, name: &str) -> Span {
        self.details
            .iter()
            .find(|(n, _)| arena.get(*n) == name)
            .map_or(Span::default(), |(_, value)| *value)
    }

    /// Puts a value where its name says. The first value of a field stays; empty ones count as missing.
    pub fn put(&mut self, field: Field, name: &str, value: Span, arena: &mut Arena) {
        let is_seen = arena.bytes(value).first().is_some_and(u8::is_ascii_graphic);
        if !is_seen && is_blank(arena.get(value)) {
            return;
        }
        let slot = match field {
            Field::Code => &mut self.code,
            Field::Message => &mut self.message,
            Field::Resource => &mut self.resource,
            Field::RequestId => &mut self.request_id,
            Field::TraceId => &mut self.trace_id,
            Field::Detail => {
                let name = arena.push(name);
                self.details.push((name, value));
                return;
            }
        };
        *slot = slot.or(value);
    }
}

/// The fields that every form of an error has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Code,
    Message,
    Resource,
    RequestId,
    TraceId,
    Detail,
}
