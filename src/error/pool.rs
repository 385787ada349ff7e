//! One buffer for all strings of an error.
//!
//! An error has some thirty strings, most of them short; one allocation holds
//! them all. Each ends with a NUL, so that it can be handed to C as it lies.

/// Where a string lies in its pool. The default is the empty string.
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

/// NUL-terminated UTF-8 strings, one behind the other. Byte 0 is the empty string.
#[derive(Debug, Default)]
pub struct Pool {
    text: String,
}

impl Pool {
    pub fn with_capacity(bytes: usize) -> Pool {
        let mut text = String::with_capacity(bytes + 1);
        text.push('\0');
        Pool { text }
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

    /// Takes pairs of strings, which are checked together.
    pub fn pairs(&mut self) -> PairsInput<'_> {
        let bytes = std::mem::take(&mut self.text).into_bytes();
        PairsInput {
            start: bytes.len(),
            pool: self,
            bytes,
            strings: 0,
        }
    }

    /// Copies the pairs of another pool in.
    pub fn push_pairs(&mut self, pairs_z: PairsOutput<'_>) -> Pairs {
        let mut pairs = self.pairs();
        for string in pairs_z.flat_map(|(name, value)| [name, value]) {
            pairs.push(string.trim_end_matches('\0').as_bytes());
        }
        pairs.finish().unwrap_or_default()
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
    pub fn append_clean(&mut self, piece: &str) {
        debug_assert!(!has_nul(piece.as_bytes()));
        self.text.push_str(piece);
    }

    /// Ends the string begun at `start`.
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

    /// Forgets the string begun at `start`.
    pub fn abandon(&mut self, start: usize) {
        self.text.truncate(start);
    }

    /// Forgets everything from `start` on, and gives its memory back.
    pub fn cut(&mut self, start: usize) {
        self.text.truncate(start);
        self.text.shrink_to_fit();
    }

    /// All strings from a place on, each with its NUL.
    pub fn from(&self, start: usize) -> &str {
        &self.text[start..]
    }

    /// The pairs in their order, each string with its NUL.
    pub fn pairs_z(&self, pairs: Pairs) -> PairsOutput<'_> {
        PairsOutput {
            rest: self.get(pairs.all),
            left: pairs.count,
        }
    }

    /// All strings of the pairs, and one NUL behind the last.
    pub fn pairs_block(&self, pairs: Pairs) -> &str {
        self.get_z(pairs.all)
    }

    pub fn get(&self, span: Span) -> &str {
        let start = span.start as usize;
        &self.text[start..start + span.len as usize]
    }

    /// The string with its NUL.
    pub fn get_z(&self, span: Span) -> &str {
        let start = span.start as usize;
        &self.text[start..=start + span.len as usize]
    }
}

/// Pairs of strings, one behind the other, each string with its NUL; one more NUL follows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pairs {
    all: Span,
    count: usize,
}

impl Pairs {
    pub fn is_empty(self) -> bool {
        self.count == 0
    }

    pub fn end(self) -> usize {
        self.all.end()
    }
}

/// Pairs on their way into a pool. To check each string for UTF-8 and inner
/// NULs costs far more than to check all of them at the end.
pub struct PairsInput<'p> {
    pool: &'p mut Pool,
    bytes: Vec<u8>,
    start: usize,
    strings: usize,
}

impl PairsInput<'_> {
    /// Copies the next string in: a name, its value, a name ...
    pub fn push(&mut self, string: &[u8]) -> Span {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(string);
        self.bytes.push(0);
        self.strings += 1;
        match string.len() {
            0 => Span::default(),
            len => Span {
                start: start as u32,
                len: len as u32,
            },
        }
    }

    /// Puts the pairs into the pool. `None`: one of the strings has an inner
    /// NUL or is not UTF-8, and the pool is as it was.
    pub fn finish(mut self) -> Option<Pairs> {
        let end = self.bytes.len();
        self.bytes.push(0);
        let nuls = count_nuls(&self.bytes[self.start..end]);
        let checked = match nuls == self.strings {
            true => String::from_utf8(self.bytes).map_err(|error| error.into_bytes()),
            false => Err(self.bytes),
        };
        match checked {
            Ok(text) => {
                self.pool.text = text;
                let (start, len) = (self.start as u32, (end - self.start) as u32);
                let count = self.strings / 2;
                Some(Pairs {
                    all: Span { start, len },
                    count,
                })
            }
            Err(mut bytes) => {
                bytes.truncate(self.start);
                // Cannot fail: these bytes were the pool's.
                self.pool.text = String::from_utf8(bytes).unwrap_or_default();
                None
            }
        }
    }
}

/// Reads pairs, each string with its NUL.
pub struct PairsOutput<'p> {
    rest: &'p str,
    left: usize,
}

impl<'p> PairsOutput<'p> {
    fn string(&mut self) -> &'p str {
        let end = memchr::memchr(0, self.rest.as_bytes()).map_or(self.rest.len(), |at| at + 1);
        let (string, rest) = self.rest.split_at(end);
        self.rest = rest;
        string
    }
}

impl<'p> Iterator for PairsOutput<'p> {
    type Item = (&'p str, &'p str);

    // One copy for all accessors: small beats quick here.
    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        Some((self.string(), self.string()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for PairsOutput<'_> {}

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

/// Without an early end, so that it is done sixteen bytes at a time: nearly no string has one.
fn has_nul(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |found, b| found | (*b == 0))
}

/// In pieces whose count fits in a byte: then sixteen bytes are counted at a time.
fn count_nuls(bytes: &[u8]) -> usize {
    let count = |piece: &[u8]| piece.iter().fold(0, |n, b| n + u8::from(*b == 0));
    bytes
        .chunks(255)
        .map(|piece| usize::from(count(piece)))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_terminated_and_hold_no_nul() {
        let mut pool = Pool::with_capacity(0);
        let a = pool.push("a\0b");
        let b = pool.push_bytes(b"\xff!");
        let c = pool.push_fmt(format_args!("{}-{}", 1, "x\0"));
        assert_eq!(pool.get_z(a), "a\u{fffd}b\0");
        assert_eq!(pool.get_z(b), "\u{fffd}!\0");
        assert_eq!(pool.get_z(c), "1-x\u{fffd}\0");
        assert_eq!(pool.get_z(Span::default()), "\0");
    }

    #[test]
    fn trimming_keeps_inner_space() {
        let mut pool = Pool::with_capacity(0);
        let start = pool.begin();
        pool.append(" \n two\n");
        pool.append(" lines \t");
        let span = pool.finish_trimmed(start);
        assert_eq!(pool.get(span), "two\n lines");
        let start = pool.begin();
        pool.append("  \n");
        assert!(pool.finish_trimmed(start).is_empty());
        assert_eq!(pool.get(span), "two\n lines");
    }
}
