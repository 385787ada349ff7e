//! Paths below the root: `Contents[2]/Key`, `Grantee/@type`; `""` is the root itself.
//!
//! In names `~1`, `~2`, `~3` and `~0` stand for `/`, `[`, `@` and `~`.

use super::element::Element;
use super::names::{Key, NameNumber, Numbering};
use super::tree::Document;
use crate::words::{first_bytes, lowest, repeat, word, zeros};

/// One step of a path.
struct PathStep<'p> {
    /// As it is written. With escapes the number is not that of the name.
    key: Key<'p>,
    has_escapes: bool,
    index: Option<usize>,
    /// What follows its slash, if it has one.
    after: Option<&'p [u8]>,
}

impl Document {
    /// The text of the element or attribute that a path names, with its NUL.
    pub fn value_z(&self, path: &[u8]) -> &str {
        match self.find(path) {
            Some(element) => self.arena.get_z(element.text),
            None => "\0",
        }
    }

    /// How many elements a path names: without an index at its end all of its last name.
    pub fn count(&self, path: &[u8]) -> usize {
        let found = match path {
            [] => self.root().map(|_| 1),
            _ => self.count_below(path),
        };
        found.unwrap_or(0)
    }

    fn find(&self, path: &[u8]) -> Option<&Element> {
        let mut found = self.root()?;
        let mut rest = (!path.is_empty()).then_some(path);
        let mut room = Vec::new();
        while let Some(path) = rest {
            let step = first_step(path)?;
            found = self.child(found, step.key(&mut room)?, step.index.unwrap_or(0))?;
            rest = step.after;
        }
        Some(found)
    }

    fn count_below(&self, path: &[u8]) -> Option<usize> {
        let (parent, last) = match memchr::memrchr(b'/', path) {
            // There is no step before it.
            Some(0) => return None,
            Some(slash) => (&path[..slash], &path[slash + 1..]),
            None => (&path[..0], path),
        };
        let step = first_step(last)?;
        let mut room = Vec::new();
        let (parent, key) = (self.find(parent)?, step.key(&mut room)?);
        Some(match step.index {
            Some(index) => usize::from(self.child(parent, key, index).is_some()),
            None => self.count_of(parent, key),
        })
    }
}

impl<'p> PathStep<'p> {
    /// The key that it names, in the room if there are escapes in it. `None` if one of them
    /// stands for nothing.
    #[inline(always)]
    fn key<'k>(&self, room: &'k mut Vec<u8>) -> Option<Key<'k>>
    where
        'p: 'k,
    {
        if self.has_escapes {
            unescape(self.key.name, room)?;
            return Some(Key::new(self.key.number.is_attribute(), room));
        }
        Some(self.key)
    }
}

/// The first step. `None` if it is not one. It is inlined always: to pass a step through memory
/// takes as long as to read it.
#[inline(always)]
fn first_step(path: &[u8]) -> Option<PathStep<'_>> {
    let is_attribute = path.first() == Some(&b'@');
    let path = path.get(usize::from(is_attribute)..)?;
    let (number, mut length) = name(is_attribute, path);
    let has_escapes = path.get(length) == Some(&b'~');
    if has_escapes {
        length = memchr::memchr2(b'/', b'[', path).unwrap_or(path.len());
    }
    let (name, rest) = path.split_at_checked(length).filter(|_| length > 0)?;
    let (index, rest) = match rest {
        [b'[', rest @ ..] => index(rest)?,
        _ => (None, rest),
    };
    let after = match rest {
        [] => None,
        [b'/', rest @ ..] => Some(rest),
        _ => return None,
    };
    Some(PathStep {
        key: Key { number, name },
        has_escapes,
        index,
        after,
    })
}

/// The number and the length of the name at the beginning of a path, up to an escape in it.
#[inline(always)]
fn name(is_attribute: bool, path: &[u8]) -> (NameNumber, usize) {
    let mut numbering = Numbering::EMPTY;
    let mut at = 0;
    loop {
        let word = word(path, at);
        let is = |byte| zeros(word ^ repeat(byte));
        let ends = is(0) | is(b'/') | is(b'[') | is(b'~');
        if ends != 0 {
            let count = lowest(ends);
            let number = numbering.end(is_attribute, first_bytes(word, count));
            return (number, at + count);
        }
        numbering = numbering.and(word);
        at += 8;
    }
}

/// The name with its escapes resolved. `None` if one stands for nothing.
#[cold]
fn unescape(name: &[u8], plain: &mut Vec<u8>) -> Option<()> {
    plain.clear();
    let mut bytes = name.iter();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'~' => match bytes.next()? {
                b'0' => b'~',
                b'1' => b'/',
                b'2' => b'[',
                b'3' => b'@',
                _ => return None,
            },
            byte => *byte,
        });
    }
    Some(())
}

/// Digits up to a bracket, and what follows it. `None` also if no document has so many elements.
#[inline(always)]
fn index(text: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let mut index: u32 = 0;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                index = index.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
            }
            b']' if at > 0 => return Some((Some(index as usize), &text[at + 1..])),
            _ => return None,
        }
    }
    None
}
