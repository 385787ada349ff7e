//! The document of a request, written from JSON in the shape that `json` writes.

use std::borrow::Cow;

use super::json::TEXT;
use super::read::MAX_DEPTH;
use super::xml_chars::{is_name, push_attribute, push_text};
use crate::error::body::decoded;
use crate::error::body::json_cursor::Cursor;
use crate::error::excerpt::shortened;
use crate::error::{CosError, Result};

/// Members of an object. Each name is compared with those before it.
const MAX_MEMBERS: usize = 256;

/// Characters of a path that an error shows, and of a text: it may be a secret.
const SHOWN: usize = 200;
const SHOWN_OF_TEXT: usize = 20;
/// A list repeats its name.
const LONGEST_NAME: usize = 256;

/// Writes a document, without an XML declaration. An error names the place and the value.
pub fn from_json(json: &str) -> Result<String> {
    let mut writer = XmlWriter {
        json: Cursor::of(json),
        out: String::with_capacity(json.len() * 2),
        path: String::new(),
        depth: 0,
    };
    writer.document()?;
    Ok(writer.out)
}

struct XmlWriter<'t> {
    json: Cursor<'t>,
    out: String,
    /// The place of the value that is being read.
    path: String,
    depth: usize,
}

impl<'t> XmlWriter<'t> {
    fn document(&mut self) -> Result<()> {
        let mut roots = 0;
        if self.begins(b'{') {
            self.each(b'}', |writer| {
                let name = writer.name()?;
                roots += 1;
                match roots {
                    1 => writer.element(&name, None),
                    _ => Err(writer.wrong(&name, "is a second root element; remove it")),
                }
            })?;
        }
        let rest = self.json.rest();
        match roots {
            0 => Err(self.wrong(rest, "must be an object of one member, the root element")),
            _ if rest.trim_ascii().is_empty() => Ok(()),
            _ => Err(self.wrong(rest, "follows the end of the object; remove it")),
        }
    }

    /// An element: one of several if it has an index.
    fn element(&mut self, name: &str, index: Option<usize>) -> Result<()> {
        self.check_name(name)?;
        if self.depth == MAX_DEPTH {
            let fix = format!("is nested deeper than {MAX_DEPTH} elements; remove levels");
            return Err(self.wrong(name, &fix));
        }
        self.depth += 1;
        self.within(name, index, |writer| {
            writer.out.extend(["<", name]);
            let end_of_name = writer.out.len();
            writer.out.push('>');
            if writer.begins(b'{') {
                writer.members(end_of_name)?;
            } else {
                writer.text()?;
            }
            writer.out.extend(["</", name, ">"]);
            Ok(())
        })?;
        self.depth -= 1;
        Ok(())
    }

    /// Attributes go to the tag, wherever they stand in the object.
    fn members(&mut self, end_of_name: usize) -> Result<()> {
        let mut attributes = String::new();
        let mut names = Vec::new();
        self.each(b'}', |writer| {
            let name = writer.name()?;
            if names.contains(&name) {
                return Err(writer.wrong(&name, "is there twice; make one list of the values"));
            }
            if names.len() == MAX_MEMBERS {
                return Err(writer.wrong(&name, "follows 256 others; remove members"));
            }
            writer.member(&name, &mut attributes)?;
            names.push(name);
            Ok(())
        })?;
        self.out.insert_str(end_of_name, &attributes);
        Ok(())
    }

    fn member(&mut self, name: &str, attributes: &mut String) -> Result<()> {
        if name == TEXT {
            return self.within(name, None, Self::text);
        }
        if let Some(attribute) = name.strip_prefix('@') {
            return self.attribute(attribute, attributes);
        }
        if !self.begins(b'[') {
            return self.element(name, None);
        }
        let mut index = 0;
        self.each(b']', |writer| {
            index += 1;
            writer.element(name, Some(index - 1))
        })
    }

