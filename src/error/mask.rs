//! Secrets out of texts.
//!
//! Messages, resources and URLs may repeat what the request carried. Values of
//! the parameters that sign a request are replaced; a SecretId keeps its first
//! eight characters, enough to tell two keys apart.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in the place of a secret.
pub const MASK: &str = "***";
/// Characters of a SecretId that are shown.
const SHOWN: usize = 8;
/// Bytes of a callback's own words that are shown.
const SAID: usize = 512;
/// SecretIds of Tencent Cloud begin so and have 36 characters; shorter words are no ids.
const ID_PREFIX: &str = "AKID";
const ID_LENGTH: usize = 28;

/// `name=value` (or `name: value`, `name>value`) pairs whose value is secret, lower case.
const NAMES: [&str; 10] = [
    "q-signature",
    "q-ak",
    "x-cos-security-token",
    "x-ci-security-token",
    "secretkey",
    "secret_key",
    "authorization",
    "signature",
    "x-amz-security-token",
    "security-token",
];

/// What a call knows to be secret: masked wherever it stands. `""`: not known.
#[derive(Clone, Copy, Default)]
pub struct Secrets<'a> {
    pub id: &'a str,
    pub key: &'a str,
    pub token: &'a str,
    pub signature: &'a str,
}

/// Shorter secrets are no secrets: they would mask ordinary words.
const SHORTEST: usize = 6;

/// Whether a text has no secret in it. Quick: nearly every text has none.
pub fn is_clean(text: &str, known: &Secrets<'_>) -> bool {
    // Without a percent sign the encoded form is the plain one.
    let may_be_encoded = || memchr::memchr(b'%', text.as_bytes()).is_some();
    let may_have_ids = id_prefixes(text).next().is_some();
    let has_known = known
        .long_ones()
        .filter(|(secret, _)| may_have_ids || !secret.starts_with(ID_PREFIX))
        .any(|(secret, _)| {
            holds(text, secret) || (may_be_encoded() && holds(text, &encoded(secret)))
        });
    let has_id = may_have_ids && id_places(text).next().is_some();
    !has_known && !has_id && named_places(text).next().is_none()
}

/// A search for a long string is dear to set up: its head is looked for first.
fn holds(text: &str, secret: &str) -> bool {
    let head = secret.get(..SHOWN).unwrap_or(secret);
    secret.len() <= text.len() && text.contains(head) && text.contains(secret)
}

fn encoded(secret: &str) -> Cow<'_, str> {
    utf8_percent_encode(secret, NON_ALPHANUMERIC).into()
}

/// The text without secrets.
pub fn mask<'a>(text: &'a str, known: &Secrets<'_>) -> Cow<'a, str> {
    if is_clean(text, known) {
        return Cow::Borrowed(text);
    }
    let mut masked = Cow::Borrowed(text);
    for (form, instead) in known.forms() {
        if masked.contains(form.as_ref()) {
            masked = Cow::Owned(masked.replace(form.as_ref(), &instead));
        }
    }
    Cow::Owned(without_places(&masked))
}

/// A caller's own words of a failure, as they may be shown: short, and one line.
pub fn said(text: &str, known: &Secrets<'_>) -> String {
    let masked = one_line(&mask(text, known)).into_owned();
    masked[..char_floor(&masked, SAID)].to_owned()
}

/// A text without control characters, and without what else may end a line or turn its
/// direction. A space takes the place of each run of them.
pub fn one_line(text: &str) -> Cow<'_, str> {
    // All of them begin with one of these bytes.
    let may_lead = |b: u8| b < b' ' || matches!(b, 0x7f | 0xc2 | 0xe2);
    let may_have = text.bytes().fold(false, |found, b| found | may_lead(b));
    if !may_have || !text.contains(breaks_line) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    let mut was_break = false;
    for c in text.chars() {
        let is_break = breaks_line(c);
        if !is_break || !was_break {
            line.push(if is_break { ' ' } else { c });
        }
        was_break = is_break;
    }
    Cow::Owned(line)
}

fn breaks_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A SecretId as it may be shown.
pub fn secret_id(id: &str) -> String {
    let shown: String = id.chars().take(SHOWN).collect();
    shown + MASK
}

impl<'a> Secrets<'a> {
    /// Each secret, and whether it is the id.
    fn long_ones(&self) -> impl Iterator<Item = (&'a str, bool)> + use<'a> {
        let secrets = [
            (self.id, true),
            (self.key, false),
            (self.token, false),
            (self.signature, false),
        ];
        secrets
            .into_iter()
            .filter(|(secret, _)| secret.len() >= SHORTEST)
    }

    /// Each secret as it may stand in a text, and what takes its place.
    fn forms(&self) -> impl Iterator<Item = (Cow<'a, str>, Cow<'static, str>)> + use<'a> {
        self.long_ones().flat_map(|(secret, is_id)| {
            let instead = move || {
                if is_id {
                    Cow::Owned(secret_id(secret))
                } else {
                    Cow::Borrowed(MASK)
                }
            };
            let encoded = encoded(secret);
            let differs = encoded != secret;
            let plain = Some((Cow::Borrowed(secret), instead()));
            plain
                .into_iter()
                .chain(differs.then(|| (encoded, instead())))
        })
    }
}

