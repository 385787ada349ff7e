//! Records of JSON: one value after the other.

use serde_json::Deserializer;

use super::record::{MOST, Record, Value, too_large};
use crate::answer::CosError;

/// Each value of a text: of lines, or one document.
pub fn records(text: &str) -> impl Iterator<Item = Result<Record, CosError>> {
    let mut values = Deserializer::from_str(text).into_iter::<serde_json::Value>();
    let mut broken = false;
    std::iter::from_fn(move || {
        if broken {
            return None;
        }
        let start = values.byte_offset();
        let value = values.next()?;
        let raw = text.get(start..values.byte_offset()).unwrap_or("");
        broken = value.is_err() || raw.len() > MOST;
        if raw.len() > MOST {
            return Some(Err(too_large()));
        }
        Some(match value {
            Ok(value) if value.is_object() => Ok(Record(members(&compact(raw)))),
            Ok(_) => Ok(Record(vec![("_1".to_string(), Value::Json(compact(raw)))])),
            Err(error) => Err(CosError::new(
                400,
                "JSONParsingError",
                &format!("The JSON cannot be read: {error}."),
            )),
        })
    })
}

/// Valid JSON without the blanks outside of its texts.
fn compact(json: &str) -> String {
    let mut inside = Quoted::default();
    json.chars()
        .filter(|c| inside.take(*c) || !c.is_ascii_whitespace())
        .collect()
}

/// Whether a character of JSON is within a text.
#[derive(Default)]
struct Quoted {
    open: bool,
    escaped: bool,
}

impl Quoted {
    /// Takes the next character, and says whether it is within a text or one of its quotes.
    fn take(&mut self, c: char) -> bool {
        let was_open = self.open;
        match c {
            _ if self.escaped => self.escaped = false,
            '\\' if self.open => self.escaped = true,
            '"' => self.open = !self.open,
            _ => {}
        }
        was_open || self.open
    }
}

/// Names and values of a compact object, in its order.
fn members(object: &str) -> Vec<(String, Value)> {
    let inside = object
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let members = split(inside.unwrap_or(""), ',')
        .into_iter()
        .filter_map(|member| {
            let parts = split(member, ':');
            let name: String = serde_json::from_str(parts.first()?).ok()?;
            let value = member.get(parts.first()?.len() + 1..)?;
            Some((name, Value::Json(value.to_string())))
        });
    members.collect()
}

/// The pieces between separators that are in no text, object or array.
fn split(json: &str, separator: char) -> Vec<&str> {
    let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0usize);
    let mut inside = Quoted::default();
    for (at, c) in json.char_indices() {
        if inside.take(c) {
            continue;
        }
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ if c == separator && depth == 0 => {
                pieces.push(&json[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    if start < json.len() {
        pieces.push(&json[start..]);
    }
    pieces
}

/// A record as one JSON object.
pub fn write(record: &Record, delimiter: &str, output: &mut Vec<u8>) {
    let members = record.0.iter().map(|(name, value)| {
        let name = serde_json::Value::from(name.as_str());
        format!("{name}:{}", value.json())
    });
    let members: Vec<String> = members.collect();
    output.extend(format!("{{{}}}{delimiter}", members.join(",")).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<Result<Vec<String>, String>> {
        let names = |record: Record| {
            let pairs = record.0.into_iter();
            pairs
                .map(|(name, value)| format!("{name}={}", value.text()))
                .collect()
        };
        let read = records(text).map(|record| record.map(names).map_err(|error| error.code));
        read.collect()
    }

    #[test]
    fn members_keep_their_order_and_text() {
        let text =
            "{\"b\" : 1.50, \"a\":\"x, \\\"y\\\" : z\"}\n{\"c\":{\"d\": [1, 2]}, \"e\": null}";
        let first = vec!["b=1.50".to_string(), "a=x, \"y\" : z".to_string()];
        let second = vec!["c={\"d\":[1,2]}".to_string(), "e=".to_string()];
        assert_eq!(names(text), [Ok(first), Ok(second)]);
        assert_eq!(
            names("[1]\n2"),
            [Ok(vec!["_1=[1]".into()]), Ok(vec!["_1=2".into()])]
        );
        assert_eq!(names(" \n"), []);
    }

    #[test]
    fn an_escaped_quote_ends_no_text() {
        let text = r#"{"a":"1\",  2","b":"\\", "c":3}"#;
        let members = ["a=1\",  2", "b=\\", "c=3"].map(str::to_string);
        assert_eq!(names(text), [Ok(members.to_vec())]);
    }

    #[test]
    fn records_end_at_what_is_no_json() {
        let broken = Err("JSONParsingError".to_string());
        assert_eq!(
            names("{\"a\":1}{\"a\":"),
            [Ok(vec!["a=1".to_string()]), broken]
        );
    }
}
