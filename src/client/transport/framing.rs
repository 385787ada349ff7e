//! How a response's body is delimited, by RFC 9112, section 6, what breaks it, and whether the
//! connection outlives it (section 9.3).
//!
//! A response whose framing is doubtful is used where it can be read in one way only, but its
//! connection is not: what one side takes for a body may be the next response to the other.
//!
//! - `Content-Length` with `Transfer-Encoding: chunked`: the chunks count and the length is
//!   removed (6.3); closed.
//! - A transfer coding other than `chunked` alone was not requested: the body cannot be
//!   read (PROTOCOL), the head can; closed. `identity` is none; closed.
//! - `Transfer-Encoding` in HTTP/1.0 is faulty (6.1): as a coding that is not understood.
//! - Lengths that differ, or are not numbers: the response is refused (PROTOCOL).
//! - 204 and interim responses with a body announced: nothing is read; closed. HEAD and 304
//!   announce by right what does not come.

use super::fault::WireFault;

/// The body, as the headers describe it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Framing {
    pub is_http10: bool,
    length: Length,
    /// One of the lengths is more than 0.
    is_long: bool,
    coding: Coding,
    has_identity: bool,
    says_close: bool,
    says_keep_alive: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Length {
    #[default]
    None,
    Is(u64),
    NoNumber,
    Several,
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
            self.length = value.split(|b| *b == b',').fold(self.length, Length::and);
            self.is_long |= value.iter().any(|b| matches!(b, b'1'..=b'9'));
        } else if is_coding(name) {
            value
                .split(|b| *b == b',')
                .for_each(|coding| self.code(coding.trim_ascii()));
        } else if is_connection(name) {
            let mut words = value.split(|b| *b == b',').map(<[u8]>::trim_ascii);
            self.says_close |= words
                .clone()
                .any(|word| word.eq_ignore_ascii_case(b"close"));
            self.says_keep_alive |= words.any(|word| word.eq_ignore_ascii_case(b"keep-alive"));
        }
    }

    /// Fails if the lengths do not agree on a number, unless a coding counts instead.
    pub fn check(&self) -> Result<(), WireFault> {
        let why = match self.length {
            _ if self.coding != Coding::None => return Ok(()),
            Length::None | Length::Is(_) => return Ok(()),
            Length::NoNumber => "its Content-Length is not a number",
            Length::Several => "it has several values of Content-Length",
        };
        Err(WireFault::Protocol(why))
    }

    /// The length that is announced.
    pub fn length(&self) -> Option<u64> {
        match self.length {
            Length::Is(length) => Some(length),
            _ => None,
        }
    }

    /// Whether the connection ends with a response of this status. After a switch of protocols
    /// it is not HTTP's any more.
    pub fn ends_connection(&self, status: u16) -> bool {
        status == 101 || self.says_close || (self.is_http10 && !self.says_keep_alive)
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
        self.length != Length::None && self.coding != Coding::None
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

impl Length {
    /// With another value: the same number wherever it is repeated (RFC 9110, section 8.6).
    fn and(self, value: &[u8]) -> Length {
        match (self, number(value.trim_ascii())) {
            (Length::Several, _) => Length::Several,
            (Length::NoNumber, _) | (_, None) => Length::NoNumber,
            (Length::Is(known), Some(number)) if known != number => Length::Several,
            (_, Some(number)) => Length::Is(number),
        }
    }
}

/// Digits alone: `+5` is not a number here.
pub fn number(digits: &[u8]) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let text = std::str::from_utf8(digits).ok().filter(|_| is_number);
    text?.parse().ok()
}

pub fn is_length(name: &[u8]) -> bool {
    name.len() == 14 && name.eq_ignore_ascii_case(b"content-length")
}

fn is_connection(name: &[u8]) -> bool {
    name.len() == 10 && name.eq_ignore_ascii_case(b"connection")
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
    fn a_length_is_one_number() {
        let length = |values: &[&str]| {
            let fields: Vec<_> = values.iter().map(|v| ("Content-Length", *v)).collect();
            let framing = framing(&fields);
            framing.check().ok().map(|()| framing.length())
        };
        assert_eq!(length(&[]), Some(None));
        for same in [
            &["42"][..],
            &["042"],
            &[" 42 "],
            &["42", "42"],
            &["42, 42"],
            &["42", "042"],
        ] {
            assert_eq!(length(same), Some(Some(42)), "{same:?}");
        }
        assert_eq!(length(&["18446744073709551615"]), Some(Some(u64::MAX)));
        for bad in [
            &["43", "42"][..],
            &["42, 43"],
            &["43", "42", "43"],
            &["+42"],
            &["-1"],
            &["4 2"],
            &["0x2a"],
            &[""],
            &["42,"],
            &["42", ""],
            &["18446744073709551616"],
        ] {
            assert_eq!(length(bad), None, "{bad:?}");
        }
        let chunked = framing(&[("Content-Length", "x"), CHUNKED]);
        assert!(chunked.check().is_ok());
    }

    #[test]
    fn a_connection_ends_where_its_headers_or_its_version_say_so() {
        let says = |word, is_http10| Framing {
            is_http10,
            ..framing(&[("CONNECTION", word)])
        };
        for (word, of_10, of_11) in [
            ("", true, false),
            ("x, Close", true, true),
            ("Keep-Alive ,x", false, false),
            ("keep-alive, close", true, true),
        ] {
            assert_eq!(says(word, true).ends_connection(200), of_10, "{word}");
            assert_eq!(says(word, false).ends_connection(200), of_11, "{word}");
        }
        assert!(says("keep-alive", false).ends_connection(101));
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
