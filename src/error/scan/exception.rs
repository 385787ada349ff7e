//! The text of an exception, as the SDKs print it.
//!
//! Each SDK writes code, status, message and ids behind labels of its own. What they have in
//! common is read: a label, a separator, a value.

use super::super::CosError;
use super::super::body::Found;
use super::super::catalogue;
use super::super::kind::Responder;
use super::super::request_id;
use super::bytes::find;
use super::finding::{NamedRequest, exchange};
use super::ids::{code_within, is_compound};
use super::labels::{Label, Labelled, labels};
use crate::arena::Arena;

/// A message, or a request with its URL, in front of a bracket is not longer.
const LONGEST_BEFORE: usize = 2048;

/// What an exception tells. Everything may be missing.
#[derive(Default)]
pub struct Exception<'a> {
    status: u16,
    code: &'a [u8],
    message: &'a [u8],
    request_id: &'a [u8],
    trace_id: &'a [u8],
    resource: &'a [u8],
    url: &'a [u8],
    method: &'a [u8],
    /// Where the first of them begins.
    pub start: usize,
    /// Where a message begins that the next label ends.
    open: Option<usize>,
    /// It tells of more than one failure.
    is_ambiguous: bool,
    /// Its words say that a call failed.
    is_of_call: bool,
}

