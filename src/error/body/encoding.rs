//! The encodings that COS and the gateways before it use, in decoders small enough for WebAssembly.

use std::borrow::Cow;

use super::gb18030;

/// An encoding that a body may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Gb18030,
    Windows1252,
}

/// Each encoding with its labels, in lower case (WHATWG Encoding, section 4.2).
const LABELS: [(Encoding, &str); 5] = [
    (
        Encoding::Utf8,
        "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
    ),
    (
        Encoding::Gb18030,
        "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030",
    ),
    (
        Encoding::Windows1252,
        "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 \
         iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
    ),
    (
        Encoding::Utf16Le,
        "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
    ),
    (Encoding::Utf16Be, "unicodefffe utf-16be"),
];

/// The characters 0x80 to 0x9f of Windows-1252; the others are those of Unicode.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

impl Encoding {
    pub fn for_label(label: &[u8]) -> Option<Encoding> {
        let is_label = |known: &str| known.as_bytes().eq_ignore_ascii_case(label);
        let mut all = LABELS.iter();
        all.find(|(_, labels)| labels.split(' ').any(is_label))
            .map(|(encoding, _)| *encoding)
    }

    /// The text without its byte order mark; what is malformed becomes U+FFFD.
    pub fn repaired(self, bytes: &[u8]) -> Cow<'_, str> {
        let unit = match self {
            Encoding::Utf16Le => u16::from_le_bytes,
            Encoding::Utf16Be => u16::from_be_bytes,
            _ => return String::from_utf8_lossy(bytes),
        };
        Cow::Owned(utf16(bytes, unit))
    }

    /// The text without a last character that was cut. None if a character elsewhere is malformed.
    pub fn whole_or_cut(self, bytes: &[u8]) -> Option<String> {
        match self {
            Encoding::Gb18030 => gb18030::decode(bytes),
            Encoding::Windows1252 => Some(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
            _ => None,
        }
    }
}

fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).map(usize::from);
    let special = special.and_then(|at| WINDOWS_1252.get(at));
    special.copied().unwrap_or(char::from(byte))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let skip = usize::from(units.clone().next() == Some(0xfeff));
    let mut text = String::with_capacity(bytes.len());
    let mut ends_in_half = false;
    for decoded in char::decode_utf16(units.skip(skip)) {
        let is_first_half = |unit: u16| (0xd800..0xdc00).contains(&unit);
        ends_in_half = decoded
            .as_ref()
            .is_err_and(|e| is_first_half(e.unpaired_surrogate()));
        text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    // The byte belongs to the half of a pair before it.
    if !odd.is_empty() && !ends_in_half {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

#[cfg(test)]
mod tests {
    use encoding_rs::{DecoderResult, Encoding as Reference, GB18030, UTF_16BE, UTF_16LE};

    use super::*;

    /// The text as browsers read it.
    fn whole_or_cut(encoding: &'static Reference, bytes: &[u8]) -> Option<String> {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len())?;
        let mut text = String::with_capacity(room);
        let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, false);
        (result == DecoderResult::InputEmpty).then_some(text)
    }

    /// GBK and GB18030 have one decoder.
    fn decoder_of(label: &str) -> Option<&'static Reference> {
        let known = Reference::for_label(label.as_bytes());
        known.map(|known| {
            if known == encoding_rs::GBK {
                GB18030
            } else {
                known
            }
        })
    }

    #[test]
    fn labels_and_windows_1252_are_those_of_the_web() {
        for (encoding, labels) in LABELS {
            let first = labels.split(' ').next().unwrap_or_default();
            let reference = decoder_of(first);
            for label in labels.split(' ') {
                let label = label.to_ascii_uppercase();
                assert_eq!(
                    Encoding::for_label(label.as_bytes()),
                    Some(encoding),
                    "{label}"
                );
                assert_eq!(decoder_of(&label), reference, "{label}");
            }
        }
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(
            Encoding::Windows1252.whole_or_cut(&bytes),
            whole_or_cut(encoding_rs::WINDOWS_1252, &bytes)
        );
        assert_eq!(Encoding::for_label(b"shift_jis"), None);
    }

    /// Bytes that a small generator makes: of each kind that a decoder tells apart.
    fn noise(seed: &mut u32) -> Vec<u8> {
        let mut next = || {
            *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (*seed >> 16) as u8
        };
        let length = next() % 12;
        let kinds: [fn(u8) -> u8; 5] = [
            |b| b,
            |b| b'0' + b % 10,
            |b| 0x81 + b % 0x7e,
            |b| 0xd8 + b % 8,
            |b| b % 0x80,
        ];
        (0..length)
            .map(|_| kinds[usize::from(next() % 5)](next()))
            .collect()
    }

    #[test]
    fn any_bytes_read_as_on_the_web() {
        let mut seed = 1;
        for _ in 0..100_000 {
            let bytes = noise(&mut seed);
            assert_eq!(
                Encoding::Gb18030.whole_or_cut(&bytes),
                whole_or_cut(GB18030, &bytes),
                "{bytes:?}"
            );
            for (encoding, reference) in
                [(Encoding::Utf16Le, UTF_16LE), (Encoding::Utf16Be, UTF_16BE)]
            {
                assert_eq!(
                    encoding.repaired(&bytes),
                    reference.decode_with_bom_removal(&bytes).0,
                    "{encoding:?} {bytes:?}"
                );
            }
        }
    }
}
