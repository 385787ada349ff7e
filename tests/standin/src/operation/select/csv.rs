//! Records of CSV.

use super::record::{MOST, Record, Value, too_large};
use crate::answer::CosError;

/// The first line of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// It is a record.
    None,
    /// It is skipped.
    Ignore,
    /// It names the columns.
    Use,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub header: Header,
    pub record: String,
    pub field: String,
    pub quote: char,
    /// Every value is written in quotes.
    pub always_quoted: bool,
}

impl Default for Form {
    fn default() -> Form {
        Form {
            header: Header::None,
            record: "\n".to_string(),
            field: ",".to_string(),
            quote: '"',
            always_quoted: false,
        }
    }
}

pub fn records<'a>(
    text: &'a str,
    form: &'a Form,
) -> impl Iterator<Item = Result<Record, CosError>> + 'a {
    let mut rest = text;
    let names = match form.header {
        Header::None => Vec::new(),
        _ => line(&mut rest, form)
            .and_then(Result::ok)
            .unwrap_or_default(),
    };
    let names = match form.header {
        Header::Use => names,
        _ => Vec::new(),
    };
    std::iter::from_fn(move || {
        let fields = match line(&mut rest, form)? {
            Ok(fields) => fields,
            Err(error) => return Some(Err(error)),
        };
        let named = fields.into_iter().enumerate().map(|(at, field)| {
            let name = names.get(at).cloned();
            (
                name.unwrap_or_else(|| format!("_{}", at + 1)),
                Value::Text(field),
            )
        });
        Some(Ok(Record(named.collect())))
    })
}

/// The fields of the next line. After an error there is none.
fn line(rest: &mut &str, form: &Form) -> Option<Result<Vec<String>, CosError>> {
    if rest.is_empty() {
        return None;
    }
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let before = rest.len();
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if before - after.len() > MOST {
            *rest = "";
            return Some(Err(too_large()));
        }
        if c == form.quote {
            // Two quotes within quotes are one.
            if quoted && after.starts_with(form.quote) {
                push(&mut fields, c);
                *rest = &after[c.len_utf8()..];
                continue;
            }
            quoted = !quoted;
            *rest = after;
        } else if let Some(after) = rest.strip_prefix(&form.record).filter(|_| !quoted) {
            *rest = after;
            return Some(Ok(fields));
        } else if let Some(after) = rest.strip_prefix(&form.field).filter(|_| !quoted) {
            *rest = after;
            fields.push(String::new());
        } else {
            push(&mut fields, c);
            *rest = after;
        }
    }
    Some(match quoted {
        true => Err(CosError::new(400, "CSVParsingError", "A quote has no end.")),
        false => Ok(fields),
    })
}

fn push(fields: &mut [String], c: char) {
    if let Some(last) = fields.last_mut() {
        last.push(c);
    }
}

pub fn write(record: &Record, form: &Form, output: &mut Vec<u8>) {
    let fields: Vec<String> = record
        .0
        .iter()
        .map(|(_, value)| field(value, form))
        .collect();
    output.extend(fields.join(&form.field).as_bytes());
    output.extend(form.record.as_bytes());
}

fn field(value: &Value, form: &Form) -> String {
    let text = value.text();
    let special = [&form.field, &form.record]
        .iter()
        .any(|delimiter| text.contains(*delimiter));
    if !form.always_quoted && !special && !text.contains(form.quote) {
        return text;
    }
    let quote = form.quote;
    let doubled = text.replace(quote, &format!("{quote}{quote}"));
    format!("{quote}{doubled}{quote}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, header: Header) -> Vec<String> {
        let form = Form {
            header,
            ..Form::default()
        };
        let shown = |record: Result<Record, CosError>| match record {
            Ok(record) => {
                let mut output = Vec::new();
                write(&record, &Form::default(), &mut output);
                let names: Vec<String> = record.0.into_iter().map(|(name, _)| name).collect();
                format!(
                    "{}: {}",
                    names.join("|"),
                    String::from_utf8_lossy(&output).trim_end()
                )
            }
            Err(error) => error.code,
        };
        records(text, &form).map(shown).collect()
    }

    #[test]
    fn lines_and_quotes() {
        assert_eq!(read("a,b\n1,2\n", Header::Use), ["a|b: 1,2"]);
        assert_eq!(read("a,b\n1,2", Header::Ignore), ["_1|_2: 1,2"]);
        assert_eq!(read("a\n", Header::None), ["_1: a"]);
        assert_eq!(
            read("\"a,\"\"b\"\"\nc\",d", Header::None),
            ["_1|_2: \"a,\"\"b\"\"\nc\",d"]
        );
        assert_eq!(read("\"a", Header::None), ["CSVParsingError"]);
        assert_eq!(read("", Header::Use), Vec::<String>::new());
    }
}
