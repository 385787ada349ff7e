//! The head of a response, read line by line as it arrives, before it is shown to its reader.
//!
//! A reader would refuse a whole response for one line that it cannot read, and ureq is lenient
//! where the framing is concerned. So each line is looked at here first: whether it is odd (then
//! `repair` changes the head in place), and what it says about the body after it.
//! The lines of an ordinary head are passed over once, and nothing is copied.

use memchr::memchr;

use super::fault::WireFault;
use super::framing::Framing;
use crate::error::MAX_HEADER_BYTES;

/// Room for a status line and the framing of a header block that is just within our limit.
pub const HEADER_ROOM: usize = MAX_HEADER_BYTES + 4 * 1024;
use crate::printable::is_printable_ascii;

/// The beginning of a line of a head: enough for the status.
const VERSION: &[u8] = b"HTTP/1.";

/// A head as far as it was read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head {
    /// Bytes whose lines were read.
    read: usize,
    /// The status line was read to its end.
    in_headers: bool,
    /// 0 until its three digits have come.
    pub status: u16,
    /// A line is not as the rules want it.
    pub is_odd: bool,
    pub framing: Framing,
}

impl Head {
    /// Reads the lines that are whole. The length of the head, if it is.
    pub fn read(&mut self, input: &[u8]) -> Result<Option<usize>, WireFault> {
        if !self.in_headers && !self.begin(input)? {
            return Ok(None);
        }
        while let Some(end) = memchr(b'\n', &input[self.read..]) {
            let line = without_return(&input[self.read..self.read + end]);
            self.read += end + 1;
            if !self.in_headers {
                self.is_odd = has_control(line);
                self.in_headers = true;
            } else if line.is_empty() {
                return Ok(Some(self.read));
            } else {
                self.line(line);
            }
        }
        Ok(None)
    }

    /// Bytes of empty lines, while nothing else has come.
    pub fn empty_lines(&self) -> usize {
        if self.status == 0 { self.read } else { 0 }
    }

    /// Whether the status is known, and is not that of an interim response. After a protocol
    /// switch (101) no more HTTP follows, so it is final.
    pub fn is_final(&self) -> bool {
        self.status != 0 && !self.is_interim()
    }

    pub fn is_interim(&self) -> bool {
        Head::is_interim_status(self.status)
    }

    pub fn is_interim_status(status: u16) -> bool {
        matches!(status, 100 | 102..=199)
    }

    /// Passes over the empty lines before the status line (RFC 9112, section 2.2), and
    /// reads that as far as it came. Whether any of it came.
    fn begin(&mut self, input: &[u8]) -> Result<bool, WireFault> {
        loop {
            match &input[self.read..] {
                [b'\n', ..] => self.read += 1,
                [b'\r', b'\n', ..] => self.read += 2,
                [] | [b'\r'] => return Ok(false),
                line => {
                    (self.status, self.framing.is_http10) = status_of(line)?;
                    return Ok(true);
                }
            }
        }
    }

    fn line(&mut self, line: &[u8]) {
        match split(line) {
            Some((name, value)) if !has_control(value) => self.framing.note(name, value),
            _ => self.is_odd = true,
        }
    }
}

/// The status, 0 while too few bytes have come, and whether the version is HTTP/1.0.
/// Statuses above 599 are unusual, and read like those of 5xx (RFC 9110, section 15).
fn status_of(line: &[u8]) -> Result<(u16, bool), WireFault> {
    const NOT_HTTP: WireFault = WireFault::Protocol("it does not begin with a status line");
    let known = line.len().min(VERSION.len());
    if line[..known] != VERSION[..known] {
        return Err(NOT_HTTP);
    }
    let (mut status, mut is_http10) = (0, false);
    for (at, byte) in line[known..].iter().take(6).enumerate() {
        match (at, byte) {
            (0, b'0' | b'1') => is_http10 = *byte == b'0',
            (1, b' ') => {}
            (2, b'1'..=b'9') | (3 | 4, b'0'..=b'9') => {
                status = 10 * status + u16::from(byte - b'0')
            }
            (5, b' ' | b'\r' | b'\n') => {}
            _ => return Err(NOT_HTTP),
        }
    }
    Ok((if status < 100 { 0 } else { status }, is_http10))
}

/// Name and value of a header line whose name is one.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|b| !IS_TOKEN[usize::from(*b)])?;
    let (name, rest) = line.split_at(colon);
    match rest {
        [b':', value @ ..] if !name.is_empty() => Some((name, value)),
        _ => None,
    }
}

