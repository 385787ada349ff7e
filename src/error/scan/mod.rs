//! Finds responses, error bodies, exceptions of SDKs and request ids in a text.
//!
//! A text is fed in pieces. Its beginning decides whether it is one response or several; if it
//! is not, it is read in blocks of lines that belong together, so a log may have any length.

mod blocks;
mod bytes;
#[cfg(test)]
mod case_tests;
mod exception;
mod finding;
mod ids;
mod labels;
mod responses;
mod transcript;

use std::borrow::Cow;
use std::collections::VecDeque;

use super::CosError;
use bytes::{find, line_ends, lines, without_blanks};
use exception::Exception;
use finding::NamedRequest;
use finding::body_error;
pub use finding::{Finding, FoundId, Subject};

/// The headers and the body of an error response have less together.
const LONGEST_RESPONSE: usize = 2 * 1024 * 1024;
/// A text of at most this length may be one exception as a whole.
const LONGEST_EXCEPTION: usize = blocks::LONGEST;

/// A text that is being read.
#[derive(Default)]
pub struct Scan {
    unread: Vec<u8>,
    /// The bytes at the beginning of `unread` that were read.
    used: usize,
    /// The bytes that were dropped from it.
    dropped: u64,
    line: u64,
    is_whole: bool,
    state: Reading,
    found: VecDeque<Finding>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Reading {
    /// The beginning is not complete.
    #[default]
    Beginning,
    Lines,
    /// The rest of the text tells nothing more.
    Done,
}

impl Scan {
    /// Adds the next piece of the text; an empty one ends it.
    pub fn feed(&mut self, piece: &[u8]) {
        self.is_whole |= piece.is_empty();
        if self.is_whole || self.state == Reading::Done {
            return;
        }
        self.dropped += self.used as u64;
        self.unread.drain(..self.used);
        self.used = 0;
        self.unread.extend_from_slice(piece);
    }

    /// The next finding; `None` if the rest of the text is needed first, or has no more.
    pub fn next(&mut self) -> Option<Finding> {
        loop {
            if let Some(found) = self.found.pop_front() {
                return Some(found);
            }
            let is_enough = match self.state {
                Reading::Beginning => self.unread.len() >= LONGEST_RESPONSE,
                Reading::Lines => self.unread.len() - self.used > 2 * blocks::LONGEST,
                Reading::Done => return None,
            };
            if !is_enough && !self.is_whole {
                return None;
            }
            self.read_more();
        }
    }

    fn read_more(&mut self) {
        match self.state {
            Reading::Beginning => self.read_beginning(),
            _ if self.used == self.unread.len() => self.end(),
            _ => self.read_block(),
        }
    }

    fn end(&mut self) {
        self.state = Reading::Done;
        self.unread = Vec::new();
        self.used = 0;
    }

    fn read_beginning(&mut self) {
        let found = beginning(&self.unread, self.is_whole);
        if !found.is_empty() {
            self.found.extend(found);
            return self.end();
        }
        self.state = Reading::Lines;
        if self.is_whole && self.unread.len() <= LONGEST_EXCEPTION {
            self.read_short();
        }
    }

    /// Reads a short text to its end: its lines may be one exception.
    fn read_short(&mut self) {
        while self.used < self.unread.len() {
            self.read_block();
        }
        if let Some(exception) = whole_exception(&self.unread, &self.found) {
            self.found = VecDeque::from([exception]);
        }
        self.end();
    }

