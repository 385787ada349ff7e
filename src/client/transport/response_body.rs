//! The body of a response, without its frame.

use std::io::{self, Read};

use ureq::Body;

use super::direct::DirectBody;

pub enum ResponseBody {
    Direct(DirectBody),
    Ureq(Body),
}

impl ResponseBody {
    /// The length that is announced; `None`: it ends with a chunk, or the connection.
    pub fn announced(&self) -> Option<u64> {
        match self {
            ResponseBody::Direct(body) => body.announced(),
            ResponseBody::Ureq(body) => body.content_length(),
        }
    }
}

/// Its errors are ureq's, wrapped: `ureq_error` takes them out.
impl Read for ResponseBody {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            ResponseBody::Direct(body) => body.read(into).map_err(ureq::Error::into_io),
            ResponseBody::Ureq(body) => body.as_reader().read(into),
        }
    }
}
