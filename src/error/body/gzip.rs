//! Error bodies that arrive compressed (RFC 1952).

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::{MAX_BYTES, crc32};

/// Members that are read; a body has one, and empty ones cost time without end.
const MAX_MEMBERS: usize = 64;
const MAGIC: &[u8] = b"\x1f\x8b";
/// One byte more than is kept, to see that there was more.
const LIMIT: usize = MAX_BYTES + 1;
/// The room that is made first, and grows.
const FIRST_ROOM: usize = 16 * 1024;

// Flags of a header.
const CHECKED: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;

/// The position at which the decoding of a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GzipEnd {
    Whole,
    /// There was more than is decoded.
    Limit,
    /// The stream is cut or broken.
    Fault,
}

/// The decoded bytes and where they end; `None` if there is no gzip data. A cut or broken
/// stream gives what was decoded before the fault.
pub fn gunzip(bytes: &[u8]) -> Option<(Vec<u8>, GzipEnd)> {
    if !bytes.starts_with(MAGIC) {
        return None;
    }
    let mut out = Vec::new();
    let mut rest = bytes;
    let mut state = Box::<DecompressorOxide>::default();
    let mut members = 0;
    let mut is_broken = false;
    while !rest.is_empty() && members < MAX_MEMBERS && !is_broken {
        match member(rest, &mut out, &mut state) {
            Some(behind) => rest = behind,
            None => is_broken = true,
        }
        members += 1;
    }
    let end = match (out.len() > MAX_BYTES, is_broken, rest.is_empty()) {
        (true, _, _) => GzipEnd::Limit,
        (false, true, _) => GzipEnd::Fault,
        (false, false, true) => GzipEnd::Whole,
        (false, false, false) => GzipEnd::Limit,
    };
    out.truncate(MAX_BYTES);
    Some((out, end))
}

/// Decodes one member. Returns the data after it; `None` if it is broken, cut, or too long.
fn member<'b>(
    bytes: &'b [u8],
    out: &mut Vec<u8>,
    state: &mut DecompressorOxide,
) -> Option<&'b [u8]> {
    let begin = out.len();
    let rest = inflate(data(bytes)?, out, state)?;
    let (trailer, behind) = rest.split_first_chunk::<8>()?;
    let plain = &out[begin..];
    let expected = [crc32::hash(plain), plain.len() as u32].map(u32::to_le_bytes);
    (trailer[..] == *expected.as_flattened()).then_some(behind)
}

/// The data after the header of a member.
fn data(bytes: &[u8]) -> Option<&[u8]> {
    let (header, mut rest) = bytes.split_first_chunk::<10>()?;
    let flags = header[3];
    if !header.starts_with(MAGIC) || header[2] != 8 {
        return None;
    }
    if flags & EXTRA != 0 {
        let (length, behind) = rest.split_first_chunk::<2>()?;
        rest = behind.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            rest = &rest[memchr::memchr(0, rest)? + 1..];
        }
    }
    if flags & CHECKED != 0 {
        rest = rest.get(2..)?;
    }
    Some(rest)
}

