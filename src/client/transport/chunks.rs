//! The frame of a chunked body (RFC 9112, section 7.1), checked as its bytes are shown.
//!
//! Many readers take a size with a sign or whitespace before it, and any number of trailers.
//! Where the sides of a connection disagree about the end of a body, one of them may take the
//! rest for the next response: so a size is hexadecimal digits here, and a line ends with CRLF.
//! Whitespace after the digits, which some servers pad with, does no harm.

use super::fault::WireFault;
use super::head::HEADER_ROOM;
use crate::error::MAX_HEADER_FIELDS;

pub const LONG_LINE: &str = "a chunk's size or trailer of its body is longer than 64 KiB";

/// The next token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Digits of a size; whether there was one.
    Size(bool),
    /// Whitespace, or an extension, to the end of the line.
    Blanks,
    Extension,
    /// The LF of a size's line.
    SizeEnd,
    Data,
    DataReturn,
    DataEnd,
    /// A trailer, or the empty line.
    Line,
    Trailer,
    TrailerEnd,
    LastEnd,
    Nothing,
}

#[derive(Clone, Copy, Debug)]
pub struct Chunks {
    next: Next,
    /// Bytes that the chunk still has.
    left: u64,
    trailers: usize,
    trailer_bytes: usize,
    /// Of the size's line that is read.
    line_bytes: usize,
}

impl Chunks {
    pub fn new() -> Chunks {
        Chunks {
            next: Next::Size(false),
            left: 0,
            trailers: 0,
            trailer_bytes: 0,
            line_bytes: 0,
        }
    }

    /// Passes over what came. How many of the bytes belong to the body as it should be,
    /// and what is wrong with the next one. Bytes after the body belong to no response.
    pub fn pass(&mut self, bytes: &[u8]) -> (usize, Option<WireFault>) {
        let mut at = 0;
        while at < bytes.len() && self.next != Next::Nothing {
            if self.next == Next::Data {
                let some = self.left.min((bytes.len() - at) as u64);
                self.left -= some;
                at += some as usize;
                if self.left == 0 {
                    self.next = Next::DataReturn;
                }
                continue;
            }
            match self.step(bytes[at]) {
                Ok(next) => self.next = next,
                Err(fault) => return (at, Some(fault)),
            }
            at += 1;
        }
        (at, None)
    }

    /// Passes over the frame of bytes that were checked. How many bytes of it come first, and how
    /// many of data, at most `most`, follow them.
    pub fn next_data(&mut self, bytes: &[u8], most: usize) -> (usize, usize) {
        let mut at = 0;
        while at < bytes.len() && !matches!(self.next, Next::Data | Next::Nothing) {
            // What is no frame was not shown.
            let Ok(next) = self.step(bytes[at]) else {
                break;
            };
            self.next = next;
            at += 1;
        }
        if self.next != Next::Data {
            return (at, 0);
        }
        let room = most.min(bytes.len() - at);
        let data = usize::try_from(self.left).map_or(room, |left| left.min(room));
        self.left -= data as u64;
        if self.left == 0 {
            self.next = Next::DataReturn;
        }
        (at, data)
    }

    /// The body was passed to its last byte.
    pub fn is_over(&self) -> bool {
        self.next == Next::Nothing
    }

    /// The last chunk and whole trailers were passed.
    pub fn is_ending(&self) -> bool {
        matches!(self.next, Next::Line | Next::LastEnd)
    }

