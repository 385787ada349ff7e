//! Odd lines of a head, repaired in place: such a line is lost at most, not the response.
//!
//! As in `Headers::read`, a folded line becomes part of the one before it (RFC 9112, section
//! 5.2), and whitespace between a name and its colon is removed. Unlike there, control
//! characters become spaces (RFC 9110, section 5.5), and a line whose name is not a token is
//! dropped, with what is folded after it: ureq would reject the response for it.

use memchr::{memchr, memrchr};

use super::framing::{is_coding, is_length};
use super::head::{is_control, is_name, without_return};

/// The result of repairing a head.
#[derive(Debug, PartialEq, Eq)]
pub struct Repaired {
    /// It is shorter by this, and lies at the end of where it was.
    pub removed: usize,
    /// A line that was changed or dropped says how the body is framed.
    pub is_doubtful: bool,
}

/// Repairs a whole head. `drops_length`: the length of the body does not count.
pub fn repair(head: &mut [u8], drops_length: bool) -> Repaired {
    let mut repair = Repair {
        head,
        written: 0,
        last: None,
        is_doubtful: false,
    };
    let (mut at, mut in_headers) = (0, false);
    while let Some(end) = memchr(b'\n', &repair.head[at..]) {
        let whole = at..at + end + 1;
        let length = without_return(&repair.head[at..at + end]).len();
        let ending = whole.len() - length;
        if length == 0 || !in_headers {
            repair.copy(at, length, ending);
            in_headers |= length > 0;
        } else {
            repair.line(at, length, ending, drops_length);
        }
        at = whole.end;
    }
    let Repair {
        written,
        is_doubtful,
        ..
    } = repair;
    let removed = at - written;
    head.copy_within(..written, removed);
    Repaired {
        removed,
        is_doubtful,
    }
}

/// Lines are written one after another, never beyond where they are read.
struct Repair<'a> {
    head: &'a mut [u8],
    written: usize,
    /// The ending of the latest header line, if it was kept: a folded one is appended to it.
    last: Option<usize>,
    is_doubtful: bool,
}

impl Repair<'_> {
    fn line(&mut self, at: usize, length: usize, ending: usize, drops_length: bool) {
        let line = &self.head[at..at + length];
        if matches!(line[0], b' ' | b'\t') {
            return self.fold(at, length, ending);
        }
        self.last = None;
        let colon = memchr(b':', line).unwrap_or(length);
        let name = line[..colon].trim_ascii_end().len();
        if colon == length || !is_name(&line[..name]) {
            self.is_doubtful |= mentions_framing(line);
            return;
        }
        if drops_length && is_length(&line[..name]) {
            return;
        }
        let is_framing = is_length(&line[..name]) || is_coding(&line[..name]);
        self.is_doubtful |= is_framing && (name < colon || line.iter().any(|b| is_control(*b)));
        self.copy(at, name, 0);
        self.copy(at + colon, length - colon, ending);
        self.last = Some(ending);
    }

    /// A line folded after the latest one; without one it is skipped (2.2).
    fn fold(&mut self, at: usize, length: usize, ending: usize) {
        let Some(last) = self.last else {
            self.is_doubtful |= mentions_framing(&self.head[at..at + length]);
            return;
        };
        let before = self.head[..self.written - last].trim_ascii_end();
        let begin = memrchr(b'\n', before).map_or(0, |end| end + 1);
        let name = before[begin..]
            .split(|b| *b == b':')
            .next()
            .unwrap_or_default();
        self.is_doubtful |= is_length(name) || is_coding(name);
        self.written = before.len();
        // The last of its spaces stands for the fold.
        let blanks = length - self.head[at..at + length].trim_ascii_start().len();
        let kept = blanks - 1;
        self.head[at + kept] = b' ';
        self.copy(at + kept, length - kept, ending);
        self.last = Some(ending);
    }

    /// Copies the text at `at`, without control characters, and the line's ending.
    fn copy(&mut self, at: usize, length: usize, ending: usize) {
        for b in &mut self.head[at..at + length] {
            if is_control(*b) {
                *b = b' ';
            }
        }
        self.head
            .copy_within(at..at + length + ending, self.written);
        self.written += length + ending;
    }
}

