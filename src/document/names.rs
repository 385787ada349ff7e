//! The names of elements and attributes, and the numbers by which they are compared.

use crate::arena::{Arena, Span};
use crate::error::body::local;
use crate::words::{is_ascii, is_same, word};

/// Names and tags that are looked up before they are stored again.
const REMEMBERED: usize = 64;

/// A number of a name: a name of at most eight ASCII characters itself, or else a hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameNumber(u64);

/// Is set in a hash, and in the first byte of no ASCII name.
const HASH: u64 = 0x80;
/// Is set for attributes, and in the last byte of no ASCII name.
const ATTRIBUTE: u64 = 1 << 63;

/// The number of a name that is passed in words of eight bytes.
#[derive(Clone, Copy)]
pub struct Numbering {
    count: u32,
    first: u64,
    hash: u64,
}

/// The name of an element or attribute, without its prefix.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key<'n> {
    pub number: NameNumber,
    pub name: &'n [u8],
}

/// A name in the arena.
#[derive(Clone, Copy, Debug, Default)]
pub struct Name {
    number: NameNumber,
    span: Span,
}

/// The names stored last, and the tags read last.
pub struct Names<'t> {
    stored: [Span; REMEMBERED],
    tags: [(&'t str, Name); REMEMBERED],
}

impl NameNumber {
    pub fn is_attribute(self) -> bool {
        self.0 & ATTRIBUTE != 0
    }

    /// Whether it is the name itself, so that no other name has it.
    pub fn is_name(self) -> bool {
        self.0 & HASH == 0
    }
}

impl Numbering {
    pub const EMPTY: Numbering = Numbering {
        count: 0,
        first: 0,
        hash: 0,
    };

    /// The next eight bytes.
    #[inline(always)]
    pub fn and(self, word: u64) -> Numbering {
        Numbering {
            count: self.count + 1,
            first: if self.count == 0 { word } else { self.first },
            hash: (self.hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95),
        }
    }

    /// The last bytes, less than eight, followed by zeros.
    #[inline(always)]
    pub fn end(self, is_attribute: bool, word: u64) -> NameNumber {
        let is_short = self.count == 0 || (self.count == 1 && word == 0);
        let name = self.first | word;
        let number = if is_short && is_ascii(name) {
            name
        } else {
            (self.and(word).hash >> 8) | HASH
        };
        NameNumber(number | (ATTRIBUTE * u64::from(is_attribute)))
    }
}

impl<'n> Key<'n> {
    pub fn new(is_attribute: bool, name: &'n [u8]) -> Key<'n> {
        let whole = name.len() / 8 * 8;
        let words = (0..whole).step_by(8).map(|at| word(name, at));
        let mut numbering = words.fold(Numbering::EMPTY, Numbering::and);
        // A zero would not differ from what follows the name.
        if name.contains(&0) {
            numbering = numbering.and(0).and(0);
        }
        Key {
            number: numbering.end(is_attribute, word(name, whole)),
            name,
        }
    }
}

impl Name {
    pub fn number(self) -> NameNumber {
        self.number
    }

    pub fn is_attribute(self) -> bool {
        self.number.is_attribute()
    }

    pub fn text(self, arena: &Arena) -> &str {
        arena.get(self.span)
    }

    pub fn key(self, arena: &Arena) -> Key<'_> {
        Key {
            number: self.number,
            name: arena.bytes(self.span),
        }
    }

    #[inline(always)]
    pub fn is(self, key: Key<'_>, arena: &Arena) -> bool {
        self.number == key.number && (key.number.is_name() || arena.bytes(self.span) == key.name)
    }

    pub fn is_same(self, other: Name, arena: &Arena) -> bool {
        self.number == other.number && (self.span == other.span || self.is(other.key(arena), arena))
    }
}

impl Default for Names<'_> {
    fn default() -> Self {
        Names {
            stored: [Span::default(); REMEMBERED],
            tags: [("", Name::default()); REMEMBERED],
        }
    }
}

impl<'t> Names<'t> {
    /// The name in a tag that was read shortly before. Quicker than by its number.
    #[inline(always)]
    pub fn known(&self, tag: &str) -> Option<Name> {
        let (known, name) = self.tags[slot(tag)?];
        is_same(known.as_bytes(), tag.as_bytes()).then_some(name)
    }

    /// The name in a tag; `None` if it is not one.
    pub fn of_tag(&mut self, tag: &'t str, arena: &mut Arena) -> Option<Name> {
        if let Some(name) = self.known(tag) {
            return Some(name);
        }
        let local = local(tag);
        if local.is_empty() || local.starts_with('@') || local.ends_with('/') {
            return None;
        }
        let name = self.store(false, local, arena);
        self.tags[slot(tag)?] = (tag, name);
        Some(name)
    }

    pub fn of_attribute(&mut self, name: &str, arena: &mut Arena) -> Name {
        self.store(true, local(name), arena)
    }

    /// Stores a name, unless it was stored shortly before.
    fn store(&mut self, is_attribute: bool, name: &str, arena: &mut Arena) -> Name {
        let known = &mut self.stored[slot(name).unwrap_or(0)];
        if arena.get(*known) != name {
            *known = arena.push(name);
        }
        Name {
            number: Key::new(is_attribute, name.as_bytes()).number,
            span: *known,
        }
    }
}

/// The place of a name among those that were read last: names that stand together mostly differ
/// in it. `None` for an empty one.
#[inline(always)]
fn slot(name: &str) -> Option<usize> {
    let (first, last) = (name.as_bytes().first()?, name.as_bytes().last()?);
    // Chosen so that few names of one of COS's documents share a place.
    let sum = 7 * name.len() + 5 * usize::from(*first) + 20 * usize::from(*last);
    Some(sum % REMEMBERED)
}