/// One pass over all places, in order: linear in the text, whatever it holds.
fn without_places(text: &str) -> String {
    let mut places: Vec<(usize, usize)> = named_places(text).chain(id_places(text)).collect();
    places.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, shown) in places {
        if start < copied {
            continue;
        }
        let end = start + value_length(&text[start..]);
        out.push_str(&text[copied..char_floor(text, end.min(start + shown))]);
        out.push_str(if end > start { MASK } else { "" });
        copied = end;
    }
    out.push_str(&text[copied..]);
    out
}

/// Where the values behind secret names begin, and how much of each may stay.
///
/// It looks for the sign behind a name, and then for the name: signs are rare.
fn named_places(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let signs = memchr::memchr3_iter(b'=', b':', b'>', bytes).map(|at| (at, 1));
    let encoded = memchr::memchr_iter(b'%', bytes)
        .filter(|at| matches!(bytes[at + 1..], [b'3', b'D' | b'd', ..]));
    signs
        .chain(encoded.map(|at| (at, 3)))
        .filter_map(move |(at, length)| {
            let name = name_before(bytes, at)?;
            let after = text.get(at + length..)?;
            let start = text.len() - after.trim_start_matches([' ', '"', '\'']).len();
            let value = &text[start..];
            // Its end is looked for later, once: values that hold many names must not be read for each.
            let is_value = value.starts_with(|c| !is_end(c)) && !value.starts_with(MASK);
            is_value.then_some((start, if name == "q-ak" { SHOWN } else { 0 }))
        })
}

/// The secret name that ends at a sign, perhaps in quotes.
fn name_before(bytes: &[u8], at: usize) -> Option<&'static str> {
    let before = &bytes[..at];
    let before = before.strip_suffix(b"\"").unwrap_or(before);
    // All names end with one of these letters.
    if !matches!(
        before.last()?.to_ascii_lowercase(),
        b'e' | b'k' | b'n' | b'y'
    ) {
        return None;
    }
    NAMES.into_iter().find(|name| {
        let tail = before
            .len()
            .checked_sub(name.len())
            .map(|from| &before[from..]);
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// Where `AKID` stands. The K is looked for: request ids are full of the other letters.
fn id_prefixes(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'K', bytes)
        .filter_map(|at| at.checked_sub(1))
        .filter(|start| bytes[*start..].starts_with(ID_PREFIX.as_bytes()))
}

/// Where bare SecretIds begin.
fn id_places(text: &str) -> impl Iterator<Item = (usize, usize)> {
    id_prefixes(text)
        .filter(|at| id_length(&text[*at..]) >= ID_LENGTH)
        .map(|at| (at, SHOWN))
}

fn value_length(value: &str) -> usize {
    value.find(is_end).unwrap_or(value.len())
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '&' | '"' | '\'' | '<' | ',' | ')' | '|' | '\0')
}

fn id_length(text: &str) -> usize {
    text.bytes()
        .take(ID_LENGTH)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_')
        .count()
}

fn char_floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_parameters_are_masked_wherever_they_stand() {
        let url = "https://h/k?q-ak=AKIDEXAMPLE0123456789&q-sign-time=1;2&q-signature=abc123&x-cos-security-token=t%2Fo";
        assert_eq!(
            mask(url, &Secrets::default()),
            "https://h/k?q-ak=AKIDEXAM***&q-sign-time=1;2&q-signature=***&x-cos-security-token=***"
        );
        let header = "you sent Authorization: q-sign-algorithm=sha1&q-ak=AKIDEXAMPLE0123456789&q-signature=abc";
        let masked = mask(header, &Secrets::default());
        assert!(
            !masked.contains("EXAMPLE0123") && !masked.contains("abc"),
            "{masked}"
        );
    }

    #[test]
    fn hostile_repetition_is_masked_in_one_pass() {
        let text = "q-ak=".repeat(200_000);
        assert_eq!(mask(&text, &Secrets::default()), "q-ak=q-ak=q-a***");
        let text = "signature=a&".repeat(100_000);
        assert_eq!(
            mask(&text, &Secrets::default()),
            "signature=***&".repeat(100_000)
        );
        assert_eq!(
            mask("q-ak=ab&q-signature=", &Secrets::default()),
            "q-ak=ab***&q-signature="
        );
    }

    #[test]
    fn known_secrets_go_plain_and_encoded() {
        let known = Secrets {
            id: "idOfTenChars",
            key: "s3cr/et",
            ..Secrets::default()
        };
        assert_eq!(mask("a s3cr/et b s3cr%2Fet c", &known), "a *** b *** c");
        assert_eq!(mask("key idOfTenChars", &known), "key idOfTenC***");
        assert_eq!(mask("nothing here", &known), "nothing here");
    }

    #[test]
    fn bare_secret_ids_keep_eight_characters() {
        let text = "key AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000 is unknown";
        assert_eq!(
            mask(text, &Secrets::default()),
            "key AKIDEXAM*** is unknown"
        );
        assert_eq!(
            mask("AKID is a prefix", &Secrets::default()),
            "AKID is a prefix"
        );
        assert_eq!(secret_id("AKIDEXAMPLE"), "AKIDEXAM***");
    }
}
