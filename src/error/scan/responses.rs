//! Responses at the beginning of a text, as `curl -i` and `curl -v` print them.

use super::super::header_block::status_number;
use super::bytes::{lines, split_line, starts_with, without_blanks};
use super::finding::{Finding, NamedRequest, Subject, exchange, judged};

/// The responses one after another from here on. `is_whole`: nothing follows the text.
pub fn responses(
    text: &[u8],
    is_whole: bool,
    request: NamedRequest<'_>,
    offset: usize,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut rest = text;
    while status_of(rest).is_some() {
        let start = offset + text.len() - rest.len();
        let (subject, behind) = response(rest, is_whole, request);
        found.extend(subject.map(|subject| finding(subject, start)));
        rest = behind;
    }
    found
}

/// A header block without a status line, and the body behind it.
pub fn header_block(text: &[u8]) -> Option<Subject> {
    let (block, body) = split_block(text);
    subject(NamedRequest::default(), 0, block, body)
}

/// Whether a text begins with a header that responses of COS have.
pub fn is_header_block(text: &[u8]) -> bool {
    const NAMES: [&str; 11] = [
        "x-cos-",
        "x-ci-",
        "x-amz-",
        "x-errno:",
        "server:",
        "date:",
        "content-type:",
        "content-length:",
        "connection:",
        "etag:",
        "last-modified:",
    ];
    NAMES.iter().any(|name| starts_with(text, name))
}

/// A document alone.
pub fn body(raw: &[u8]) -> Option<Subject> {
    subject(NamedRequest::default(), 0, b"", raw)
}

/// XML, JSON, gzip, or UTF-16. Of several JSON objects, each is a line of a log.
pub fn is_body(raw: &[u8], text: &[u8]) -> bool {
    if text.starts_with(b"{") {
        return !lines(text).skip(1).any(|line| line.starts_with(b"{"));
    }
    let marks: [&[u8]; 3] = [b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff"];
    text.starts_with(b"<") || marks.iter().any(|mark| raw.starts_with(mark))
}

/// The status of a text that begins with a status line: `HTTP/1.1 404 Not Found`, `HTTP/2 404`.
pub fn status_of(text: &[u8]) -> Option<u16> {
    let rest = starts_with(text, "HTTP/").then(|| &text[5..])?;
    let version = rest
        .iter()
        .take_while(|b| b.is_ascii_digit() || **b == b'.')
        .count();
    let is_line = version > 0 && rest.get(version) == Some(&b' ');
    let status = status_number(rest.get(version..version + 5).unwrap_or(&rest[version..]));
    (is_line && status != 0).then_some(status)
}

pub fn finding(subject: Subject, offset: usize) -> Finding {
    Finding {
        line: 0,
        offset: offset as u64,
        subject,
    }
}

/// Reads the response at the beginning of a text, and returns what follows it.
fn response<'t>(
    text: &'t [u8],
    is_whole: bool,
    request: NamedRequest<'_>,
) -> (Option<Subject>, &'t [u8]) {
    let (mut block, mut rest) = split_block(text);
    let mut status = status_of(block).unwrap_or_default();
    while let Some(next) = status_of(rest).filter(|_| is_interim(block, status)) {
        status = next;
        (block, rest) = split_block(rest);
    }
    let (body, behind) = rest.split_at(body_length(rest, block, is_whole));
    // An interim response alone gives no status.
    let status = if status < 200 { 0 } else { status };
    (
        subject(request, status, block, body),
        without_blanks(behind),
    )
}

fn subject(request: NamedRequest<'_>, status: u16, block: &[u8], body: &[u8]) -> Option<Subject> {
    let subject = match judged(&exchange(request, status, block, body))? {
        Err(error) => Subject::Error(error),
        Ok(()) => Subject::Success(status, request_id_z(block)),
    };
    Some(subject)
}

/// The request id in the headers of a success, with a NUL.
fn request_id_z(block: &[u8]) -> String {
    let names = ["x-cos-request-id", "x-ci-request-id"];
    let value = names
        .iter()
        .find_map(|name| header(block, name))
        .unwrap_or_default();
    let id = value.iter().take_while(|b| b.is_ascii_graphic());
    id.map(|b| char::from(*b)).chain(['\0']).collect()
}

/// A header block with the blank line that ends it, and what follows.
fn split_block(text: &[u8]) -> (&[u8], &[u8]) {
    let mut length = 0;
    for line in lines(text) {
        length += line.len();
        if line == b"\n" || line == b"\r\n" {
            break;
        }
    }
    text.split_at(length)
}

/// The value of a header in a block.
fn header<'b>(block: &'b [u8], name: &str) -> Option<&'b [u8]> {
    lines(block).find_map(|line| {
        let value = line.get(name.len()..)?.strip_prefix(b":")?;
        starts_with(line, name).then(|| value.trim_ascii())
    })
}

/// Whether another response to the same request follows: an interim response, a redirect
/// that was followed, a refused attempt with other credentials, a proxy's tunnel.
fn is_interim(block: &[u8], status: u16) -> bool {
    let (line, _) = split_line(block);
    let is_tunnel = || {
        line.to_ascii_lowercase()
            .windows(22)
            .any(|part| part == b"connection established")
    };
    match status {
        0..200 | 401 | 407 => true,
        300..=399 => header(block, "location").is_some_and(|value| !value.is_empty()),
        _ => is_tunnel(),
    }
}

/// Where a body ends: after Content-Length bytes if there the text ends or another response
/// follows, else before the next line that is a status line.
fn body_length(rest: &[u8], block: &[u8], is_whole: bool) -> usize {
    let announced = header(block, "content-length").and_then(number);
    if let Some(length) = announced {
        if length > rest.len() && !is_whole {
            return rest.len();
        }
        if let Some(behind) = rest.get(length..) {
            let next = without_blanks(behind);
            if next.is_empty() || status_of(next).is_some() {
                return rest.len() - next.len();
            }
        }
    }
    let mut length = 0;
    for line in lines(rest) {
        if status_of(line).is_some() {
            break;
        }
        length += line.len();
    }
    length
}

fn number(value: &[u8]) -> Option<usize> {
    std::str::from_utf8(value).ok()?.parse().ok()
}
