//! XML bodies: `<Error>`, its wrappers, and what a cut or broken one still tells.
//!
//! A pull parser never expands a DOCTYPE and fetches nothing. Reading stops at
//! the first fault; the elements that were complete before it are kept.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesText};

use super::super::pool::{Pool, Span, trim_end, trim_start};
use super::markup::{Markup, Piece, Stop};
use super::{Field, Found, Part, Shape};

/// Elements nested deeper than this end the reading.
const MAX_DEPTH: usize = 64;
/// Details and parts beyond these are left out: a delete-multiple names 1 000 keys at most.
const MAX_DETAILS: usize = 256;
const MAX_PARTS: usize = 1000;

pub fn read(text: &str, pool: &mut Pool) -> Found {
    let text = behind_declaration(text).unwrap_or(text);
    let mut walk = Walk {
        markup: Markup::new(text),
        plain: is_plain(text),
        found: Found::default(),
        pool,
        failed: false,
        deleting: false,
    };
    // The end of the text and a fault end the reading alike.
    let _ = walk.document();
    walk.judge()
}

struct Walk<'t, 'p> {
    markup: Markup<'t>,
    /// Texts can be copied as they are written.
    plain: bool,
    found: Found,
    pool: &'p mut Pool,
    /// `<State>Failed` was seen.
    failed: bool,
    deleting: bool,
}

/// What follows the XML declaration. It means nothing here: characters are decoded already.
fn behind_declaration(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("<?xml ")?;
    let end = memchr::memchr(b'>', rest.as_bytes())?;
    rest[..end].ends_with('?').then_some(&rest[end + 1..])
}

/// A tag's name without its prefix.
fn local(name: &str) -> &str {
    let colon = name.bytes().position(|b| b == b':');
    colon.map_or(name, |colon| &name[colon + 1..])
}

/// An end tag ends its own element, or the reading.
fn closed(element: &str, tag: &str) -> Result<(), Stop> {
    (element == tag).then_some(()).ok_or(Stop)
}

/// Whether a text has neither line ends to be unified nor NULs to be replaced.
fn is_plain(text: &str) -> bool {
    memchr::memchr2(0, b'\r', text.as_bytes()).is_none()
}

impl<'t> Walk<'t, '_> {
    /// From the beginning to the end of the root element.
    fn document(&mut self) -> Result<(), Stop> {
        loop {
            match self.markup.next_trimmed()? {
                Piece::Start(tag) => {
                    let name = local(tag);
                    self.found.root = self.pool.push(name);
                    return match name {
                        "Error" => self.error(tag),
                        "ErrorResponse" | "Response" => self.wrapper(tag),
                        "DeleteResult" => self.delete_result(tag),
                        // A fragment: the children of an <Error> without it.
                        "Code" => {
                            self.found.shape = Shape::Error;
                            self.child(tag)?;
                            self.children("")
                        }
                        _ => {
                            self.found.shape = Shape::OtherXml;
                            Err(Stop)
                        }
                    };
                }
                Piece::Empty(tag) => {
                    let name = local(tag);
                    self.found.root = self.pool.push(name);
                    self.found.shape = match name {
                        "Error" => Shape::Error,
                        _ => Shape::OtherXml,
                    };
                    return Ok(());
                }
                // The end of an element that was never opened.
                Piece::End(_) => return Err(Stop),
                _ => {}
            }
        }
    }

    fn error(&mut self, tag: &str) -> Result<(), Stop> {
        self.found.shape = Shape::Error;
        self.children(tag)
    }

    /// `<ErrorResponse>`, or data processing's `<Response>`: the `<Error>` in it, and
    /// its other children as if they stood in one.
    fn wrapper(&mut self, element: &str) -> Result<(), Stop> {
        self.found.shape = Shape::OtherXml;
        loop {
            match self.markup.next_trimmed()? {
                Piece::Start(tag) if local(tag) == "Error" => self.error(tag)?,
                Piece::Start(tag) => self.child(tag)?,
                Piece::End(tag) => return closed(element, tag),
                _ => {}
            }
        }
    }

    /// Direct children up to the end tag of their parent.
    fn children(&mut self, element: &str) -> Result<(), Stop> {
        loop {
            match self.markup.next_trimmed()? {
                Piece::Start(tag) => self.child(tag)?,
                Piece::End(tag) => return closed(element, tag),
                _ => {}
            }
        }
    }

    /// One child element, its start tag read.
    fn child(&mut self, tag: &'t str) -> Result<(), Stop> {
        let value = self.value(tag)?;
        let name = local(tag);
        let field = match name {
            "Code" => Field::Code,
            "Message" => Field::Message,
            "Resource" => Field::Resource,
            "RequestId" | "RequestID" => Field::RequestId,
            "TraceId" | "TraceID" => Field::TraceId,
            _ => Field::Detail,
        };
        if name == "State" {
            self.failed |= self.pool.get(value) == "Failed";
        }
        if field == Field::Detail && self.found.details.len() >= MAX_DETAILS {
            return Ok(());
        }
        self.found.put(field, name, value, self.pool);
        Ok(())
    }

    /// The text of an element up to its end tag, trimmed. Elements nested in it
    /// are kept as they are written.
    fn value(&mut self, tag: &'t str) -> Result<Span, Stop> {
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
    fn skip(&mut self, mut open: Vec<&'t str>) -> Result<&'t str, Stop> {
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

    fn delete_result(&mut self, element: &str) -> Result<(), Stop> {
        self.found.shape = Shape::OtherXml;
        self.deleting = true;
        loop {
            match self.markup.next_trimmed()? {
                Piece::Start(tag) if local(tag) == "Error" => self.part(tag)?,
                Piece::Start(tag) => {
                    self.skip(vec![tag])?;
                }
                Piece::End(tag) => return closed(element, tag),
                _ => {}
            }
        }
    }

    /// One failed item. A cut item keeps what was complete in it.
    fn part(&mut self, element: &str) -> Result<(), Stop> {
        let mut part = Part::default();
        let end = self.part_children(element, &mut part);
        let empty = part.key.is_empty() && part.code.is_empty();
        if !empty && self.found.parts.len() < MAX_PARTS {
            self.found.parts.push(part);
        }
        end
    }

    fn part_children(&mut self, element: &str, part: &mut Part) -> Result<(), Stop> {
        loop {
            match self.markup.next_trimmed()? {
                Piece::Start(tag) => {
                    let value = self.value(tag)?;
                    match local(tag) {
                        "Key" => part.key = value,
                        "VersionId" => part.version_id = value,
                        "Code" => part.code = value,
                        "Message" => part.message = value,
                        _ => {}
                    }
                }
                Piece::End(tag) => return closed(element, tag),
                _ => {}
            }
        }
    }

    fn judge(self) -> Found {
        let mut found = self.found;
        if self.deleting && !found.parts.is_empty() {
            found.shape = Shape::PartialFailure;
        } else if self.failed && !found.code.is_empty() && found.shape == Shape::OtherXml {
            found.shape = Shape::FailedResponse;
        }
        found
    }
}
