//! The CRC-64 of two pieces in a row, from those of each.

/// The polynomial of CRC-64/XZ, the lowest power in the highest bit.
const POLYNOMIAL: u64 = 0xc96c_5795_d787_0f42;
/// x^0 and x^8.
const ONE: u64 = 1 << 63;
const BYTE: u64 = 1 << 55;

/// `length` is that of the second piece in bytes.
pub fn joined(first: u64, second: u64, length: u64) -> u64 {
    multiplied(shift(length), first) ^ second
}

/// What multiplies a sum so that it counts before so many bytes.
fn shift(length: u64) -> u64 {
    let (mut product, mut square, mut left) = (ONE, BYTE, length);
    while left > 0 {
        if left & 1 == 1 {
            product = multiplied(product, square);
        }
        square = multiplied(square, square);
        left >>= 1;
    }
    product
}

fn multiplied(one: u64, other: u64) -> u64 {
    let (mut product, mut other) = (0, other);
    for power in (0..64).rev() {
        if one >> power & 1 == 1 {
            product ^= other;
        }
        let carry = if other & 1 == 1 { POLYNOMIAL } else { 0 };
        other = (other >> 1) ^ carry;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::transfer::integrity::crc;

    #[test]
    fn pieces_have_the_sum_of_the_whole() {
        let bytes: Vec<u8> = (0..1000_u32).map(|n| ((n * n) >> 3) as u8).collect();
        for at in [0, 1, 7, 8, 499, 999, 1000] {
            let (first, second) = bytes.split_at(at);
            let sum = joined(crc(first), crc(second), second.len() as u64);
            assert_eq!(sum, crc(&bytes), "{at}");
        }
    }
}
