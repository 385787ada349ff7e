//! The head of a response as a call reads it.

use memchr::memchr;
use ureq::http::HeaderMap;

use super::head::without_return;

/// The status and the headers of a response.
pub struct ResponseHead {
    pub status: u16,
    /// The header lines, each with its end; their names are in lower case.
    lines: Vec<u8>,
}

impl ResponseHead {
    /// A whole head, from its status line on, whose lines were checked, and mended where they were
    /// odd.
    pub fn read(status: u16, head: &[u8]) -> ResponseHead {
        let begin = memchr(b'\n', head).map_or(head.len(), |end| end + 1);
        let mut lines = head[begin..].to_vec();
        let mut at = 0;
        while let Some(end) = memchr(b'\n', &lines[at..]) {
            let line = &mut lines[at..at + end];
            if let Some(colon) = memchr(b':', line) {
                line[..colon].make_ascii_lowercase();
            }
            at += end + 1;
        }
        ResponseHead { status, lines }
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
            Some((&line[..colon], without_outer_blanks(&line[colon + 1..])))
        })
    }

    /// The first value of a header whose name is given in lower case; `None` also if it is
    /// not ASCII.
    pub fn get(&self, name: &str) -> Option<&str> {
        let is_it = |(field, _): &(&[u8], &[u8])| *field == name.as_bytes();
        let (_, value) = self.fields().find(is_it)?;
        let text = std::str::from_utf8(value).ok();
        text.filter(|text| text.is_ascii())
    }
}

/// Without the spaces and tabs around a value.
fn without_outer_blanks(mut value: &[u8]) -> &[u8] {
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
        ResponseHead::read(200, head.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_listed_in_their_order_with_names_in_lower_case() {
        let head =
            b"HTTP/1.1 404 No\r\nX-Cos-A:  b \t\r\nSET-Cookie:a: B\nX-Empty:\r\nx-cos-a: c\r\n\r\n";
        let head = ResponseHead::read(404, head);
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
        let head = ResponseHead::read(200, head);
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
}
