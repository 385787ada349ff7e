//! Pairs of strings in an arena: headers.

use super::{Arena, Span};

/// Pairs of strings in sequence, each string with its NUL; one more NUL follows.
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

/// Pairs on their way into an arena. To check each string for UTF-8 and inner
/// NULs costs far more than to check all of them at the end.
pub struct PairsInput<'p> {
    arena: &'p mut Arena,
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

    /// Puts the pairs into the arena. `None`: one of the strings has an inner
    /// NUL or is not UTF-8, and the arena is as it was.
    pub fn finish(mut self) -> Option<Pairs> {
        let end = self.bytes.len();
        self.bytes.push(0);
        let nuls = memchr::memchr_iter(0, &self.bytes[self.start..end]).count();
        let checked = match nuls == self.strings {
            true => String::from_utf8(self.bytes).map_err(|error| error.into_bytes()),
            false => Err(self.bytes),
        };
        match checked {
            Ok(text) => {
                self.arena.text = text;
                let (start, len) = (self.start as u32, (end - self.start) as u32);
                let count = self.strings / 2;
                Some(Pairs {
                    all: Span { start, len },
                    count,
                })
            }
            Err(mut bytes) => {
                bytes.truncate(self.start);
                // Cannot fail: these bytes were the arena's.
                self.arena.text = String::from_utf8(bytes).unwrap_or_default();
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

impl Arena {
    /// Takes pairs of strings, which are checked together.
    pub fn pairs(&mut self) -> PairsInput<'_> {
        let bytes = std::mem::take(&mut self.text).into_bytes();
        PairsInput {
            start: bytes.len(),
            arena: self,
            bytes,
            strings: 0,
        }
    }

    /// Copies the pairs of another arena in.
    pub fn push_pairs(&mut self, pairs_z: PairsOutput<'_>) -> Pairs {
        let mut pairs = self.pairs();
        for string in pairs_z.flat_map(|(name, value)| [name, value]) {
            pairs.push(string.trim_end_matches('\0').as_bytes());
        }
        pairs.finish().unwrap_or_default()
    }

    /// The pairs in their order, each string with its NUL.
    pub fn pairs_z(&self, pairs: Pairs) -> PairsOutput<'_> {
        PairsOutput {
            rest: self.get(pairs.all),
            left: pairs.count,
        }
    }

    /// All strings of the pairs, and one NUL after the last.
    pub fn pairs_block(&self, pairs: Pairs) -> &str {
        self.get_z(pairs.all)
    }
}
