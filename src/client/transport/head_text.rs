//! The head of a request as it is sent.

use ureq::http::Request as HttpRequest;
use ureq::http::header::CONNECTION;

use super::buffers::OUTPUT;

/// The bytes of a head. They contain a signature.
pub struct HeadText {
    bytes: Vec<u8>,
    closes: bool,
}

impl HeadText {
    /// Fails if a line is longer than ureq would send.
    pub fn of(request: &HttpRequest<()>) -> Result<HeadText, ureq::Error> {
        let target = request.uri().path_and_query();
        let target = target.map_or("/", |target| target.as_str());
        let mut bytes = Vec::new();
        put_line(
            &mut bytes,
            &[request.method().as_str(), " ", target, " HTTP/1.1"].map(str::as_bytes),
        )?;
        let mut closes = false;
        for (name, value) in request.headers() {
            let words = || value.as_bytes().split(|b| *b == b',');
            closes |= name == CONNECTION
                && words().any(|word| word.trim_ascii().eq_ignore_ascii_case(b"close"));
            put_line(
                &mut bytes,
                &[name.as_str().as_bytes(), b": ", value.as_bytes()],
            )?;
        }
        put_line(&mut bytes, &[])?;
        Ok(HeadText { bytes, closes })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it says that the connection ends with the response.
    pub fn closes(&self) -> bool {
        self.closes
    }

    pub fn is_of_method(&self, method: &str) -> bool {
        let rest = self.bytes.strip_prefix(method.as_bytes());
        rest.is_some_and(|rest| rest.starts_with(b" "))
    }
}

fn put_line(bytes: &mut Vec<u8>, parts: &[&[u8]]) -> Result<(), ureq::Error> {
    let begin = bytes.len();
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes.extend_from_slice(b"\r\n");
    match bytes.len() - begin > OUTPUT {
        true => Err(ureq_proto::Error::OutputOverflow.into()),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(fields: &[(&str, &str)]) -> HttpRequest<()> {
        let mut request = HttpRequest::get("http://b.example.com/a%20b?c");
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request")
    }

    fn of(fields: &[(&str, &str)]) -> HeadText {
        HeadText::of(&request(fields)).expect("a head")
    }

    #[test]
    fn a_head_is_a_line_for_each_header_and_an_empty_one() {
        let head = of(&[("Host", "b.example.com"), ("x-cos-a", "")]);
        let expected = "GET /a%20b?c HTTP/1.1\r\nhost: b.example.com\r\nx-cos-a: \r\n\r\n";
        assert_eq!(str::from_utf8(head.bytes()), Ok(expected));
        assert!(head.is_of_method("GET") && !head.is_of_method("GE") && !head.is_of_method("HEAD"));
    }

    #[test]
    fn a_request_may_end_its_connection() {
        assert!(of(&[("Connection", "upgrade, Close")]).closes());
        assert!(!of(&[("Connection", "keep-alive"), ("x-close", "close")]).closes());
    }

    #[test]
    fn a_line_has_a_limit_and_a_head_has_none() {
        let most = "a".repeat(OUTPUT - "x-cos-a: \r\n".len());
        let head = of(&[("x-cos-a", &most), ("x-cos-b", &most)]);
        assert!(head.bytes().len() > 2 * OUTPUT);
        let longer = format!("{most}a");
        assert!(HeadText::of(&request(&[("x-cos-a", &longer)])).is_err());
    }
}
