//! Escaped characters of HTML, XML and JSON within a text.

/// Bytes between the ampersand of an escaped character and its semicolon, with that.
pub const LONGEST: usize = 10;

/// Characters with a name.
const NAMED: [(&[u8], u8); 5] = [
    (b"quot", b'"'),
    (b"apos", b'\''),
    (b"gt", b'>'),
    (b"lt", b'<'),
    (b"amp", b'&'),
];

/// The escaped ASCII character that begins a text, and its length there.
pub fn escaped(text: &[u8]) -> Option<(u8, usize)> {
    match text {
        [b'&', behind @ ..] => reference(behind),
        [b'\\', behind @ ..] => backslashed(behind),
        _ => None,
    }
}

/// Whether a text holds an escaped character. Quick: nearly every text holds none.
pub fn are_in(text: &[u8]) -> bool {
    memchr::memchr2_iter(b'&', b'\\', text).any(|at| escaped(&text[at..]).is_some())
}

/// The length of an escaped character that was cut, at the beginning of a text.
pub fn cut_length(text: &[u8]) -> Option<usize> {
    let (first, behind) = text.split_first()?;
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'#';
    let length = behind.iter().take(LONGEST).take_while(|b| is_part(b));
    let part = &behind[..length.count()];
    let is_cut = match (first, part) {
        (b'&', [b'#', b'x' | b'X', digits @ ..]) => digits.iter().all(u8::is_ascii_hexdigit),
        (b'&', [b'#', digits @ ..]) => digits.iter().all(u8::is_ascii_digit),
        (b'&', begin) => NAMED.iter().any(|(name, _)| {
            let same = name.get(..begin.len());
            same.is_some_and(|same| same.eq_ignore_ascii_case(begin))
        }),
        (b'\\', [] | [b'u']) => true,
        (b'\\', [b'u', digits @ ..]) => {
            digits.len() < 4 && digits.iter().all(u8::is_ascii_hexdigit) && digits[0] == b'0'
        }
        _ => false,
    };
    is_cut.then_some(1 + part.len())
}

/// A reference of HTML or XML has a name, or a number with any zeros before it.
fn reference(behind: &[u8]) -> Option<(u8, usize)> {
    let end = memchr::memchr(b';', &behind[..behind.len().min(LONGEST)])?;
    let name = &behind[..end];
    let character = match name {
        [b'#', b'x' | b'X', digits @ ..] => numbered(digits, 16)?,
        [b'#', digits @ ..] => numbered(digits, 10)?,
        _ => {
            let mut named = NAMED.iter();
            named.find(|(known, _)| name.eq_ignore_ascii_case(known))?.1
        }
    };
    Some((character, end + 2))
}

/// JSON may escape any character, and some writers escape `/`, `=`, `&` and `+`.
fn backslashed(behind: &[u8]) -> Option<(u8, usize)> {
    match behind {
        [sign @ (b'/' | b'\\' | b'"'), ..] => Some((*sign, 2)),
        [b'u', b'0', b'0', high, low, ..] => Some((numbered(&[*high, *low], 16)?, 6)),
        _ => None,
    }
}

/// A character of ASCII by its number.
fn numbered(digits: &[u8], radix: u32) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok()?;
    let digits = Some(digits).filter(|digits| !digits.starts_with('+'))?;
    let character = u8::from_str_radix(digits, radix).ok()?;
    character.is_ascii().then_some(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_read_in_each_of_their_forms() {
        for (text, character) in [
            ("&quot; and", b'"'),
            ("&#61;", b'='),
            ("&#x000003D;", b'='),
            ("&#X3d;", b'='),
            ("&AMP;", b'&'),
            (r"\u003d;", b'='),
            (r"\u002F", b'/'),
            (r"\/", b'/'),
            (r"\\u", b'\\'),
        ] {
            assert_eq!(
                escaped(text.as_bytes()).map(|(c, _)| c),
                Some(character),
                "{text}"
            );
            assert!(are_in(["a & \\ ", text].concat().as_bytes()));
        }
        for text in [
            "", "&", "&;", "&#;", "&#+61;", "&#300;", "&#xe9;", "&uuml;", "&quot", r"\", r"\u",
            r"\u003", r"\u4e2d", r"\u00e9", r"\n", "a&quot;",
        ] {
            assert_eq!(escaped(text.as_bytes()), None, "{text}");
        }
        for text in [
            "&", "&#", "&#4", "&#0061", "&#x", "&#X2", "&am", "&QUOT", r"\", r"\u", r"\u0",
            r"\u002",
        ] {
            let shown = [text, "…"].concat();
            assert_eq!(cut_length(shown.as_bytes()), Some(text.len()), "{text}");
        }
        for text in [
            "", "a", "%2", "&next", "&#a", "&#xg", "&ampere", r"\n", r"\u4", r"\u003d",
        ] {
            assert_eq!(cut_length(text.as_bytes()), None, "{text}");
        }
        assert_eq!(escaped(b"&#0061;x"), Some((b'=', 7)));
        assert_eq!(escaped(br"\u003dx"), Some((b'=', 6)));
    }
}
