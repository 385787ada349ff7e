//! Lines and prefixes of a text in bytes.

/// The first line of a text with its end, and what follows it.
pub fn split_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', text).map_or(text.len(), |at| at + 1);
    text.split_at(end)
}

/// The lines of a text, each with its end.
pub fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (line, behind) = split_line(rest);
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

/// Whether a text begins with these ASCII letters, in any case.
pub fn starts_with(text: &[u8], prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// The text without the byte order mark and the blanks at its beginning.
pub fn without_blanks(text: &[u8]) -> &[u8] {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    text.trim_ascii_start()
}

/// Where a short text begins in another. A searcher for any text would be 20 KB of code.
pub fn find(text: &[u8], part: &str) -> Option<usize> {
    let (first, part) = (*part.as_bytes().first()?, part.as_bytes());
    memchr::memchr_iter(first, text).find(|at| text[*at..].starts_with(part))
}

/// The number of line ends.
pub fn line_ends(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}
