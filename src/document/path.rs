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
    /// Where the next step begins, if there is a slash.
    next: Option<usize>,
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
        let mut next = (!path.is_empty()).then_some(0);
        while let Some(at) = next {
            let step = step_at(path, at)?;
            let index = step.index.unwrap_or(0);
            found = if step.has_escapes {
                self.escaped_child(found, step.key, index)?
            } else {
                self.child(found, step.key, index)?
            };
            next = step.next;
        }
        Some(found)
    }

    /// The child that a step with escapes names. Apart from `find`, so that what is rare takes no
    /// registers there.
    #[cold]
    #[inline(never)]
    fn escaped_child(&self, parent: &Element, written: Key<'_>, index: usize) -> Option<&Element> {
        let mut room = Vec::new();
        self.child(parent, unescaped(written, &mut room)?, index)
    }

    fn count_below(&self, path: &[u8]) -> Option<usize> {
        let (parent, last) = match memchr::memrchr(b'/', path) {
            // There is no step before it.
            Some(0) => return None,
            Some(slash) => (&path[..slash], slash + 1),
            None => (&path[..0], 0),
        };
        let step = step_at(path, last)?;
        let parent = self.find(parent)?;
        // Elements are counted once for a list: what an empty vector takes does not matter here.
        let mut room = Vec::new();
        let key = match step.has_escapes {
            true => unescaped(step.key, &mut room)?,
            false => step.key,
        };
        Some(match step.index {
            Some(index) => usize::from(self.child(parent, key, index).is_some()),
            None => self.count_of(parent, key),
        })
    }
}

/// The step that begins at a place. `None` if it is not one. It is inlined always: to pass a step
/// through memory takes as long as to read it.
#[inline(always)]
fn step_at(path: &[u8], at: usize) -> Option<PathStep<'_>> {
    let is_attribute = path.get(at) == Some(&b'@');
    let begin = at + usize::from(is_attribute);
    let (number, mut end) = name_at(path, begin, is_attribute);
    let has_escapes = path.get(end) == Some(&b'~');
    if has_escapes {
        let rest = path.get(end..)?;
        end += memchr::memchr2(b'/', b'[', rest).unwrap_or(rest.len());
    }
    let name = path.get(begin..end).filter(|name| !name.is_empty())?;
    let mut index = None;
    if path.get(end) == Some(&b'[') {
        let (given, after) = index_at(path, end + 1)?;
        (index, end) = (Some(given), after);
    }
    let next = match path.get(end) {
        None => None,
        Some(b'/') => Some(end + 1),
        Some(_) => return None,
    };
    Some(PathStep {
        key: Key { number, name },
        has_escapes,
        index,
        next,
    })
}

/// The number and the end of the name that begins at a place, up to an escape in it.
#[inline(always)]
fn name_at(path: &[u8], mut at: usize, is_attribute: bool) -> (NameNumber, usize) {
    let mut numbering = Numbering::EMPTY;
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

/// The key of a name that is written with escapes, its name in the room, which must be empty. `None`
/// if an escape stands for nothing.
#[cold]
fn unescaped<'r>(written: Key<'_>, room: &'r mut Vec<u8>) -> Option<Key<'r>> {
    let mut bytes = written.name.iter();
    while let Some(byte) = bytes.next() {
        room.push(match byte {
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
    Some(Key::new(written.number.is_attribute(), room))
}

/// The number whose digits begin at a place, and the end of the bracket behind them. `None` also for
/// a number of more than 32 bits: no document has so many elements.
#[inline(always)]
fn index_at(path: &[u8], begin: usize) -> Option<(usize, usize)> {
    let mut index: u64 = 0;
    let mut at = begin;
    loop {
        let byte = *path.get(at)?;
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            let is_number = byte == b']' && at > begin;
            return is_number.then_some((index as usize, at + 1));
        }
        index = 10 * index + u64::from(digit);
        if index > u64::from(u32::MAX) {
            return None;
        }
        at += 1;
    }
}
