//! The characters of a body: UTF-8, UTF-16, GB18030 (with GBK and GB2312 in it) and Windows-1252.

use std::borrow::Cow;

use super::encoding::Encoding;

/// The declaration of an XML document is within this many bytes.
const DECLARATION: usize = 128;

/// The body as text. Borrowed when its bytes are UTF-8 already.
pub fn decode<'a>(bytes: &'a [u8], content_type: &str) -> Cow<'a, str> {
    if let Some(encoding) = wide(bytes) {
        return encoding.repaired(bytes);
    }
    // ASCII reads alike in every other encoding.
    if bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Cow::Borrowed(text);
    }
    let declared = declared(bytes, content_type);
    if let Some(Some(encoding)) = declared
        && let Some(text) = encoding.whole_or_cut(bytes)
    {
        return Cow::Owned(text);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    // One that is not read here is known not to be GB18030.
    let is_other = declared == Some(None);
    match Encoding::Gb18030.whole_or_cut(bytes) {
        // A UTF-8 body that was cut inside a character is not GB18030.
        Some(text) if !is_other && !is_cut_utf8(bytes) => Cow::Owned(text),
        _ => String::from_utf8_lossy(bytes),
    }
}

/// The body as text, in the encoding that it declares, or in UTF-8. `None` if a byte of it is
/// not: nothing is guessed, and nothing replaced.
pub fn decode_declared<'a>(bytes: &'a [u8], content_type: &str) -> Option<Cow<'a, str>> {
    if let Some(encoding) = wide(bytes) {
        let text = encoding.repaired(bytes);
        return (!text.contains(char::REPLACEMENT_CHARACTER)).then_some(text);
    }
    match declared(bytes, content_type) {
        Some(Some(Encoding::Gb18030)) => Encoding::Gb18030.whole_or_cut(bytes).map(Cow::Owned),
        Some(Some(encoding @ Encoding::Windows1252)) => {
            let label = label(bytes, content_type).unwrap_or_default();
            let text = || encoding.whole_or_cut(bytes).map(Cow::Owned);
            is_of(label, bytes).then(text).flatten()
        }
        // An encoding that is not read here: its escape sequences are ASCII too.
        Some(None) if !bytes.is_ascii() || bytes.contains(&0x1b) => None,
        _ => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
    }
}

/// The encoding that the body or its header declares: `Some(None)` is one that is not read here.
fn declared(bytes: &[u8], content_type: &str) -> Option<Option<Encoding>> {
    label(bytes, content_type).map(Encoding::for_label)
}

fn label<'a>(bytes: &'a [u8], content_type: &'a str) -> Option<&'a [u8]> {
    of_declaration(bytes).or_else(|| of_content_type(content_type))
}

/// Whether the bytes are characters of what the label names. Browsers read ASCII and Latin-1 as
/// Windows-1252, which has more.
fn is_of(label: &[u8], bytes: &[u8]) -> bool {
    let label = label.to_ascii_lowercase();
    if label.ends_with(b"1252") {
        true
    } else if label.ends_with(b"ascii") || label.starts_with(b"ansi") {
        bytes.is_ascii()
    } else {
        !bytes.iter().any(|byte| (0x80..0xa0).contains(byte))
    }
}

/// UTF-16, detected by its byte order mark or by the zero next to the first `<` or `{`.
fn wide(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xff, 0xfe, ..] | [b'<' | b'{', 0, ..] => Some(Encoding::Utf16Le),
        [0xfe, 0xff, ..] | [0, b'<' | b'{', ..] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// `<?xml ... encoding='x'?>`
fn of_declaration(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let head = &head[..head.len().min(DECLARATION)];
    let head = head.starts_with(b"<?xml").then_some(head)?;
    let end = memchr::memchr(b'>', head)?;
    label_after(&head[..end], b"encoding")
}

/// `text/xml; charset=x`
fn of_content_type(content_type: &str) -> Option<&[u8]> {
    label_after(content_type.as_bytes(), b"charset")
}

/// The label that follows `name`, in any case, `=` and a quote, if any.
fn label_after<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let is_named = |at: &usize| {
        let before = text[..*at].trim_ascii_end();
        let start = before.len().checked_sub(name.len());
        start.is_some_and(|start| before[start..].eq_ignore_ascii_case(name))
    };
    let at = memchr::memchr_iter(b'=', text).find(is_named)?;
    let rest = text[at + 1..].trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or_else(|| rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let is_label = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':');
    let len = rest.iter().position(|b| !is_label(b)).unwrap_or(rest.len());
    Some(&rest[..len])
}

fn is_cut_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    #[test]
    fn declared_and_undeclared_characters_are_read() {
        let (gbk, _, _) = GB18030.encode("<?xml version='1.0' encoding='gbk' ?><a>参数错误</a>");
        assert!(decode(&gbk, "").contains("参数错误"));
        let (bare, _, _) = GB18030.encode("<a>参数错误</a>");
        assert!(decode(&bare, "").contains("参数错误"));
        assert!(decode(&bare, "application/xml; charset=GB2312").contains("参数错误"));
        let wide: Vec<u8> = "<a>错</a>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&wide, ""), "<a>错</a>");
    }

    #[test]
    fn what_is_declared_in_another_encoding_is_not_guessed() {
        let (big5, _, _) = encoding_rs::BIG5.encode("<a>參數");
        assert_eq!(
            decode(&big5, "text/html; charset=big5"),
            String::from_utf8_lossy(&big5)
        );
        assert_ne!(decode(&big5, ""), String::from_utf8_lossy(&big5));
        assert_eq!(decode(b"<a>\xe9", "text/html; charset=ISO-8859-1"), "<a>é");
    }

    #[test]
    fn a_body_that_is_cut_inside_a_character_keeps_the_others() {
        let (gbk, _, _) = GB18030.encode("<?xml version='1.0' encoding='gbk' ?><a>参数");
        let (bare, _, _) = GB18030.encode("<a>参数");
        let (four_bytes, _, _) = GB18030.encode("<a>参\u{1f600}");
        assert!(decode(&gbk[..gbk.len() - 1], "").ends_with("<a>参"));
        assert_eq!(decode(&bare[..bare.len() - 1], ""), "<a>参");
        for missing in 1..=3 {
            let cut = &four_bytes[..four_bytes.len() - missing];
            assert_eq!(decode(cut, "text/xml; charset=GB18030"), "<a>参");
        }
    }

    #[test]
    fn utf8_is_borrowed_and_broken_utf8_is_repaired() {
        let text = "<a>错</a>";
        assert!(
            matches!(decode(text.as_bytes(), "text/xml; charset=utf-8"), Cow::Borrowed(t) if t == text)
        );
        assert_eq!(decode(b"a\xff\xfeb", ""), "a\u{fffd}\u{fffd}b");
        assert_eq!(decode(&"键值".as_bytes()[..5], ""), "键\u{fffd}");
    }
}
