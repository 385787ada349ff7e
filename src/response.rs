//! The response to a request that succeeded.

use once_cell::race::OnceBox;

use crate::arena::Arena;
use crate::document::Document;
use crate::error::body::decode_declared;
use crate::error::headers::Headers;

/// Status, headers and body. It is immutable.
#[derive(Debug)]
pub struct Response {
    status: u16,
    arena: Arena,
    headers: Headers,
    /// With a NUL at its end, which is not of it; empty if it is elsewhere.
    body_z: Vec<u8>,
    received: u64,
    /// CRC-64 of the bytes that were moved, where it was computed.
    crc: Option<u64>,
    document: OnceBox<Document>,
    json_z: OnceBox<String>,
}

impl Response {
    /// `headers` lie in `arena`.
    pub fn new(status: u16, headers: Headers, arena: Arena, body: Vec<u8>) -> Response {
        let received = body.len() as u64;
        let mut body_z = body;
        body_z.reserve_exact(1);
        body_z.push(0);
        Response {
            status,
            arena,
            headers,
            body_z,
            received,
            crc: None,
            document: OnceBox::new(),
            json_z: OnceBox::new(),
        }
    }

    /// The same with its body.
    pub fn with_body(self, body: Vec<u8>) -> Response {
        Response::new(self.status, self.headers, self.arena, body)
    }

    /// The same, its body given elsewhere.
    pub fn delivered(self, received: u64) -> Response {
        Response {
            received,
            ..self.with_body(Vec::new())
        }
    }

    /// The same with the CRC-64 of what was moved.
    pub fn with_crc(self, crc: Option<u64>) -> Response {
        Response { crc, ..self }
    }

    /// CRC-64 of the request's body, or of the response's in its sink; `None`: not computed.
    pub fn crc(&self) -> Option<u64> {
        self.crc
    }

    /// Bytes of the body, wherever they are.
    pub fn received(&self) -> u64 {
        self.received
    }

    pub fn status(&self) -> u16 {
        self.status
    }

    /// `""` if the response has none.
    pub fn request_id_z(&self) -> &str {
        let seen = &self.headers.seen;
        self.arena.get_z(seen.cos_request_id.or(seen.ci_request_id))
    }

    /// The region of the bucket, if the response contains it.
    pub fn bucket_region_z(&self) -> &str {
        self.arena.get_z(self.headers.seen.bucket_region)
    }

    /// A header by its name in any case, with its NUL.
    pub fn header_z(&self, name: &str) -> &str {
        self.headers.find_z(&self.arena, name)
    }

    pub fn header_count(&self) -> usize {
        self.fields_z().len()
    }

    pub fn header_name_z(&self, index: usize) -> &str {
        self.fields_z().nth(index).map_or("\0", |(name, _)| name)
    }

    pub fn header_value_z(&self, index: usize) -> &str {
        self.fields_z().nth(index).map_or("\0", |(_, value)| value)
    }

    /// All headers: name, NUL, value, NUL ..., and one more NUL after the last.
    pub fn headers_block(&self) -> &str {
        self.arena.pairs_block(self.headers.fields)
    }

    fn fields_z(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.arena.pairs_z(self.headers.fields)
    }

    /// The bytes that are kept; a NUL follows the last one.
    pub fn body(&self) -> &[u8] {
        self.body_z.split_last().map_or(&[], |(_, body)| body)
    }

    /// The XML document in the body, read when it is wanted first.
    pub fn document(&self) -> &Document {
        self.document.get_or_init(|| Box::new(self.read()))
    }

    /// The document as JSON, with its NUL.
    pub fn json_z(&self) -> &str {
        self.json_z
            .get_or_init(|| Box::new(self.document().json_z()))
    }

    /// A content encoding that the body has. There may be several headers.
    fn content_encoding(&self) -> Option<&str> {
        let plain = |text: &'_ str| text.is_empty() || text.eq_ignore_ascii_case("identity");
        self.fields_z()
            .map(|(name, value)| (name.trim_end_matches('\0'), value.trim_end_matches('\0')))
            .filter(|(name, _)| name.eq_ignore_ascii_case("content-encoding"))
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .find(|encoding| !plain(encoding))
    }

    fn read(&self) -> Document {
        let seen = |span| self.arena.get(span);
        if self.body().is_empty() {
            return Document::none(if self.received > 0 {
                "the body went to the sink of the request"
            } else {
                "the response has no body"
            });
        }
        if let Some(encoding) = self.content_encoding() {
            return Document::none(format!("the body has the content encoding {encoding}"));
        }
        match decode_declared(self.body(), seen(self.headers.seen.content_type)) {
            Some(text) => Document::read(&text),
            None => Document::none("the body has bytes that are not characters of its encoding"),
        }
    }
}
