//! CRC-64/XZ (ECMA-182, reflected), the value of `x-cos-hash-crc64ecma`.
//!
//! A CRC is a remainder of polynomials over GF(2). So the CRC of two texts in a
//! row follows from theirs, and a text that repeats need not be read.

pub use crc64fast::Digest;

const POLYNOMIAL: u64 = 0xc96c_5795_d787_0f42;

pub fn of(bytes: &[u8]) -> u64 {
    let mut digest = Digest::new();
    digest.write(bytes);
    digest.sum64()
}

/// The CRC of a text followed by another, of which `length` is the bytes.
pub fn join(first: u64, second: u64, length: u64) -> u64 {
    multiply(power_of_x8(length), first) ^ second
}

/// The CRC of a text of `length` bytes, so many times in a row.
pub fn repeat(crc: u64, length: u64, times: u64) -> u64 {
    let (mut all, mut crc, mut length) = (0, crc, length);
    let mut left = times;
    while left > 0 {
        if left & 1 == 1 {
            all = join(all, crc, length);
        }
        crc = join(crc, crc, length);
        length = length.wrapping_mul(2);
        left >>= 1;
    }
    all
}

/// x to the power of 8 times `bytes`, modulo the polynomial.
fn power_of_x8(bytes: u64) -> u64 {
    const ONE: u64 = 1 << 63;
    let (mut result, mut square, mut left) = (ONE, ONE >> 8, bytes);
    while left > 0 {
        if left & 1 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        left >>= 1;
    }
    result
}

/// The product modulo the polynomial; bit 63 is the coefficient of x^0.
fn multiply(a: u64, b: u64) -> u64 {
    let (mut product, mut b) = (0, b);
    for bit in (0..64).rev() {
        if a >> bit & 1 == 1 {
            product ^= b;
        }
        b = (b >> 1) ^ (POLYNOMIAL * (b & 1));
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_its_catalogue() {
        assert_eq!(of(b"123456789"), 0x995d_c9bb_df19_39fa);
        assert_eq!(of(b""), 0);
    }

    #[test]
    fn texts_in_a_row() {
        let text = b"The quick brown fox jumps over the lazy dog";
        for at in 0..=text.len() {
            let (first, second) = text.split_at(at);
            let length = second.len() as u64;
            assert_eq!(join(of(first), of(second), length), of(text), "{at}");
        }
    }

    #[test]
    fn a_text_that_repeats() {
        for times in [0, 1, 2, 3, 7, 64, 100] {
            let whole = b"abc".repeat(times);
            assert_eq!(repeat(of(b"abc"), 3, times as u64), of(&whole), "{times}");
        }
    }
}
