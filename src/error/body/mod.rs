//! Parses the body of a response, in any of its forms.

mod charset;
mod chunks;
mod crc32;
mod encoding;
mod found;
mod gb18030;
mod gzip;
mod json;
pub mod json_cursor;
mod json_tokens;
mod website_page;
mod xml;
pub mod xml_text;
pub mod xml_tokens;

use crate::arena::Arena;

/// Bytes of a body that are kept and read. Longer bodies are cut and marked.
pub const MAX_BYTES: usize = 1024 * 1024;

pub use charset::{decode, decode_declared};
pub use chunks::unchunked;
pub use found::{Found, Part, Shape};
pub use gzip::{GzipEnd, gunzip};
pub use json_cursor::decoded;
pub use json_tokens::Members;
pub use xml::local;

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
pub fn read(text: &str, arena: &mut Arena) -> Found {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    match text.as_bytes().first() {
        None => Found::default(),
        Some(b'<') => {
            let found = xml::read(text, arena);
            if found.shape == Shape::OtherXml && arena.get(found.root).eq_ignore_ascii_case("html")
            {
                return website_page::read(text, arena);
            }
            found
        }
        Some(b'{') => json::read(text, arena),
        Some(_) => match first_sign(text) {
            Some(sign) => read_repaired(sign, text, arena),
            None => website_page::read(text, arena),
        },
    }
}

/// A text that may have lost its first byte: it has if it is an error's document with that
/// byte. A text of other content may begin in the same way.
fn read_repaired(sign: &str, text: &str, arena: &mut Arena) -> Found {
    let start = arena.begin();
    let repaired = [sign, text].concat();
    let found = match sign {
        "<" => xml::read(&repaired, arena),
        _ => json::read(&repaired, arena),
    };
    let is_error =
        !(found.code.is_empty() && found.request_id.is_empty() && found.parts.is_empty());
    let is_whole = sign == "<" || text.trim_end().ends_with('}');
    if (is_error && is_whole) || text.starts_with("?xml ") {
        return found;
    }
    arena.abandon(start);
    website_page::read(text, arena)
}
