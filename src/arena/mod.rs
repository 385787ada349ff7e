//! One buffer for all strings of an error.
//!
//! An error has some thirty strings, most of them short; one allocation holds
//! them all. Each ends with a NUL, so that it can be handed to C as it lies.

mod pairs;

pub use pairs::Pairs;

/// Bytes that are not worth a call of the allocator.
const LITTLE: usize = 128;

/// The position of a string in its arena. The default is the empty string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    start: u32,
    len: u32,
}

impl Span {
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    pub fn start(self) -> usize {
        self.start as usize
    }

    pub fn end(self) -> usize {
        self.start() + self.len as usize
    }

    /// This span if it holds something, else the other.
    pub fn or(self, other: Span) -> Span {
        if self.is_empty() { other } else { self }
    }
}

/// NUL-terminated UTF-8 strings in sequence. Byte 0 is the empty string.
#[derive(Debug, Default)]
pub struct Arena {
    text: String,
}

impl Arena {
    pub fn with_capacity(bytes: usize) -> Arena {
        let mut text = String::with_capacity(bytes + 1);
        text.push('\0');
        Arena { text }
    }

    /// Copies a string in. Inner NULs become U+FFFD.
    pub fn push(&mut self, text: &str) -> Span {
        if text.is_empty() {
            return Span::default();
        }
        let start = self.begin();
        self.append(text);
        self.finish(start)
    }

    /// Copies a string in that is known to have no NUL.
    #[inline(always)]
    pub fn push_clean(&mut self, text: &str) -> Span {
        let start = self.begin();
        self.append_clean(text);
        self.finish(start)
    }

    /// Copies bytes in. What is not UTF-8 becomes U+FFFD.
    pub fn push_bytes(&mut self, bytes: &[u8]) -> Span {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.push(text),
            Err(_) => self.push(&String::from_utf8_lossy(bytes)),
        }
    }

    /// Writes a formatted string in.
    pub fn push_fmt(&mut self, text: std::fmt::Arguments<'_>) -> Span {
        let start = self.begin();
        // Writing to a String cannot fail; what the arguments wrote before an error of theirs stays.
        let _ = std::fmt::write(&mut self.text, text);
        if has_nul(&self.text.as_bytes()[start..]) {
            let clean = self.text.split_off(start);
            self.append(&clean);
        }
        self.finish(start)
    }

    /// Starts a string that is appended in pieces.
    pub fn begin(&self) -> usize {
        self.text.len()
    }

    /// Appends a piece to the string that was begun last.
    pub fn append(&mut self, piece: &str) {
        if !has_nul(piece.as_bytes()) {
            self.text.push_str(piece);
            return;
        }
        for (i, part) in piece.split('\0').enumerate() {
            if i > 0 {
                self.text.push(char::REPLACEMENT_CHARACTER);
            }
            self.text.push_str(part);
        }
    }

    /// Appends a piece that is known to have no NUL.
    #[inline(always)]
    pub fn append_clean(&mut self, piece: &str) {
        debug_assert!(!has_nul(piece.as_bytes()));
        self.text.push_str(piece);
    }

    /// Ends the string begun at `start`.
    #[inline(always)]
    pub fn finish(&mut self, start: usize) -> Span {
        let len = self.text.len() - start;
        if len == 0 {
            return Span::default();
        }
        self.text.push('\0');
        Span {
            start: start as u32,
            len: len as u32,
        }
    }

    /// Ends the string begun at `start`, white space trimmed at both ends.
    pub fn finish_trimmed(&mut self, start: usize) -> Span {
        let text = trim_end(&self.text[start..]);
        let (len, begin) = (text.len(), text.len() - trim_start(text).len());
        self.text.truncate(start + len);
        self.finish(start + begin)
    }

    /// Discards the string begun at `start`.
    pub fn abandon(&mut self, start: usize) {
        self.text.truncate(start);
    }

    /// Discards everything from `start` on, and frees its memory unless that is little.
    pub fn cut(&mut self, start: usize) {
        self.text.truncate(start);
        if self.text.capacity() - self.text.len() > LITTLE {
            self.text.shrink_to_fit();
        }
    }

    /// All strings from a place on, each with its NUL.
    pub fn from(&self, start: usize) -> &str {
        &self.text[start..]
    }

    /// All strings up to a place, each with its NUL.
    pub fn until(&self, end: usize) -> &str {
        &self.text[..end]
    }

    pub fn get(&self, span: Span) -> &str {
        let start = span.start as usize;
        &self.text[start..start + span.len as usize]
    }

    /// The bytes of a string. Quicker where they need not be characters.
    pub fn bytes(&self, span: Span) -> &[u8] {
        &self.text.as_bytes()[span.start()..span.end()]
    }

    /// The string with its NUL.
    pub fn get_z(&self, span: Span) -> &str {
        let start = span.start as usize;
        &self.text[start..=start + span.len as usize]
    }
}

/// White space as XML and HTTP have it.
pub fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\r' | b'\n')
}

/// A text without such white space at its beginning.
pub fn trim_start(text: &str) -> &str {
    let first = text.bytes().position(|b| !is_space(b));
    &text[first.unwrap_or(text.len())..]
}

/// A text without such white space at its end.
pub fn trim_end(text: &str) -> &str {
    let last = text.bytes().rposition(|b| !is_space(b));
    &text[..last.map_or(0, |last| last + 1)]
}

fn has_nul(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_terminated_and_hold_no_nul() {
        let mut arena = Arena::with_capacity(0);
        let a = arena.push("a\0b");
        let b = arena.push_bytes(b"\xff!");
        let c = arena.push_fmt(format_args!("{}-{}", 1, "x\0"));
        assert_eq!(arena.get_z(a), "a\u{fffd}b\0");
        assert_eq!(arena.get_z(b), "\u{fffd}!\0");
        assert_eq!(arena.get_z(c), "1-x\u{fffd}\0");
        assert_eq!(arena.get_z(Span::default()), "\0");
    }

    #[test]
    fn trimming_keeps_inner_space() {
        let mut arena = Arena::with_capacity(0);
        let start = arena.begin();
        arena.append(" \n two\n");
        arena.append(" lines \t");
        let span = arena.finish_trimmed(start);
        assert_eq!(arena.get(span), "two\n lines");
        let start = arena.begin();
        arena.append("  \n");
        assert!(arena.finish_trimmed(start).is_empty());
        assert_eq!(arena.get(span), "two\n lines");
    }
}
