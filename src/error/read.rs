//! Parses a response: an error, or nothing if it is a success.

use super::body::Found;
use super::builder::Builder;
use super::derived_code::{self, Situation};
use super::exchange::Exchange;
use super::headers::Headers;
use super::kind::Kind;
use super::reason::Reason;
use super::response_body::Content;
use super::verdict::{Verdict, given_code, unless_blank};
use super::{CosError, MAX_BODY, Result};
use crate::arena::Arena;

impl Exchange<'_> {
    /// The error that this response is; `None` for a success.
    pub fn read(&self) -> Option<Box<CosError>> {
        match self.with_final_block() {
            Ok(exchange) => exchange.header_fields().err(),
            Err(error) => Some(error),
        }
    }

    /// The same with the headers of the final response only, and with its status
    /// where the caller gave none.
    fn with_final_block(&self) -> Result<Self> {
        let (headers, told) = self.headers.final_block();
        let status = match (self.status, told) {
            (0, 0) => Exchange::check_status(i32::from(headers.pseudo_status()))?,
            (0, told) => Exchange::check_status(i32::from(told))?,
            (given, _) => given,
        };
        if status == 0 && headers.is_empty() && self.body.is_empty() {
            return Err(CosError::missing(
                "status",
                "set the HTTP status of the response, its headers or its body",
            ));
        }
        Ok(Exchange {
            status,
            headers,
            ..*self
        })
    }

    /// The headers of a success, in an arena of their own; or the error.
    pub fn header_fields(&self) -> Result<(Headers, Arena)> {
        let unread = self.is_unread();
        let mut arena = Arena::with_capacity(match unread {
            // The fields alone, and what ends their block.
            true => self.headers.size() + 16,
            false => self.estimate(),
        });
        let (headers, limit) = Headers::read(self.headers, &mut arena);
        let end = arena.begin();
        let content = self.content(unread, &headers, &mut arena);
        if let Some(limit) = limit {
            let content = self.kept(content, &mut arena);
            let message = limit.to_string();
            return Err(self.client(Reason::TooLarge, &message, headers, content, arena));
        }
        match self.judge(&headers, &content, &arena) {
            Verdict::Success => {
                arena.cut(end);
                Ok((headers, arena))
            }
            Verdict::Service => Err(self.service(headers, content, arena)),
            Verdict::Client(reason) => {
                let message = self.wrong_response(reason, &headers, &content, &arena);
                let content = self.kept(content, &mut arena);
                Err(self.client(reason, &message, headers, content, arena))
            }
        }
    }

    /// The error of a service, of which another program has read the body.
    pub(super) fn told(&self, found: Found, arena: Arena) -> Box<CosError> {
        let content = Content {
            found,
            ..Content::default()
        };
        self.service(Headers::default(), content, arena)
    }

    /// A client error that occurred after this response, or after a part of it.
    pub fn failed(&self, reason: Reason, message: &str) -> Box<CosError> {
        let mut arena = Arena::with_capacity(self.estimate());
        let (headers, _) = Headers::read(self.headers, &mut arena);
        let content = self.content(self.is_unread(), &headers, &mut arena);
        let content = self.kept(content, &mut arena);
        self.client(reason, message, headers, content, arena)
    }

    /// Room for the strings: headers and body once, the fields of the body and
    /// what is derived from the URL again.
    fn estimate(&self) -> usize {
        let body = self.body.len().min(MAX_BODY);
        self.headers.size() + body + body.min(4096) + 2 * self.url.len() + 256
    }

    /// Reads the body, if there is one that matters.
    fn content(&self, unread: bool, headers: &Headers, arena: &mut Arena) -> Content {
        match unread || self.is_head() {
            true => Content::default(),
            false => Content::read(self, headers, arena),
        }
    }

    /// The content of an error: a body that was passed over belongs to it after all.
    fn kept(&self, content: Content, arena: &mut Arena) -> Content {
        match content.body.is_empty() {
            true => Content::kept(self, arena),
            false => content,
        }
    }

    pub(super) fn service(
        &self,
        headers: Headers,
        content: Content,
        arena: Arena,
    ) -> Box<CosError> {
        let undecoded = content.undecoded(&headers, &arena).map(str::to_owned);
        let Content { found, body, .. } = content;
        let responder = self.responder(&headers, found.request_id, &arena);
        let message = found.message.or(headers.seen.error_message);
        let message = unless_blank(message, &arena)
            .or(unless_blank(headers.seen.foreign_error_message, &arena));
        let parts = found.parts.len();
        let given = given_code(&headers, &found, &arena);
        let delete_marker = !headers.seen.delete_marker.is_empty();
        let mut builder = Builder::new(Kind::Service, arena);
        builder.asked(self.method, self.url, (self.bucket, self.key), &self.known);
        builder.error.facts.copy |=
            matches!(self.expect_root, "CopyObjectResult" | "CopyPartResult");
        builder.error.responder = responder;
        builder.error.request_sent = true;
        builder.answer(self, headers, found, body);
        match given {
            Some((code, source)) => builder.code(code, source),
            None => {
                let situation = self.situation(&builder.error, delete_marker);
                let (code, case) = (
                    derived_code::code(&situation),
                    derived_code::case(&situation),
                );
                builder.derived(code, case);
            }
        }
        builder.message_or_derived(message, parts, undecoded.as_deref());
        builder.finish(&self.known.secrets)
    }

    fn situation<'e>(&self, error: &'e CosError, delete_marker: bool) -> Situation<'e> {
        Situation {
            responder: error.responder,
            status: self.status,
            asked: error.asked(),
            delete_marker,
            signed: error.facts.signed,
            token: error.facts.token,
            copy: error.facts.copy,
            skew_s: (self.status == 403).then(|| error.clock_skew_s()).flatten(),
        }
    }

    /// A status arrived, but the response does not have the expected content.
    pub(super) fn client(
        &self,
        reason: Reason,
        message: &str,
        headers: Headers,
        content: Content,
        arena: Arena,
    ) -> Box<CosError> {
        let Content { found, body, .. } = content;
        let mut builder = Builder::new(Kind::Client, arena);
        builder.asked(self.method, self.url, (self.bucket, self.key), &self.known);
        builder.reason(reason);
        builder.error.responder = self.responder(&headers, found.request_id, &builder.error.arena);
        builder.error.request_sent = true;
        builder.error.message = builder.error.arena.push(message);
        builder.answer(self, headers, found, body);
        builder.finish(&self.known.secrets)
    }
}