    fn step(&mut self, byte: u8) -> Result<Next, WireFault> {
        match self.next {
            Next::Size(_) | Next::Blanks | Next::Extension => self.line_bytes += 1,
            _ => self.line_bytes = 0,
        }
        if self.line_bytes > HEADER_ROOM {
            return Err(WireFault::TooLarge(LONG_LINE));
        }
        Ok(match (self.next, byte) {
            (Next::Size(_), b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F') => self.digit(byte)?,
            (Next::Size(true) | Next::Blanks, b' ' | b'\t') => Next::Blanks,
            (Next::Size(true) | Next::Blanks, b';') => Next::Extension,
            (Next::Size(true) | Next::Blanks | Next::Extension, b'\r') => Next::SizeEnd,
            (Next::Extension, byte) if byte != b'\n' => Next::Extension,
            (Next::SizeEnd, b'\n') if self.left == 0 => Next::Line,
            (Next::SizeEnd, b'\n') => Next::Data,
            (Next::DataReturn, b'\r') => Next::DataEnd,
            (Next::DataEnd, b'\n') => Next::Size(false),
            (Next::Line, b'\r') => Next::LastEnd,
            (Next::LastEnd, b'\n') => Next::Nothing,
            (Next::Trailer, b'\r') => Next::TrailerEnd,
            (Next::Line | Next::Trailer, byte) if byte != b'\n' => self.trailer()?,
            (Next::TrailerEnd, b'\n') => self.trailer_end()?,
            _ => {
                return Err(WireFault::Protocol(
                    "a chunk of its body is not framed as such",
                ));
            }
        })
    }

    fn digit(&mut self, byte: u8) -> Result<Next, WireFault> {
        let digit = char::from(byte).to_digit(16).unwrap_or_default();
        let size = self
            .left
            .checked_mul(16)
            .map(|size| size + u64::from(digit));
        self.left = size.ok_or(WireFault::Protocol("a chunk of its body is too large"))?;
        Ok(Next::Size(true))
    }

    fn trailer(&mut self) -> Result<Next, WireFault> {
        self.trailer_bytes += 1;
        match self.trailer_bytes > HEADER_ROOM {
            true => Err(WireFault::TooLarge(LONG_LINE)),
            false => Ok(Next::Trailer),
        }
    }

    fn trailer_end(&mut self) -> Result<Next, WireFault> {
        self.trailers += 1;
        match self.trailers > MAX_HEADER_FIELDS {
            true => Err(WireFault::TooLarge(
                "more than 128 trailers follow its body",
            )),
            false => Ok(Next::Line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"5;a=b\r\nhello\r\n00000000000000000A \r\n0123456789\r\n0\r\nA: b\r\n\r\n";

    #[test]
    fn a_body_is_passed_at_once_and_byte_by_byte_up_to_its_end() {
        let mut bytes = BODY.to_vec();
        bytes.extend_from_slice(b"HTTP/1.1 200 OK");
        let mut chunks = Chunks::new();
        let (passed, fault) = chunks.pass(&bytes);
        assert!(passed == BODY.len() && fault.is_none());
        let mut chunks = Chunks::new();
        for byte in BODY {
            let (passed, fault) = chunks.pass(&[*byte]);
            assert!(passed == 1 && fault.is_none());
        }
        assert_eq!(chunks.next, Next::Nothing);
    }

    #[test]
    fn what_is_no_frame_is_told_and_what_came_before_is_kept() {
        for (bad, passed) in [
            (&b"+5\r\n"[..], 0),
            (b" 5\r\n", 0),
            (b"\r\n", 0),
            (b"0x5\r\n", 1),
            (b"5 5\r\n", 2),
            (b"5\n", 1),
            (b"5;a\nb\r\n", 3),
            (b"5\rx", 2),
            (b"3\r\nabcd", 6),
            (b"3\r\nabc\n", 6),
            (b"10000000000000000\r\n", 16),
            (b"-1\r\n", 0),
            (b"0\r\na: b\n", 7),
            (b"0\r\n\n", 3),
        ] {
            let (at, fault) = Chunks::new().pass(bad);
            assert!(fault.is_some(), "{bad:?}");
            assert_eq!(at, passed, "{bad:?}");
        }
    }

    #[test]
    fn data_is_found_between_the_frames() {
        for most in 1..12 {
            let (mut chunks, mut at, mut data) = (Chunks::new(), 0, Vec::new());
            while at < BODY.len() {
                let (frame, amount) = chunks.next_data(&BODY[at..], most);
                data.extend_from_slice(&BODY[at + frame..at + frame + amount]);
                at += frame + amount;
            }
            assert_eq!(data, b"hello0123456789");
            assert!(chunks.is_over());
        }
    }

    #[test]
    fn a_body_is_ending_after_its_last_chunk_and_whole_trailers() {
        for (bytes, is_ending) in [
            (&b"1\r\na\r\n"[..], false),
            (b"1\r\na\r\n0", false),
            (b"1\r\na\r\n0\r\n", true),
            (b"0\r\na: b", false),
            (b"0\r\na: b\r\n", true),
            (b"0\r\n\r", true),
            (b"0\r\n\r\n", false),
        ] {
            let mut chunks = Chunks::new();
            assert_eq!(chunks.pass(bytes).0, bytes.len());
            assert_eq!(chunks.is_ending(), is_ending, "{bytes:?}");
        }
    }

    #[test]
    fn the_line_of_a_size_is_bounded() {
        let fits = |line: &[u8]| Chunks::new().pass(line).1.is_none();
        assert!(fits(&[b'0'; HEADER_ROOM]) && !fits(&[b'0'; HEADER_ROOM + 1]));
        let extension = |length| [b"5;", &vec![b'a'; length][..]].concat();
        assert!(fits(&extension(HEADER_ROOM - 2)) && !fits(&extension(HEADER_ROOM - 1)));
    }

    #[test]
    fn trailers_are_bounded_in_number_and_length() {
        let trailers = |trailer: &[u8], count| [b"0\r\n", &trailer.repeat(count)[..]].concat();
        let fits = |body: &[u8]| Chunks::new().pass(body).1.is_none();
        assert!(fits(&trailers(b"a: b\r\n", MAX_HEADER_FIELDS)));
        assert!(!fits(&trailers(b"a: b\r\n", MAX_HEADER_FIELDS + 1)));
        assert!(!fits(&trailers(&[b'a'; 1024], HEADER_ROOM / 1024 + 1)));
    }
}
