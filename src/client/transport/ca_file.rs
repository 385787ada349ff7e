//! The certificates of a PEM file, each checked when the file is read: one that cannot be used
//! would fail every connection later, and look like the server's fault.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;

use crate::client::system_text;
use crate::error::{CosError, Result, decode_text};

/// Labels of blocks that hold a certificate. OpenSSL appends trust settings to the second kind.
const LABELS: [&str; 3] = ["CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"];

/// The certificates of a PEM file, all of which can be used.
pub fn certificates(path: &str) -> Result<Vec<CertificateDer<'static>>> {
    let unusable = |why: &str| {
        let fix = format!("must be a PEM file with CERTIFICATE blocks ({why})");
        CosError::argument("ca_file", path, &fix)
    };
    let bytes = fs::read(path).map_err(|e| unusable(&system_text::of(&e)))?;
    // Editors and shells of Windows put a byte order mark in front, or write UTF-16.
    let found = blocks(&decode_text(&bytes, "")).map_err(|(number, why)| {
        let fix = format!("certificate block {number} {why}; correct or remove that block");
        CosError::argument("ca_file", path, &fix)
    })?;
    if found.is_empty() {
        return Err(unusable("it has none"));
    }
    Ok(found)
}

/// The certificates, or the number of the first bad block, counted from 1, and what is wrong.
fn blocks(text: &str) -> std::result::Result<Vec<CertificateDer<'static>>, (usize, &'static str)> {
    let mut found = Vec::new();
    // The label of the block that is open, and its base64.
    let mut open: Option<(&str, String)> = None;
    // Files that were joined have a byte order mark in the middle.
    for line in text.split(['\n', '\r']) {
        let line = line.trim_start_matches('\u{feff}').trim();
        let number = found.len() + 1;
        match &mut open {
            None => open = begun(line).map(|label| (label, String::new())),
            Some((label, base64)) if is_end(line, label) => {
                found.push(certificate(base64).map_err(|why| (number, why))?);
                open = None;
            }
            Some(_) if line.starts_with("-----") => return Err((number, UNENDED)),
            Some((_, base64)) => base64.extend(line.split_whitespace()),
        }
    }
    match open {
        Some(_) => Err((found.len() + 1, UNENDED)),
        None => Ok(found),
    }
}

const UNENDED: &str = "has no END line";

fn begun(line: &str) -> Option<&'static str> {
    let label = line.strip_prefix("-----BEGIN ")?.strip_suffix("-----")?;
    LABELS.into_iter().find(|known| *known == label)
}

fn is_end(line: &str, label: &str) -> bool {
    let rest = line.strip_prefix("-----END ");
    rest.and_then(|rest| rest.strip_suffix("-----")) == Some(label)
}

fn certificate(base64: &str) -> std::result::Result<CertificateDer<'static>, &'static str> {
    let der = STANDARD.decode(base64).map_err(|_| "is not base64")?;
    let first = first_element(&der).ok_or("is cut, or holds no certificate")?;
    let certificate = CertificateDer::from(first.to_vec());
    let usable = RootCertStore::empty().add(certificate.clone());
    usable.map_err(|_| "is damaged, or holds no certificate")?;
    Ok(certificate)
}

/// The certificate without the data that follows it.
fn first_element(der: &[u8]) -> Option<&[u8]> {
    let (header, length) = match *der.get(1)? {
        short @ 0..=0x7f => (2, usize::from(short)),
        long @ 0x81..=0x84 => {
            let header = 2 + usize::from(long & 0x7f);
            let digits = der.get(2..header)?.iter();
            (
                header,
                digits.fold(0, |n, digit| n << 8 | usize::from(*digit)),
            )
        }
        _ => return None,
    };
    der.get(..header.checked_add(length)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_is_cut_off_what_follows_it() {
        assert_eq!(
            first_element(&[0x30, 2, 1, 2, 9]),
            Some(&[0x30, 2, 1, 2][..])
        );
        assert_eq!(
            first_element(&[0x30, 0x81, 1, 7]),
            Some(&[0x30, 0x81, 1, 7][..])
        );
        for cut in [
            &[][..],
            &[0x30],
            &[0x30, 3, 1],
            &[0x30, 0x84, 255, 255, 255, 255],
            &[0x30, 0x80],
        ] {
            assert_eq!(first_element(cut), None, "{cut:?}");
        }
    }

    #[test]
    fn a_bad_block_is_named_by_its_number() {
        let why = |text: &str| blocks(text).map(|found| found.len());
        assert_eq!(why("no blocks"), Ok(0));
        let other = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        assert_eq!(why(other), Ok(0));
        let begun = "\u{feff}-----BEGIN CERTIFICATE-----\r\nMAAA\r\n";
        assert_eq!(why(begun), Err((1, UNENDED)));
        assert_eq!(why(&[begun, begun].concat()), Err((1, UNENDED)));
        let other_end = [begun, "-----END TRUSTED CERTIFICATE-----"].concat();
        assert_eq!(why(&other_end), Err((1, UNENDED)));
        let ended =
            |base64| format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----");
        assert_eq!(why(&ended("M*AA")), Err((1, "is not base64")));
        assert_eq!(
            why(&ended("MAoA")),
            Err((1, "is cut, or holds no certificate"))
        );
        assert_eq!(
            why(&ended("MAAA")),
            Err((1, "is damaged, or holds no certificate"))
        );
    }
}
