//! Bodies whose chunk sizes were left in: a program read the bytes after the header
//! block, and not the message.

/// The most digits of a chunk's size that are read.
const MAX_DIGITS: usize = 8;

/// The body without its chunk sizes; `None` if it does not begin with one.
///
/// Sizes that do not fit are passed over like their line: what follows is all there is.
pub fn unchunked(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut size, mut rest) = size_line(bytes)?;
    // A text may begin with digits on a line of their own; these are not text.
    if size == 0 || !matches!(rest.trim_ascii_start(), [b'<' | b'{' | 0x1f | 0xef, ..]) {
        return None;
    }
    let mut body = Vec::with_capacity(rest.len());
    while size > 0 {
        let Some((chunk, behind)) = rest.split_at_checked(size) else {
            break;
        };
        let Some((next, after)) = line_end(behind).and_then(size_line) else {
            break;
        };
        body.extend_from_slice(chunk);
        (size, rest) = (next, after);
    }
    if size > 0 {
        body.extend_from_slice(rest);
    }
    Some(body)
}

/// The size in the line at the beginning, in hexadecimal, and what follows the line.
fn size_line(bytes: &[u8]) -> Option<(usize, &[u8])> {
    // Nearly every body begins with something else.
    bytes.first().filter(|first| first.is_ascii_hexdigit())?;
    let end = memchr::memchr(b'\n', bytes)?;
    let line = bytes[..end].trim_ascii_end();
    let digits = line.split(|b| *b == b';').next()?.trim_ascii_end();
    if digits.is_empty() || digits.len() > MAX_DIGITS {
        return None;
    }
    let size = digits.iter().try_fold(0, |sum, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(sum * 16 + digit as usize)
    })?;
    Some((size, &bytes[end + 1..]))
}

fn line_end(bytes: &[u8]) -> Option<&[u8]> {
    bytes
        .strip_prefix(b"\r\n")
        .or_else(|| bytes.strip_prefix(b"\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> Option<String> {
        unchunked(body.as_bytes()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn sizes_are_taken_out_where_they_fit() {
        let plain = Some("<Error/>".to_owned());
        assert_eq!(text("8\r\n<Error/>\r\n0\r\n\r\n"), plain);
        assert_eq!(text("3;x=y\r\n<Er\r\n5\r\nror/>\r\n0\r\n\r\n"), plain);
        assert_eq!(text("0003\n<Er\n5\nror/>\n0\n"), plain);
        // Cut before the last size.
        assert_eq!(text("8\r\n<Error/>"), plain);
        assert_eq!(text("3\r\n<Er\r\n5\r\nror"), Some("<Error".to_owned()));
        // Sizes that are wrong.
        assert_eq!(text("2\r\n<Error/>"), plain);
        assert_eq!(text("ffff\r\n<Error/>"), plain);
    }

    #[test]
    fn other_bodies_are_left_alone() {
        for body in [
            "",
            "<Error/>",
            "abc",
            "5\r\nhello\r\n0\r\n\r\n",
            "0\r\n<Error/>",
            "\r\n<Error/>",
            "123456789\r\n<Error/>",
            "xyz\r\n<Error/>",
        ] {
            assert_eq!(text(body), None, "{body}");
        }
    }
}