pub fn is_name(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|b| IS_TOKEN[usize::from(*b)])
}

/// Whether a value holds what none may: control characters, which a tab is not.
fn has_control(value: &[u8]) -> bool {
    !is_printable_ascii(value) && value.iter().any(|b| is_control(*b))
}

pub fn is_control(b: u8) -> bool {
    (b < b' ' && b != b'\t') || b == 0x7f
}

pub fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The bytes of a header's name (RFC 9110, section 5.6.2).
static IS_TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 128 {
        let byte = b as u8;
        table[b] = byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'!' | b'#'
                    | b'$'
                    | b'%'
                    | b'&'
                    | b'\''
                    | b'*'
                    | b'+'
                    | b'-'
                    | b'.'
                    | b'^'
                    | b'_'
                    | b'`'
                    | b'|'
                    | b'~'
            );
        b += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    const HINTS: &[u8] = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

    fn read(input: &[u8]) -> Option<(Head, Option<usize>)> {
        let mut head = Head::default();
        let length = head.read(input).ok()?;
        Some((head, length))
    }

    #[test]
    fn a_head_ends_at_its_empty_line() {
        for (whole, rest) in [
            (
                &b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"[..],
                &b"HTTP/1.1 404"[..],
            ),
            (b"HTTP/1.0 200\nA: b\n\n", b"\nbody"),
            (b"\r\n\nHTTP/1.1 200 \r\n\r\n", b""),
            (b"\nHTTP/1.1 404 No\r\nA: b\r\n\r\n", b""),
            (b"\n\r\n\r\nHTTP/1.1 503 No\n\n", b""),
            (HINTS, b"HTTP/1.1 200"),
        ] {
            let (head, length) = read(&[whole, rest].concat()).expect("HTTP");
            assert_eq!((length, head.is_odd), (Some(whole.len()), false));
            let mut in_pieces = Head::default();
            for end in 0..whole.len() {
                assert_eq!(in_pieces.read(&whole[..end]).ok(), Some(None), "{end}");
            }
            assert_eq!(in_pieces.read(whole).ok(), Some(Some(whole.len())));
            assert_eq!(in_pieces.status, head.status);
        }
    }

    #[test]
    fn a_head_in_pieces_is_read_like_one_that_comes_at_once() {
        let mut head = Head::default();
        for end in 0..HINTS.len() {
            assert_eq!(head.read(&HINTS[..end]).ok(), Some(None), "{end}");
            assert_eq!(head.status, if end < 12 { 0 } else { 103 }, "{end}");
            assert!(!head.is_final());
        }
        assert_eq!(head.read(HINTS).ok(), Some(Some(HINTS.len())));
    }

    #[test]
    fn what_is_no_status_line_is_told_at_once() {
        for bad in [
            &b"SSH-2.0"[..],
            b"HTTP/2",
            b"HTTP/1.2 200",
            b"HTTP/1.1  200",
            b"HTTP/1.1 099 X",
            b"HTTP/1.1 000",
            b"HTTP/1.1 20x",
            b"HTTP/1.1 2000 OK",
            b"HTTP/1.1\t200 OK",
            b"\x15\x03\x01",
            b"\r\n\r\nhello",
        ] {
            assert!(read(bad).is_none(), "{bad:?}");
        }
        for (good, status) in [
            (&b"HTTP/1.1 101 Upgrade\r\n\r\n"[..], 101),
            (b"HTTP/1.0 999", 999),
        ] {
            let (head, _) = read(good).expect("a status");
            assert_eq!((head.status, head.is_final()), (status, true));
        }
    }

    #[test]
    fn lines_against_the_rules_are_odd() {
        for line in [
            &b" folded"[..],
            b"Via : 1.1 p",
            b"no colon",
            b": no name",
            b"a(b): c",
            b"a: b\x7f",
            b"a: b\rc",
            b"a: b\0",
        ] {
            let head = [b"HTTP/1.1 200 OK\r\n", line, b"\r\n\r\n"].concat();
            let (head, length) = read(&head).expect("HTTP");
            assert!(head.is_odd && length.is_some(), "{line:?}");
        }
        let (head, _) = read(b"HTTP/1.1 200 O\x01K\r\nA: \xe4\tb\r\n\r\n").expect("HTTP");
        assert!(head.is_odd);
        let (head, _) = read(b"HTTP/1.1 200 OK\r\nA: \xe4\tb\r\nB:\r\n\r\n").expect("HTTP");
        assert!(!head.is_odd);
    }
}
