//! Answers as COS writes them: headers, ids, error XML.

use hyper::StatusCode;

use crate::content::Content;
use crate::ids::Ids;
use crate::text::{escape_xml, http_date};

/// What every part of one answer has in common.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The server's clock in Unix seconds.
    pub now: i64,
    pub ids: Ids,
    /// Host without port, and decoded path, as `<Resource>` shows them.
    pub resource: String,
}

/// An error before it is written down.
#[derive(Clone, Debug)]
pub struct CosError {
    pub status: u16,
    pub code: String,
    pub message: String,
    /// Elements between `<Message>` and `<Resource>`.
    pub details: Vec<(&'static str, String)>,
    /// Headers beside the usual ones.
    pub headers: Vec<(&'static str, String)>,
}

impl CosError {
    pub fn new(status: u16, code: &str, message: &str) -> CosError {
        CosError {
            status,
            code: code.to_string(),
            message: message.to_string(),
            details: Vec::new(),
            headers: Vec::new(),
        }
    }

    pub fn message(mut self, message: impl Into<String>) -> CosError {
        self.message = message.into();
        self
    }

    pub fn detail(mut self, name: &'static str, value: impl Into<String>) -> CosError {
        self.details.push((name, value.into()));
        self
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> CosError {
        self.headers.push((name, value.into()));
        self
    }

    /// The children of `<Error>`, in the order of COS.
    pub fn elements(&self, scene: &Scene) -> Vec<(String, String)> {
        let mut elements = vec![
            ("Code".to_string(), self.code.clone()),
            ("Message".to_string(), self.message.clone()),
        ];
        let details = self.details.iter();
        elements.extend(details.map(|(name, value)| (name.to_string(), value.clone())));
        let last = [
            ("Resource", &scene.resource),
            ("RequestId", &scene.ids.request_id),
            ("TraceId", &scene.ids.trace_id),
        ];
        elements.extend(last.map(|(name, value)| (name.to_string(), value.clone())));
        elements
    }

    /// The answer with its XML body.
    pub fn answer(&self, scene: &Scene) -> Answer {
        let body = error_xml("utf-8", &self.elements(scene));
        self.answer_with(scene, body)
    }

    /// The answer with another body, but COS's headers.
    pub fn answer_with(&self, scene: &Scene, body: impl Into<Content>) -> Answer {
        let mut answer = Answer::cos(self.status, scene, body);
        answer.set("x-cos-trace-id", &scene.ids.trace_id);
        for (name, value) in &self.headers {
            answer.set(name, value);
        }
        answer
    }
}

/// An `<Error>` document; `encoding` is only what it declares.
pub fn error_xml(encoding: &str, elements: &[(String, String)]) -> String {
    let mut xml = format!("<?xml version='1.0' encoding='{encoding}' ?>\n<Error>\n");
    for (name, value) in elements {
        xml.push_str(&format!("\t<{name}>{}</{name}>\n", escape_xml(value)));
    }
    xml.push_str("</Error>\n\n");
    xml
}

/// An answer before it is written out as bytes.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// Before the headers, word for word.
    pub lines: Vec<&'static str>,
    pub body: Content,
    /// Content-Length of a HEAD answer; None: 0, as COS says on HEAD errors.
    pub head_length: Option<u64>,
}

impl Answer {
    /// An answer of a machine that is not COS.
    pub fn plain(status: u16, body: impl Into<Content>) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            lines: Vec::new(),
            body: body.into(),
            head_length: None,
        }
    }

    /// An answer of COS itself.
    pub fn cos(status: u16, scene: &Scene, body: impl Into<Content>) -> Answer {
        let mut answer = Answer::plain(status, body);
        answer.set("Content-Type", "application/xml");
        answer.set("Date", &http_date(scene.now));
        answer.set("Server", "tencent-cos");
        answer.set("x-cos-request-id", &scene.ids.request_id);
        answer
    }

    /// A success of COS with an XML document around `inner`.
    pub fn xml(scene: &Scene, root: &str, inner: &str) -> Answer {
        let xml = format!("<?xml version='1.0' encoding='utf-8' ?>\n<{root}>{inner}</{root}>\n");
        Answer::cos(200, scene, xml)
    }

    /// Sets a header, in place of one of that name.
    pub fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.headers.push((name.to_string(), value.to_string()));
    }

    pub fn remove(&mut self, name: &str) {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
    }

    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        let found = all.find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The Content-Length: a body-less status has none; HEAD has one, but no body.
    pub fn length(&self, head: bool) -> Option<u64> {
        match self.status {
            100..200 | 204 | 304 => None,
            _ if head => Some(self.head_length.unwrap_or(0)),
            _ => Some(self.body.len()),
        }
    }

    /// Status line and headers as bytes; `length` is announced.
    pub fn wire_head(&self, length: Option<u64>) -> Vec<u8> {
        let status = StatusCode::from_u16(self.status).unwrap_or_default();
        let reason = status.canonical_reason().unwrap_or("");
        let mut wire = format!("HTTP/1.1 {} {reason}\r\n", self.status);
        for part in self.lines.iter().flat_map(|line| [line, "\r\n"]) {
            wire.push_str(part);
        }
        for (name, value) in &self.headers {
            for part in [name, ": ", value, "\r\n"] {
                wire.push_str(part);
            }
        }
        if let Some(length) = length {
            wire.push_str(&format!("Content-Length: {length}\r\n"));
        }
        wire.push_str("\r\n");
        wire.into_bytes()
    }

    /// The body as it goes with `wire_head`.
    pub fn wire_body(&self, head: bool) -> Content {
        if head || self.length(head).is_none() {
            Content::default()
        } else {
            self.body.clone()
        }
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
