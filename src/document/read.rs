//! Reads a document by the tokens of the reader of error bodies.
//!
//! What that reader forgives is a fault here: a document that is not whole, or not well formed,
//! could be short of anything.

use std::borrow::Cow;

use super::attributes::Attributes;
use super::groups::{Child, Groups, Key};
use super::tree::{Document, Element};
use crate::arena::{Arena, Span, is_space, trim_start};
use crate::error::body::local;
use crate::error::body::xml_text::resolved;
use crate::error::body::xml_tokens::{Markup, Piece, TokenEnd};
use crate::error::excerpt::shortened;

/// Elements nested deeper than this are a fault.
const MAX_DEPTH: usize = 64;
/// More elements and attributes than the longest body has, unless they are empty.
const MAX_ELEMENTS: usize = 1 << 21;

type Fault = Cow<'static, str>;
type Outcome<T> = Result<T, Fault>;

struct DocumentReader<'t> {
    markup: Markup<'t>,
    /// No NUL has to be replaced.
    is_clean: bool,
    arena: Arena,
    elements: Vec<Element>,
    groups: Groups,
    open: Vec<Open<'t>>,
    /// The children read so far of all open elements.
    children: Vec<Child<'t>>,
    /// The texts of the open elements.
    text: String,
}

/// An element whose end tag is still to come.
struct Open<'t> {
    tag: &'t str,
    first_child: usize,
    text: usize,
}

impl Document {
    /// Reads the text of a document.
    pub fn read(text: &str) -> Document {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        document(text).unwrap_or_else(Document::none)
    }
}

fn document(text: &str) -> Outcome<Document> {
    let mut reader = DocumentReader {
        markup: Markup::new(text),
        is_clean: memchr::memchr(0, text.as_bytes()).is_none(),
        arena: Arena::with_capacity(text.len() / 2),
        elements: Vec::new(),
        groups: Groups::default(),
        open: Vec::new(),
        children: Vec::new(),
        text: String::new(),
    };
    match reader.all() {
        Ok(root) => Ok(Document {
            root,
            arena: reader.arena,
            elements: reader.elements,
            groups: reader.groups,
            fault: String::new(),
        }),
        Err(fault) => {
            let at = text.len() - reader.markup.rest().len();
            Err(format!("{fault} (near byte {at} of {})", text.len()).into())
        }
    }
}

impl<'t> DocumentReader<'t> {
    /// The name of the root.
    fn all(&mut self) -> Outcome<Span> {
        let mut before = Piece::Text("");
        // White space between what precedes the root.
        while matches!(before, Piece::Text(text) if text.bytes().all(is_space)) {
            before = self.markup.next_trimmed().map_err(|TokenEnd| NO_XML)?;
        }
        match before {
            Piece::Start(_) | Piece::Empty(_) => self.piece(before)?,
            _ => return Err(NO_XML.into()),
        }
        while !self.open.is_empty() {
            let piece = self.markup.next().map_err(|TokenEnd| self.cut())?;
            self.piece(piece)?;
        }
        if !ends_here(self.markup.rest()) {
            return Err("something follows the root element".into());
        }
        let name = self.children.first().map_or("", |root| local(root.name));
        Ok(self.arena.push(name))
    }

    fn piece(&mut self, piece: Piece<'t>) -> Outcome<()> {
        match piece {
            Piece::Start(tag) => self.start(tag),
            Piece::Empty(tag) => self.empty(tag),
            Piece::End(tag) => self.end(tag),
            Piece::Ampersand => Err(AMPERSAND.into()),
            Piece::Text(text) => {
                self.text.push_str(text);
                Ok(())
            }
            Piece::Reference(name) => self.reference(name),
        }
    }

    fn start(&mut self, tag: &'t str) -> Outcome<()> {
        if self.open.len() == MAX_DEPTH {
            return Err(format!("elements are nested deeper than {MAX_DEPTH}").into());
        }
        let first_child = self.children.len();
        self.attributes()?;
        if self.is_clean
            && self.children.len() == first_child
            && let Some(text) = self.markup.text_alone(tag)
        {
            let text = match text {
                "" => Span::default(),
                text => self.arena.push_clean(text),
            };
            return self.leaf(tag, text);
        }
        self.open.push(Open {
            tag,
            first_child,
            text: self.text.len(),
        });
        Ok(())
    }

