//! Interim answers (1xx): words of a server that go before its answer, asked for
//! or not (RFC 9110, section 15.2).

/// Room for an interim answer. Nobody has to wait for the end of a longer one.
const LONGEST: usize = 16 * 1024;

/// What the bytes received begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// An interim answer of so many bytes.
    Interim(usize),
    /// Too few bytes to tell, or an interim answer that is not whole yet.
    Unclear,
    /// The answer; its status, if it has one.
    Answer(Option<u16>),
}

pub fn beginning(input: &[u8]) -> Beginning {
    const VERSION: &[u8] = b"HTTP/1.";
    let Some(line) = input.get(..VERSION.len() + 5) else {
        let known = input.len().min(VERSION.len());
        return match input[..known] == VERSION[..known] {
            true => Beginning::Unclear,
            false => Beginning::Answer(None),
        };
    };
    match status_in(line.strip_prefix(VERSION)) {
        // Another protocol was switched to: nothing comes behind it.
        Some(status @ (100 | 102..=199)) => match memchr::memmem::find(input, b"\r\n\r\n") {
            Some(end) => Beginning::Interim(end + 4),
            None if input.len() > LONGEST => Beginning::Answer(Some(status)),
            None => Beginning::Unclear,
        },
        status => Beginning::Answer(status),
    }
}

/// The number in `1 NNN`.
fn status_in(line: Option<&[u8]>) -> Option<u16> {
    std::str::from_utf8(line?.get(2..5)?).ok()?.parse().ok()
}

/// The status of the answer, those of interim answers before it passed over.
pub fn status_of(mut input: &[u8]) -> Option<u16> {
    loop {
        match beginning(input) {
            Beginning::Interim(length) => input = &input[length..],
            Beginning::Unclear => return None,
            Beginning::Answer(status) => return status,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HINTS: &[u8] = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

    #[test]
    fn an_interim_answer_is_told_from_the_answer() {
        assert_eq!(beginning(HINTS), Beginning::Interim(HINTS.len()));
        assert_eq!(
            beginning(b"HTTP/1.0 100\r\n\r\nHTTP/1.1 200 OK"),
            Beginning::Interim(16)
        );
        for (answer, status) in [
            (&b"HTTP/1.1 200 OK"[..], Some(200)),
            (b"HTTP/1.1 403", Some(403)),
            (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", Some(101)),
            (b"HTTP/1.1 abc", None),
            (b"HTTP/2", None),
            (b"<html>", None),
        ] {
            assert_eq!(beginning(answer), Beginning::Answer(status));
        }
    }

    #[test]
    fn a_cut_one_is_unclear_at_every_byte() {
        for end in 0..HINTS.len() {
            assert_eq!(beginning(&HINTS[..end]), Beginning::Unclear, "{end}");
        }
    }

    #[test]
    fn an_endless_one_is_not_waited_for() {
        let mut endless = HINTS[..HINTS.len() - 2].to_vec();
        endless.resize(LONGEST, b'x');
        assert_eq!(beginning(&endless), Beginning::Unclear);
        endless.push(b'x');
        assert_eq!(beginning(&endless), Beginning::Answer(Some(103)));
    }

    #[test]
    fn the_status_is_that_of_the_answer() {
        let mut input = HINTS.to_vec();
        assert_eq!(status_of(&input), None);
        input.extend_from_slice(HINTS);
        input.extend_from_slice(b"HTTP/1.1 404 Not Found\r\n");
        assert_eq!(status_of(&input), Some(404));
    }
}
