//! What is written in place of an answer, piece by piece.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;

use crate::content::Content;

/// Bytes to write in place of an answer, and what comes after them.
#[derive(Debug)]
pub struct RawPlan {
    pub parts: VecDeque<Part>,
    pub then: Then,
    /// Its last part is more than what was asked for.
    pub surplus: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The connection serves further requests.
    Keep,
    Close,
    /// Closes without TLS's farewell.
    Drop,
    /// RST in place of FIN, once what was sent has arrived.
    Reset,
    /// FIN, but reads on until the client closes.
    Linger,
    /// Silence, until the client closes.
    Hang,
    /// The same without reading what the client sends.
    Deaf,
}

/// Waits before each step of so many bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub step: usize,
    pub every: Duration,
}

/// When the first byte of a part goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    AtOnce,
    /// So long after all before it has been read.
    Read(Duration),
    /// So long after now.
    Waiting(Duration),
}

impl Start {
    pub fn idle(milliseconds: u64) -> Start {
        Start::Read(Duration::from_millis(milliseconds))
    }
}

#[derive(Debug)]
pub struct Part {
    content: Content,
    /// In chunks of so many bytes.
    chunk: Option<u64>,
    /// The end of the chunks is still to come.
    open: bool,
    /// The size line of the last chunk, the one without bytes, has gone.
    sized: bool,
    /// Lines behind the last chunk.
    trailers: u64,
    /// Bytes on the wire that may still go.
    left: u64,
    pub pace: Option<Pace>,
    /// So many bytes on the wire before the pace begins.
    pub at_once: u64,
    pub start: Start,
    /// In one segment with the next part; over TLS in a record of its own.
    pub held: bool,
    /// Being written.
    now: Bytes,
}

/// The end of a chunked body, and what may stand before its last line.
const LAST_CHUNK: &[u8] = b"0\r\n\r\n";
const TRAILER: &[u8] = b"x-standin-trailer: 1\r\n";

impl Part {
    pub fn new(content: impl Into<Content>) -> Part {
        Part {
            content: content.into(),
            chunk: None,
            open: false,
            sized: false,
            trailers: 0,
            left: u64::MAX,
            pace: None,
            at_once: 0,
            start: Start::AtOnce,
            held: false,
            now: Bytes::new(),
        }
    }

    pub fn chunked(content: Content, size: u64) -> Part {
        Part {
            chunk: Some(size.max(1)),
            open: true,
            ..Part::new(content)
        }
    }

    /// So many lines behind the last chunk.
    pub fn with_trailers(self, trailers: u64) -> Part {
        Part { trailers, ..self }
    }

    pub fn paced(self, step: usize, every_ms: u64) -> Part {
        let every = Duration::from_millis(every_ms);
        let step = step.max(1);
        Part {
            pace: Some(Pace { step, every }),
            ..self
        }
    }

    /// So many bytes on the wire before the pace begins.
    pub fn after(self, at_once: u64) -> Part {
        Part { at_once, ..self }
    }

    pub fn from(self, start: Start) -> Part {
        Part { start, ..self }
    }

    /// Only so many bytes on the wire.
    pub fn upto(self, left: u64) -> Part {
        Part { left, ..self }
    }

    /// Bytes on the wire, without a limit.
    pub fn wire_length(&self) -> u64 {
        let length = self.content.len();
        match self.chunk {
            None => length,
            Some(size) => {
                let trailers = self.trailers * TRAILER.len() as u64;
                chunks_length(length, length, size) + LAST_CHUNK.len() as u64 + trailers
            }
        }
    }

    /// The bytes to write next; empty: it is done.
    pub fn next(&mut self) -> &mut Bytes {
        if self.now.is_empty() && self.left > 0 {
            self.now = match self.chunk {
                None => self.content.take(u64::MAX),
                Some(size) => self.next_chunk(size),
            };
            let fits = usize::try_from(self.left).unwrap_or(usize::MAX);
            self.now.truncate(fits);
            self.left -= self.now.len() as u64;
        }
        &mut self.now
    }

    fn next_chunk(&mut self, size: u64) -> Bytes {
        let mut left = size.min(self.content.len());
        if left == 0 && self.open {
            return self.next_of_end();
        } else if left == 0 {
            return Bytes::new();
        }
        let mut chunk = format!("{left:x}\r\n").into_bytes();
        while left > 0 {
            let bytes = self.content.take(left);
            left -= bytes.len() as u64;
            chunk.extend_from_slice(&bytes);
        }
        chunk.extend_from_slice(b"\r\n");
        Bytes::from(chunk)
    }

