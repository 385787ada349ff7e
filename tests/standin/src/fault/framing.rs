//! How an answer says where its body ends.

use super::delivery::Way;
use crate::answer::Answer;
use crate::content::Content;
use crate::net::part::{Part, chunks_length};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Framing {
    /// Content-Length, and it is right.
    #[default]
    Length,
    /// So much larger than what is sent.
    LengthMore(u64),
    /// So much smaller.
    LengthLess(u64),
    /// By the end of the connection.
    Close,
    /// In chunks of so many bytes.
    Chunks(u64),
}

/// Bytes of a chunk unless told.
pub const CHUNK: u64 = 64 << 10;

impl Framing {
    pub fn is_chunked(&self) -> bool {
        matches!(self, Framing::Chunks(_))
    }

    /// Without a close, a client would wait for what never comes.
    pub fn needs_close(&self) -> bool {
        matches!(self, Framing::Close | Framing::LengthMore(_))
    }

    /// Sets the headers of this framing; gives the length to announce.
    pub fn announce(&self, answer: &mut Answer, head: bool) -> Option<u64> {
        let length = answer.length(head);
        match self {
            Framing::Length => length,
            Framing::LengthMore(more) => length.map(|length| length.saturating_add(*more)),
            Framing::LengthLess(less) => length.map(|length| length.saturating_sub(*less)),
            Framing::Close => {
                answer.set("Connection", "close");
                None
            }
            Framing::Chunks(_) => {
                answer.set("Transfer-Encoding", "chunked");
                None
            }
        }
    }

    /// `trailers`: so many lines behind the last chunk.
    pub fn part(&self, body: Content, trailers: u64) -> Part {
        match self {
            Framing::Chunks(size) => Part::chunked(body, *size).with_trailers(trailers),
            _ => Part::new(body),
        }
    }

    /// Bytes of the body's part that this way lets through; None: all.
    pub fn wire_limit(&self, way: &Way, body: &Content, part: &Part) -> Option<u64> {
        let length = body.len();
        let upto = |count: u64| match self {
            Framing::Chunks(size) => chunks_length(count, length, *size),
            _ => count,
        };
        match (way, self) {
            (Way::CutBody, _) => Some(upto(length / 2)),
            (Way::Cut(count) | Way::Stall(count), _) => Some(upto(*count)),
            (Way::CutChunk(count), Framing::Chunks(size)) => {
                let before = upto(count.saturating_mul(*size));
                let next = (*size).min(length.saturating_sub(count.saturating_mul(*size)));
                let half_a_line = format!("{next:x}\r\n").len() as u64 / 2;
                Some(before + half_a_line)
            }
            (Way::CutLastChunk, Framing::Chunks(_)) => {
                let last = Part::chunked(Content::default(), CHUNK).wire_length();
                Some(part.wire_length() - last)
            }
            _ => None,
        }
    }
}
