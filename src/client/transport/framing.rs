//! How a response's body is delimited, by RFC 9112, section 6, and what breaks it.
//!
//! A response whose framing is doubtful is used where it can be read in one way only, but its
//! connection is not: what one side takes for a body may be the next response to the other.
//!
//! - `Content-Length` with `Transfer-Encoding: chunked`: the chunks count and the length is
//!   removed (6.3); closed.
//! - A transfer coding other than `chunked` alone was not requested: the body cannot be
//!   read (PROTOCOL), the head can; closed. `identity` is none; closed.
//! - `Transfer-Encoding` in HTTP/1.0 is faulty (6.1): as a coding that is not understood.
//! - Lengths that differ, or are not numbers: ureq refuses the response (PROTOCOL).
//! - 204 and interim responses with a body announced: nothing is read; closed. HEAD and 304
//!   announce by right what does not come.

/// The body, as the headers describe it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Framing {
    pub is_http10: bool,
    has_length: bool,
    /// One of the lengths is more than 0.
    is_long: bool,
    coding: Coding,
    has_identity: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Coding {
    #[default]
    None,
    Chunked,
    Unknown,
}

/// How the bytes after the head are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFraming {
    None,
    /// As long as announced, or to the end of the connection.
    Plain,
    Chunked,
    /// In a way that is not understood.
    Unreadable,
}

impl Framing {
    /// Takes note of a header.
    pub fn note(&mut self, name: &[u8], value: &[u8]) {
        if is_length(name) {
            self.has_length = true;
            self.is_long |= value.iter().any(|b| matches!(b, b'1'..=b'9'));
        } else if is_coding(name) {
            value
                .split(|b| *b == b',')
                .for_each(|coding| self.code(coding.trim_ascii()));
        }
    }

    fn code(&mut self, coding: &[u8]) {
        if coding.is_empty() {
        } else if coding.eq_ignore_ascii_case(b"identity") {
            self.has_identity = true;
        } else if self.coding == Coding::None && coding.eq_ignore_ascii_case(b"chunked") {
            self.coding = Coding::Chunked;
        } else {
            self.coding = Coding::Unknown;
        }
    }

    /// The body of a response with this status; `to_head`: to a HEAD request.
    pub fn body(&self, status: u16, to_head: bool) -> BodyFraming {
        match self.coding {
            _ if to_head || matches!(status, 100..=199 | 204 | 304) => BodyFraming::None,
            Coding::None => BodyFraming::Plain,
            Coding::Chunked if !self.is_http10 => BodyFraming::Chunked,
            _ => BodyFraming::Unreadable,
        }
    }

    /// Whether there are two words on the length, of which that of the coding counts.
    pub fn is_double(&self) -> bool {
        self.has_length && self.coding != Coding::None
    }

    /// Whether a response with this status leaves doubt about where the next one begins.
    pub fn is_doubtful(&self, status: u16) -> bool {
        let announces_body = self.is_long || self.coding != Coding::None;
        let forbids_body = matches!(status, 100..=199 | 204);
        let is_faulty = self.is_http10 && self.coding != Coding::None;
        self.is_double()
            || self.has_identity
            || self.coding == Coding::Unknown
            || is_faulty
            || (forbids_body && announces_body)
    }
}

pub fn is_length(name: &[u8]) -> bool {
    name.len() == 14 && name.eq_ignore_ascii_case(b"content-length")
}

pub fn is_coding(name: &[u8]) -> bool {
    name.len() == 17 && name.eq_ignore_ascii_case(b"transfer-encoding")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: (&str, &str) = ("Content-Length", "5");
    const CHUNKED: (&str, &str) = ("transfer-encoding", " Chunked ");

    fn framing(headers: &[(&str, &str)]) -> Framing {
        let mut framing = Framing::default();
        for (name, value) in headers {
            framing.note(name.as_bytes(), value.as_bytes());
        }
        framing
    }

    #[test]
    fn a_body_is_read_in_one_way_or_not_at_all() {
        let coded = |coding| framing(&[("Transfer-Encoding", coding)]);
        for (headers, body, doubtful) in [
            (framing(&[]), BodyFraming::Plain, false),
            (framing(&[LENGTH]), BodyFraming::Plain, false),
            (framing(&[CHUNKED]), BodyFraming::Chunked, false),
            (framing(&[CHUNKED, LENGTH]), BodyFraming::Chunked, true),
            (framing(&[CHUNKED, CHUNKED]), BodyFraming::Unreadable, true),
            (coded("gzip, chunked"), BodyFraming::Unreadable, true),
            (coded("xchunked"), BodyFraming::Unreadable, true),
            (coded("chunked;a=b"), BodyFraming::Unreadable, true),
            (coded("identity"), BodyFraming::Plain, true),
            (coded(",chunked,"), BodyFraming::Chunked, false),
            (coded(""), BodyFraming::Plain, false),
        ] {
            assert_eq!(
                (headers.body(200, false), headers.is_doubtful(200)),
                (body, doubtful)
            );
        }
        let old = Framing {
            is_http10: true,
            ..framing(&[CHUNKED])
        };
        assert_eq!(
            (old.body(200, false), old.is_doubtful(200)),
            (BodyFraming::Unreadable, true)
        );
    }

    #[test]
    fn a_body_that_must_not_come_is_doubtful_where_it_is_announced_without_right() {
        let zero = framing(&[("content-length", "0")]);
        for (status, to_head, doubtful) in [
            (200, true, false),
            (304, false, false),
            (204, false, true),
            (103, false, true),
        ] {
            for announced in [framing(&[LENGTH]), framing(&[CHUNKED])] {
                assert_eq!(announced.body(status, to_head), BodyFraming::None);
                assert_eq!(announced.is_doubtful(status), doubtful);
            }
            assert!(!zero.is_doubtful(status));
        }
    }
}
