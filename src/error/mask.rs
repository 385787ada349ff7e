//! Secrets out of texts.
//!
//! Messages, resources and URLs may repeat what the request carried. Values of
//! the parameters that sign a request are replaced; a SecretId keeps its first
//! eight characters, enough to tell two keys apart.

use std::borrow::Cow;

/// What stands in the place of a secret.
pub const MASK: &str = "***";
/// Characters of a SecretId that are shown.
const SHOWN: usize = 8;
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

/// The text without secrets.
pub fn mask<'a>(text: &'a str, known: &Secrets<'_>) -> Cow<'a, str> {
    let mut masked = Cow::Borrowed(text);
    let shown = if known.id.is_empty() {
        String::new()
    } else {
        secret_id(known.id)
    };
    let secrets = [
        (known.id, shown.as_str()),
        (known.key, MASK),
        (known.token, MASK),
        (known.signature, MASK),
    ];
    for (secret, instead) in secrets
        .into_iter()
        .filter(|(secret, _)| secret.len() >= SHORTEST)
    {
        for form in [Cow::Borrowed(secret), encoded(secret)] {
            if masked.contains(form.as_ref()) {
                masked = Cow::Owned(masked.replace(form.as_ref(), instead));
            }
        }
    }
    if !suspicious(&masked) {
        return masked;
    }
    match without_secrets(&masked) {
        Some(clean) => Cow::Owned(clean),
        None => masked,
    }
}

/// A SecretId as it may be shown.
pub fn secret_id(id: &str) -> String {
    let shown: String = id.chars().take(SHOWN).collect();
    shown + MASK
}

fn encoded(text: &str) -> Cow<'_, str> {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).into()
}

/// A cheap look before the dear ones: nearly no text has any of these.
fn suspicious(text: &str) -> bool {
    // Ids in base64 end with a sign that has nothing behind it.
    let bytes = text.trim_end_matches('=').as_bytes();
    bytes.iter().any(|b| matches!(b, b'=' | b':' | b'>')) || text.contains(ID_PREFIX)
}

/// One pass over all places, in order: linear in the text, whatever it holds.
fn without_secrets(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    // (where the value or the id begins, how much of it may stay)
    let mut places: Vec<(usize, usize)> = text
        .match_indices(ID_PREFIX)
        .filter(|(at, _)| id_length(&text[*at..]) >= ID_LENGTH)
        .map(|(at, _)| (at, SHOWN))
        .collect();
    for name in NAMES {
        let shown = if name == "q-ak" { SHOWN } else { 0 };
        let values = lower
            .match_indices(name)
            .filter_map(|(at, _)| value_start(text, at + name.len()));
        places.extend(values.map(|start| (start, shown)));
    }
    if places.is_empty() {
        return None;
    }
    places.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, shown) in places.into_iter().filter(|(start, _)| *start < text.len()) {
        if start < copied {
            continue;
        }
        let end = start + value_length(&text[start..]);
        out.push_str(&text[copied..char_floor(text, end.min(start + shown))]);
        out.push_str(if end > start { MASK } else { "" });
        copied = end;
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// The value behind a name begins after `=`, `:`, `>` or `%3D`, blanks and quotes.
fn value_start(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let sign = ["=", "%3D", "%3d", "\":", ":", ">"]
        .iter()
        .find(|sign| rest.starts_with(**sign))?;
    let after = &rest[sign.len()..];
    Some(text.len() - after.trim_start_matches([' ', '"', '\'']).len())
}

fn value_length(value: &str) -> usize {
    let stop = |c: char| c.is_whitespace() || matches!(c, '&' | '"' | '\'' | '<' | ',' | ')' | '|');
    value.find(stop).unwrap_or(value.len())
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
