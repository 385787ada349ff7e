//! The tokens of an XML document, in their order.
//!
//! Tags end where quick-xml's parser of tags says, and its reader takes what is
//! rare: CDATA, comments, declarations. That reader checks every piece for UTF-8
//! and keeps the names of open elements on the heap; here the whole text is
//! checked already, and who reads an element knows its name.

use std::borrow::Cow;

use quick_xml::events::Event;
use quick_xml::parser::{ElementParser, Parser};
use quick_xml::reader::Reader;

use crate::arena::{is_space, trim_end, trim_start};
use crate::words::{EARLY, find_early, is_same, repeat, zeros};

/// Reading is over: the end, a fault, or a limit.
pub struct TokenEnd;

/// A piece of a document. Names have their prefix.
pub enum Piece<'t> {
    /// Text as it is written, or the content of a CDATA section.
    Text(&'t str),
    /// The name of an entity or character reference.
    Reference(&'t str),
    /// An `&` that begins no reference: it was not escaped.
    Ampersand,
    Start(&'t str),
    /// An element that is one tag.
    Empty(&'t str),
    End(&'t str),
}

pub struct Markup<'t> {
    rest: &'t str,
    attributes: &'t str,
}

impl<'t> Markup<'t> {
    pub fn new(text: &'t str) -> Markup<'t> {
        Markup {
            rest: text,
            attributes: "",
        }
    }

    /// What follows the name in the start tag that was read last, as it is written.
    pub fn attributes(&self) -> &'t str {
        self.attributes
    }

    /// The bytes that are not read yet.
    pub fn rest(&self) -> &'t str {
        self.rest
    }

    /// The next piece, white space before it passed over.
    pub fn next_trimmed(&mut self) -> Result<Piece<'t>, TokenEnd> {
        self.rest = trim_start(self.rest);
        self.next()
    }

    /// The next piece; comments and the like are passed over.
    pub fn next(&mut self) -> Result<Piece<'t>, TokenEnd> {
        loop {
            match self.rest.as_bytes() {
                [b'<', b'/', ..] => return self.end(),
                [b'<', b'!' | b'?', ..] => match self.rare()? {
                    Some(piece) => return Ok(piece),
                    None => continue,
                },
                [b'<', ..] => return self.start(),
                [b'&', ..] => return self.reference(),
                text => {
                    let end = find_markup(text).ok_or(TokenEnd)?;
                    return Ok(Piece::Text(self.take(end)));
                }
            }
        }
    }

    /// The text up to the end tag of its element, read with it, if nothing else
    /// is in between; or nothing is read.
    #[inline(always)]
    pub fn text_alone(&mut self, element: &str) -> Option<&'t str> {
        let end = find_markup(self.rest.as_bytes())?;
        let name_end = end + 2 + element.len();
        let tag = self.rest.as_bytes().get(end..=name_end)?;
        if let [b'<', b'/', name @ .., b'>'] = tag
            && is_same(name, element.as_bytes())
        {
            let text = &self.rest[..end];
            self.rest = &self.rest[name_end + 1..];
            return Some(text);
        }
        None
    }

    /// The white space that is next, which is read.
    #[inline(always)]
    pub fn blanks(&mut self) -> &'t str {
        let bytes = self.rest.as_bytes().iter();
        self.take(bytes.take_while(|b| is_space(**b)).count())
    }

    /// Reads the end tag of an element, if that is next and no space is in it.
    #[inline(always)]
    pub fn end_of(&mut self, element: &str) -> bool {
        let length = element.len() + 3;
        let is_end = match self.rest.as_bytes().get(..length) {
            Some([b'<', b'/', name @ .., b'>']) => is_same(name, element.as_bytes()),
            _ => false,
        };
        if is_end {
            self.rest = &self.rest[length..];
        }
        is_end
    }

    /// What stands between the `<` that is next and a `>` soon after it, whatever it is.
    #[inline(always)]
    pub fn short_tag(&self) -> Option<&'t str> {
        let (b'<', behind) = self.rest.as_bytes().split_first()? else {
            return None;
        };
        let end = find_early(behind, |word| zeros(word ^ repeat(b'>')))?;
        self.rest.get(1..=end)
    }

    /// Passes over a tag that is a name alone.
    #[inline(always)]
    pub fn pass_tag(&mut self, name: &str) {
        self.rest = &self.rest[name.len() + 2..];
        self.attributes = "";
    }

    #[inline(always)]
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// The tag that begins here, without its first `open` characters and its `>`.
    fn tag(&mut self, open: usize) -> Result<&'t str, TokenEnd> {
        let end = ElementParser::default()
            .feed(self.rest.as_bytes())
            .ok_or(TokenEnd)?;
        let content = self.rest.get(open..end).ok_or(TokenEnd)?;
        self.rest = &self.rest[end + 1..];
        Ok(content)
    }

    /// A start tag that is a name alone, as nearly all are.
    fn plain_start(&mut self) -> Option<&'t str> {
        let bytes = self.rest.as_bytes();
        let end = 1 + bytes[1..].iter().position(|b| !is_plain(*b))?;
        let name = self.rest.get(1..end).filter(|_| bytes[end] == b'>')?;
        self.rest = &self.rest[end + 1..];
        self.attributes = "";
        Some(name)
    }

    fn start(&mut self) -> Result<Piece<'t>, TokenEnd> {
        if let Some(name) = self.plain_start() {
            return Ok(Piece::Start(name));
        }
        let tag = self.tag(1)?;
        let content = tag.strip_suffix('/');
        let (name, attributes) = split_name(content.unwrap_or(tag));
        self.attributes = attributes;
        Ok(match content {
            Some(_) => Piece::Empty(name),
            None => Piece::Start(name),
        })
    }

    fn end(&mut self) -> Result<Piece<'t>, TokenEnd> {
        Ok(Piece::End(trim_end(self.tag(2)?)))
    }

    /// `&name;`, or the sign alone.
    fn reference(&mut self) -> Result<Piece<'t>, TokenEnd> {
        let behind = &self.rest[1..];
        let end = memchr::memchr3(b';', b'&', b'<', behind.as_bytes()).ok_or(TokenEnd)?;
        match behind[end..].strip_prefix(';') {
            Some(rest) => {
                self.rest = rest;
                Ok(Piece::Reference(&behind[..end]))
            }
            None => {
                self.rest = behind;
                Ok(Piece::Ampersand)
            }
        }
    }

    /// Markup that begins with `<!` or `<?`.
    #[cold]
    fn rare(&mut self) -> Result<Option<Piece<'t>>, TokenEnd> {
        let mut reader = Reader::from_str(self.rest);
        let event = reader.read_event();
        let length = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        self.rest = self.rest.get(length..).ok_or(TokenEnd)?;
        match event {
            Ok(Event::CData(text)) => match text.into_inner() {
                Cow::Borrowed(text) => Ok(Some(Piece::Text(text))),
                Cow::Owned(_) => Err(TokenEnd),
            },
            Ok(Event::Eof) | Err(_) => Err(TokenEnd),
            Ok(_) => Ok(None),
        }
    }
}

