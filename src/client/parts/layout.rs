//! The parts of a file.

use std::fmt;

use super::settings::MOST_BYTES;
use crate::error::{CosError, Result};

/// Parts of an upload (436/14518).
const MOST_PARTS: u64 = 10_000;
/// Sizes that were grown are multiples of it.
const STEP: u64 = 1 << 20;

/// How a file is cut.
#[derive(Clone, Copy)]
pub struct Layout {
    pub size: u64,
    pub part_size: u64,
}

#[derive(Clone, Copy)]
pub struct PartRange {
    /// From 0; COS counts from 1.
    pub index: usize,
    pub start: u64,
    pub length: u64,
}

impl Layout {
    /// A part size too small for so many parts as there may be is grown.
    pub fn new(size: u64, part_size: u64) -> Result<Layout> {
        let least = size.div_ceil(MOST_PARTS).next_multiple_of(STEP);
        let part_size = part_size.max(least);
        if part_size > MOST_BYTES {
            let fix = "the file is larger than COS takes: 10000 parts of 5 GiB";
            return Err(CosError::argument("path", &format!("{size} bytes"), fix));
        }
        Ok(Layout { size, part_size })
    }

    pub fn count(self) -> usize {
        usize::try_from(self.size.div_ceil(self.part_size)).unwrap_or(usize::MAX)
    }

    pub fn part(self, index: usize) -> PartRange {
        let start = self.part_size.saturating_mul(index as u64);
        PartRange {
            index,
            start,
            length: self.part_size.min(self.size.saturating_sub(start)),
        }
    }
}

impl PartRange {
    pub fn number(self) -> usize {
        self.index + 1
    }
}

impl fmt::Display for PartRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.start + self.length.saturating_sub(1);
        write!(f, "part {} (bytes {}-{last})", self.number(), self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_file() {
        const MIB: u64 = 1 << 20;
        for (size, wanted, part_size, count) in [
            (1, MIB, MIB, 1),
            (MIB, MIB, MIB, 1),
            (MIB + 1, MIB, MIB, 2),
            (10_000 * MIB, MIB, MIB, 10_000),
            (10_000 * MIB + 1, MIB, 2 * MIB, 5_001),
            (10_000 * (5 << 30), MIB, 5 << 30, 10_000),
        ] {
            let layout = Layout::new(size, wanted).expect("a size that fits");
            assert_eq!((layout.part_size, layout.count()), (part_size, count));
            let mut end = 0;
            for index in 0..layout.count() {
                let part = layout.part(index);
                assert_eq!((part.start, part.number()), (end, index + 1));
                end += part.length;
            }
            assert_eq!(end, size);
        }
        assert!(Layout::new(10_000 * (5 << 30) + 1, MIB).is_err());
        let part = Layout::new(5 * MIB, 2 * MIB).expect("a size").part(2);
        assert_eq!(part.to_string(), "part 3 (bytes 4194304-5242879)");
    }
}
