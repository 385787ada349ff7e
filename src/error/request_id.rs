//! What a request id contains: who made it, and when.
//!
//! Measured over public captures (undocumented, so a hint only): the id is
//! base64 of `<unix time, 8 hex>_...`; newer data-processing ids put `T_` in front.

use base64::Engine;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The maker of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    Cos,
    Ci,
}

/// The maker of an id and the server's time (Unix seconds) when it was made.
pub fn decode(id: &str) -> Option<(Maker, i64)> {
    // Only the head matters. Documents mask the tail of ids with `****`, which is not base64.
    let head = id.as_bytes().get(..16)?;
    let mut decoded = [0u8; 12];
    BASE64.decode_slice(head, &mut decoded).ok()?;
    let (maker, time) = match decoded.strip_prefix(b"T_") {
        Some(rest) => (Maker::Ci, rest),
        None => (Maker::Cos, &decoded[..]),
    };
    if time.get(8) != Some(&b'_') {
        return None;
    }
    let seconds = time[..8].iter().try_fold(0i64, |sum, byte| {
        let digit = (*byte as char).to_digit(16)?;
        Some(sum * 16 + i64::from(digit))
    })?;
    Some((maker, seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_both_makers_are_decoded() {
        let cos = decode("NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=");
        assert_eq!(cos, Some((Maker::Cos, 0x5cac_13e8)));
        // T_686d435a_14_f23e1915_b3f4
        let ci = decode("VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0");
        assert_eq!(ci, Some((Maker::Ci, 0x686d_435a)));
    }

    #[test]
    fn masked_tails_are_tolerated_and_other_ids_are_not_ours() {
        assert!(decode("NWYyMTFjODZfOGRjOTJhMDlfMmIyMWVfOTJl****").is_some());
        for id in [
            "",
            "HEADER-ID",
            "5C9F6CBDB007B7575C5395BA",
            "NjUwMDAwMDAwMDAwMDAwMDAw",
            "AVRWEY367G347MEM",
        ] {
            assert_eq!(decode(id), None, "{id}");
        }
    }
}
