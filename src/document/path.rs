//! Paths below the root: `Contents[2]/Key`, `Grantee/@type`; `""` is the root itself.
//!
//! In names `~1`, `~2`, `~3` and `~0` stand for `/`, `[`, `@` and `~`.

use std::borrow::Cow;

use super::groups::{Group, Key, NameHash};
use super::tree::{Document, Element};

/// One step of a path.
struct PathStep<'p> {
    is_attribute: bool,
    name: Cow<'p, [u8]>,
    hash: NameHash,
    index: Option<usize>,
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

    fn find(&self, path: &[u8]) -> Option<Element> {
        let mut found = self.root()?;
        let mut rest = (!path.is_empty()).then_some(path);
        while let Some(path) = rest {
            let (step, after) = first_step(path)?;
            let group = self.group(found, &step)?;
            found = self.member(group, step.index.unwrap_or(0))?;
            rest = after;
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
        let (step, _) = first_step(last)?;
        let count = self.group(self.find(parent)?, &step)?.count as usize;
        Some(step.index.map_or(count, |index| usize::from(index < count)))
    }

    fn group(&self, element: Element, step: &PathStep<'_>) -> Option<&Group> {
        let key = Key::hashed(step.is_attribute, &step.name, step.hash);
        self.groups.find(element.groups, key, &self.arena)
    }
}

/// The first step and what follows its slash. `None` if it is not a step.
fn first_step(path: &[u8]) -> Option<(PathStep<'_>, Option<&[u8]>)> {
    let is_attribute = path.first() == Some(&b'@');
    let (name, hash, rest) = name(&path[usize::from(is_attribute)..])?;
    let (index, rest) = match rest {
        [b'[', rest @ ..] => index(rest)?,
        _ => (None, rest),
    };
    let step = PathStep {
        is_attribute,
        name,
        hash,
        index,
    };
    match rest {
        [] => Some((step, None)),
        [b'/', rest @ ..] => Some((step, Some(rest))),
        _ => None,
    }
}

/// A name, its hash, and what follows it.
type Named<'a> = (Cow<'a, [u8]>, NameHash, &'a [u8]);

/// The name at the beginning.
fn name(path: &[u8]) -> Option<Named<'_>> {
    let mut hash = NameHash::EMPTY;
    let mut end = 0;
    while let Some(byte) = path.get(end).filter(|b| !matches!(b, b'/' | b'[')) {
        if *byte == b'~' {
            return escaped_name(path);
        }
        hash = hash.and(*byte);
        end += 1;
    }
    let (name, rest) = path.split_at(end);
    (!name.is_empty()).then_some((Cow::Borrowed(name), hash, rest))
}

/// The same where a `~` is in the name. `None` if one stands for nothing.
#[cold]
fn escaped_name(path: &[u8]) -> Option<Named<'_>> {
    let end = memchr::memchr2(b'/', b'[', path).unwrap_or(path.len());
    let (name, rest) = path.split_at(end);
    let mut plain = Vec::with_capacity(name.len());
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
    let hash = NameHash::of(&plain);
    Some((Cow::Owned(plain), hash, rest))
}

/// Digits up to a bracket, and what follows it.
fn index(text: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let mut index: usize = 0;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                let digit = usize::from(byte - b'0');
                index = index.checked_mul(10)?.checked_add(digit)?;
            }
            b']' if at > 0 => return Some((Some(index), &text[at + 1..])),
            _ => return None,
        }
    }
    None
}
