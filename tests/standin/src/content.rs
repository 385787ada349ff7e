//! Bytes of an object or an answer: kept, made from a pattern, or only counted.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::OnceLock;

use bytes::Bytes;

use crate::crc64;

/// Nothing is copied when contents are cut or joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    segments: VecDeque<Segment>,
    length: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Kept(Bytes),
    /// A part of the endless pattern.
    Pattern {
        start: u64,
        length: u64,
    },
    /// Received, but not kept.
    Lost {
        length: u64,
    },
}

/// The pattern's bytes repeat after so many; a prime, so that a shift by any
/// power of two shows.
pub const PERIOD: u64 = 1_048_573;

/// The most that is handed out at once.
const STEP: usize = 256 << 10;

/// The pattern's byte at an offset.
pub fn pattern_byte(offset: u64) -> u8 {
    let r = offset % PERIOD;
    ((r ^ (r >> 7) ^ (r >> 14)) & 0xff) as u8
}

/// A period of the pattern, and a step more, so that every step is in one piece.
fn pattern() -> &'static Bytes {
    static PATTERN: OnceLock<Bytes> = OnceLock::new();
    PATTERN.get_or_init(|| (0..PERIOD + STEP as u64).map(pattern_byte).collect())
}

/// The CRC of one period.
fn period_crc64() -> u64 {
    static CRC: OnceLock<u64> = OnceLock::new();
    *CRC.get_or_init(|| crc64::of(&pattern()[..PERIOD as usize]))
}

fn pattern_crc64(start: u64, length: u64) -> u64 {
    let within = start % PERIOD;
    let piece = |range: Range<u64>| crc64::of(&pattern()[range.start as usize..range.end as usize]);
    if within + length <= PERIOD {
        return piece(within..within + length);
    }
    let (periods, tail) = (
        (length + within - PERIOD) / PERIOD,
        (within + length) % PERIOD,
    );
    let repeated = crc64::repeat(period_crc64(), PERIOD, periods);
    let upto = crc64::join(piece(within..PERIOD), repeated, periods * PERIOD);
    crc64::join(upto, piece(0..tail), tail)
}

impl Segment {
    fn length(&self) -> u64 {
        match self {
            Segment::Kept(bytes) => bytes.len() as u64,
            Segment::Pattern { length, .. } | Segment::Lost { length } => *length,
        }
    }

    fn slice(&self, range: Range<u64>) -> Segment {
        let length = range.end - range.start;
        match self {
            Segment::Kept(bytes) => {
                Segment::Kept(bytes.slice(range.start as usize..range.end as usize))
            }
            Segment::Pattern { start, .. } => Segment::Pattern {
                start: start + range.start,
                length,
            },
            Segment::Lost { .. } => Segment::Lost { length },
        }
    }
}

impl<B: Into<Bytes>> From<B> for Content {
    fn from(bytes: B) -> Content {
        Content::of(Segment::Kept(bytes.into()))
    }
}

impl Content {
    fn of(segment: Segment) -> Content {
        let length = segment.length();
        let segments = (length > 0).then_some(segment).into_iter().collect();
        Content { segments, length }
    }

    /// So many bytes of the pattern, from its start.
    pub fn synthetic(length: u64) -> Content {
        Content::of(Segment::Pattern { start: 0, length })
    }

    /// Bytes that were counted only.
    pub fn lost(length: u64) -> Content {
        Content::of(Segment::Lost { length })
    }

    /// The same bytes so often.
    pub fn repeated(bytes: &[u8], count: u64) -> Content {
        const BLOCK: u64 = 4096;
        let block = Bytes::from(bytes.repeat(BLOCK.min(count) as usize));
        let mut all = Content::default();
        for _ in 0..count / BLOCK {
            all.push(Content::from(block.clone()));
        }
        all.push(Content::from(block).slice(0..count % BLOCK * bytes.len() as u64));
        all
    }

    pub fn len(&self) -> u64 {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// It can be read.
    pub fn is_kept(&self) -> bool {
        let lost = |segment: &Segment| matches!(segment, Segment::Lost { .. });
        !self.segments.iter().any(lost)
    }

    /// Memory that it takes, about.
    pub fn held(&self) -> usize {
        let held = |segment: &Segment| match segment {
            Segment::Kept(bytes) => bytes.len(),
            _ => 0,
        };
        self.segments.iter().map(held).sum()
    }

    pub fn push(&mut self, more: Content) {
        self.length += more.length;
        self.segments.extend(more.segments);
    }

    /// A part of it; the range is cut to what there is.
    pub fn slice(&self, range: Range<u64>) -> Content {
        let mut part = Content::default();
        let mut at = 0;
        for segment in &self.segments {
            let end = at + segment.length();
            let (from, to) = (range.start.max(at), range.end.min(end));
            if from < to {
                part.push(Content::of(segment.slice(from - at..to - at)));
            }
            at = end;
        }
        part
    }

    /// Takes the next bytes off, at most `most`; empty: there are no more.
    pub fn take(&mut self, most: u64) -> Bytes {
        let Some(first) = self.segments.front_mut() else {
            return Bytes::new();
        };
        let count = first.length().min(most).min(STEP as u64);
        let bytes = match first {
            Segment::Kept(bytes) => bytes.split_to(count as usize),
            Segment::Pattern { start, length } => {
                let at = (*start % PERIOD) as usize;
                (*start, *length) = (*start + count, *length - count);
                pattern().slice(at..at + count as usize)
            }
            // Reading it is refused; see `object::get`.
            Segment::Lost { length } => {
                *length -= count;
                Bytes::from(vec![0; count as usize])
            }
        };
        if first.length() == 0 {
            self.segments.pop_front();
        }
        self.length -= count;
        bytes
    }

    /// Of bytes that can be read.
    pub fn crc64(&self) -> u64 {
        let crc = |segment: &Segment| match segment {
            Segment::Kept(bytes) => crc64::of(bytes),
            Segment::Pattern { start, length } => pattern_crc64(*start, *length),
            Segment::Lost { .. } => 0,
        };
        let join = |all, segment: &Segment| crc64::join(all, crc(segment), segment.length());
        self.segments.iter().fold(0, join)
    }

    /// The same with one byte changed: the one at `offset`, or the last.
    pub fn corrupted(&self, offset: u64) -> Content {
        let at = offset.min(self.length.saturating_sub(1));
        let mut byte = self.slice(at..at + 1).to_vec();
        byte.iter_mut().for_each(|byte| *byte = !*byte);
        let mut whole = self.slice(0..at);
        whole.push(Content::from(byte));
        whole.push(self.slice(at + 1..self.length));
        whole
    }

    /// All of it in memory.
    pub fn to_vec(&self) -> Vec<u8> {
        let (mut rest, mut all) = (self.clone(), Vec::new());
        while !rest.is_empty() {
            all.extend_from_slice(&rest.take(u64::MAX));
        }
        all
    }
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
