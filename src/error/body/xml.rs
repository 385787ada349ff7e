//! XML bodies: `<Error>`, its wrappers, and what is left in a cut or broken one.
//!
//! A pull parser never expands a DOCTYPE and fetches nothing. Reading stops at
//! the first fault but a wrong end tag; the elements that were complete before it
//! are kept.

use super::found::{Field, Found, Part, Shape};
use super::xml_text::Values;
use super::xml_tokens::{Piece, TokenEnd};
use crate::arena::Arena;

/// Details and parts beyond these are left out: a delete-multiple names 1 000 keys at most.
const MAX_DETAILS: usize = 256;
const MAX_PARTS: usize = 1000;

pub fn read(text: &str, arena: &mut Arena) -> Found {
    let text = behind_declaration(text).unwrap_or(text);
    let mut walk = Walk {
        values: Values::new(text, arena),
        found: Found::default(),
        failed: false,
        deleting: false,
    };
    // The end of the text and a fault end the reading alike.
    let is_finished = walk.document().is_ok();
    let mut found = walk.judge();
    found.is_unfinished = !is_finished && found.shape == Shape::OtherXml;
    found
}

struct Walk<'t, 'p> {
    values: Values<'t, 'p>,
    found: Found,
    /// `<State>Failed` was seen.
    failed: bool,
    deleting: bool,
}

/// The text after the XML declaration, which is skipped: characters are decoded already.
fn behind_declaration(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("<?xml ")?;
    let end = memchr::memchr(b'>', rest.as_bytes())?;
    rest[..end].ends_with('?').then_some(&rest[end + 1..])
}

/// A tag's name without its prefix.
pub fn local(name: &str) -> &str {
    let colon = name.bytes().position(|b| b == b':');
    colon.map_or(name, |colon| &name[colon + 1..])
}

/// The field of a name as COS writes it.
fn usual_field(name: &str) -> Option<Field> {
    Some(match name {
        "Code" => Field::Code,
        "Message" => Field::Message,
        "Resource" => Field::Resource,
        "RequestId" => Field::RequestId,
        "TraceId" => Field::TraceId,
        _ => return None,
    })
}

fn field(name: &str) -> Field {
    match usual_field(name) {
        Some(field) => field,
        // RequestID, requestId ...
        None if name.eq_ignore_ascii_case("RequestId") => Field::RequestId,
        None if name.eq_ignore_ascii_case("TraceId") => Field::TraceId,
        None => Field::Detail,
    }
}

/// The name of a detail: stores do not agree on how to spell this one.
fn detail_name(name: &str) -> &str {
    match name.eq_ignore_ascii_case("HostId") {
        true => "HostId",
        false => name,
    }
}

