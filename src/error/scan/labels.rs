//! Labels and their values, as in `Error Code: NoSuchKey; Request ID: ...`.

use super::bytes::{find, starts_with};

/// What a label names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Status,
    Code,
    Message,
    RequestId,
    TraceId,
    Resource,
    Url,
    Method,
}

/// How a label ends, in small letters and without separators. The first that fits counts.
const ENDINGS: [(&str, Label); 14] = [
    ("statuscode", Label::Status),
    ("httpstatus", Label::Status),
    ("status", Label::Status),
    ("code", Label::Code),
    ("errormsg", Label::Message),
    ("message", Label::Message),
    ("requestid", Label::RequestId),
    ("reqid", Label::RequestId),
    ("traceid", Label::TraceId),
    ("resource", Label::Resource),
    ("resourceaddr", Label::Resource),
    ("requesturl", Label::Url),
    ("url", Label::Url),
    ("method", Label::Method),
];

const LONGEST_LABEL: usize = 24;
const LONGEST_VALUE: usize = 4096;

/// A label with its value.
pub struct Labelled<'a> {
    pub label: Label,
    /// Where the label begins, behind what quotes it.
    pub at: usize,
    pub value: &'a [u8],
    /// The value ends at its line's end or at the next label: nothing else ends it.
    pub is_open: bool,
}

/// The labels of a text, in order.
pub fn labels(text: &[u8]) -> impl Iterator<Item = Labelled<'_>> {
    let mut from = 0;
    memchr::memchr2_iter(b':', b'=', text).filter_map(move |at| {
        // A separator inside of the value before it.
        if at < from {
            return None;
        }
        let (start, label) = label_before(text, at)?;
        let (value, is_open) = value_at(text, at + 1, label);
        if !is_open {
            from = end_of(text, value);
        }
        Some(Labelled {
            label,
            at: start,
            value,
            is_open,
        })
    })
}

/// Where a part of a text ends in it.
fn end_of(text: &[u8], part: &[u8]) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize + part.len()
}

/// The label that ends at a separator, and where it begins.
fn label_before(text: &[u8], at: usize) -> Option<(usize, Label)> {
    let is_quote = |b: &u8| matches!(b, b'"' | b'\'' | b'\\' | b' ' | b']');
    let before = &text[at.saturating_sub(LONGEST_LABEL)..at];
    let end = before.iter().rposition(|b| !is_quote(b))? + 1;
    let name = &before[..end];
    let is_of_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'-');
    let length = name.iter().rev().take_while(|b| is_of_name(b)).count();
    let name = &name[name.len() - length..];
    let (_, label) = ENDINGS.iter().find(|(ending, _)| ends_with(name, ending))?;
    Some((at - (before.len() - end) - length, *label))
}

/// Whether a name ends with these letters, in any case and with any separators.
fn ends_with(name: &[u8], ending: &str) -> bool {
    let mut letters = name.iter().rev().filter(|b| b.is_ascii_alphanumeric());
    let is_next = |byte: u8| {
        letters
            .next()
            .is_some_and(|own| own.eq_ignore_ascii_case(&byte))
    };
    ending.bytes().rev().all(is_next)
}

/// The value behind a separator, and whether only a line's end or the next label ends it.
fn value_at(text: &[u8], at: usize, label: Label) -> (&[u8], bool) {
    let near = &text[at..text.len().min(at + LONGEST_VALUE)];
    // `=>` stands in printed arrays.
    let near = near.strip_prefix(b">").unwrap_or(near);
    let near = near.trim_ascii_start();
    if let Some(value) = quoted(near) {
        return (value, false);
    }
    let end = memchr::memchr2(b'\n', b'\r', near);
    let line = &near[..end.unwrap_or(near.len())];
    match label {
        Label::Message => (line, true),
        Label::Url | Label::Resource => (until(line, |b| b.is_ascii_whitespace()), false),
        _ => (
            until(line, |b| {
                b.is_ascii_whitespace() || b",;)}]'\"\\<".contains(&b)
            }),
            false,
        ),
    }
}

/// The text inside of quotation marks, which may be escaped as in JSON within JSON.
fn quoted(text: &[u8]) -> Option<&[u8]> {
    let is_escaped = starts_with(text, "\\\"");
    let text = if is_escaped { &text[1..] } else { text };
    let (quote, inside) = text.split_first().filter(|(b, _)| b"'\"`".contains(b))?;
    if is_escaped {
        return find(inside, "\\\"").map(|end| &inside[..end]);
    }
    let mut at = 0;
    while let Some(skipped) = memchr::memchr2(*quote, b'\\', &inside[at..]) {
        at += skipped;
        if inside[at] == *quote {
            return Some(&inside[..at]);
        }
        at = (at + 2).min(inside.len());
    }
    None
}

fn until(text: &[u8], is_end: impl Fn(u8) -> bool) -> &[u8] {
    let end = text.iter().position(|b| is_end(*b)).unwrap_or(text.len());
    let value = &text[..end];
    let trimmed = value
        .iter()
        .rposition(|b| !b",;".contains(b))
        .map_or(0, |last| last + 1);
    &value[..trimmed]
}
