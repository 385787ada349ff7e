//! POST of `?select`: an SQL query of one object, answered by a stream of events.

mod csv;
mod frame;
mod json;
mod query;
mod record;
mod request;

use super::{At, Outcome, restore, symlink, version};
use crate::answer::{Answer, CosError};
use crate::codes;
use query::Query;
use record::Record;
use request::{Format, Selection};

/// The most bytes of an object that is queried.
const MOST: u64 = 64 << 20;

/// The most bytes of one event with records.
const STEP: usize = 64 << 10;

pub fn select(at: At, key: &str) -> Outcome {
    if at.request.param("select-type") != Some("2") {
        return Err(codes::error("InvalidArgument").message("select-type is not 2."));
    }
    let selection = request::read(at.request)?;
    let object = symlink::followed(at.bucket, version::found(&at, key)?)?;
    restore::readable(&object, at.scene.now)?;
    if object.content.len() > MOST || !object.content.is_kept() {
        let message = "The stand-in selects from objects of up to 64 MiB that it has kept.";
        return Err(codes::error("InvalidRequest").message(message));
    }
    let input = object.content.to_vec();
    let mut answer = Answer::cos(200, at.scene, stream(&selection, &input));
    answer.set("Content-Type", "application/octet-stream");
    Ok(answer)
}

/// All events of the response.
fn stream(selection: &Selection, input: &[u8]) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut output = Vec::new();
    let end = select_into(&mut output, selection, input);
    for (number, piece) in output.chunks(STEP).enumerate() {
        if number > 0 {
            stream.extend(frame::event("Cont", None, b""));
        }
        let kind = Some("application/octet-stream");
        stream.extend(frame::event("Records", kind, piece));
    }
    if let Err(error) = end {
        stream.extend(frame::error(&error.code, &error.message));
        return stream;
    }
    let counts = format!(
        "<BytesScanned>{0}</BytesScanned><BytesProcessed>{0}</BytesProcessed>\
         <BytesReturned>{1}</BytesReturned>",
        input.len(),
        output.len()
    );
    let names = [("Progress", selection.progress), ("Stats", true)];
    for (name, _) in names.iter().filter(|(_, sent)| *sent) {
        let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><{name}>{counts}</{name}>");
        stream.extend(frame::event(name, Some("text/xml"), xml.as_bytes()));
    }
    stream.extend(frame::event("End", None, b""));
    stream
}

/// Adds the selected records, up to one that cannot be read.
fn select_into(output: &mut Vec<u8>, selection: &Selection, input: &[u8]) -> Result<(), CosError> {
    let text = std::str::from_utf8(input)
        .map_err(|_| CosError::new(400, "InvalidTextEncoding", "The object is not UTF-8."))?;
    let mut records: Box<dyn Iterator<Item = Result<Record, CosError>>> = match &selection.input {
        Format::Csv(form) => Box::new(csv::records(text, form)),
        Format::Json(_) => Box::new(json::records(text)),
    };
    let mut left = selection.query.limit;
    while left > 0 {
        let Some(record) = records.next() else {
            break;
        };
        if output.len() > MOST as usize {
            let message = "The stand-in selects up to 64 MiB.";
            return Err(codes::error("InvalidRequest").message(message));
        }
        if let Some(row) = chosen(&selection.query, record?) {
            match &selection.output {
                Format::Csv(form) => csv::write(&row, form, output),
                Format::Json(delimiter) => json::write(&row, delimiter, output),
            }
            left -= 1;
        }
    }
    Ok(())
}

/// The columns of a record that the query asks for. None: it does not ask for the record.
fn chosen(query: &Query, record: Record) -> Option<Record> {
    query.matches(&record).then(|| query.project(record))
}

#[cfg(test)]
#[path = "select_tests.rs"]
mod tests;