/// Whether another recipient may read in a line that is dropped here how the body is framed.
fn mentions_framing(line: &[u8]) -> bool {
    line.windows(14).any(is_length) || line.windows(17).any(is_coding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(lines: &str, drops_length: bool) -> (String, bool) {
        let mut head = format!("HTTP/1.1 200 OK\r\n{lines}\r\n").into_bytes();
        let Repaired {
            removed,
            is_doubtful,
        } = repair(&mut head, drops_length);
        let text = String::from_utf8_lossy(&head[removed..]).into_owned();
        let lines = text
            .strip_prefix("HTTP/1.1 200 OK\r\n")
            .and_then(|t| t.strip_suffix("\r\n"));
        (
            lines.unwrap_or("the frame is broken").to_owned(),
            is_doubtful,
        )
    }

    #[test]
    fn lines_are_mended_or_dropped_one_by_one() {
        for (lines, expected) in [
            ("A: b\r\n", "A: b\r\n"),
            ("A: b\nC: d\r\n", "A: b\nC: d\r\n"),
            ("A: b;\r\n c\r\nD: e\r\n", "A: b; c\r\nD: e\r\n"),
            ("A: b; \r\n\t c\n \r\nD: e\r\n", "A: b; c \r\nD: e\r\n"),
            ("A:\r\n b\r\n", "A: b\r\n"),
            ("Via : 1.1 p\r\nC: d\r\n", "Via: 1.1 p\r\nC: d\r\n"),
            ("no colon\r\n folded: x\r\nC: d\r\n", "C: d\r\n"),
            (" before: x\r\nC: d\r\n", "C: d\r\n"),
            (": no name\r\na b: c\r\na(b): c\r\nC: d\r\n", "C: d\r\n"),
            ("A: b\x7fc\x00d\re\r\n", "A: b c d e\r\n"),
            ("A: b\r\r\n", "A: b \r\n"),
            ("\r\r\nC: d\r\n", "C: d\r\n"),
        ] {
            assert_eq!(
                repaired(lines, false),
                (expected.to_owned(), false),
                "{lines:?}"
            );
        }
    }

    #[test]
    fn mended_framing_is_doubtful() {
        for (lines, expected) in [
            ("Content-Length : 5\r\n", "Content-Length: 5\r\n"),
            ("Content-Length: 5\r\n 0\r\n", "Content-Length: 5 0\r\n"),
            (
                "Transfer-Encoding:\r\n chunked\r\n",
                "Transfer-Encoding: chunked\r\n",
            ),
            (
                "Transfer-Encoding: \x0bchunked\r\n",
                "Transfer-Encoding:  chunked\r\n",
            ),
        ] {
            assert_eq!(repaired(lines, false), (expected.to_owned(), true));
        }
    }

    #[test]
    fn dropped_framing_is_doubtful() {
        for line in [
            "Transfer-Encoding\x0b: chunked",
            " Transfer-Encoding: chunked",
            "\tcontent-length: 5",
            "Transfer-Encoding;chunked",
            "transfer-encoding",
            "(Content-Length: 5",
            "a b: c\r\n Content-Length: 5",
        ] {
            let head = format!("{line}\r\nA: b\r\n");
            assert_eq!(
                repaired(&head, false),
                ("A: b\r\n".to_owned(), true),
                "{line:?}"
            );
        }
    }

    #[test]
    fn a_length_that_counts_for_nothing_is_dropped() {
        let lines = "A: b\r\ncontent-length: 5\r\n 6\r\nTransfer-Encoding: chunked\r\n";
        let expected = "A: b\r\nTransfer-Encoding: chunked\r\n".to_owned();
        assert_eq!(repaired(lines, true), (expected, false));
    }
}
