//! The body of a response, decoded, kept and parsed.

use std::borrow::Cow;

use super::OriginBody;
use super::body::{self, Found, Shape};
use super::excerpt::char_floor;
use super::exchange::Exchange;
use super::headers::Headers;
use crate::arena::Arena;

/// A body, kept and read.
#[derive(Default)]
pub struct Content {
    pub found: Found,
    pub body: OriginBody,
    /// The text is that of a decoded body, which ended so; the exchange has it as it was sent.
    pub decoded: Option<body::GzipEnd>,
}

impl Content {
    /// The body of a response that is not an error by itself, kept but not parsed.
    pub fn kept(exchange: &Exchange<'_>, arena: &mut Arena) -> Content {
        let bytes = &exchange.body[..exchange.body.len().min(body::MAX_BYTES)];
        let truncated = exchange.body_truncated || bytes.len() < exchange.body.len();
        let text = arena.push_bytes(bytes);
        Content {
            found: Found::default(),
            body: OriginBody {
                raw_z: Some([bytes, b"\0"].concat()),
                text,
                truncated,
            },
            decoded: None,
        }
    }

    /// Reads a body that decides what the response is, or says more about it. The content of
    /// an object is not read, and never decoded: it is its owner's.
    pub fn read(exchange: &Exchange<'_>, headers: &Headers, arena: &mut Arena) -> Content {
        // A success is read to its end: the last of its items may have failed.
        let most = if exchange.is_2xx() {
            usize::MAX
        } else {
            body::MAX_BYTES
        };
        let mut bytes = &exchange.body[..exchange.body.len().min(most)];
        let mut truncated = exchange.body_truncated || exchange.body.len() > body::MAX_BYTES;
        let unchunked = body::unchunked(bytes);
        let packed = unchunked.as_deref().unwrap_or(bytes);
        let unzipped = match is_gzip(headers, arena) {
            true => body::gunzip(packed),
            false => None,
        };
        if let Some((plain, end)) = &unzipped {
            bytes = plain;
            truncated |= *end != body::GzipEnd::Whole;
        }
        let content_type = arena.get(headers.seen.content_type);
        let text = match exchange.known.decoded_body {
            true => String::from_utf8_lossy(bytes),
            false => body::decode(bytes, content_type),
        };
        let unframed = unchunked
            .filter(|_| unzipped.is_none())
            .map(|plain| body::decode(&plain, content_type).into_owned());
        // One copy serves as bytes and as text where they are the same.
        let same = matches!(text, Cow::Borrowed(_)) && memchr::memchr(0, bytes).is_none();
        let raw = &bytes[..bytes.len().min(body::MAX_BYTES)];
        let raw_z = (!same).then(|| [raw, b"\0"].concat());
        let start = arena.begin();
        let shown = &text[..char_floor(&text, body::MAX_BYTES)];
        match same {
            true => arena.append_clean(shown),
            false => arena.append(shown),
        }
        let kept = arena.finish(start);
        let found = body::read(unframed.as_deref().unwrap_or(&text), arena);
        Content {
            found,
            body: OriginBody {
                raw_z,
                text: kept,
                truncated,
            },
            decoded: unzipped.map(|(_, end)| end),
        }
    }

    /// The encoding of a body that could not be read for it.
    pub fn undecoded<'p>(&self, headers: &Headers, arena: &'p Arena) -> Option<&'p str> {
        let encoding = arena.get(headers.seen.content_encoding);
        let is_encoded = !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity");
        let is_unread = self.found.shape == Shape::Opaque && !self.body.is_empty();
        (is_encoded && is_unread && self.decoded.is_none()).then_some(encoding)
    }
}

fn is_gzip(headers: &Headers, arena: &Arena) -> bool {
    let encoding = arena.get(headers.seen.content_encoding);
    encoding.eq_ignore_ascii_case("gzip") || encoding.eq_ignore_ascii_case("x-gzip")
}
