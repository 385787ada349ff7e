//! The texts of elements and attributes, as they are read.

use std::borrow::Cow;

use crate::arena::{Arena, Span, is_space};
use crate::error::body::xml_text::resolved;
use crate::error::excerpt::shortened;

/// Why a document cannot be read.
pub type Fault = Cow<'static, str>;
pub type Outcome<T> = Result<T, Fault>;

pub const AMPERSAND: &str = "an & does not begin a reference";

/// The texts of the open elements, each in pieces.
#[derive(Default)]
pub struct Texts<'t> {
    pieces: Vec<TextPiece<'t>>,
}

/// A piece of a text: as it stands in the document, or what a reference stands for.
#[derive(Clone, Copy)]
enum TextPiece<'t> {
    Written(&'t str),
    Character(char),
}

impl TextPiece<'_> {
    fn is_blank(&self) -> bool {
        match self {
            TextPiece::Written(text) => text.bytes().all(is_space),
            TextPiece::Character(c) => u8::try_from(*c).is_ok_and(is_space),
        }
    }
}

impl<'t> Texts<'t> {
    /// Begins a text, whose pieces follow.
    pub fn begin(&self) -> usize {
        self.pieces.len()
    }

    pub fn push(&mut self, text: &'t str) {
        self.pieces.push(TextPiece::Written(text));
    }

    /// What a reference stands for.
    pub fn reference(&mut self, name: &str) -> Outcome<()> {
        let digits = name.strip_prefix("#x").or(name.strip_prefix('#'));
        let is_nul =
            digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b == b'0'));
        match resolved(name) {
            Some(character) => self.pieces.push(TextPiece::Character(character)),
            // As a NUL that stands in the document itself.
            None if is_nul => self.pieces.push(TextPiece::Character('\0')),
            None => {
                let name = shortened(name, 60);
                return Err(format!("the reference &{name}; is not known").into());
            }
        }
        Ok(())
    }

    /// The value of an attribute, as it is written.
    pub fn attribute(&mut self, value: &'t str) -> Outcome<()> {
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
        let pieces = &self.pieces[begin..];
        let mut span = Span::default();
        if !(is_around_elements && pieces.iter().all(TextPiece::is_blank)) {
            let start = arena.begin();
            for piece in pieces {
                match piece {
                    TextPiece::Written(text) => arena.append(text),
                    TextPiece::Character(c) => arena.append(c.encode_utf8(&mut [0; 4])),
                }
            }
            span = arena.finish(start);
        }
        self.pieces.truncate(begin);
        span
    }
}
