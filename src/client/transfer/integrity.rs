//! Whether what was moved is what is stored: by CRC-64, ECMA-182 in the form of xz,
//! which COS sends with every object.

use std::fmt;

use crate::client::call_options::Call;
use crate::client::transport::ResponseHead;
use crate::request::Request;

pub use crc64fast::Digest as Crc;

/// The decimal CRC-64 of the object, in responses that store or return one.
const CRC64: &str = "x-cos-hash-crc64ecma";

/// The two sides differ.
pub struct Mismatch {
    pub ours: u64,
    pub theirs: u64,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (ours, theirs) = (self.ours, self.theirs);
        write!(f, "CRC-64 {ours} here, {theirs} at the server ({CRC64})")
    }
}

/// The sum of bytes at one place.
pub fn crc(bytes: &[u8]) -> u64 {
    let mut crc = Crc::new();
    crc.write(bytes);
    crc.sum64()
}

/// The response's checksum, if it has one.
pub fn told(headers: &ResponseHead) -> Option<u64> {
    headers.get(CRC64)?.trim().parse().ok()
}

/// Compares with the response's checksum, if it has one.
pub fn compare(headers: &ResponseHead, ours: impl FnOnce() -> u64) -> Result<(), Mismatch> {
    compare_with(told(headers), ours)
}

/// The same with a checksum that is known already.
pub fn compare_with(theirs: Option<u64>, ours: impl FnOnce() -> u64) -> Result<(), Mismatch> {
    let Some(theirs) = theirs else {
        return Ok(());
    };
    match ours() {
        ours if ours == theirs => Ok(()),
        ours => Err(Mismatch { ours, theirs }),
    }
}

/// Whether the response's CRC covers exactly the body: PUT of an object
/// or of a part. An append's is of the object before it too, a copy has none.
pub fn is_stored_as_sent(request: &Request, call: &Call) -> bool {
    let is_plain =
        |(name, _): &(String, Option<String>)| matches!(name.as_str(), "partNumber" | "uploadId");
    request.method == "PUT"
        && request.key.is_some()
        && request.query.iter().all(is_plain)
        && !call.has_header(request, "x-cos-copy-source")
}

/// Whether a response contains the object, and not the result of processing it.
pub fn is_sent_as_stored(request: &Request) -> bool {
    let is_plain =
        |(name, _): &(String, Option<String>)| name == "versionId" || name.starts_with("response-");
    request.method == "GET" && request.key.is_some() && request.query.iter().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_xz() {
        // The check value of CRC-64/XZ.
        assert_eq!(crc(b"123456789"), 0x995d_c9bb_df19_39fa);
        let mut pieces = Crc::new();
        for piece in [b"1234".as_slice(), b"", b"56789"] {
            pieces.write(piece);
        }
        assert_eq!(pieces.sum64(), crc(b"123456789"));
    }
}
