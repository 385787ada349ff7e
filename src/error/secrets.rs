//! Secrets of a request, found wherever a text repeats them.
//!
//! A text may hold them percent-encoded, in either case of the digits, or escaped for
//! HTML, XML or JSON, once or several times, and a form's way turns a plus into a space: texts are compared decoded, and
//! with long secrets without regard to case. Where a text was cut, the beginning of a
//! secret is one too.

use std::borrow::Cow;
use std::ops::Range;

use super::escapes;
use super::excerpt::MARK;

/// The secrets of a request. `""` if one is not known.
#[derive(Clone, Copy, Default)]
pub struct Secrets<'a> {
    pub id: &'a str,
    pub key: &'a str,
    pub token: &'a str,
    pub signature: &'a str,
    /// The credentials of a proxy as they are sent, and the password in them.
    pub proxy: [&'a str; 2],
    /// The secrets of the request's URL, and whether each is a SecretId.
    pub of_url: &'a [(&'a str, bool)],
}

/// The replacement of a secret.
pub const MASK: &str = "***";
/// Characters of a SecretId that are shown.
pub const SHOWN: usize = 8;

/// Shorter secrets are not looked for: they would mask ordinary words.
const SHORTEST: usize = 6;
/// Shorter secrets are compared with regard to case: the token "EXPIREDTOKEN" is not
/// the code ExpiredToken. What Tencent Cloud hands out is longer.
const SHORTEST_IN_ANY_CASE: usize = 16;
/// A shorter beginning of a secret before a mark that says that the text was cut is not looked for.
const SHORTEST_MARKED: usize = 8;
/// The same at the end of a text, which may have been cut without a mark.
const SHORTEST_AT_END: usize = 16;
/// Marks of texts that were cut, ours and those of others.
const MARKS: [&str; 2] = [MARK, "..."];
/// How often a text may have been encoded.
const ROUNDS: usize = 4;

/// A byte of a decoded text, and where it comes from.
#[derive(Clone, Copy)]
struct Decoded {
    byte: u8,
    start: u32,
    end: u32,
}

/// A secret in a text.
pub struct Place {
    pub start: usize,
    pub end: usize,
    /// It is the SecretId, of which a part may be shown.
    pub is_id: bool,
}

impl<'a> Secrets<'a> {
    /// Each secret, decoded, and whether it is the id.
    fn decoded(&self) -> impl Iterator<Item = (Cow<'a, [u8]>, bool)> + use<'a> {
        let secrets = [
            (self.id, true),
            (self.key, false),
            (self.token, false),
            (self.signature, false),
            (self.proxy[0], false),
            (self.proxy[1], false),
        ];
        secrets
            .into_iter()
            .chain(self.of_url.iter().copied())
            .filter(|(secret, _)| secret.len() >= SHORTEST)
            .map(|(secret, is_id)| (bytes_of(secret), is_id))
            .filter(|(secret, _)| secret.len() >= SHORTEST)
    }

    /// Whether none is long enough to be looked for.
    fn are_none(&self) -> bool {
        let own = [self.id, self.key, self.token, self.signature];
        let mut all = own.iter().chain(&self.proxy);
        self.of_url.is_empty() && all.all(|secret| secret.len() < SHORTEST)
    }

    /// Whether a text repeats one of them. Quick: nearly every text repeats none.
    pub fn are_in(&self, text: &str) -> bool {
        if self.are_none() {
            return false;
        }
        let text = bytes_of(text);
        self.decoded()
            .any(|(secret, _)| find(&text, &secret, 0).is_some())
    }

    /// The places where a text repeats them: those of each secret in order.
    pub fn places(&self, text: &str) -> Vec<Place> {
        let decoded = decode(text);
        let bytes: Vec<u8> = decoded.iter().map(|one| one.byte).collect();
        let mut places = Vec::new();
        for (secret, is_id) in self.decoded() {
            let mut from = 0;
            while let Some(there) = find(&bytes, &secret, from) {
                from = there.end;
                places.push(Place {
                    start: decoded[there.start].start as usize,
                    end: decoded[from - 1].end as usize,
                    is_id,
                });
            }
        }
        places
    }
}

/// A text's bytes, decoded.
fn bytes_of(text: &str) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    let may_be_encoded = memchr::memchr3(b'%', b'&', b'\\', bytes).is_some();
    match may_be_encoded && (memchr::memchr(b'%', bytes).is_some() || escapes::are_in(bytes)) {
        false => Cow::Borrowed(bytes),
        true => Cow::Owned(decode(text).iter().map(|one| one.byte).collect()),
    }
}

