//! The texts of elements and attributes, as they are read.

use std::borrow::Cow;

use crate::arena::{Arena, Span, is_space};
use crate::error::body::xml_text::resolved;
use crate::error::excerpt::shortened;

/// Why a document cannot be read.
pub type Fault = Cow<'static, str>;
pub type Outcome<T> = Result<T, Fault>;

pub const AMPERSAND: &str = "an & does not begin a reference";

/// The texts of the open elements, one after another. Not in pieces: a reference of four bytes
/// would take four times as many.
#[derive(Default)]
pub struct Texts {
    open: String,
}

impl Texts {
    /// Begins a text, which is appended in pieces.
    pub fn begin(&self) -> usize {
        self.open.len()
    }

    pub fn push(&mut self, text: &str) {
        self.open.push_str(text);
    }

    /// What a reference stands for.
    pub fn reference(&mut self, name: &str) -> Outcome<()> {
        let digits = name.strip_prefix("#x").or(name.strip_prefix('#'));
        let is_nul =
            digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b == b'0'));
        match resolved(name) {
            Some(character) => self.open.push(character),
            // As a NUL that stands in the document itself.
            None if is_nul => self.open.push('\0'),
            None => {
                let name = shortened(name, 60);
                return Err(format!("the reference &{name}; is not known").into());
            }
        }
        Ok(())
    }

    /// The value of an attribute, as it is written.
    pub fn attribute(&mut self, value: &str) -> Outcome<()> {
        let mut pieces = value.split('&');
        self.push(pieces.next().unwrap_or(""));
        for piece in pieces {
            let (name, text) = piece.split_once(';').ok_or(AMPERSAND)?;
            self.reference(name)?;
            self.push(text);
        }
        Ok(())
    }

    /// Ends a text. Blanks between elements are layout.
    pub fn end(&mut self, begin: usize, is_around_elements: bool, arena: &mut Arena) -> Span {
        let text = &self.open[begin..];
        let is_layout = is_around_elements && text.bytes().all(is_space);
        let span = arena.push(if is_layout { "" } else { text });
        self.open.truncate(begin);
        span
    }
}
