//! Codes as they are compared: ignoring case.

use std::cmp::Ordering;

/// Bytes of a code that are compared in one step: enough to distinguish most codes.
const BEGINNING: usize = size_of::<u128>();

/// A code, prepared for comparisons with many others.
#[derive(Clone, Copy, Debug)]
pub struct Folded<'a> {
    /// The first bytes in lower case, then zeros.
    beginning: u128,
    code: &'a str,
}

impl<'a> Folded<'a> {
    pub const fn new(code: &'a str) -> Folded<'a> {
        let bytes = code.as_bytes();
        let (mut beginning, mut at) = (0, 0);
        while at < BEGINNING {
            let byte = if at < bytes.len() { bytes[at] } else { 0 };
            beginning = beginning << 8 | byte.to_ascii_lowercase() as u128;
            at += 1;
        }
        Folded { beginning, code }
    }

    /// The order of the catalogue's table: build.rs sorts it so.
    pub fn order(&self, other: &Folded<'_>) -> Ordering {
        let beginnings = self.beginning.cmp(&other.beginning);
        beginnings.then_with(|| order_of_rests(self.rest(), other.rest()))
    }

    fn rest(&self) -> &[u8] {
        self.code.as_bytes().get(BEGINNING..).unwrap_or_default()
    }
}

fn order_of_rests(a: &[u8], b: &[u8]) -> Ordering {
    let mut pairs = a.iter().zip(b);
    match pairs.find(|(a, b)| !a.eq_ignore_ascii_case(b)) {
        Some((a, b)) => a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase()),
        None => a.len().cmp(&b.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_lower_case() {
        let codes = [
            "",
            "-1",
            "-166",
            "a",
            "A",
            "aB",
            "Ab_",
            "NoSuchKey",
            "nosuchkeys",
            "NoSuchUpload",
            "InvalidArgument1",
            "invalidargument1",
            "InvalidArgument12",
            "INVALIDARGUMENT1_",
            "InvalidArgument1z",
            "InvalidArgumen",
            "Ünknown",
            "ünknown",
            "AccessDenied",
        ];
        for (a, b) in codes.iter().flat_map(|a| codes.iter().map(move |b| (a, b))) {
            let expected = a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase());
            assert_eq!(Folded::new(a).order(&Folded::new(b)), expected, "{a} {b}");
        }
    }
}
