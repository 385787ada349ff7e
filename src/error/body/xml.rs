//! XML bodies: `<Error>`, its wrappers, and what a cut or broken one still tells.
//!
//! A pull parser never expands a DOCTYPE and fetches nothing. Reading stops at
//! the first fault; the elements that were complete before it are kept.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::super::pool::{Pool, Span};
use super::{Field, Found, Part, Shape};

/// Elements nested deeper than this end the reading.
const MAX_DEPTH: usize = 64;
/// Details and parts beyond these are left out: a delete-multiple names 1 000 keys at most.
const MAX_DETAILS: usize = 256;
const MAX_PARTS: usize = 1000;

pub fn read(text: &str, pool: &mut Pool) -> Found {
    let text = behind_declaration(text).unwrap_or(text);
    let mut reader = Reader::from_str(text);
    reader.config_mut().trim_text_start = true;
    let mut walk = Walk {
        reader,
        source: text,
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

/// Reading is over: the end, a fault, or a limit.
struct Stop;

struct Walk<'t, 'p> {
    reader: Reader<&'t [u8]>,
    source: &'t str,
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
fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let name = tag.name().into_inner();
    memchr::memchr(b':', name.as_bytes()).map_or(name, |colon| &name[colon + 1..])
}

/// Whether a text has neither line ends to be unified nor NULs to be replaced.
fn is_plain(text: &str) -> bool {
    memchr::memchr2(0, b'\r', text.as_bytes()).is_none()
}

impl<'t> Walk<'t, '_> {
    fn next(&mut self) -> Result<Event<'t>, Stop> {
        match self.reader.read_event() {
            Ok(Event::Eof) | Err(_) => Err(Stop),
            Ok(event) => Ok(event),
        }
    }

    /// From the beginning to the end of the root element.
    fn document(&mut self) -> Result<(), Stop> {
        loop {
            match self.next()? {
                Event::Start(tag) => {
                    let name = local(&tag);
                    self.found.root = self.pool.push(name);
                    return match name {
                        "Error" => self.error(),
                        "ErrorResponse" | "Response" => self.wrapper(),
                        "DeleteResult" => self.delete_result(),
                        // A fragment: the children of an <Error> without it.
                        "Code" => {
                            self.found.shape = Shape::Error;
                            self.child("Code")?;
                            self.children()
                        }
                        _ => {
                            self.found.shape = Shape::OtherXml;
                            Err(Stop)
                        }
                    };
                }
                Event::Empty(tag) => {
                    let name = local(&tag);
                    self.found.root = self.pool.push(name);
                    self.found.shape = match name {
                        "Error" => Shape::Error,
                        _ => Shape::OtherXml,
                    };
                    return Ok(());
                }
                _ => {}
            }
        }
    }

    fn error(&mut self) -> Result<(), Stop> {
        self.found.shape = Shape::Error;
        self.children()
    }

    /// `<ErrorResponse>`, or data processing's `<Response>`: the `<Error>` in it, and
    /// its other children as if they stood in one.
    fn wrapper(&mut self) -> Result<(), Stop> {
        self.found.shape = Shape::OtherXml;
        loop {
            match self.next()? {
                Event::Start(tag) if local(&tag) == "Error" => self.error()?,
                Event::Start(tag) => self.child(local(&tag))?,
                Event::End(_) => return Ok(()),
                _ => {}
            }
        }
    }

    /// Direct children up to the end tag of their parent.
    fn children(&mut self) -> Result<(), Stop> {
        loop {
            // Here and in `pieces` events are looked at where they lie: to move
            // one costs as much as to read it.
            match &self.reader.read_event() {
                Ok(Event::Start(tag)) => self.child(local(tag))?,
                Ok(Event::End(_)) => return Ok(()),
                Ok(Event::Eof) | Err(_) => return Err(Stop),
                Ok(_) => {}
            }
        }
    }

    /// One child element, its start tag read.
    fn child(&mut self, name: &str) -> Result<(), Stop> {
        let value = self.value()?;
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
    fn value(&mut self) -> Result<Span, Stop> {
        let start = self.pool.begin();
        let from = self.reader.buffer_position() as usize;
        // Between elements white space is passed over; here it may stand behind a reference.
        self.reader.config_mut().trim_text_start = false;
        let end = self.pieces(start, from);
        self.reader.config_mut().trim_text_start = true;
        if end.is_err() {
            self.pool.abandon(start);
            return Err(Stop);
        }
        Ok(self.pool.finish_trimmed(start))
    }

    fn pieces(&mut self, start: usize, from: usize) -> Result<(), Stop> {
        loop {
            match &self.reader.read_event() {
                Ok(Event::Text(text)) if self.plain => self.pool.append_clean(text),
                Ok(Event::Text(text)) => self.pool.append(&text.xml10_content()),
                Ok(Event::CData(text)) => self.pool.append(&text.xml10_content()),
                Ok(Event::GeneralRef(name)) => self.reference(name),
                Ok(Event::Start(_)) => {
                    let end = self.skip(2)?;
                    self.pool.abandon(start);
                    self.pool.append(&self.source[from..end]);
                    return Ok(());
                }
                Ok(Event::End(_)) => return Ok(()),
                Ok(Event::Eof) | Err(_) => return Err(Stop),
                Ok(_) => {}
            }
        }
    }

    /// Passes over everything until `open` elements are closed, and tells where
    /// the last end tag begins.
    fn skip(&mut self, mut open: usize) -> Result<usize, Stop> {
        loop {
            let before = self.reader.buffer_position() as usize;
            match self.next()? {
                Event::Start(_) if open == MAX_DEPTH => return Err(Stop),
                Event::Start(_) => open += 1,
                Event::End(_) if open == 1 => return Ok(before),
                Event::End(_) => open -= 1,
                _ => {}
            }
        }
    }

    /// The five entities and character references; anything else stays as written.
    fn reference(&mut self, name: &BytesRef<'_>) {
        match name.resolve_char_ref() {
            Ok(Some(c)) => self.pool.append(c.encode_utf8(&mut [0; 4])),
            _ => match quick_xml::escape::resolve_xml_entity(name) {
                Some(text) => self.pool.append(text),
                None => ["&", name, ";"]
                    .into_iter()
                    .for_each(|piece| self.pool.append(piece)),
            },
        }
    }

    fn delete_result(&mut self) -> Result<(), Stop> {
        self.found.shape = Shape::OtherXml;
        self.deleting = true;
        loop {
            match self.next()? {
                Event::Start(tag) if local(&tag) == "Error" => self.part()?,
                Event::Start(_) => {
                    self.skip(1)?;
                }
                Event::End(_) => return Ok(()),
                _ => {}
            }
        }
    }

    /// One failed item. A cut item keeps what was complete in it.
    fn part(&mut self) -> Result<(), Stop> {
        let mut part = Part::default();
        let end = self.part_children(&mut part);
        let empty = part.key.is_empty() && part.code.is_empty();
        if !empty && self.found.parts.len() < MAX_PARTS {
            self.found.parts.push(part);
        }
        end
    }

    fn part_children(&mut self, part: &mut Part) -> Result<(), Stop> {
        loop {
            match self.next()? {
                Event::Start(tag) => {
                    let value = self.value()?;
                    match local(&tag) {
                        "Key" => part.key = value,
                        "VersionId" => part.version_id = value,
                        "Code" => part.code = value,
                        "Message" => part.message = value,
                        _ => {}
                    }
                }
                Event::End(_) => return Ok(()),
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
