//! Error bodies that arrive compressed.

use std::io::Read;

use super::MAX_BYTES;

/// The decoded bytes and whether they are cut; `None` if there is no gzip data.
/// A cut or broken stream gives what was decoded before the fault.
pub fn gunzip(bytes: &[u8]) -> Option<(Vec<u8>, bool)> {
    if !bytes.starts_with(b"\x1f\x8b") {
        return None;
    }
    let mut out = Vec::new();
    // One byte more than is kept, to see that there was more.
    let mut decoder = flate2::read::MultiGzDecoder::new(bytes).take(MAX_BYTES as u64 + 1);
    let broken = decoder.read_to_end(&mut out).is_err();
    let long = out.len() > MAX_BYTES;
    out.truncate(MAX_BYTES);
    Some((out, broken || long))
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

    #[test]
    fn bounded_and_cut_streams_keep_what_they_have() {
        assert_eq!(
            gunzip(&gzip(b"<Error/>")),
            Some((b"<Error/>".to_vec(), false))
        );
        assert_eq!(gunzip(b"<Error/>"), None);
        let (bomb, cut) = gunzip(&gzip(&vec![b'x'; 8 * MAX_BYTES])).unwrap_or_default();
        assert_eq!((bomb.len(), cut), (MAX_BYTES, true));
        let whole = gzip(b"<Error><Code>A</Code></Error>");
        let (_, cut) = gunzip(&whole[..whole.len() - 4]).unwrap_or_default();
        assert!(cut);
    }
}
