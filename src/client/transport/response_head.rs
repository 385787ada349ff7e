//! The head of a response as a call reads it.

use memchr::memchr;
use ureq::http::HeaderMap;

use super::fault::WireFault;
use super::head::without_return;
use crate::error::MAX_HEADER_FIELDS;

/// The status and the headers of a response.
pub struct ResponseHead {
    pub status: u16,
    /// The header lines, each with its end; their names are in lower case.
    lines: Vec<u8>,
}

impl ResponseHead {
    /// A whole head, from its status line on, whose lines were checked, and mended where they were
    /// odd.
    pub fn read(status: u16, head: &[u8]) -> Result<ResponseHead, WireFault> {
        let begin = memchr(b'\n', head).map_or(head.len(), |end| end + 1);
        let mut lines = head[begin..].to_vec();
        let (mut at, mut count) = (0, 0);
        while let Some(end) = memchr(b'\n', &lines[at..]) {
            let line = &mut lines[at..at + end];
            if let Some(colon) = memchr(b':', line) {
                line[..colon].make_ascii_lowercase();
                count += 1;
            }
            at += end + 1;
        }
        match count > MAX_HEADER_FIELDS {
            true => Err(WireFault::TooLarge("it has more than 128 headers")),
            false => Ok(ResponseHead { status, lines }),
        }
    }

    /// A head that ureq has read.
    pub fn of_map(status: u16, headers: &HeaderMap) -> ResponseHead {
        let mut lines = Vec::new();
        for (name, value) in headers {
            let parts = [name.as_str().as_bytes(), b":", value.as_bytes(), b"\n"];
            parts.iter().for_each(|part| lines.extend_from_slice(part));
        }
        ResponseHead { status, lines }
    }

    /// Name and value of each header, in the order in which they came.
    pub fn fields(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let mut rest = self.lines.as_slice();
        let lines = std::iter::from_fn(move || {
            let end = memchr(b'\n', rest)?;
            let line = without_return(&rest[..end]);
            rest = &rest[end + 1..];
            Some(line)
        });
        lines.filter_map(|line| {
            let colon = memchr(b':', line)?;
            Some((&line[..colon], without_blanks(&line[colon + 1..])))
        })
    }

    /// The first value of a header whose name is given in lower case; `None` also if it is
    /// not ASCII.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.values(name).next()?;
        std::str::from_utf8(value)
            .ok()
            .filter(|text| text.is_ascii())
    }

    /// The length of the body, if it is announced: digits, and the same number wherever it is
    /// repeated (RFC 9110, section 8.6).
    pub fn content_length(&self) -> Result<Option<u64>, WireFault> {
        let mut length = None;
        for value in self.values("content-length") {
            for element in value.split(|b| *b == b',') {
                let number = number(without_blanks(element))
                    .ok_or(WireFault::Protocol("its Content-Length is not a number"))?;
                if length.is_some_and(|known| known != number) {
                    return Err(WireFault::Protocol(
                        "it has several values of Content-Length",
                    ));
                }
                length = Some(number);
            }
        }
        Ok(length)
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let is_it = move |field: &[u8]| field == name.as_bytes();
        self.fields()
            .filter(move |(field, _)| is_it(field))
            .map(|(_, value)| value)
    }
}

fn number(digits: &[u8]) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits)
        .ok()
        .filter(|_| is_number)?
        .parse()
        .ok()
}

/// Without the spaces and tabs around a value.
fn without_blanks(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

#[cfg(test)]
impl ResponseHead {
    /// The head of a 200 with these headers.
    pub fn with(fields: &[(&str, &str)]) -> ResponseHead {
        let line = |(name, value): &(&str, &str)| format!("{name}: {value}\r\n");
        let lines: String = fields.iter().map(line).collect();
        let head = format!("HTTP/1.1 200 OK\r\n{lines}\r\n");
        ResponseHead::read(200, head.as_bytes()).expect("a head")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_listed_in_their_order_with_names_in_lower_case() {
        let head =
            b"HTTP/1.1 404 No\r\nX-Cos-A:  b \t\r\nSET-Cookie:a: B\nX-Empty:\r\nx-cos-a: c\r\n\r\n";
        let head = ResponseHead::read(404, head).expect("a head");
        let fields: Vec<_> = head.fields().collect();
        let expected: [(&[u8], &[u8]); 4] = [
            (b"x-cos-a", b"b"),
            (b"set-cookie", b"a: B"),
            (b"x-empty", b""),
            (b"x-cos-a", b"c"),
        ];
        assert_eq!((head.status, fields.as_slice()), (404, &expected[..]));
        assert_eq!((head.get("x-cos-a"), head.get("a")), (Some("b"), None));
        assert_eq!(ResponseHead::with(&[("A", "\u{e9}")]).get("a"), None);
    }

    #[test]
    fn a_line_that_is_none_costs_itself() {
        let head = b"HTTP/1.1 200 OK\r\na: b\r\nno colon\r\nc: d\r\n\r\n";
        let head = ResponseHead::read(200, head).expect("a head");
        assert_eq!((head.get("a"), head.get("c")), (Some("b"), Some("d")));
    }

    #[test]
    fn a_head_that_ureq_has_read_is_listed_alike() {
        let mut map = HeaderMap::new();
        map.append("x-cos-a", " b ".parse().expect("a value"));
        map.append("server", "tencent-cos".parse().expect("a value"));
        let head = ResponseHead::of_map(200, &map);
        let expected = ResponseHead::with(&[("x-cos-a", "b"), ("server", "tencent-cos")]);
        assert!(head.fields().eq(expected.fields()));
    }

    #[test]
    fn a_length_is_one_number() {
        let length = |values: &[&str]| {
            let fields: Vec<_> = values.iter().map(|v| ("Content-Length", *v)).collect();
            ResponseHead::with(&fields).content_length().ok()
        };
        assert_eq!(length(&[]), Some(None));
        for same in [
            &["42"][..],
            &["042"],
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
    }

    #[test]
    fn headers_are_bounded_in_number() {
        let head = |count| {
            [
                b"HTTP/1.1 200 OK\r\n",
                &b"a: b\r\n".repeat(count)[..],
                b"\r\n",
            ]
            .concat()
        };
        assert!(ResponseHead::read(200, &head(MAX_HEADER_FIELDS)).is_ok());
        assert!(ResponseHead::read(200, &head(MAX_HEADER_FIELDS + 1)).is_err());
    }
}