impl<'t> Walk<'t, '_> {
    /// From the beginning to the end of the root element.
    fn document(&mut self) -> Result<(), TokenEnd> {
        loop {
            match self.values.markup.next_trimmed()? {
                Piece::Start(tag) => {
                    let name = local(tag);
                    self.found.root = self.values.arena.push(name);
                    return match name {
                        "Error" => self.error(tag),
                        "ErrorResponse" | "Response" => self.wrapper(),
                        "DeleteResult" => self.delete_result(),
                        // A fragment: the children of an <Error> without it.
                        "Code" => {
                            self.found.shape = Shape::Error;
                            self.child(tag)?;
                            self.children("")
                        }
                        // Nothing in it can say failure.
                        _ => {
                            self.found.shape = Shape::OtherXml;
                            Ok(())
                        }
                    };
                }
                Piece::Empty(tag) => {
                    let name = local(tag);
                    self.found.root = self.values.arena.push(name);
                    self.found.shape = match name {
                        "Error" => Shape::Error,
                        _ => Shape::OtherXml,
                    };
                    return Ok(());
                }
                // The end of an element that was never opened.
                Piece::End(_) => return Err(TokenEnd),
                _ => {}
            }
        }
    }

    fn error(&mut self, tag: &str) -> Result<(), TokenEnd> {
        self.found.shape = Shape::Error;
        self.children(tag)
    }

    /// `<ErrorResponse>`, or data processing's `<Response>`: the `<Error>` in it, and
    /// its other children as if they stood in one.
    fn wrapper(&mut self) -> Result<(), TokenEnd> {
        self.found.shape = Shape::OtherXml;
        loop {
            match self.values.markup.next_trimmed()? {
                Piece::Start(tag) if local(tag) == "Error" => self.error(tag)?,
                Piece::Start(tag) => self.child(tag)?,
                Piece::End(_) => return Ok(()),
                _ => {}
            }
        }
    }

    /// Direct children up to the end tag of their parent.
    fn children(&mut self, element: &str) -> Result<(), TokenEnd> {
        loop {
            self.values.markup.blanks();
            if let Some(tag) = self.values.markup.short_tag()
                && let Some(field) = usual_field(tag)
            {
                self.values.markup.pass_tag(tag);
                self.usual_child(field, tag)?;
            } else {
                match self.values.markup.next()? {
                    Piece::Start(tag) => self.child(tag)?,
                    Piece::End(_) => return Ok(()),
                    _ => {}
                }
            }
            if self.values.has_ended(element) {
                return Ok(());
            }
        }
    }

    /// One child element, its start tag read.
    fn child(&mut self, tag: &'t str) -> Result<(), TokenEnd> {
        let name = local(tag);
        let field = field(name);
        if field != Field::Detail {
            return self.usual_child(field, tag);
        }
        let value = self.values.value(tag)?;
        if name == "State" {
            self.failed |= self.values.arena.get(value) == "Failed";
        }
        if self.found.details.len() < MAX_DETAILS {
            self.found
                .put(field, detail_name(name), value, self.values.arena);
        }
        Ok(())
    }

    /// The same, where its name is that of a field.
    fn usual_child(&mut self, field: Field, tag: &'t str) -> Result<(), TokenEnd> {
        let value = self.values.value(tag)?;
        if field != Field::Code || self.values.ended_well(tag) {
            self.found.put(field, "", value, self.values.arena);
        }
        Ok(())
    }

    fn delete_result(&mut self) -> Result<(), TokenEnd> {
        self.found.shape = Shape::OtherXml;
        self.deleting = true;
        loop {
            match self.values.markup.next_trimmed()? {
                Piece::Start(tag) if local(tag) == "Error" => self.part(tag)?,
                Piece::Start(tag) => self.deleted(tag)?,
                Piece::End(_) => return Ok(()),
                _ => {}
            }
        }
    }

    /// One deleted item, which is passed over. Where its own end tag is missing, what follows
    /// is read as if it came after it: no failed item may be missed.
    fn deleted(&mut self, element: &str) -> Result<(), TokenEnd> {
        loop {
            match self.values.markup.next_trimmed()? {
                Piece::Start(tag) if local(tag) == "Error" => self.part(tag)?,
                Piece::Start(tag) => {
                    let start = self.values.arena.begin();
                    self.values.value(tag)?;
                    self.values.arena.abandon(start);
                }
                Piece::End(_) => return Ok(()),
                _ => {}
            }
            if self.values.has_ended(element) {
                return Ok(());
            }
        }
    }

    /// One failed item. A cut item keeps what was complete in it.
    fn part(&mut self, element: &str) -> Result<(), TokenEnd> {
        let mut part = Part::default();
        let end = self.part_children(element, &mut part);
        let empty = part.key.is_empty() && part.code.is_empty();
        if !empty && self.found.parts.len() < MAX_PARTS {
            self.found.parts.push(part);
        }
        end
    }

    fn part_children(&mut self, element: &str, part: &mut Part) -> Result<(), TokenEnd> {
        loop {
            match self.values.markup.next_trimmed()? {
                Piece::Start(tag) => {
                    let value = self.values.value(tag)?;
                    match local(tag) {
                        "Key" => part.key = value,
                        "VersionId" => part.version_id = value,
                        "Code" if self.values.ended_well(tag) => part.code = value,
                        "Message" => part.message = value,
                        _ => {}
                    }
                }
                Piece::End(_) => return Ok(()),
                _ => {}
            }
            if self.values.has_ended(element) {
                return Ok(());
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
