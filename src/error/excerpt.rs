//! The beginning of a text that is longer than its place.

use std::borrow::Cow;

/// Says that a text goes on.
pub const MARK: &str = "…";

/// At most `max` bytes of a text; a text that was cut ends with the mark.
pub fn excerpt(text: &str, max: usize) -> Cow<'_, str> {
    if text.len() <= max {
        return Cow::Borrowed(text);
    }
    let kept = char_floor(text, max.saturating_sub(MARK.len()));
    Cow::Owned([&text[..kept], MARK].concat())
}

/// At most `max` characters of a text, and the mark if it was cut: for names in sentences,
/// whose length is that of what is read.
pub fn shortened(text: &str, max: usize) -> Cow<'_, str> {
    if text.len() <= max {
        return Cow::Borrowed(text);
    }
    match text.char_indices().nth(max) {
        Some((at, _)) => Cow::Owned([&text[..at], MARK].concat()),
        None => Cow::Borrowed(text),
    }
}

/// The last boundary of a character up to `at`.
pub fn char_floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_and_marked() {
        assert_eq!(excerpt("abcdef", 6), "abcdef");
        assert_eq!(excerpt("abcdefg", 6), "abc…");
        assert_eq!(excerpt("aé中文", 7), "aé…");
        assert_eq!(shortened("aé中文", 4), "aé中文");
        assert_eq!(shortened("aé中文", 3), "aé中…");
    }
}
