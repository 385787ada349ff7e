//! JSON, as it is written here: objects of strings, numbers and lists of objects.

use std::fmt::Write;

use crate::printable::{breaks_line, is_printable_without};

/// A member's name as it is written before its value, with the comma of the member before it.
macro_rules! name {
    ($name:literal) => {
        concat!(",\"", $name, "\":")
    };
}
pub(crate) use name;

/// An object that is being written. Members come in the order of the calls.
pub struct Object<'o> {
    out: &'o mut String,
    is_empty: bool,
}

/// Writes an object whose members `write` adds.
pub fn object(out: &mut String, write: impl FnOnce(&mut Object<'_>)) {
    out.push('{');
    write(&mut Object {
        out,
        is_empty: true,
    });
    out.push('}');
}

impl Object<'_> {
    /// Begins a member: `name` is made by `name!`.
    fn member(&mut self, name: &'static str) -> &mut String {
        let begin = usize::from(std::mem::take(&mut self.is_empty));
        self.out.push_str(&name[begin..]);
        self.out
    }

    /// A word of ours, which has nothing to be escaped.
    pub fn word(&mut self, name: &'static str, word: &str) {
        debug_assert!(is_plain(word), "{word}");
        let out = self.member(name);
        out.push('"');
        out.push_str(word);
        out.push('"');
    }

    pub fn text(&mut self, name: &'static str, value: &str) {
        string(self.member(name), value);
    }

    /// A value that is JSON already.
    #[cfg(any(test, feature = "web"))]
    pub fn raw(&mut self, name: &'static str, json: &str) {
        self.member(name).push_str(json);
    }

    /// `None` is `null`.
    pub fn number(&mut self, name: &'static str, value: impl Into<Option<i64>>) {
        let out = self.member(name);
        match value.into() {
            None => out.push_str("null"),
            Some(value) => {
                out.push_str(if value < 0 { "-" } else { "" });
                decimal(out, value.unsigned_abs());
            }
        }
    }

    pub fn flag(&mut self, name: &'static str, value: bool) {
        self.member(name)
            .push_str(if value { "true" } else { "false" });
    }

    /// A list of names and values, each text with its NUL: `[["name","value"], ...]`.
    #[cfg(any(test, feature = "web"))]
    pub fn pairs<'a>(
        &mut self,
        name: &'static str,
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
    ) {
        let pairs: Vec<_> = pairs.collect();
        self.list(name, &pairs, |(name_z, value_z), out| {
            out.push('[');
            string(out, name_z.trim_end_matches('\0'));
            out.push(',');
            string(out, value_z.trim_end_matches('\0'));
            out.push(']');
        });
    }

    /// A list of objects, each of which `write` makes of an item.
    pub fn list<T>(&mut self, name: &'static str, items: &[T], write: impl Fn(&T, &mut String)) {
        let out = self.member(name);
        out.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            write(item, out);
        }
        out.push(']');
    }
}

/// A string in its quotes. Quick for ordinary characters: nearly all strings have no others.
pub fn string(out: &mut String, text: &str) {
    out.push('"');
    match is_plain(text) {
        true => out.push_str(text),
        false => escaped(out, text),
    }
    out.push('"');
}

fn decimal(out: &mut String, number: u64) {
    if number > 9 {
        decimal(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Whether a text stands in a string as it is.
fn is_plain(text: &str) -> bool {
    is_printable_without(text.as_bytes(), *b"\"\\")
}

/// Escapes more than JSON demands: what is written may be shown by a terminal, as one line.
fn escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            // None of them is beyond U+FFFF.
            other if breaks_line(other) => drop(write!(out, "\\u{:04x}", u32::from(other))),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_by_serde_and_printed_by_terminals() {
        let mut all: String = (0..0x180).filter_map(char::from_u32).collect();
        all.push_str("\u{2028}\u{202e}\u{2066}\u{1f600}");
        for from in all.char_indices().map(|(at, _)| at) {
            for text in [&all[from..], &all[..from]] {
                let mut written = String::new();
                string(&mut written, text);
                assert_eq!(
                    serde_json::from_str::<String>(&written).ok().as_deref(),
                    Some(text)
                );
                assert!(!written.chars().any(breaks_line), "{written}");
                let escapes_nothing_more = text.chars().all(|c| c < '\u{7f}' || !breaks_line(c));
                let theirs = serde_json::to_string(text).ok();
                assert_eq!(
                    Some(&written) == theirs.as_ref(),
                    escapes_nothing_more,
                    "{written}"
                );
            }
        }
    }

    #[test]
    fn objects_hold_members_of_each_kind() {
        let mut written = String::new();
        object(&mut written, |object| {
            object.text(name!("a"), "b\"");
            object.number(name!("n"), -5);
            object.number(name!("most"), i64::MAX);
            object.number(name!("least"), i64::MIN);
            object.number(name!("zero"), 0);
            object.number(name!("none"), None);
            object.flag(name!("f"), true);
            object.list(name!("l"), &[1, 2], |item, out| {
                super::object(out, |object| object.number(name!("i"), *item));
            });
            object.list(name!("e"), &[0; 0], |_, _| {});
        });
        let expected = r#"{"a":"b\"","n":-5,"most":9223372036854775807,"least":-9223372036854775808,"zero":0,"none":null,"f":true,"l":[{"i":1},{"i":2}],"e":[]}"#;
        assert_eq!(written, expected);
    }
}
