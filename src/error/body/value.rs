//! The texts of elements, as strings of the pool.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesText};

use super::super::pool::{Pool, Span, trim_end, trim_start};
use super::markup::{Markup, Piece, Stop};

/// Elements nested deeper than this end the reading.
const MAX_DEPTH: usize = 64;

/// A document on its way into a pool.
pub struct Values<'t, 'p> {
    pub markup: Markup<'t>,
    /// Texts can be copied as they are written.
    plain: bool,
    pub pool: &'p mut Pool,
}

/// An end tag ends its own element, or the reading.
pub fn closed(element: &str, tag: &str) -> Result<(), Stop> {
    (element == tag).then_some(()).ok_or(Stop)
}

/// Whether a text has neither line ends to be unified nor NULs to be replaced.
fn is_plain(text: &str) -> bool {
    memchr::memchr2(0, b'\r', text.as_bytes()).is_none()
}

impl<'t, 'p> Values<'t, 'p> {
    pub fn new(text: &'t str, pool: &'p mut Pool) -> Values<'t, 'p> {
        Values {
            markup: Markup::new(text),
            plain: is_plain(text),
            pool,
        }
    }

    /// The text of an element up to its end tag, trimmed. Elements nested in it
    /// are kept as they are written.
    pub fn value(&mut self, tag: &'t str) -> Result<Span, Stop> {
        if self.plain
            && let Some(text) = self.markup.text_alone(tag)
        {
            return Ok(self.pool.push_clean(trim_start(trim_end(text))));
        }
        let start = self.pool.begin();
        if self.pieces(tag, start).is_err() {
            self.pool.abandon(start);
            return Err(Stop);
        }
        Ok(self.pool.finish_trimmed(start))
    }

    /// The same, where there is more than a text.
    fn pieces(&mut self, element: &'t str, start: usize) -> Result<(), Stop> {
        let source = self.markup.rest();
        loop {
            match self.markup.next()? {
                Piece::Text(text) if self.plain => self.pool.append_clean(text),
                // Line ends of all kinds are one.
                Piece::Text(text) => self
                    .pool
                    .append(&BytesText::from_escaped(text).xml10_content()),
                Piece::Reference(name) => self.reference(name),
                Piece::Start(tag) => {
                    let after = self.skip(vec![element, tag])?;
                    self.pool.abandon(start);
                    self.pool.append(&source[..source.len() - after.len()]);
                    return Ok(());
                }
                Piece::Empty(_) => {}
                Piece::End(tag) => return closed(element, tag),
            }
        }
    }

    /// Passes over everything until the open elements are closed, and gives the
    /// rest from the last end tag on.
    pub fn skip(&mut self, mut open: Vec<&'t str>) -> Result<&'t str, Stop> {
        loop {
            let before = self.markup.rest();
            match self.markup.next()? {
                Piece::Start(_) if open.len() == MAX_DEPTH => return Err(Stop),
                Piece::Start(tag) => open.push(tag),
                Piece::End(tag) => {
                    closed(open.pop().unwrap_or_default(), tag)?;
                    if open.is_empty() {
                        return Ok(before);
                    }
                }
                _ => {}
            }
        }
    }

    /// The five entities and character references; anything else stays as written.
    fn reference(&mut self, name: &str) {
        match BytesRef::new(name).resolve_char_ref() {
            Ok(Some(c)) => self.pool.append(c.encode_utf8(&mut [0; 4])),
            _ => match resolve_xml_entity(name) {
                Some(text) => self.pool.append(text),
                None => ["&", name, ";"]
                    .into_iter()
                    .for_each(|piece| self.pool.append(piece)),
            },
        }
    }
}
