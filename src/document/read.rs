//! Reads a document by the tokens of the reader of error bodies.
//!
//! What that reader forgives is a fault here: a document that is not whole, or not well formed,
//! could be short of anything.

use super::attributes::{Attributes, repeated};
use super::element::Element;
use super::names::{Name, Names};
use super::siblings::Siblings;
use super::texts::{self, Fault, Outcome, TextBegin, Texts};
use super::tree::Document;
use crate::arena::{Arena, Span, is_space, trim_start};
use crate::error::body::xml_tokens::{Markup, Piece, TokenEnd};
use crate::error::excerpt::shortened;

/// Elements nested deeper than this are a fault.
pub const MAX_DEPTH: usize = 64;
/// More elements and attributes than the longest body has, unless they are empty.
const MAX_ELEMENTS: usize = 1 << 21;

/// Bytes of the longest document. Places in an arena are of 32 bits, and a NUL becomes three bytes.
pub const MAX_BYTES: usize = 1 << 30;

/// Bytes of a document for each of its elements, about.
const TYPICAL: usize = 64;

struct DocumentReader<'t> {
    markup: Markup<'t>,
    /// No NUL has to be replaced.
    is_clean: bool,
    arena: Arena,
    names: Names<'t>,
    elements: Vec<Element>,
    siblings: Siblings,
    open: Vec<Open<'t>>,
    /// The children read so far of all open elements.
    children: Vec<Element>,
    /// The texts of the open elements.
    texts: Texts,
}

/// An element whose end tag is still to come.
struct Open<'t> {
    tag: &'t str,
    name: Name,
    first_child: usize,
    text: TextBegin,
}

impl Document {
    /// Reads the text of a document.
    pub fn read(text: &str) -> Document {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        document(text).unwrap_or_else(Document::none)
    }
}

fn document(text: &str) -> Outcome<Document> {
    if text.len() > MAX_BYTES {
        return Err(format!(
            "the document has {} bytes, more than {MAX_BYTES}",
            text.len()
        )
        .into());
    }
    let mut reader = DocumentReader {
        markup: Markup::new(text),
        is_clean: memchr::memchr(0, text.as_bytes()).is_none(),
        arena: Arena::with_capacity(text.len() / 2),
        names: Names::default(),
        elements: Vec::with_capacity(text.len() / TYPICAL),
        siblings: Siblings::default(),
        open: Vec::new(),
        children: Vec::new(),
        texts: Texts::default(),
    };
    match reader.all() {
        Ok(()) => Ok(Document {
            arena: reader.arena,
            elements: reader.elements,
            siblings: reader.siblings,
            fault: String::new(),
        }),
        Err(fault) => {
            let at = text.len() - reader.markup.rest().len();
            Err(format!("{fault} (near byte {at} of {})", text.len()).into())
        }
    }
}

impl<'t> DocumentReader<'t> {
    /// From the beginning to the end of the text.
    fn all(&mut self) -> Outcome<()> {
        let mut before = Piece::Text("");
        // White space between what precedes the root.
        while matches!(before, Piece::Text(text) if text.bytes().all(is_space)) {
            before = self.markup.next_trimmed().map_err(|TokenEnd| NO_XML)?;
        }
        match before {
            Piece::Start(_) | Piece::Empty(_) => self.piece(before)?,
            _ => return Err(NO_XML.into()),
        }
        self.content()?;
        if !ends_here(self.markup.rest()) {
            return Err("something follows the root element".into());
        }
        self.elements.append(&mut self.children);
        Ok(())
    }

    /// From the start tag of the root to its end tag.
    fn content(&mut self) -> Outcome<()> {
        while let Some(open) = self.open.last() {
            let tag = open.tag;
            let blanks = self.markup.blanks();
            if !blanks.is_empty() {
                self.texts.push_blanks(blanks);
            }
            if self.markup.end_of(tag) {
                self.close_last()?;
            } else if let Some(tag) = self.markup.short_tag()
                && let Some(name) = self.names.known(tag)
            {
                self.markup.pass_tag(tag);
                self.element(tag, name)?;
            } else {
                let piece = self.markup.next().map_err(|TokenEnd| self.cut())?;
                self.piece(piece)?;
            }
        }
        Ok(())
    }

    fn piece(&mut self, piece: Piece<'t>) -> Outcome<()> {
        match piece {
            Piece::Start(tag) => self.start(tag),
            Piece::Empty(tag) => self.empty(tag),
            Piece::End(tag) => self.end(tag),
            Piece::Ampersand => Err(texts::AMPERSAND.into()),
            Piece::Text(text) => {
                self.texts.push(text);
                Ok(())
            }
            Piece::Reference(name) => self.texts.reference(name),
        }
    }