    /// What follows the last chunk that has bytes, piece by piece.
    fn next_of_end(&mut self) -> Bytes {
        const AT_ONCE: u64 = 4096;
        let (size_line, empty_line) = LAST_CHUNK.split_at(LAST_CHUNK.len() - 2);
        let trailers = self.trailers.min(AT_ONCE);
        self.trailers -= trailers;
        let mut piece = Vec::new();
        if !std::mem::replace(&mut self.sized, true) {
            piece.extend_from_slice(size_line);
        }
        piece.extend_from_slice(&TRAILER.repeat(trailers as usize));
        if self.trailers == 0 && std::mem::replace(&mut self.open, false) {
            piece.extend_from_slice(empty_line);
        }
        Bytes::from(piece)
    }

    /// All of it.
    pub fn collect(mut self) -> Vec<u8> {
        let mut all = Vec::new();
        loop {
            let bytes = std::mem::take(self.next());
            if bytes.is_empty() {
                return all;
            }
            all.extend_from_slice(&bytes);
        }
    }
}

/// Wire bytes of the first `count` of `length` bytes in chunks of `size`: a
/// chunk that is cut has its size line, and the end that fell away is not counted.
pub fn chunks_length(count: u64, length: u64, size: u64) -> u64 {
    let line = |bytes: u64| format!("{bytes:x}\r\n").len() as u64;
    let (size, count) = (size.max(1), count.min(length));
    let (whole, rest) = (count / size, count % size);
    let chunks = whole * (line(size) + size + 2);
    let last = size.min(length - whole * size);
    match rest {
        0 => chunks,
        rest if rest == last => chunks + line(last) + rest + 2,
        rest => chunks + line(last) + rest,
    }
}

impl RawPlan {
    /// Parts that are held become one with the part after them.
    pub fn join_held(&mut self) {
        if !self.parts.iter().any(|part| part.held) {
            return;
        }
        let parts = self.parts.drain(..);
        let whole: Vec<u8> = parts.flat_map(Part::collect).collect();
        self.parts.push_back(Part::new(whole));
    }

    pub fn new(bytes: impl Into<Content>, then: Then) -> RawPlan {
        RawPlan {
            parts: [Part::new(bytes)].into(),
            then,
            surplus: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_of_a_size() {
        let part = |length| Part::chunked(Content::from(vec![b'x'; length]), 4);
        for (length, wire) in [
            (0, "0\r\n\r\n"),
            (3, "3\r\nxxx\r\n0\r\n\r\n"),
            (4, "4\r\nxxxx\r\n0\r\n\r\n"),
            (5, "4\r\nxxxx\r\n1\r\nx\r\n0\r\n\r\n"),
        ] {
            assert_eq!(part(length).wire_length(), wire.len() as u64);
            assert_eq!(
                String::from_utf8(part(length).collect()).expect("text"),
                wire
            );
            let cut = part(length).upto(3).collect();
            assert_eq!(cut, wire.as_bytes()[..3]);
        }
    }

    #[test]
    fn parts_that_are_held() {
        let mut plan = RawPlan::new("one", Then::Keep);
        plan.parts.push_back(Part::new("two"));
        plan.join_held();
        assert_eq!(plan.parts.len(), 2);
        plan.parts[0].held = true;
        plan.join_held();
        let whole = plan.parts.pop_front().expect("a part");
        assert_eq!(whole.collect(), b"onetwo");
        assert!(plan.parts.is_empty());
    }

    #[test]
    fn where_a_byte_of_a_chunked_body_is() {
        for (count, wire) in [
            (0, ""),
            (1, "4\r\nx"),
            (4, "4\r\nxxxx\r\n"),
            (5, "4\r\nxxxx\r\n2\r\nx"),
            (6, "4\r\nxxxx\r\n2\r\nxx\r\n"),
            (9, "4\r\nxxxx\r\n2\r\nxx\r\n"),
        ] {
            assert_eq!(chunks_length(count, 6, 4), wire.len() as u64, "{count}");
        }
    }

    #[test]
    fn large_contents_go_in_steps() {
        let mut part = Part::new(Content::synthetic(1 << 30)).upto(300 << 10);
        let steps = [256 << 10, 44 << 10, 0];
        for step in steps {
            assert_eq!(std::mem::take(part.next()).len(), step);
        }
    }
}