/// Where markup begins.
#[inline(always)]
fn find_markup(text: &[u8]) -> Option<usize> {
    let early = find_early(text, |word| {
        zeros(word ^ repeat(b'<')) | zeros(word ^ repeat(b'&'))
    });
    early.or_else(|| {
        let late = text.get(EARLY..).unwrap_or(text);
        let at = memchr::memchr2(b'<', b'&', late)?;
        Some(text.len() - late.len() + at)
    })
}

/// Whether it is a part of a name, and nothing else.
fn is_plain(b: u8) -> bool {
    b > b'>' || (b'0'..=b':').contains(&b) || b == b'-' || b == b'.'
}

/// A tag's name and its attributes.
fn split_name(content: &str) -> (&str, &str) {
    let end = content.bytes().position(is_space);
    content.split_at(end.unwrap_or(content.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> String {
        let mut markup = Markup::new(text);
        let mut all = String::new();
        while let Ok(piece) = markup.next() {
            all += &match piece {
                Piece::Text(text) => format!("{text:?} "),
                Piece::Reference(name) => format!("&{name} "),
                Piece::Ampersand => "\"&\" ".to_owned(),
                Piece::Start(name) => format!("+{name} "),
                Piece::Empty(name) => format!("={name} "),
                Piece::End(name) => format!("-{name} "),
            };
        }
        all + markup.rest()
    }

    #[test]
    fn documents_come_in_pieces() {
        assert_eq!(
            pieces(
                "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b '>'>]><n:a b='>' ><!-- <c> -->x</n:a >"
            ),
            r#"+n:a "x" -n:a "#
        );
        assert_eq!(
            pieces("<a>1&lt;2<![CDATA[<&]]><b c=\"/\" /></a>"),
            r#"+a "1" &lt "2" "<&" =b -a "#
        );
    }

    #[test]
    fn a_sign_that_was_not_escaped_is_text() {
        assert_eq!(pieces("<a>x & y</a>"), r#"+a "x " "&" " y" -a "#);
        assert_eq!(pieces("<a>x&y&amp;</a>"), r#"+a "x" "&" "y" &amp -a "#);
    }

    #[test]
    fn faults_end_the_reading() {
        assert_eq!(pieces("<a>x&am"), r#"+a "x" &am"#);
        assert_eq!(pieces("<a b='>x</a>"), "<a b='>x</a>");
        assert_eq!(pieces("<a>tail"), "+a tail");
        assert!(pieces("<a><![CDATA[x").starts_with("+a "));
        assert!(pieces("<!-- x").starts_with("<!--") || pieces("<!-- x").is_empty());
    }

    #[test]
    fn a_text_alone_is_read_with_its_end_tag_or_not_at_all() {
        let mut markup = Markup::new("x</a>y</b>");
        assert_eq!(markup.text_alone("a"), Some("x"));
        assert_eq!(markup.text_alone("a"), None);
        assert_eq!(markup.rest(), "y</b>");
    }
}
