//! Siblings of one name are adjacent in a document. Where an element has many children, the
//! first ones of each name are indexed.

use std::cmp::Ordering;
use std::ops::Range;

use super::element::Element;
use super::names::{Key, NameNumber};
use crate::arena::Arena;

/// So many children are quicker looked at in turn.
pub const FEW: usize = 16;

/// The index of elements that have more than a few children.
#[derive(Debug, Default)]
pub struct Siblings {
    /// The first children of each name, for each parent in the order of their keys.
    firsts: Vec<First>,
    parents: Vec<Parent>,
}

#[derive(Clone, Copy, Debug)]
struct Parent {
    first_child: u32,
    /// Its part of the firsts.
    begin: u32,
    end: u32,
}

/// The first child of a name, by its place among its siblings.
#[derive(Clone, Copy, Debug)]
struct First {
    number: NameNumber,
    place: u32,
}

impl First {
    fn key<'a>(&self, children: &[Element], arena: &'a Arena) -> Key<'a> {
        children[self.place as usize].name.key(arena)
    }
}

impl Siblings {
    /// Sorts the children of an element, which will be elements from `first_child` on, so that
    /// those of one name are adjacent and in their order.
    pub fn add(&mut self, children: &mut [Element], first_child: usize, arena: &Arena) {
        if children.len() <= FEW {
            if !are_adjacent(children, arena) {
                join(children, arena);
            }
            return;
        }
        let begin = self.firsts.len() as u32;
        let places = join(children, arena);
        self.firsts.extend(places.into_iter().map(|place| First {
            number: children[place as usize].name.number(),
            place,
        }));
        self.parents.push(Parent {
            first_child: first_child as u32,
            begin,
            end: self.firsts.len() as u32,
        });
    }

    #[inline(always)]
    fn parent(&self, first_child: u32) -> Option<Parent> {
        // In nearly all documents it is the root, which is the last one.
        match self.parents.last() {
            Some(root) if root.first_child == first_child => Some(*root),
            _ => self.inner_parent(first_child),
        }
    }

    /// An element that is not the root.
    fn inner_parent(&self, first_child: u32) -> Option<Parent> {
        let by_first_child = |parent: &Parent| parent.first_child;
        let at = self
            .parents
            .binary_search_by_key(&first_child, by_first_child);
        self.parents.get(at.ok()?).copied()
    }

    /// The place of the first child of this key, of a parent that has many.
    #[inline(always)]
    pub fn first(
        &self,
        children: &[Element],
        first_child: u32,
        key: Key<'_>,
        arena: &Arena,
    ) -> Option<usize> {
        let Parent { begin, end, .. } = self.parent(first_child)?;
        let firsts = self.firsts.get(begin as usize..end as usize)?;
        if firsts.len() <= FEW && key.number.is_name() {
            let found = firsts.iter().find(|first| first.number == key.number);
            return found.map(|first| first.place as usize);
        }
        found_by_search(firsts, children, key, arena)
    }
}

/// The same by binary search: of many names, or of one that is known by its hash.
fn found_by_search(
    firsts: &[First],
    children: &[Element],
    key: Key<'_>,
    arena: &Arena,
) -> Option<usize> {
    let at = firsts.partition_point(|first| first.number < key.number);
    let same = firsts.get(at..)?;
    let found = same.first()?;
    if children[found.place as usize].name.is(key, arena) {
        return Some(found.place as usize);
    }
    // Names of one hash are rare, unless somebody looked for them.
    let at = same.binary_search_by(|first| first.key(children, arena).cmp(&key));
    same.get(at.ok()?).map(|first| first.place as usize)
}

/// Whether certainly no name is there again after another one.
fn are_adjacent(children: &[Element], arena: &Arena) -> bool {
    (1..children.len()).all(|at| {
        let (before, name) = (&children[..at], children[at].name);
        let has_its_number = |child: &Element| child.name.number() == name.number();
        // Names of one number may differ: only one that is the same is known to be adjacent.
        match before.iter().rposition(has_its_number) {
            Some(last) => last == at - 1 && before[last].name.is_same(name, arena),
            None => true,
        }
    })
}

/// Makes siblings of one name adjacent, in the order in which the names begin. Returns the
/// place of the first one of each name, in the order of their keys.
fn join(children: &mut [Element], arena: &Arena) -> Vec<u32> {
    let runs = runs(children, arena);
    let run = |at: u32| &children[runs[at as usize].clone()];
    let key = |at: u32| run(at)[0].name.key(arena);
    let by_key = sorted(runs.len(), &|one, other| {
        (key(*one), one).cmp(&(key(*other), other))
    });
    if by_key.windows(2).all(|pair| key(pair[0]) != key(pair[1])) {
        let first = |at: u32| runs[at as usize].start as u32;
        return by_key.into_iter().map(first).collect();
    }
    let groups = || by_key.chunk_by(|one, other| key(*one) == key(*other));
    // For each run the next one of its name, and whether it is the first one.
    let mut next = vec![None; runs.len()];
    let mut is_first = vec![true; runs.len()];
    for pair in groups().flat_map(|group| group.windows(2)) {
        next[pair[0] as usize] = Some(pair[1]);
        is_first[pair[1] as usize] = false;
    }
    let mut joined = Vec::with_capacity(children.len());
    let mut places = vec![0; runs.len()];
    for first in (0..runs.len()).filter(|at| is_first[*at]) {
        places[first] = joined.len() as u32;
        let mut at = Some(first as u32);
        while let Some(place) = at {
            joined.extend_from_slice(run(place));
            at = next[place as usize];
        }
    }
    let firsts = groups().map(|group| places[group[0] as usize]).collect();
    children.copy_from_slice(&joined);
    firsts
}

/// The children of one name that follow each other.
fn runs(children: &[Element], arena: &Arena) -> Vec<Range<usize>> {
    let mut end = 0;
    let same = |one: &Element, other: &Element| one.name.is_same(other.name, arena);
    let runs = children.chunk_by(same).map(|run| {
        end += run.len();
        end - run.len()..end
    });
    runs.collect()
}

/// Numbers below `count` in an order, in which no two are equal. Not generic: each sort that is
/// compiled takes kilobytes.
pub fn sorted(count: usize, order: &dyn Fn(&u32, &u32) -> Ordering) -> Vec<u32> {
    let mut numbers: Vec<_> = (0..count as u32).collect();
    numbers.sort_unstable_by(order);
    numbers
}
