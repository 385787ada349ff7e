//! The checksum of gzip.

#[cfg(feature = "client")]
pub use crc32fast::hash;
#[cfg(not(feature = "client"))]
pub use small::hash;

/// Without tables: they are as large as a sixth of the WebAssembly module.
#[cfg(any(test, not(feature = "client")))]
mod small {
    const POLYNOMIAL: u32 = 0xedb8_8320;

    pub fn hash(bytes: &[u8]) -> u32 {
        let shifted = |crc: u32| crc >> 1 ^ (POLYNOMIAL & 0u32.wrapping_sub(crc & 1));
        let add = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| shifted(crc));
        !bytes.iter().fold(!0, add)
    }
}

#[cfg(all(test, feature = "client"))]
mod tests {
    #[test]
    fn both_are_alike() {
        let bytes: Vec<u8> = (0..1000u32).map(|i| (i * i) as u8).collect();
        for end in [0, 1, 9, 1000] {
            assert_eq!(
                super::hash(&bytes[..end]),
                super::small::hash(&bytes[..end])
            );
        }
    }
}
