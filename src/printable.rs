//! Texts of ordinary bytes, known quickly: nearly every text is one.

/// Whether all bytes are from 0x20 to 0x7e. They are compared eight at a time.
pub fn is_printable_ascii(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    // The top bit of a byte stays clear in all three only if it is one of those. What is
    // borrowed or carried comes from a byte that is not.
    let top = |x: u64| x | x.wrapping_add(ONES) | x.wrapping_sub(0x20 * ONES);
    let (eights, rest) = bytes.as_chunks();
    let eights = eights.iter().map(|eight| u64::from_ne_bytes(*eight));
    let found = eights.fold(0, |found, x| found | top(x));
    found & (0x80 * ONES) == 0 && rest.iter().all(|b| (b' '..0x7f).contains(b))
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
                }
            }
        }
    }
}
