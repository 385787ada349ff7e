//! The children of elements, grouped by name: each is found by its name and its index.

use crate::arena::{Arena, Span};
use crate::error::body::local;

/// Names that are looked up before they are stored again.
const REMEMBERED: usize = 64;
const FEW: usize = 12;

/// The children of one name, or the attribute of that name.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    hash: u32,
    pub is_attribute: bool,
    pub name: Span,
    first: u32,
    pub count: u32,
}

/// The groups of all elements, those of an element together and in the order of their keys.
#[derive(Debug, Default)]
pub struct Groups {
    groups: Vec<Group>,
    members: Vec<u32>,
    /// The names stored last, by their hash.
    names: Vec<Span>,
}

/// The name of an element or attribute. Hashes are compared first: it is quicker.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key<'n> {
    hash: u32,
    is_attribute: bool,
    name: &'n [u8],
}

/// A child whose parent is being read.
#[derive(Clone, Copy)]
pub struct Child<'t> {
    pub key: Key<'t>,
    /// With its prefix.
    pub name: &'t str,
    pub element: u32,
}

/// The hash of a name, by FNV, for which the name is passed byte by byte.
#[derive(Clone, Copy)]
pub struct NameHash(u32);

impl NameHash {
    pub const EMPTY: NameHash = NameHash(0x811c_9dc5);

    pub fn and(self, byte: u8) -> NameHash {
        NameHash((self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    pub fn of(name: &[u8]) -> NameHash {
        name.iter()
            .fold(NameHash::EMPTY, |hash, byte| hash.and(*byte))
    }
}

impl Key<'_> {
    pub fn new(is_attribute: bool, name: &[u8]) -> Key<'_> {
        Key::hashed(is_attribute, name, NameHash::of(name))
    }

    /// The key of a name whose hash is known.
    pub fn hashed(is_attribute: bool, name: &[u8], NameHash(hash): NameHash) -> Key<'_> {
        Key {
            hash,
            is_attribute,
            name,
        }
    }

    pub fn is_attribute(&self) -> bool {
        self.is_attribute
    }
}

impl Group {
    fn key<'a>(&self, arena: &'a Arena) -> Key<'a> {
        Key {
            hash: self.hash,
            is_attribute: self.is_attribute,
            name: arena.get(self.name).as_bytes(),
        }
    }
}

/// Whether a name with its prefix is there twice.
fn repeats(same: &[Child<'_>]) -> bool {
    let mut names: Vec<_> = same.iter().map(|child| child.name).collect();
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

impl Groups {
    /// Takes the children of an element in their order. `None` if an attribute repeats.
    pub fn add(&mut self, children: &mut [Child<'_>], arena: &mut Arena) -> Option<(u32, u32)> {
        if children.is_empty() {
            return Some((0, 0));
        }
        let begin = self.groups.len();
        // Stable: children of one name stay in their order.
        children.sort_by(|one, other| one.key.cmp(&other.key));
        for same in children.chunk_by(|one, other| one.key == other.key) {
            let Child { key, name, .. } = same[0];
            if key.is_attribute && repeats(same) {
                return None;
            }
            let name = self.name(key.hash, local(name), arena);
            self.groups.push(Group {
                hash: key.hash,
                is_attribute: key.is_attribute,
                name,
                first: self.members.len() as u32,
                // Of attributes with several prefixes the first one is read.
                count: if key.is_attribute {
                    1
                } else {
                    same.len() as u32
                },
            });
            self.members.extend(same.iter().map(|child| child.element));
        }
        Some((begin as u32, self.groups.len() as u32))
    }

    /// Stores a name, unless it was stored shortly before.
    fn name(&mut self, hash: u32, name: &str, arena: &mut Arena) -> Span {
        if self.names.is_empty() {
            self.names.resize(REMEMBERED, Span::default());
        }
        let known = &mut self.names[hash as usize % REMEMBERED];
        if arena.get(*known) != name {
            *known = arena.push(name);
        }
        *known
    }

    pub fn of(&self, (begin, end): (u32, u32)) -> &[Group] {
        self.groups
            .get(begin as usize..end as usize)
            .unwrap_or_default()
    }

    /// The group of an element's children with this key.
    pub fn find(&self, span: (u32, u32), key: Key<'_>, arena: &Arena) -> Option<&Group> {
        let groups = self.of(span);
        // A few are quicker looked at in turn.
        let first = if groups.len() <= FEW {
            let found = groups.iter().position(|group| group.hash >= key.hash);
            found.unwrap_or(groups.len())
        } else {
            groups.partition_point(|group| group.hash < key.hash)
        };
        let same = &groups[first..];
        match same.first() {
            Some(group) if group.key(arena) == key => Some(group),
            // Names of one hash are rare, unless somebody looked for them.
            Some(group) if group.hash == key.hash => {
                let at = same.binary_search_by(|group| group.key(arena).cmp(&key));
                same.get(at.ok()?)
            }
            _ => None,
        }
    }

    /// The groups of an element in the order in which they begin in the document.
    pub fn in_order(&self, span: (u32, u32)) -> Vec<&Group> {
        let mut groups: Vec<_> = self.of(span).iter().collect();
        groups.sort_by_key(|group| self.members.get(group.first as usize));
        groups
    }

    /// The element at this place of its group.
    pub fn member(&self, group: &Group, index: usize) -> Option<u32> {
        let is_there = index < group.count as usize;
        is_there.then(|| self.members[group.first as usize + index])
    }
}
