//! The attributes of a tag.

use super::siblings::sorted;
use crate::arena::{is_space, trim_start};
use crate::error::body::local;

/// An attribute's name with its prefix, and its value as it is written.
pub type Attribute<'t> = (&'t str, &'t str);

/// The attributes of a tag in their order, without the declarations of namespaces. The item is
/// `None` where what is written is not an attribute.
pub struct Attributes<'t> {
    rest: &'t str,
}

impl<'t> Attributes<'t> {
    pub fn new(written: &'t str) -> Attributes<'t> {
        Attributes { rest: written }
    }

    fn attribute(&mut self) -> Option<Attribute<'t>> {
        let (name, rest) = self.rest.split_once('=')?;
        let name = name.trim_end_matches(|c: char| c.is_ascii_whitespace());
        let rest = trim_start(rest);
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, rest) = rest[1..].split_once(quote)?;
        self.rest = rest;
        let is_name = !name.is_empty() && !name.bytes().any(|b| is_space(b) || b == b'"');
        (is_name && !value.contains('<')).then_some((name, value))
    }
}

impl<'t> Iterator for Attributes<'t> {
    type Item = Option<Attribute<'t>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.rest = trim_start(self.rest);
            if self.rest.is_empty() {
                return None;
            }
            match self.attribute() {
                Some((name, _)) if name == "xmlns" || name.starts_with("xmlns:") => {}
                found => return Some(found),
            }
        }
    }
}

/// Of each attribute, by its name with its prefix, whether an earlier one has its name without
/// the prefix. `None` if a whole name is there twice.
pub fn repeated(names: &[&str]) -> Option<Vec<bool>> {
    let name = |place: &u32| names[*place as usize];
    let mut repeated = vec![false; names.len()];
    let by_name = sorted(names.len(), &|one, other| {
        let key = |place| (local(name(place)), name(place));
        key(one).cmp(&key(other))
    });
    for same in by_name.chunk_by(|one, other| local(name(one)) == local(name(other))) {
        if same.windows(2).any(|pair| name(&pair[0]) == name(&pair[1])) {
            return None;
        }
        let first = same.iter().min()?;
        let later = same.iter().filter(|place| *place != first);
        later.for_each(|place| repeated[*place as usize] = true);
    }
    Some(repeated)
}
