//! What `curl -v` prints, and what stands before a response on a terminal.

use super::bytes::{find, lines, starts_with};
use super::finding::{Finding, NamedRequest};
use super::ids::ids;
use super::responses::{responses, status_of};

/// What a shell shows before a response is shorter.
const LONGEST_PREAMBLE: usize = 8 * 1024;

/// The responses behind a prompt, or in the output of `curl -v`.
pub fn responses_behind(raw: &[u8], is_whole: bool) -> Vec<Finding> {
    let mut before = 0;
    for line in lines(raw) {
        let rest = &raw[before..];
        if status_of(rest).is_some() {
            return match is_preamble(&raw[..before]) {
                true => responses(rest, is_whole, NamedRequest::default(), before),
                false => Vec::new(),
            };
        }
        if rest.starts_with(b"< ") && status_of(&rest[2..]).is_some() {
            return verbose(raw, before, is_whole);
        }
        before += line.len();
        if before > LONGEST_PREAMBLE {
            break;
        }
    }
    Vec::new()
}

/// Whether these lines tell nothing themselves.
fn is_preamble(text: &[u8]) -> bool {
    find(text, "<Error").is_none() && ids(text).is_empty()
}

/// The responses in the output of `curl -v`: headers behind `<`, bodies as they are.
fn verbose(raw: &[u8], start: usize, is_whole: bool) -> Vec<Finding> {
    let (method, url) = request_of(&raw[..start]);
    let mut plain = Vec::with_capacity(raw.len() - start);
    for line in lines(&raw[start..]) {
        match line {
            [b'<', b' ', header @ ..] => plain.extend_from_slice(header),
            [b'<', b'\r' | b'\n', ..] => plain.extend_from_slice(&line[1..]),
            [b'*' | b'>', b' ' | b'\r' | b'\n', ..] | [b'{' | b'}', b' ', b'[', ..] => {}
            _ => plain.extend_from_slice(line),
        }
    }
    let request = NamedRequest {
        method: &method,
        url: &url,
    };
    let mut found = responses(&plain, is_whole, request, 0);
    found.iter_mut().for_each(|each| each.offset = start as u64);
    found
}

/// Method and URL of the last request line: `> GET /key HTTP/1.1`, `> Host: ...`.
fn request_of(text: &[u8]) -> (String, String) {
    let (mut method, mut path, mut host) = (String::new(), String::new(), String::new());
    for line in lines(text).filter_map(|line| line.strip_prefix(b"> ")) {
        let line = String::from_utf8_lossy(line.trim_ascii());
        let mut words = line.split(' ');
        match (words.next(), words.next(), words.next()) {
            (Some(first), Some(second), Some(third)) if third.starts_with("HTTP/") => {
                (method, path) = (first.to_owned(), second.to_owned());
            }
            (Some(first), Some(second), None) if starts_with(first.as_bytes(), "host:") => {
                host = second.to_owned();
            }
            _ => {}
        }
    }
    match host.is_empty() || !path.starts_with('/') {
        true => (method, String::new()),
        false => (method, ["https://", &host, &path].concat()),
    }
}
