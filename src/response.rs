//! The response to a request that succeeded.

use crate::arena::Arena;
use crate::error::headers::Headers;

/// Status, headers and body. It is immutable.
#[derive(Debug)]
pub struct Response {
    status: u16,
    arena: Arena,
    headers: Headers,
    body: Vec<u8>,
    received: u64,
}

impl Response {
    /// `headers` lie in `arena`.
    pub fn new(status: u16, headers: Headers, arena: Arena, body: Vec<u8>) -> Response {
        Response {
            status,
            arena,
            headers,
            received: body.len() as u64,
            body,
        }
    }

    /// The same, its body given elsewhere.
    pub fn delivered(self, received: u64) -> Response {
        Response {
            body: Vec::new(),
            received,
            ..self
        }
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

    pub fn body(&self) -> &[u8] {
        &self.body
    }
}
