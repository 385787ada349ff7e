//! Where the records of a TLS connection end. rustls keeps the beginning of one until the
//! rest of it arrives, and does not report it: a connection that has such a piece is not idle.

/// Type, version, and the length of what follows.
const HEADER: usize = 5;

/// The position in a record after the bytes read so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Records {
    header: [u8; HEADER],
    in_header: usize,
    left: usize,
}

impl Records {
    pub fn pass(&mut self, mut bytes: &[u8]) {
        while let Some(first) = bytes.first() {
            if self.left > 0 {
                let some = self.left.min(bytes.len());
                self.left -= some;
                bytes = &bytes[some..];
                continue;
            }
            self.header[self.in_header] = *first;
            self.in_header = (self.in_header + 1) % HEADER;
            bytes = &bytes[1..];
            if self.in_header == 0 {
                let [.., high, low] = self.header;
                self.left = usize::from(u16::from_be_bytes([high, low]));
            }
        }
    }

    /// Whether the last record is whole.
    pub fn is_between(&self) -> bool {
        self.left == 0 && self.in_header == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_from_their_pieces() {
        let two = [&[23, 3, 3, 1, 2][..], &[0; 258], &[22, 3, 3, 0, 0]].concat();
        let mut at_once = Records::default();
        at_once.pass(&two);
        assert!(at_once.is_between());
        let mut records = Records::default();
        for (at, byte) in two.iter().enumerate() {
            records.pass(&[*byte]);
            assert_eq!(records.is_between(), matches!(at + 1, 263 | 268), "{at}");
        }
    }
}
