//! Texts that can be printed as they are. Those of ordinary bytes are known quickly: nearly
//! every text is one.

/// Whether all bytes are from 0x20 to 0x7e.
pub fn is_printable_ascii(bytes: &[u8]) -> bool {
    is_printable_without(bytes, [])
}

/// The same, where none of these bytes is among them either. They are compared eight at a time.
pub fn is_printable_without<const N: usize>(bytes: &[u8], without: [u8; N]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let wrong = |eight: &[u8; 8]| {
        let x = u64::from_ne_bytes(*eight);
        // The top bit of a byte stays clear in all of these only if it is right. What is
        // borrowed or carried comes from a byte that is not.
        let range = x | x.wrapping_add(ONES) | x.wrapping_sub(0x20 * ONES);
        let unlike = |byte: u8| (x ^ (u64::from(byte) * ONES)).wrapping_sub(ONES);
        without.iter().fold(range, |all, byte| all | unlike(*byte))
    };
    let (words, rest) = bytes.as_chunks();
    let found = words.iter().fold(0, |found, eight| found | wrong(eight));
    let is_rest_right = match bytes.last_chunk() {
        // The rest once more, with bytes that were looked at.
        Some(last) => wrong(last) & (0x80 * ONES) == 0,
        None => rest
            .iter()
            .all(|b| (b' '..0x7f).contains(b) && !without.contains(b)),
    };
    found & (0x80 * ONES) == 0 && is_rest_right
}

/// A character that a terminal or a viewer of logs may obey: the controls of ASCII and of
/// U+0080 to U+009F, ends of lines, and marks that change the direction of text.
pub fn breaks_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_bytes_are_known_at_each_place() {
        for length in 0..20 {
            assert!(is_printable_ascii(&vec![b'~'; length]));
            for (place, byte) in (0..length).flat_map(|place| (0..=255).map(move |b| (place, b))) {
                for others in [b' ', b'~'] {
                    let mut bytes = vec![others; length];
                    bytes[place] = byte;
                    let is_printable = (0x20..=0x7e).contains(&byte);
                    assert_eq!(is_printable_ascii(&bytes), is_printable, "{byte:#x}");
                    let is_plain = is_printable && byte != b'"' && byte != b'\\';
                    assert_eq!(
                        is_printable_without(&bytes, *b"\"\\"),
                        is_plain,
                        "{byte:#x}"
                    );
                }
            }
        }
    }
}
