//! Lines that belong together: one, or those of an error body or of a printed object.

use super::bytes::{find, lines, split_line, starts_with};
use super::ids::LONGEST_ID;

/// Longer lines are read in pieces, which end at the next blank if one is near.
pub const LONGEST: usize = 64 * 1024;
const LONGEST_PIECE: usize = LONGEST - 2 * LONGEST_ID;
const LONGEST_CONTINUATION: usize = 1024;
/// No error body and no printed error has more lines.
const MOST_LINES: usize = 64;

/// The length of the lines at the beginning of a text that belong together. The text has more
/// than twice `LONGEST` bytes, or is all there is.
pub fn length(text: &[u8]) -> usize {
    let first = piece(text);
    let line = &text[..first];
    match find(line, "<Error>") {
        Some(at) if find(&line[at..], "</Error>").is_none() => end_of_element(text, first),
        None if line.contains(&b'{') => end_of_object(text, first),
        _ => first + continuation(&text[first..]),
    }
}

/// The length of a line that belongs to the one before it: the SDKs of S3 put code and message
/// in one line, status and ids in the next.
fn continuation(text: &[u8]) -> usize {
    let (line, _) = split_line(text);
    let is_continued = starts_with(line.trim_ascii_start(), "status code:");
    if is_continued && line.len() < LONGEST_CONTINUATION {
        line.len()
    } else {
        0
    }
}

/// The length of the first line, or of a piece of a long line that ends between two words
/// where it can.
fn piece(text: &[u8]) -> usize {
    let near = &text[..text.len().min(LONGEST)];
    if let Some(end) = memchr::memchr(b'\n', near) {
        return end + 1;
    }
    let blank = near
        .get(LONGEST_PIECE..)
        .and_then(|tail| memchr::memchr(b' ', tail));
    blank.map_or(near.len(), |at| LONGEST_PIECE + at + 1)
}

/// Where the line ends that closes the element in the first line, or the near end of the text
/// if no line does; a body counts up to there.
fn end_of_element(text: &[u8], first: usize) -> usize {
    let mut end = first;
    for line in lines(&text[first..]).take(MOST_LINES) {
        if end + line.len() > LONGEST {
            break;
        }
        end += line.len();
        if find(line, "</Error>").is_some() {
            break;
        }
    }
    end
}

/// Where the line ends that closes all braces; the first line alone if no line does.
fn end_of_object(text: &[u8], first: usize) -> usize {
    let near = &text[..text.len().min(LONGEST)];
    let (mut open, mut ended) = (0, 0);
    for (at, byte) in near.iter().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' => open -= 1,
            b'\n' if open <= 0 => return at + 1,
            b'\n' if ended == MOST_LINES => return first,
            b'\n' => ended += 1,
            _ => {}
        }
    }
    match near.len() == text.len() {
        true => near.len(),
        false => first,
    }
}