impl<'a> Exception<'a> {
    /// Reads the labels of a text; `None` if they do not tell a failure.
    pub fn read(text: &'a [u8]) -> Option<Exception<'a>> {
        let mut told = Exception {
            start: text.len(),
            ..Exception::default()
        };
        for found in labels(text) {
            told.take(text, &found);
        }
        told.call_failed(text);
        if told.code.is_empty() && told.status >= 300 {
            let before = code_within(&text[..told.start]);
            told.code = before.unwrap_or_default().as_bytes();
            told.message_behind_code(text);
        }
        told.is_failure().then_some(told)
    }

    /// `An error occurred (NoSuchKey) when calling the GetObject operation: ...`, as botocore says.
    fn call_failed(&mut self, text: &'a [u8]) {
        const BEGIN: &str = "An error occurred (";
        let Some(at) = find(text, BEGIN) else {
            return;
        };
        let rest = line_start(&text[at + BEGIN.len()..]);
        let Some(end) = find(rest, ") when calling the ") else {
            return;
        };
        self.is_of_call = is_code(&rest[..end]) || status_of(&rest[..end]) != 0;
        if !self.is_of_call {
            return;
        }
        self.start = self.start.min(at);
        self.put(Label::Code, &rest[..end]);
        let behind = &rest[end..];
        if let Some(message) = find(behind, "operation: ").filter(|_| self.message.is_empty()) {
            self.message = behind[message + "operation: ".len()..].trim_ascii();
        }
    }

    /// `NoSuchKey: message status code: 404`, as the SDKs of S3 say: what stands between the two.
    fn message_behind_code(&mut self, text: &'a [u8]) {
        let code = text_of(self.code).unwrap_or_default();
        let Some(at) = find(text, code).filter(|_| self.message.is_empty()) else {
            return;
        };
        let message = text[at + code.len()..].strip_prefix(b": ");
        let message = message.and_then(|rest| Some(&rest[..find(rest, "status code:")?]));
        self.message = message.unwrap_or_default().trim_ascii();
    }

    fn take(&mut self, text: &'a [u8], found: &Labelled<'a>) {
        if let Some(start) = self.open.take() {
            self.end_message(text, start, found.at);
        }
        self.open = found
            .is_open
            .then(|| found.value.as_ptr() as usize - text.as_ptr() as usize);
        self.start = self.start.min(found.at);
        self.put(found.label, found.value);
        match found.label {
            Label::Message if found.is_open => self.call_before(text, found.at),
            Label::Status | Label::Code if self.message.is_empty() => {
                self.message_before(text, found.at);
            }
            _ => {}
        }
    }

    /// Whether the text gives both status and code, so that it says more than a body alone.
    pub fn has_status_and_code(&self) -> bool {
        self.status != 0 && !self.code.is_empty()
    }

    /// Whether all of the text is about one failure, with this request id if it has one.
    pub fn is_alone(&self) -> bool {
        !self.is_ambiguous
    }

    /// A code needs an id or a status beside it, a status needs an id of COS, unless the words
    /// say that a call failed.
    fn is_failure(&self) -> bool {
        let is_cos_id =
            || text_of(self.request_id).is_some_and(|id| request_id::decode(id).is_some());
        match self.code {
            b"" => self.status >= 300 && (self.is_of_call || is_cos_id()),
            _ if self.is_of_call => true,
            _ => self.status >= 200 || !self.request_id.is_empty(),
        }
    }

    /// The first value of each label counts.
    fn put(&mut self, label: Label, value: &'a [u8]) {
        let slot = match label {
            Label::Status => return self.put_status(value),
            Label::Code if !is_code(value) => return self.put_status(value),
            Label::Code => &mut self.code,
            Label::Message => &mut self.message,
            Label::RequestId => &mut self.request_id,
            Label::TraceId => &mut self.trace_id,
            Label::Resource => &mut self.resource,
            Label::Url if !value.starts_with(b"http") => return,
            Label::Url => &mut self.url,
            Label::Method => &mut self.method,
        };
        let decides = matches!(label, Label::Code | Label::RequestId);
        if slot.is_empty() {
            *slot = value;
        } else if decides && !value.is_empty() && *slot != value {
            self.is_ambiguous = true;
        }
    }

    fn put_status(&mut self, value: &[u8]) {
        let status = status_of(value);
        if self.status == 0 {
            self.status = status;
        }
    }

    /// A message without quotation marks ends where the next label begins.
    fn end_message(&mut self, text: &'a [u8], start: usize, end: usize) {
        let is_it = self.message.as_ptr() == text[start..].as_ptr();
        if is_it && end < start + self.message.len() {
            let message = text[start..end.max(start)].trim_ascii_end();
            self.message = trimmed(message);
        }
    }

    /// `GET https://host/key: 404 NoSuchKey(Message: ...`: what stands before the bracket.
    fn call_before(&mut self, text: &'a [u8], at: usize) {
        let Some(before) = text[..at].strip_suffix(b"(") else {
            return;
        };
        let mut words = line_end(before)
            .rsplit(|b| *b == b' ')
            .filter(|word| !word.is_empty());
        let mut word = words.next().unwrap_or_default();
        if is_code(word) {
            self.put(Label::Code, word);
            word = words.next().unwrap_or_default();
        }
        if status_of(word) == 0 {
            return;
        }
        self.put_status(word);
        let url = words.next().and_then(|word| word.strip_suffix(b":"));
        let method = words.next();
        if let (Some(url), Some(method)) = (url, method) {
            self.put(Label::Url, url);
            self.put(Label::Method, method);
        }
    }

    /// `...Exception: message (Status Code: 404; ...`: what stands before the bracket.
    fn message_before(&mut self, text: &'a [u8], at: usize) {
        let Some(before) = text[..at].strip_suffix(b"(") else {
            return;
        };
        let mut message = line_end(before);
        // One may be the cause of another.
        while let Some(class) = find(message, "Exception: ") {
            message = &message[class + "Exception: ".len()..];
        }
        self.message = message.trim_ascii();
    }

    /// The error that the exception is about.
    pub fn error(&self) -> Box<CosError> {
        let mut arena = Arena::with_capacity(256);
        let mut push = |value: &[u8]| arena.push_bytes(value.trim_ascii());
        let found = Found {
            code: push(self.code),
            message: push(self.message),
            request_id: push(self.request_id),
            trace_id: push(self.trace_id),
            resource: push(self.resource),
            ..Found::default()
        };
        let url = String::from_utf8_lossy(self.url);
        let request = NamedRequest {
            method: text_of(self.method).unwrap_or_default(),
            url: &url,
        };
        exchange(request, self.status, b"", b"").told(found, arena)
    }
}

/// Whether a value is the code of a failure: one of the catalogue, or a word of its form.
fn is_code(value: &[u8]) -> bool {
    let is_known = |text: &str| catalogue::find(text, Responder::Unknown, 0).is_some();
    text_of(value).is_some_and(|text| {
        let is_word = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
        is_word && is_compound(text) || text.len() > 3 && is_known(text)
    })
}

/// The last line of a text, or the near end of a long one.
fn line_end(text: &[u8]) -> &[u8] {
    let near = &text[text.len().saturating_sub(LONGEST_BEFORE)..];
    let start = memchr::memrchr(b'\n', near).map_or(0, |at| at + 1);
    &near[start..]
}

/// The first line of a text, or the near end of a long one.
fn line_start(text: &[u8]) -> &[u8] {
    let near = &text[..text.len().min(LONGEST_BEFORE)];
    let end = memchr::memchr2(b'\n', b'\r', near);
    &near[..end.unwrap_or(near.len())]
}

/// A number from 200 to 599, alone or before a blank; else 0.
fn status_of(value: &[u8]) -> u16 {
    let status = super::super::header_block::status_number(value);
    if (200..600).contains(&status) {
        status
    } else {
        0
    }
}

fn text_of(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// A message without what separates it from the next label.
fn trimmed(message: &[u8]) -> &[u8] {
    let is_separator = |b: &u8| b",;({ ".contains(b);
    let end = message.iter().rposition(|b| !is_separator(b));
    &message[..end.map_or(0, |last| last + 1)]
}
