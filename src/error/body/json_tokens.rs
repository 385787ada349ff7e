//! The members of a JSON object, each value as it is written. The body may be cut or broken at any
//! byte: what comes before that stays.

use std::borrow::Cow;

use super::json_cursor::{Cursor, decoded};

/// The members of the object at the beginning of a text.
pub struct Members<'t> {
    json: Cursor<'t>,
    is_first: bool,
    is_done: bool,
    /// Whether the object was well formed to its end.
    pub is_complete: bool,
}

impl<'t> Members<'t> {
    pub fn of(text: &'t str) -> Self {
        Members {
            json: Cursor::of(text),
            is_first: true,
            is_done: false,
            is_complete: false,
        }
    }

    fn member(&mut self) -> Option<(Cow<'t, str>, &'t str)> {
        self.json.space();
        let is_first = std::mem::take(&mut self.is_first);
        if is_first {
            self.json.take(b'{').then_some(())?;
            self.json.space();
        }
        if self.json.take(b'}') {
            self.is_complete = true;
            return None;
        }
        if !is_first {
            self.json.take(b',').then_some(())?;
        }
        let name = decoded(self.json.name()?)?;
        Some((name, self.json.value()?))
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = (Cow<'t, str>, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let member = if self.is_done { None } else { self.member() };
        self.is_done = member.is_none();
        member
    }
}

#[cfg(test)]
#[path = "json_tokens_tests.rs"]
mod tests;
