//! Headers as they were received: one block, or several in sequence.

use crate::arena::is_space;

/// The status of `404`, or of `404 Not Found`; 0 if there is none.
pub fn status_number(text: &[u8]) -> u16 {
    let Some((digits, rest)) = text.trim_ascii().split_first_chunk::<3>() else {
        return 0;
    };
    let is_number = digits.iter().all(u8::is_ascii_digit) && digits[0] != b'0';
    if !is_number || rest.first().is_some_and(|next| !next.is_ascii_whitespace()) {
        return 0;
    }
    digits
        .iter()
        .fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'))
}

/// The block of the final response, and its status: it begins with the last status line
/// that is not an interim response's. Without any: with the last run of lines that has a
/// header of a response, as trailers have none, and 0.
pub fn final_block(block: &[u8]) -> (&[u8], u16) {
    match is_one_response(block) {
        true => (
            block,
            next_line(&mut Some(block)).and_then(status_of).unwrap_or(0),
        ),
        false => last_block(block),
    }
}

/// Whether a status line begins it, and no other follows: so nearly every block is.
fn is_one_response(block: &[u8]) -> bool {
    let is_status_line = |line: &[u8]| line.starts_with(b"HTTP/");
    is_status_line(block)
        && !memchr::memchr_iter(b'\n', block).any(|end| is_status_line(&block[end + 1..]))
}

fn last_block(block: &[u8]) -> (&[u8], u16) {
    let (mut found, mut status, mut end) = (None, 0, block.len());
    let (mut run, mut bare, mut was_blank) = (0, 0, true);
    let mut rest = Some(block);
    while let Some(from) = rest {
        let start = block.len() - from.len();
        let line = next_line(&mut rest).unwrap_or_default();
        let is_interim = |status| (100..200).contains(&status);
        match status_of(line) {
            Some(next) if found.is_some() && is_interim(next) && !is_interim(status) => {
                end = end.min(start);
            }
            Some(next) => (found, status, end) = (Some(start), next, block.len()),
            None => {}
        }
        if was_blank && !line.is_empty() {
            run = start;
        }
        was_blank = line.is_empty();
        if found.is_none() && is_of_response(line) {
            bare = run;
        }
    }
    (&block[found.unwrap_or(bare)..end], status)
}

/// Whether a line is a header that no trailers have.
fn is_of_response(line: &[u8]) -> bool {
    const NAMES: [&str; 4] = ["server", "date", "connection", "content-length"];
    let name = memchr::memchr(b':', line).map_or(line, |at| &line[..at]);
    NAMES
        .iter()
        .any(|own| name.eq_ignore_ascii_case(own.as_bytes()))
}

/// The number in a status line, 0 if it has none; `None` for other lines.
fn status_of(line: &[u8]) -> Option<u16> {
    let rest = line.strip_prefix(b"HTTP/")?;
    let at = memchr::memchr(b' ', rest);
    Some(at.map_or(0, |at| status_number(&rest[at..])))
}

/// Takes the next line off a block, without its end.
fn next_line<'b>(rest: &mut Option<&'b [u8]>) -> Option<&'b [u8]> {
    let block = rest.take()?;
    let line = match memchr::memchr(b'\n', block) {
        Some(end) => {
            *rest = Some(&block[end + 1..]);
            &block[..end]
        }
        None => block,
    };
    Some(line.strip_suffix(b"\r").unwrap_or(line))
}

/// Calls `keep` for each field of a block. The status line and lines without
/// a colon are passed over; a folded line continues the value before it.
pub fn each_line<E>(
    block: &[u8],
    keep: &mut impl FnMut(&[u8], &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut rest = Some(block);
    if block.starts_with(b"HTTP/") {
        next_line(&mut rest);
    }
    while let Some(line) = next_line(&mut rest) {
        let Some(colon) = memchr::memchr(b':', line) else {
            continue;
        };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if name.trim_ascii().is_empty() || name[0].is_ascii_whitespace() {
            continue;
        }
        let Some(first) = folded_line(&mut rest) else {
            keep(name, value)?;
            continue;
        };
        let mut joined = value.to_vec();
        let mut next = Some(first);
        while let Some(line) = next {
            joined.push(b' ');
            joined.extend_from_slice(line.trim_ascii());
            next = folded_line(&mut rest);
        }
        keep(name, &joined)?;
    }
    Ok(())
}

/// Takes the next line off a block if it continues the one before it.
fn folded_line<'b>(rest: &mut Option<&'b [u8]>) -> Option<&'b [u8]> {
    let is_folded = |line: &[u8]| line.first().is_some_and(|b| is_space(*b));
    if !rest.is_some_and(is_folded) {
        return None;
    }
    let mut ahead = *rest;
    // The `\r` of a blank line is a space too.
    let line = next_line(&mut ahead).filter(|line| is_folded(line))?;
    *rest = ahead;
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(block: &str) -> (&str, u16) {
        let (bytes, status) = final_block(block.as_bytes());
        (std::str::from_utf8(bytes).unwrap_or("?"), status)
    }

    #[test]
    fn the_last_final_response_counts() {
        let whole = "HTTP/1.1 404 Not Found\r\nA: 1\r\n\r\n";
        for before in [
            "",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 200 Connection established\r\nVia: p\r\n\r\n",
            "HTTP/1.1 302 Found\nLocation: x\n\nHTTP/2 103\nLink: y\n\n",
            // No blank line between them.
            "HTTP/1.1 301 Moved\r\nLocation: x\r\n",
        ] {
            let block = before.to_owned() + whole;
            assert_eq!(last(&block), (whole, 404), "{before}");
        }
        let trailers = "HTTP/2 200 \r\nA: 1\r\n\r\nx-trailer: 2\r\n\r\n";
        assert_eq!(last(trailers), (trailers, 200));
        let hints = "HTTP/1.1 103 Early Hints\nA: 2\n\n";
        let behind = whole.to_owned() + hints + hints;
        assert_eq!(last(&behind), (whole, 404));
        assert_eq!(last(&(behind + whole)), (whole, 404));
        assert_eq!(last("HTTP/1.1 100 Continue\n\n").1, 100);
    }

    #[test]
    fn blocks_without_status_lines_are_read_with_their_trailers() {
        assert_eq!(last("A: 1\r\nB: 2\r\n\r\n"), ("A: 1\r\nB: 2\r\n\r\n", 0));
        assert_eq!(last("A: 1\n\nB: 2\n\n"), ("A: 1\n\nB: 2\n\n", 0));
        let two = "Server: p\nA: 1\n\nA: 2\nserver: b\n\nx: 1\n";
        assert_eq!(last(two), ("A: 2\nserver: b\n\nx: 1\n", 0));
        assert_eq!(last("\r\nA: 1"), ("\r\nA: 1", 0));
        assert_eq!(last(""), ("", 0));
    }

    #[test]
    fn a_status_is_three_digits() {
        for (text, status) in [
            ("404", 404),
            (" 404 ", 404),
            ("200 OK", 200),
            ("099 X", 0),
            ("4040", 0),
            ("40", 0),
            ("abc", 0),
        ] {
            assert_eq!(status_number(text.as_bytes()), status, "{text}");
        }
        assert_eq!(last("HTTP/1.1\nA: 1"), ("HTTP/1.1\nA: 1", 0));
    }
}
