//! The error page of COS's static websites: `Code: X` lines, as HTML list or text.

use super::found::{Field, Found, Shape};
use crate::arena::Arena;

/// A page's fields are at its beginning.
const MAX_BYTES: usize = 16 * 1024;

/// Reads a page. Only one that has a code of one word and a request id counts:
/// a gateway's page may say "Code:" as well.
pub fn read(text: &str, arena: &mut Arena) -> Found {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let pieces = || text[..end].split(['\n', '<', '>']).filter_map(pair);
    let has = |wanted: &str| pieces().any(|(name, _)| name == wanted);
    if !has("Code") || !(has("RequestId") || has("RequestID")) {
        return Found::default();
    }
    let mut found = Found {
        shape: Shape::Error,
        ..Found::default()
    };
    for (name, value) in pieces() {
        let field = match name {
            "Code" => Field::Code,
            "Message" => Field::Message,
            "Resource" => Field::Resource,
            "RequestId" | "RequestID" => Field::RequestId,
            "TraceId" | "TraceID" => Field::TraceId,
            _ => Field::Detail,
        };
        let value = arena.push(value);
        found.put(field, name, value, arena);
    }
    found
}

/// `Name: value`, the name being one word.
fn pair(piece: &str) -> Option<(&str, &str)> {
    let (name, value) = piece.trim().split_once(": ")?;
    let is_word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let fits = name != "Code" || !value.trim().contains(' ');
    (is_word && fits).then_some((name, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_website_page_is_read_and_a_gateway_page_is_not() {
        let mut arena = Arena::with_capacity(0);
        let page = "<html><body><h1>404 Not Found</h1><ul><li>Code: NoSuchKey</li><li>Message: No.</li><li>Key: a</li><li>RequestId: R</li></ul>";
        let found = read(page, &mut arena);
        assert_eq!(
            (arena.get(found.code), arena.get(found.request_id)),
            ("NoSuchKey", "R")
        );
        let key = found.detail(&arena, "Key");
        assert_eq!(arena.get(key), "a");
        assert_eq!(
            read("<html><p>Code: 502 bad</p>", &mut arena).shape,
            Shape::Opaque
        );
    }
}
