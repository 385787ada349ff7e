//! The text of a checkpoint: a JSON object of strings.

use std::borrow::Cow;

use crate::client::parts::moved_part::MovedPart;
use crate::error::body::{Members, decoded};
use crate::error::json;

const VERSION: &str = "1";
/// The beginning of every version's.
const BEGIN: &str = "{\"version\":\"";

/// What was read of a checkpoint.
pub struct Record {
    facts: Vec<(String, String)>,
    pub parts: Vec<(usize, MovedPart)>,
    /// It was read to its end, and is of this version.
    pub is_whole: bool,
}

impl Record {
    /// `None`: nothing of it can be read.
    pub fn read(text: &str) -> Option<Record> {
        let mut record = Record {
            facts: Vec::new(),
            parts: Vec::new(),
            is_whole: false,
        };
        let mut members = Members::of(text);
        let mut are_parts_whole = false;
        for (name, value) in members.by_ref() {
            if name == "parts" {
                are_parts_whole = record.read_parts(value);
            } else if let Some(text) = string(value) {
                record.facts.push((name.into_owned(), text.into_owned()));
            }
        }
        let is_current = record.fact("version") == VERSION;
        record.is_whole = members.is_complete && are_parts_whole && is_current;
        (!record.facts.is_empty()).then_some(record)
    }

    /// `""`: it has none of this name.
    pub fn fact(&self, name: &str) -> &str {
        let found = self.facts.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// The UploadId, or the name of the temporary file.
    pub fn id(&self) -> &str {
        self.fact("id")
    }

    pub fn has(&self, facts: &[(&'static str, String)]) -> bool {
        facts.iter().all(|(name, value)| self.fact(name) == value)
    }

    /// Whether it names something else.
    pub fn contradicts(&self, facts: &[(&'static str, String)]) -> bool {
        let mut known = facts.iter().map(|(name, value)| (self.fact(name), value));
        known.any(|(fact, value)| !fact.is_empty() && fact != value)
    }

    fn read_parts(&mut self, object: &str) -> bool {
        let mut members = Members::of(object);
        for (number, value) in members.by_ref() {
            if let Some(part) = part(&number, value) {
                self.parts.push(part);
            }
        }
        members.is_complete
    }
}

/// `"7":"sum etag"`.
fn part(number: &str, value: &str) -> Option<(usize, MovedPart)> {
    let text = string(value)?;
    let (crc, etag) = text.split_once(' ')?;
    let part = MovedPart {
        crc: Some(crc.parse().ok()?),
        etag: etag.to_owned(),
    };
    Some((number.parse::<usize>().ok()?.checked_sub(1)?, part))
}

fn string(value: &str) -> Option<Cow<'_, str>> {
    value.starts_with('"').then(|| decoded(value))?
}

/// Whether a text is a checkpoint's, as far as it goes.
pub fn begins(text: &str) -> bool {
    text.starts_with(BEGIN) || BEGIN.starts_with(text)
}

/// The text of a checkpoint. Parts of which no sum is known are left out: they could not be
/// compared.
pub fn written<'p>(
    facts: &[(&'static str, String)],
    parts: impl Iterator<Item = (usize, &'p MovedPart)>,
) -> String {
    let mut out = format!("{BEGIN}{VERSION}\"");
    for (name, value) in facts {
        member(&mut out, name, value);
    }
    out.push_str(",\"parts\":{");
    let begin = out.len();
    for (index, part) in parts {
        if let Some(crc) = part.crc {
            let number = (index + 1).to_string();
            member(&mut out, &number, &format!("{crc} {}", part.etag));
        }
    }
    if out.len() > begin {
        // The comma before the first one.
        out.remove(begin);
    }
    out.push_str("}}\n");
    out
}

fn member(out: &mut String, name: &str, value: &str) {
    out.push(',');
    json::string(out, name);
    out.push(':');
    json::string(out, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> String {
        let part = |crc, etag: &str| MovedPart {
            crc,
            etag: etag.to_owned(),
        };
        let parts = [
            (0, part(Some(u64::MAX), "\"e\"")),
            (1, part(None, "x")),
            (11, part(Some(0), "")),
        ];
        let facts = [("key", "a\"b\n".to_owned()), ("id", "7".to_owned())];
        written(&facts, parts.iter().map(|(index, part)| (*index, part)))
    }

    #[test]
    fn what_was_written_is_read() {
        let record = Record::read(&text()).expect("a record");
        assert!(record.is_whole);
        assert_eq!((record.fact("key"), record.id()), ("a\"b\n", "7"));
        assert!(record.has(&[("id", "7".to_owned())]));
        assert!(!record.has(&[("id", "8".to_owned())]));
        let indexes: Vec<_> = record.parts.iter().map(|(index, _)| *index).collect();
        assert_eq!(indexes, [0, 11]);
        assert_eq!(record.parts[0].1.crc, Some(u64::MAX));
        assert_eq!(record.parts[0].1.etag, "\"e\"");
        assert!(Record::read(&written(&[], [].into_iter())).is_some_and(|r| r.is_whole));
    }

    #[test]
    fn one_that_is_cut_or_of_another_version_is_not_whole() {
        let text = text();
        let text = text.trim_end();
        for length in 0..text.len() {
            let record = Record::read(&text[..length]);
            assert!(record.is_none_or(|record| !record.is_whole), "{length}");
        }
        let later = text.replace("\"version\":\"1\"", "\"version\":\"2\"");
        let record = Record::read(&later).expect("a record");
        assert!(!record.is_whole && record.id() == "7");
        for other in ["", "[]", "x", "{}", "{\"id\":7}"] {
            assert!(Record::read(other).is_none(), "{other}");
        }
    }
}
