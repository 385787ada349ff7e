//! The attributes of a tag.

use crate::arena::{is_space, trim_start};

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
