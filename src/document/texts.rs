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
    /// More than blanks were appended to the text that was begun last.
    has_more: bool,
}

/// Where a text begins.
#[derive(Clone, Copy)]
pub struct TextBegin {
    pub start: usize,
    /// Of the text around it.
    has_more: bool,
}

impl Texts {
    /// Begins a text, which is appended in pieces.
    pub fn begin(&mut self) -> TextBegin {
        TextBegin {
            start: self.open.len(),
            has_more: std::mem::take(&mut self.has_more),
        }
    }

    pub fn push(&mut self, text: &str) {
        self.has_more = self.has_more || !text.bytes().all(is_space);
        self.open.push_str(text);
    }

    /// Appends white space. Quicker than `push`: there is much of it in a document.
    #[inline(always)]
    pub fn push_blanks(&mut self, blanks: &str) {
        self.open.push_str(blanks);
    }

    /// What a reference stands for.
    pub fn reference(&mut self, name: &str) -> Outcome<()> {
        let character = match resolved(name) {
            Some(character) => character,
            // As a NUL that stands in the document itself.
            None if is_nul(name) => '\0',
            None => {
                let name = shortened(name, 60);
                return Err(format!("the reference &{name}; is not known").into());
            }
        };
        // As in `push`, without its walk over bytes.
        self.has_more |= !matches!(u8::try_from(character), Ok(byte) if is_space(byte));
        self.open.push(character);
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
    pub fn end(&mut self, begin: TextBegin, is_around_elements: bool, arena: &mut Arena) -> Span {
        let is_layout = is_around_elements && !self.has_more;
        let text = &self.open[begin.start..];
        let span = arena.push(if is_layout { "" } else { text });
        self.open.truncate(begin.start);
        self.has_more = begin.has_more;
        span
    }
}

/// Whether it is a character reference to U+0000.
fn is_nul(name: &str) -> bool {
    let digits = name.strip_prefix("#x").or(name.strip_prefix('#'));
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b == b'0'))
}