    fn attribute(&mut self, name: &str, attributes: &mut String) -> Result<()> {
        self.check_name(name)?;
        self.within(&["@", name].concat(), None, |writer| {
            let value = writer.scalar()?;
            attributes.extend([" ", name, "=\""]);
            let pushed = push_attribute(attributes, &value);
            attributes.push('"');
            writer.checked(pushed, &value)
        })
    }

    fn check_name(&self, name: &str) -> Result<()> {
        if name.len() > LONGEST_NAME {
            let fix = format!("is longer than {LONGEST_NAME} bytes; shorten it");
            return Err(self.wrong(name, &fix));
        }
        match is_name(name) {
            true => Ok(()),
            false => Err(self.wrong(name, "is not a name that XML permits; change it")),
        }
    }

    fn text(&mut self) -> Result<()> {
        let text = self.scalar()?;
        let pushed = push_text(&mut self.out, &text);
        self.checked(pushed, &text)
    }

    /// Reports the character that XML cannot hold.
    fn checked(&self, pushed: Option<char>, text: &str) -> Result<()> {
        let Some(character) = pushed else {
            return Ok(());
        };
        let number = u32::from(character);
        let fix = format!("contains U+{number:04X}, which XML cannot hold; remove it");
        Err(self.wrong_text(text, &fix))
    }

    /// A text; numbers and words as JSON has them, and `null` as the empty text.
    fn scalar(&mut self) -> Result<Cow<'t, str>> {
        self.json.space();
        let (begin, first) = (self.json, self.json.peek());
        if matches!(first, Some(b'{' | b'[')) {
            let fix = "must be a text, a number, true, false or null";
            return Err(self.wrong_text(begin.rest(), fix));
        }
        let value = self.json.value();
        match value {
            Some("null") => Ok(Cow::Borrowed("")),
            Some(text) if first == Some(b'"') => {
                let fix = "has a surrogate without its pair; remove it";
                decoded(text).ok_or_else(|| self.wrong_text(text, fix))
            }
            Some(word) => Ok(Cow::Borrowed(word)),
            None => Err(self.malformed(begin)),
        }
    }

    /// Whether a list or object begins here; if so, its bracket is read.
    fn begins(&mut self, bracket: u8) -> bool {
        self.json.space();
        self.json.take(bracket)
    }

    /// Calls `read` at each member, up to the closing bracket.
    fn each(&mut self, close: u8, mut read: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        if self.begins(close) {
            return Ok(());
        }
        loop {
            read(self)?;
            if self.begins(close) {
                return Ok(());
            }
            if !self.json.take(b',') {
                return Err(self.malformed(self.json));
            }
        }
    }

    fn name(&mut self) -> Result<Cow<'t, str>> {
        let begin = self.json;
        let name = self.json.name().and_then(decoded);
        name.ok_or_else(|| self.malformed(begin))
    }

    fn within(
        &mut self,
        name: &str,
        index: Option<usize>,
        read: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let before = self.path.len();
        let slash = if before == 0 { "" } else { "/" };
        self.path.extend([slash, name]);
        if let Some(index) = index {
            self.path.extend(["[", &index.to_string(), "]"]);
        }
        read(self)?;
        self.path.truncate(before);
        Ok(())
    }

    fn malformed(&self, begin: Cursor<'_>) -> Box<CosError> {
        let fix = format!("is not JSON (byte {}); correct it", begin.at);
        self.wrong_text(begin.rest(), &fix)
    }

    fn wrong_text(&self, text: &str, fix: &str) -> Box<CosError> {
        self.wrong(&shortened(text, SHOWN_OF_TEXT), fix)
    }

    fn wrong(&self, value: &str, fix: &str) -> Box<CosError> {
        let place = if self.path.is_empty() {
            "json"
        } else {
            &self.path
        };
        CosError::argument(&shortened(place, SHOWN), value, fix)
    }
}

#[cfg(test)]
#[path = "xml_writer_tests.rs"]
mod tests;