    fn empty(&mut self, tag: &'t str) -> Outcome<()> {
        let first_child = self.children.len();
        self.attributes()?;
        self.close(tag, first_child, Span::default())
    }

    fn end(&mut self, tag: &str) -> Outcome<()> {
        let Some(open) = self.open.pop().filter(|open| open.tag == tag) else {
            let tag = shortened(tag, 60);
            return Err(format!("the end tag </{tag}> is not that of the open element").into());
        };
        let text = &self.text[open.text..];
        let has_children = self.children[open.first_child..]
            .iter()
            .any(|child| !child.key.is_attribute());
        // Blanks between elements are layout.
        let is_layout = has_children && text.bytes().all(is_space);
        let span = self.arena.push(if is_layout { "" } else { text });
        self.text.truncate(open.text);
        self.close(open.tag, open.first_child, span)
    }

    /// An element without attributes and children.
    fn leaf(&mut self, tag: &'t str, text: Span) -> Outcome<()> {
        let first_child = self.children.len();
        self.close(tag, first_child, text)
    }

    /// Ends an element, whose children follow `first_child`. It is a child of the next one.
    fn close(&mut self, tag: &'t str, first_child: usize, text: Span) -> Outcome<()> {
        let name = local(tag);
        if name.is_empty() || name.starts_with('@') || name.ends_with('/') {
            return Err("a tag has no name".into());
        }
        let children = &mut self.children[first_child..];
        let groups = self.groups.add(children, &mut self.arena);
        let groups = groups.ok_or("an attribute is there twice")?;
        self.children.truncate(first_child);
        self.add(false, tag, Element { text, groups })
    }

    fn add(&mut self, is_attribute: bool, name: &'t str, element: Element) -> Outcome<()> {
        let at = self.elements.len();
        if at == MAX_ELEMENTS {
            return Err(format!("there are more than {MAX_ELEMENTS} elements").into());
        }
        self.elements.push(element);
        self.children.push(Child {
            key: Key::new(is_attribute, local(name).as_bytes()),
            name,
            element: at as u32,
        });
        Ok(())
    }

    fn attributes(&mut self) -> Outcome<()> {
        if self.markup.attributes().is_empty() {
            return Ok(());
        }
        for attribute in Attributes::new(self.markup.attributes()) {
            let (name, value) = attribute.ok_or("a tag is malformed")?;
            let start = self.text.len();
            self.attribute_text(value)?;
            let text = self.arena.push(&self.text[start..]);
            self.text.truncate(start);
            let groups = (0, 0);
            self.add(true, name, Element { text, groups })?;
        }
        Ok(())
    }

    fn attribute_text(&mut self, value: &str) -> Outcome<()> {
        let mut pieces = value.split('&');
        self.text.push_str(pieces.next().unwrap_or(""));
        for piece in pieces {
            let (name, text) = piece.split_once(';').ok_or(AMPERSAND)?;
            self.reference(name)?;
            self.text.push_str(text);
        }
        Ok(())
    }

    fn reference(&mut self, name: &str) -> Outcome<()> {
        let digits = name.strip_prefix("#x").or(name.strip_prefix('#'));
        let is_nul =
            digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b == b'0'));
        let mut buffer = [0; 4];
        match resolved(name, &mut buffer) {
            Some(text) => self.text.push_str(text),
            // As a NUL that stands in the document itself.
            None if is_nul => self.text.push('\0'),
            None => {
                let name = shortened(name, 60);
                return Err(format!("the reference &{name}; is not known").into());
            }
        }
        Ok(())
    }

    fn cut(&self) -> Fault {
        let tag = self.open.last().map_or("", |open| open.tag);
        let tag = shortened(tag, 60);
        format!("the document is cut or malformed inside of <{tag}>").into()
    }
}

const AMPERSAND: &str = "an & does not begin a reference";
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
