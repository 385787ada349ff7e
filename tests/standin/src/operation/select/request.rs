//! What a query asks for, and in which formats.

use roxmltree::Node;

use super::csv::{Form, Header};
use super::query::{self, Query};
use crate::answer::CosError;
use crate::codes;
use crate::operation::body::{children, read_document, text_of};
use crate::operation::documents::schema;
use crate::request::Request;

const INSIDE: &str = "Expression ExpressionType InputSerialization(CompressionType? <CSV|JSON> \
                      CSV?(FileHeaderInfo?=NONE|IGNORE|USE) JSON?(Type=DOCUMENT|LINES)) \
                      OutputSerialization(<CSV|JSON> CSV?(QuoteFields?=ASNEEDED|ALWAYS) JSON?) \
                      RequestProgress?(Enabled!)";

#[derive(Debug)]
pub enum Format {
    Csv(Form),
    /// What ends a record.
    Json(String),
}

#[derive(Debug)]
pub struct Selection {
    pub query: Query,
    pub input: Format,
    pub output: Format,
    /// An event with the progress is sent.
    pub progress: bool,
}

pub fn read(request: &Request) -> Result<Selection, CosError> {
    let mut selection = None;
    read_document(request, "SelectRequest", |root| {
        schema::verify(root, INSIDE)?;
        selection = Some(of(root)?);
        Ok(())
    })?;
    selection.ok_or_else(|| codes::error("MalformedXML"))
}

fn of(root: Node) -> Result<Selection, CosError> {
    let kind = text_of(root, "ExpressionType").unwrap_or("");
    if !kind.eq_ignore_ascii_case("SQL") {
        let message = "ExpressionType is not SQL.";
        return Err(CosError::new(400, "InvalidExpressionType", message));
    }
    let input = part(root, "InputSerialization")?;
    let compression = text_of(input, "CompressionType").unwrap_or("NONE");
    if compression != "NONE" {
        let message = "The stand-in selects from objects without compression.";
        return Err(CosError::new(400, "InvalidCompressionFormat", message));
    }
    let progress = children(root, "RequestProgress").next();
    let progress = progress.and_then(|progress| text_of(progress, "Enabled"));
    Ok(Selection {
        query: query::parse(text_of(root, "Expression").unwrap_or(""))?,
        input: format(input)?,
        output: format(part(root, "OutputSerialization")?)?,
        progress: progress.is_some_and(|enabled| enabled.eq_ignore_ascii_case("true")),
    })
}

fn part<'a>(root: Node<'a, 'a>, name: &'a str) -> Result<Node<'a, 'a>, CosError> {
    let found = children(root, name).next();
    found.ok_or_else(|| codes::error("MalformedXML"))
}

fn format(serialization: Node) -> Result<Format, CosError> {
    let json = children(serialization, "JSON").next();
    if let Some(json) = json {
        return Ok(Format::Json(delimiter(json, "RecordDelimiter", "\n")?));
    }
    let Some(csv) = children(serialization, "CSV").next() else {
        return Ok(Format::Csv(Form::default()));
    };
    let quote = delimiter(csv, "QuoteCharacter", "\"")?;
    Ok(Format::Csv(Form {
        header: match text_of(csv, "FileHeaderInfo") {
            Some("USE") => Header::Use,
            Some("IGNORE") => Header::Ignore,
            _ => Header::None,
        },
        record: delimiter(csv, "RecordDelimiter", "\n")?,
        field: delimiter(csv, "FieldDelimiter", ",")?,
        quote: quote.chars().next().unwrap_or('"'),
        always_quoted: text_of(csv, "QuoteFields") == Some("ALWAYS"),
    }))
}

/// The text of an element, blanks included: one or two characters.
fn delimiter(node: Node, name: &str, default: &str) -> Result<String, CosError> {
    let found = children(node, name).next();
    let text = found.and_then(|found| found.text()).unwrap_or("");
    match text.chars().count() {
        0 => Ok(default.to_string()),
        1 | 2 => Ok(text.to_string()),
        _ => {
            let message = format!("{name} has more than two characters.");
            Err(codes::error("InvalidArgument").message(message))
        }
    }
}