/// Decodes until nothing changes any more.
fn decode(text: &str) -> Vec<Decoded> {
    let places = text.bytes().zip(0u32..);
    let mut bytes: Vec<Decoded> = places
        .map(|(byte, start)| Decoded {
            byte,
            start,
            end: start + 1,
        })
        .collect();
    for _ in 0..ROUNDS {
        let before = bytes.len();
        decode_once(&mut bytes);
        if bytes.len() == before {
            break;
        }
    }
    bytes
}

/// Decodes in place: what is decoded never gets longer.
fn decode_once(bytes: &mut Vec<Decoded>) {
    let (mut from, mut to) = (0, 0);
    while from < bytes.len() {
        let mut one = bytes[from];
        if let b'%' | b'&' | b'\\' = one.byte
            && let Some((byte, length)) = encoded(&bytes[from..])
        {
            one.byte = byte;
            one.end = bytes[from + length - 1].end;
            from += length;
        } else {
            from += 1;
        }
        bytes[to] = one;
        to += 1;
    }
    bytes.truncate(to);
}

/// The encoded character that begins a text, and its length there.
fn encoded(text: &[Decoded]) -> Option<(u8, usize)> {
    let mut bytes = [0; escapes::LONGEST + 1];
    for (byte, one) in bytes.iter_mut().zip(text) {
        *byte = one.byte;
    }
    let [first, high, low, ..] = bytes;
    if first != b'%' {
        return escapes::escaped(&bytes);
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some(((digit(high)? << 4 | digit(low)?) as u8, 3))
}

/// The position of a secret, or of the beginning of a cut one, in a text, both decoded, from a
/// place on.
fn find(text: &[u8], secret: &[u8], from: usize) -> Option<Range<usize>> {
    let shortest = secret.len().min(SHORTEST_MARKED);
    let (anchor, rare) = rarest(&secret[..shortest])?;
    let (a, b) = (rare.to_ascii_lowercase(), other_form(rare));
    let rest = text.get(from + anchor..)?;
    let in_any_case = secret.len() >= SHORTEST_IN_ANY_CASE;
    let same = |x: u8, y: u8| {
        x == y || (in_any_case && x.eq_ignore_ascii_case(&y)) || (is_plus(x) && is_plus(y))
    };
    memchr::memchr2_iter(a, b, rest).find_map(|at| {
        let start = from + at;
        if !same(text[start], secret[0]) {
            return None;
        }
        let there = text[start..].iter().zip(secret);
        let length = there.take_while(|(x, y)| same(**x, **y)).count();
        let end = start + length;
        let is_one = length == secret.len()
            || length >= shortest && is_cut(&text[end..], length >= SHORTEST_AT_END);
        is_one.then_some(start..end)
    })
}

/// Whether a text was cut before this rest of it, perhaps within an encoded character.
/// `at_end`: also if nothing says so.
fn is_cut(rest: &[u8], at_end: bool) -> bool {
    let rest = match rest {
        [b'%', digit, rest @ ..] if digit.is_ascii_hexdigit() => rest,
        [b'%', rest @ ..] => rest,
        rest => &rest[escapes::cut_length(rest).unwrap_or(0)..],
    };
    match rest {
        [] | [0, ..] => at_end,
        rest => MARKS.iter().any(|mark| rest.starts_with(mark.as_bytes())),
    }
}

fn is_plus(byte: u8) -> bool {
    matches!(byte, b'+' | b' ')
}

/// The other byte that counts as this one.
fn other_form(byte: u8) -> u8 {
    match byte {
        b'+' => b' ',
        b' ' => b'+',
        other => other.to_ascii_uppercase(),
    }
}

/// The byte that ordinary texts have least often, and its place.
fn rarest(secret: &[u8]) -> Option<(usize, u8)> {
    let mut rarest = (0, *secret.first()?);
    for (at, byte) in secret.iter().enumerate() {
        let frequency = FREQUENCIES[usize::from(*byte)];
        if frequency < FREQUENCIES[usize::from(rarest.1)] {
            rarest = (at, *byte);
        }
        if frequency == 0 {
            break;
        }
    }
    Some(rarest)
}

/// Looked up, not computed: it is needed for each secret in each text.
static FREQUENCIES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = frequency(byte as u8);
        byte += 1;
    }
    table
};

