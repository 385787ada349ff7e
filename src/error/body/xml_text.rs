//! The texts of XML elements, as strings of the arena.

use quick_xml::events::{BytesRef, BytesText};

use super::xml_tokens::{Markup, Piece, TokenEnd};
use crate::arena::{Arena, Span, trim_end, trim_start};

/// Elements nested deeper than this end the reading.
const MAX_DEPTH: usize = 64;

/// The ends of the names of elements that contain other elements.
const AROUND: [&str; 3] = ["Error", "Response", "DeleteResult"];

/// A document on its way into an arena.
pub struct Values<'t, 'p> {
    pub markup: Markup<'t>,
    /// Texts can be copied as they are written.
    plain: bool,
    /// The end tag that ended the last value, if it was not its own.
    stray: &'t str,
    pub arena: &'p mut Arena,
}

/// Whether a text has neither line ends to be unified nor NULs to be replaced.
fn is_plain(text: &str) -> bool {
    memchr::memchr2(0, b'\r', text.as_bytes()).is_none()
}

impl<'t, 'p> Values<'t, 'p> {
    pub fn new(text: &'t str, arena: &'p mut Arena) -> Values<'t, 'p> {
        Values {
            markup: Markup::new(text),
            plain: is_plain(text),
            stray: "",
            arena,
        }
    }

    /// The text of an element up to its end tag, trimmed. Elements nested in it
    /// are kept as they are written. Another end tag ends it as well: it is misspelt,
    /// or its own is missing.
    pub fn value(&mut self, tag: &'t str) -> Result<Span, TokenEnd> {
        self.stray = "";
        if self.plain
            && let Some(text) = self.markup.text_alone(tag)
        {
            return Ok(self.arena.push_clean(trim_start(trim_end(text))));
        }
        let start = self.arena.begin();
        if self.pieces(tag, start).is_err() {
            self.arena.abandon(start);
            return Err(TokenEnd);
        }
        Ok(self.arena.finish_trimmed(start))
    }

    /// Whether the last value ended with its own end tag, a misspelt one, or that of
    /// an element around it. Any other may stand at a wrong place.
    pub fn ended_well(&self, element: &str) -> bool {
        let (short, long) = match self.stray.len() < element.len() {
            true => (self.stray, element),
            false => (element, self.stray),
        };
        let is_misspelt = long
            .get(..short.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(short));
        is_misspelt || AROUND.iter().any(|name| self.stray.ends_with(name))
    }

    /// Whether the end tag that ended the last value was this element's.
    pub fn has_ended(&self, element: &str) -> bool {
        !element.is_empty() && self.stray == element
    }

    /// The value of an element, where there is more than a text.
    fn pieces(&mut self, element: &'t str, start: usize) -> Result<(), TokenEnd> {
        let source = self.markup.rest();
        loop {
            match self.markup.next()? {
                Piece::Text(text) if self.plain => self.arena.append_clean(text),
                // Line ends of all kinds are one.
                Piece::Text(text) => self
                    .arena
                    .append(&BytesText::from_escaped(text).xml10_content()),
                Piece::Reference(name) => self.reference(name),
                Piece::Ampersand => self.arena.append_clean("&"),
                Piece::Start(tag) => {
                    let after = self.skip(vec![element, tag])?;
                    self.arena.abandon(start);
                    self.arena.append(&source[..source.len() - after.len()]);
                    return Ok(());
                }
                Piece::Empty(_) => {}
                Piece::End(tag) => {
                    if tag != element {
                        self.stray = tag;
                    }
                    return Ok(());
                }
            }
        }
    }

    /// Passes over everything until the open elements are closed, and gives the
    /// rest from the last end tag on. Here a wrong end tag ends the reading.
    pub fn skip(&mut self, mut open: Vec<&'t str>) -> Result<&'t str, TokenEnd> {
        loop {
            let before = self.markup.rest();
            match self.markup.next()? {
                Piece::Start(_) if open.len() == MAX_DEPTH => return Err(TokenEnd),
                Piece::Start(tag) => open.push(tag),
                Piece::End(tag) => {
                    if open.pop() != Some(tag) {
                        return Err(TokenEnd);
                    }
                    if open.is_empty() {
                        return Ok(before);
                    }
                }
                _ => {}
            }
        }
    }

    /// What a reference stands for; one that is not known stays as written.
    fn reference(&mut self, name: &str) {
        match resolved(name) {
            Some(character) => self.arena.append(character.encode_utf8(&mut [0; 4])),
            None => ["&", name, ";"]
                .into_iter()
                .for_each(|piece| self.arena.append(piece)),
        }
    }
}

/// The character that one of the five entities or a character reference stands for.
pub fn resolved(name: &str) -> Option<char> {
    match name {
        "quot" => Some('"'),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        _ => BytesRef::new(name).resolve_char_ref().ok().flatten(),
    }
}