/// Appends the decoded bytes, up to the limit, also those before a fault. Returns the data after.
fn inflate<'b>(
    mut input: &'b [u8],
    out: &mut Vec<u8>,
    state: &mut DecompressorOxide,
) -> Option<&'b [u8]> {
    let begin = out.len();
    let mut end = begin;
    state.init();
    let done = loop {
        let room = (2 * end).clamp(FIRST_ROOM, LIMIT);
        out.resize(room.max(end), 0);
        let (status, read, written) = decompress(
            state,
            input,
            &mut out[begin..],
            end - begin,
            TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
        );
        input = input.get(read..)?;
        end += written;
        match status {
            TINFLStatus::Done => break true,
            TINFLStatus::HasMoreOutput if end < LIMIT => {}
            _ => break false,
        }
    };
    out.truncate(end);
    done.then_some(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder
            .write_all(bytes)
            .and_then(|()| encoder.finish())
            .unwrap_or_default()
    }

    fn decoded(bytes: &[u8]) -> (Vec<u8>, GzipEnd) {
        gunzip(bytes).unwrap_or((Vec::new(), GzipEnd::Fault))
    }

    #[test]
    fn bounded_and_cut_streams_keep_what_they_have() {
        assert_eq!(
            gunzip(&gzip(b"<Error/>")),
            Some((b"<Error/>".to_vec(), GzipEnd::Whole))
        );
        assert_eq!(gunzip(b"<Error/>"), None);
        let (bomb, end) = decoded(&gzip(&vec![b'x'; 8 * MAX_BYTES]));
        assert_eq!((bomb.len(), end), (MAX_BYTES, GzipEnd::Limit));
        let whole = gzip(b"<Error><Code>A</Code></Error>");
        assert_eq!(decoded(&whole[..whole.len() - 4]).1, GzipEnd::Fault);
        let just_fits = vec![b'x'; MAX_BYTES];
        assert_eq!(gunzip(&gzip(&just_fits)), Some((just_fits, GzipEnd::Whole)));
        let mut half = gzip(&(0..=255).cycle().take(99_999).collect::<Vec<u8>>());
        half.truncate(half.len() / 2);
        let (kept, end) = decoded(&half);
        assert!(end == GzipEnd::Fault && !kept.is_empty() && kept.len() < 99_999);
    }

    #[test]
    fn headers_are_passed_over_and_checksums_are_checked() {
        let mut whole = flate2::GzBuilder::new()
            .filename("name")
            .comment("comment")
            .extra(vec![1, 2, 3])
            .write(Vec::new(), flate2::Compression::best());
        let _ = whole.write_all(b"<Error/>");
        let mut whole = whole.finish().unwrap_or_default();
        assert_eq!(gunzip(&whole), Some((b"<Error/>".to_vec(), GzipEnd::Whole)));
        for length in 0..whole.len() {
            assert!(
                gunzip(&whole[..length]).is_none_or(|(_, end)| end == GzipEnd::Fault),
                "{length}"
            );
        }
        let checksum = whole.len() - 8;
        whole[checksum] ^= 1;
        assert_eq!(gunzip(&whole), Some((b"<Error/>".to_vec(), GzipEnd::Fault)));
    }

    #[test]
    fn members_are_joined_and_their_number_is_bounded() {
        let two = [gzip(b"<Err"), gzip(b"or/>")].concat();
        assert_eq!(gunzip(&two), Some((b"<Error/>".to_vec(), GzipEnd::Whole)));
        let many = gzip(b"").repeat(MAX_MEMBERS + 1);
        assert_eq!(gunzip(&many), Some((Vec::new(), GzipEnd::Limit)));
        let garbage = [gzip(b"<Error/>"), b"garbage".to_vec()].concat();
        assert_eq!(
            gunzip(&garbage),
            Some((b"<Error/>".to_vec(), GzipEnd::Fault))
        );
    }

    #[test]
    fn no_byte_of_a_stream_can_do_harm() {
        let whole = gzip(&b"<Error><Code>A</Code></Error>".repeat(9));
        for at in 2..whole.len() {
            for value in [0, 1, 0x1f, 0x7f, 0x80, 0xff] {
                let mut changed = whole.clone();
                changed[at] = value;
                let out = decoded(&changed).0;
                assert!(out.len() <= MAX_BYTES);
            }
        }
        // A name without end, and blocks of nothing.
        let named = [
            b"\x1f\x8b\x08\x08\0\0\0\0\0\x03".to_vec(),
            vec![b'n'; MAX_BYTES],
        ]
        .concat();
        assert_eq!(gunzip(&named), Some((Vec::new(), GzipEnd::Fault)));
        let head = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
        let empty = [head, b"\0\0\0\xff\xff".repeat(200_000)].concat();
        assert_eq!(gunzip(&empty), Some((Vec::new(), GzipEnd::Fault)));
        // Together they exceed what one may not.
        let halves = gzip(&vec![b'x'; MAX_BYTES / 2 + 1]).repeat(2);
        let (out, end) = decoded(&halves);
        assert_eq!((out.len(), end), (MAX_BYTES, GzipEnd::Limit));
    }
}
