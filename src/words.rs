//! Bytes in words of eight, which are looked at at once: short texts are read more quickly so than
//! by calls of memchr.

/// The highest bit of each byte.
const HIGHS: u64 = repeat(0x80);
const ONES: u64 = repeat(1);

/// A word of eight equal bytes.
pub const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// A word whose lowest bit that is set lies in the lowest byte of `word` that is zero; 0 if none
/// is. Bits above it mean nothing.
pub fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

pub fn is_ascii(word: u64) -> bool {
    word & HIGHS == 0
}

/// The place of the byte in which the lowest bit is set that is.
pub fn lowest(bits: u64) -> usize {
    bits.trailing_zeros() as usize / 8
}

/// The first bytes of a word, followed by zeros.
pub fn first_bytes(word: u64, count: usize) -> u64 {
    match count {
        0..8 => word & ((1 << (8 * count)) - 1),
        _ => word,
    }
}

/// The eight bytes from a place on, followed by zeros where there are less.
#[inline]
pub fn word(bytes: &[u8], at: usize) -> u64 {
    let Some(rest) = bytes.get(at..) else {
        return 0;
    };
    if let Some(word) = rest.first_chunk() {
        return u64::from_le_bytes(*word);
    }
    match bytes.last_chunk() {
        // Without those before the place.
        Some(last) if !rest.is_empty() => u64::from_le_bytes(*last) >> (64 - 8 * rest.len()),
        _ => of_few(rest),
    }
}

/// Fewer than eight bytes, followed by zeros.
fn of_few(bytes: &[u8]) -> u64 {
    let backwards = bytes.iter().rev();
    backwards.fold(0, |word, b| (word << 8) | u64::from(*b))
}

/// Whether two texts are equal. Quicker than a call for names, which are short: the first bytes of
/// a text and its last ones are all of it.
#[inline(always)]
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
    let length = one.len();
    if length != other.len() {
        return false;
    }
    match length {
        8..=16 => ends::<8>(one) == ends(other),
        4..8 => ends::<4>(one) == ends(other),
        2..4 => ends::<2>(one) == ends(other),
        _ => one == other,
    }
}

/// The first bytes of a text, and the last ones.
#[inline(always)]
fn ends<const N: usize>(text: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
    Some((text.first_chunk()?, text.last_chunk()?))
}

/// So many bytes of a text are its first ones for `find_early`.
pub const EARLY: usize = 32;

/// The place of the first byte that `found` tells by its lowest bit, among the first bytes of a
/// text.
#[inline]
pub fn find_early(text: &[u8], found: impl Fn(u64) -> u64) -> Option<usize> {
    let mut at = 0;
    while at < EARLY {
        let word = text.get(at..at + 8)?.first_chunk()?;
        let found = found(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(at + lowest(found));
        }
        at += 8;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_at_every_place() {
        for length in 0..50 {
            let mut text = vec![b'x'; length];
            assert_eq!(find_early(&text, |word| zeros(word ^ repeat(b'<'))), None);
            for at in 0..length {
                text[at] = b'<';
                let found = find_early(&text, |word| zeros(word ^ repeat(b'<')));
                assert_eq!(found, (at < 32.min(length / 8 * 8)).then_some(at));
                text[at] = b'=';
            }
        }
    }

    #[test]
    fn texts_that_differ_in_one_byte_are_not_the_same() {
        for length in 0..20 {
            let text: Vec<u8> = (1..=length).collect();
            assert!(is_same(&text, &text.clone()));
            assert!(!is_same(&text, &[text.as_slice(), b"x"].concat()));
            for at in 0..text.len() {
                let mut other = text.clone();
                other[at] = b'x';
                assert!(!is_same(&text, &other), "{at} of {length}");
            }
        }
    }

    #[test]
    fn words_end_with_zeros() {
        let text: Vec<u8> = (1..=20).collect();
        for length in 0..=text.len() {
            for at in 0..=length {
                let read = &text[at..length.min(at + 8)];
                let mut bytes = [0; 8];
                bytes[..read.len()].copy_from_slice(read);
                let word = word(&text[..length], at);
                assert_eq!(word, u64::from_le_bytes(bytes));
                assert_eq!(first_bytes(word, read.len()), word);
            }
        }
    }
}