/// How common a byte is in URLs and responses, as counted in those of tests/cases. Request ids
/// are base64 of hexadecimal digits.
const fn frequency(byte: u8) -> u8 {
    match byte.to_ascii_lowercase() {
        b'_' => 0,
        b'3' | b'4' | b'6' | b'7' | b'9' => 1,
        b'5' | b'8' | b'=' => 2,
        b'1' | b'b' | b'f' | b'h' | b'j' | b'k' | b'q' | b'v' => 3,
        b'2' | b'l' | b'p' | b'w' | b'x' | b'z' => 4,
        b'/' | b'g' | b'u' | b'y' => 5,
        b'0' | b'a' | b'd' | b'i' | b'n' => 6,
        b'c' | b'o' | b'r' | b's' => 7,
        b' ' | b'+' | b'e' | b'm' | b't' => 8,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "sTs/Token+012345=";

    fn found(text: &str) -> Vec<&str> {
        let known = Secrets {
            token: TOKEN,
            ..Secrets::default()
        };
        let places = known.places(text);
        assert_eq!(known.are_in(text), !places.is_empty(), "{text}");
        let shown = |place: &Place| &text[place.start..place.end];
        places.iter().map(shown).collect()
    }

    #[test]
    fn secrets_are_found_in_each_of_their_forms() {
        for form in [
            TOKEN,
            "sTs%2FToken%2B012345%3D",
            "sTs%2ftoken%2b012345%3d",
            "sTs%252FToken%252b012345%253D",
            "%25252573Ts/Token%2B012345=",
            "STS/TOKEN+012345=",
            "sTs/Token 012345=",
            "sTs%2FToken%20012345%3D",
            "sTs&#47;Token&#43;012345&#x3D;",
            "sTs&amp;#47;Token&amp;#43;012345&amp;#61;",
            r"sTs\/Token\u002b012345\u003D",
            r"sTs\\\/Token\\u002b012345\\u003D",
            r"sTs%5C%2FToken%26%2343;012345=",
        ] {
            assert_eq!(found(form), [form]);
            let around = format!("für 100% {form}, 5%2 und %zz {form}");
            assert_eq!(found(&around), [form, form]);
        }
        for other in [
            "",
            "sTs/Token+0123",
            "%",
            "%2",
            "100%25",
            "STS%2F",
            "sTs&#47Token&#43;012345=",
            r"sTs\/Token\u002b012345\u003 and",
            "sTs%2FToken%2B012346%3D",
        ] {
            assert_eq!(found(other), [""; 0], "{other}");
        }
    }

    #[test]
    fn the_beginning_of_a_secret_is_found_where_a_text_was_cut() {
        for (text, beginning) in [
            ("of sTs/Toke…", "sTs/Toke"),
            ("of sTs/Toke… in", "sTs/Toke"),
            ("of sTs%2FToke... in", "sTs%2FToke"),
            ("of sTs%2FToken%2…", "sTs%2FToken"),
            ("of sTs%2FToken%…", "sTs%2FToken"),
            ("of sTs&#47;Token&#4…", "sTs&#47;Token"),
            ("of sTs&#47;Token&…", "sTs&#47;Token"),
            ("of sTs&#47;Token&amp;#x2... in", "sTs&#47;Token"),
            (r"of sTs\/Token\u00…", r"sTs\/Token"),
            (r"of sTs\/Token\u002… in", r"sTs\/Token"),
            (r"of sTs\/Token\…", r"sTs\/Token"),
            ("of sTs/Token+012345&#6", "sTs/Token+012345"),
            ("of STS/TOKEN+012345", "STS/TOKEN+012345"),
            ("of sTs/Token+012345\0next", "sTs/Token+012345"),
        ] {
            assert_eq!(found(text), [beginning], "{text}");
        }
        for text in [
            "of sTs/Tok…",
            "of sTs/Token in",
            "of sTs/Token+01234",
            "of sTs/Token+01234\0next",
            "of sTs/Token+012345 in",
            "of sTs/Token%3D…",
            "of sTs/Token. In",
            "of sTs/Token&next…",
            "of sTs/Token&#47;and more…",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn short_secrets_are_found_in_their_own_case() {
        let known = Secrets {
            token: "EXPIRED/TOKEN",
            ..Secrets::default()
        };
        assert!(known.are_in("EXPIRED%2fTOKEN") && !known.are_in("Expired/Token"));
    }
}