    fn read_block(&mut self) {
        let rest = &self.unread[self.used..];
        let block = &rest[..blocks::length(rest)];
        let start = (self.line + 1, self.dropped + self.used as u64);
        block_findings(block, start, &mut self.found);
        self.line += line_ends(block) as u64;
        self.used += block.len();
    }
}

/// What the beginning of a text is as a whole.
fn beginning(raw: &[u8], is_whole: bool) -> Vec<Finding> {
    let text = without_blanks(raw);
    let offset = raw.len() - text.len();
    let one = |subject: Subject| vec![responses::finding(subject, offset)];
    if responses::is_header_block(text) {
        return responses::header_block(text).map_or_else(Vec::new, one);
    }
    if responses::status_of(text).is_some() {
        return responses::responses(text, is_whole, NamedRequest::default(), offset);
    }
    if responses::is_body(raw, text) {
        let printed = text
            .starts_with(b"{")
            .then(|| printed_exception(text))
            .flatten();
        let subject = printed.or_else(|| responses::body(raw));
        return subject.map_or_else(Vec::new, one);
    }
    transcript::responses_behind(raw, is_whole)
}

/// The exception that an object is: it tells the status besides the body.
fn printed_exception(text: &[u8]) -> Option<Subject> {
    let text = &text[..text.len().min(LONGEST_EXCEPTION)];
    let exception = Exception::read(text).filter(Exception::has_status_and_code)?;
    Some(Subject::Error(exception.error()))
}

/// The exception that all lines of a text are, where they tell no more than one request id.
fn whole_exception(text: &[u8], found: &VecDeque<Finding>) -> Option<Finding> {
    let mut ids = found.iter().map(|each| match &each.subject {
        Subject::Id(id) => Some(id.id_z.as_str()),
        _ => None,
    });
    let first = ids.next().unwrap_or(Some(""));
    if first.is_none() || ids.any(|id| id != first) {
        return None;
    }
    let exception = Exception::read(text).filter(Exception::is_alone)?;
    let before = &text[..exception.start];
    Some(Finding {
        line: 1 + line_ends(before) as u64,
        offset: before.len() as u64,
        subject: Subject::Error(exception.error()),
    })
}

/// What lines that belong together tell: as one, or else each for itself.
fn block_findings(block: &[u8], start: (u64, u64), found: &mut VecDeque<Finding>) {
    let block = &without_nuls(block)[..];
    let (mut line, mut offset) = start;
    let mut push = |line, offset, at, subject| {
        let offset = offset + at as u64;
        found.push_back(Finding {
            line,
            offset,
            subject,
        });
    };
    let whole = block_error(block);
    let apart = whole
        .as_ref()
        .map_or(block.len(), |(at, _)| cut_before(block, *at));
    for text in lines(&block[..apart]) {
        let is_part = whole.is_none() && text.len() < block.len();
        match is_part.then(|| block_error(text)).flatten() {
            Some((at, error)) => push(line, offset, at, Subject::Error(error)),
            None => ids::ids(text)
                .into_iter()
                .for_each(|(at, id)| push(line, offset, at, Subject::Id(id))),
        }
        line += 1;
        offset += text.len() as u64;
    }
    if let Some((at, error)) = whole {
        push(line, offset, at - apart, Subject::Error(error));
    }
}

/// The lines before an error body that another begins, which is cut: they tell no more than ids.
fn cut_before(block: &[u8], body: usize) -> usize {
    match find(&block[..body], "<Error") {
        Some(_) => memchr::memrchr(b'\n', &block[..body]).map_or(0, |end| end + 1),
        None => 0,
    }
}

/// The error in lines, and where it begins: an error body, or the text of an exception.
fn block_error(block: &[u8]) -> Option<(usize, Box<CosError>)> {
    let element = whole_element(block);
    let exception = match element {
        Some(_) => None,
        None => Exception::read(block),
    };
    let of_exception = |told: Exception<'_>| (told.start, told.error());
    let of_body = || {
        let at = element.or_else(|| memchr::memchr(b'{', block))?;
        Some((at, body_error(&block[at..])?))
    };
    match exception {
        Some(told) if told.has_status_and_code() => Some(of_exception(told)),
        told => of_body().or_else(|| told.map(of_exception)),
    }
}

/// Where an error body begins. One that is cut before another begins tells less than that one.
fn whole_element(block: &[u8]) -> Option<usize> {
    let mut at = find(block, "<Error")?;
    while let Some(next) = find(&block[at + 1..], "<Error>") {
        if find(&block[at..at + 1 + next], "</Error>").is_some() {
            break;
        }
        at += 1 + next;
    }
    Some(at)
}

/// The text with blanks in the places of NULs.
fn without_nuls(text: &[u8]) -> Cow<'_, [u8]> {
    match memchr::memchr(0, text) {
        None => Cow::Borrowed(text),
        Some(_) => text
            .iter()
            .map(|b| if *b == 0 { b' ' } else { *b })
            .collect(),
    }
}