    fn start(&mut self, tag: &'t str) -> Outcome<()> {
        let first_child = self.children.len();
        self.attributes()?;
        let name = self.names.of_tag(tag, &mut self.arena).ok_or(NO_NAME)?;
        if self.children.len() == first_child {
            self.element(tag, name)
        } else {
            self.open(tag, name, first_child)
        }
    }

    /// An element without attributes, its start tag read. It is read to its end if it is a
    /// text alone.
    #[inline(always)]
    fn element(&mut self, tag: &'t str, name: Name) -> Outcome<()> {
        if self.is_clean
            && self.open.len() < MAX_DEPTH
            && let Some(text) = self.markup.text_alone(tag)
        {
            let text = self.arena.push_clean(text);
            return self.add(name, text, (0, 0));
        }
        self.open(tag, name, self.children.len())
    }

    #[inline(always)]
    fn open(&mut self, tag: &'t str, name: Name, first_child: usize) -> Outcome<()> {
        if self.open.len() == MAX_DEPTH {
            return Err(format!("elements are nested deeper than {MAX_DEPTH}").into());
        }
        self.open.push(Open {
            tag,
            name,
            first_child,
            text: self.texts.begin(),
        });
        Ok(())
    }

    fn empty(&mut self, tag: &'t str) -> Outcome<()> {
        let first_child = self.children.len();
        self.attributes()?;
        let name = self.names.of_tag(tag, &mut self.arena).ok_or(NO_NAME)?;
        self.close(name, first_child, Span::default())
    }

    fn end(&mut self, tag: &str) -> Outcome<()> {
        if self.open.last().is_none_or(|open| open.tag != tag) {
            let tag = shortened(tag, 60);
            return Err(format!("the end tag </{tag}> is not that of the open element").into());
        }
        self.close_last()
    }

    /// Ends the element that was opened last.
    fn close_last(&mut self) -> Outcome<()> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let has_children = self.children[open.first_child..]
            .iter()
            .any(|child| !child.name.is_attribute());
        let text = self.texts.end(open.text, has_children, &mut self.arena);
        self.close(open.name, open.first_child, text)
    }

    /// Ends an element, whose children follow `first_child`. It is a child of the next one.
    fn close(&mut self, name: Name, first_child: usize, text: Span) -> Outcome<()> {
        let children = &mut self.children[first_child..];
        let (first, count) = (self.elements.len(), children.len());
        if count > 0 {
            self.siblings.add(children, first, &self.arena);
            self.elements.extend_from_slice(children);
            self.children.truncate(first_child);
        }
        self.add(name, text, (first, count))
    }

    #[inline(always)]
    fn add(&mut self, name: Name, text: Span, (first, count): (usize, usize)) -> Outcome<()> {
        if self.elements.len() + self.children.len() == MAX_ELEMENTS {
            return Err(format!("there are more than {MAX_ELEMENTS} elements").into());
        }
        self.children.push(Element {
            name,
            text,
            first_child: first as u32,
            child_count: count as u32,
        });
        Ok(())
    }

    fn attributes(&mut self) -> Outcome<()> {
        if self.markup.attributes().is_empty() {
            return Ok(());
        }
        let first = self.children.len();
        let mut names = Vec::new();
        for attribute in Attributes::new(self.markup.attributes()) {
            let (name, value) = attribute.ok_or("a tag is malformed")?;
            names.push(name);
            let start = self.texts.begin();
            self.texts.attribute(value)?;
            let text = self.texts.end(start, false, &mut self.arena);
            let name = self.names.of_attribute(name, &mut self.arena);
            self.add(name, text, (0, 0))?;
        }
        if names.len() > 1 {
            self.leave_out(
                first,
                &repeated(&names).ok_or("an attribute is there twice")?,
            );
        }
        Ok(())
    }

    /// Of attributes with several prefixes the first one is read.
    fn leave_out(&mut self, first: usize, repeated: &[bool]) {
        if repeated.contains(&true) {
            let read = self.children.split_off(first);
            let kept = read
                .into_iter()
                .zip(repeated)
                .filter(|(_, is_later)| !**is_later);
            self.children.extend(kept.map(|(child, _)| child));
        }
    }

    fn cut(&self) -> Fault {
        let tag = self.open.last().map_or("", |open| open.tag);
        let tag = shortened(tag, 60);
        format!("the document is cut or malformed inside of <{tag}>").into()
    }
}

const NO_NAME: &str = "a tag has no name";
const NO_XML: &str = "the body is not an XML document";

/// Whether only white space, comments and processing instructions are left.
fn ends_here(mut rest: &str) -> bool {
    loop {
        rest = trim_start(rest);
        let behind = |open: &str, close: &str| Some(rest.strip_prefix(open)?.split_once(close)?.1);
        match behind("<!--", "-->").or_else(|| behind("<?", "?>")) {
            Some(after) => rest = after,
            None => return rest.is_empty(),
        }
    }
}
