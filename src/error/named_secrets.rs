//! Secrets that a text names: `q-signature=...`, `Authorization: Basic ...`, `https://user:password@host`.

use super::mask::{MASK, SHOWN};

/// A secret after its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedSecret {
    pub start: usize,
    /// Characters of it that may stay.
    pub shown: usize,
    /// `None`: it ends as values do, which is looked for once only: values that hold
    /// many names must not be read for each.
    pub end: Option<usize>,
}

/// `name=value` (or `name: value`, `name>value`) pairs whose value is secret, lower case.
const NAMES: [&str; 11] = [
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
    "credential",
];

/// Parameters of other signatures, CDNs and services: secret in a query only, as whole names.
const PARAMETERS: [&str; 6] = ["sign", "sig", "token", "auth_key", "txsecret", "password"];

/// Words with which the value of an Authorization begins.
const SCHEMES: [&str; 9] = [
    "basic",
    "bearer",
    "digest",
    "negotiate",
    "ntlm",
    "token",
    "aws",
    "aws4-hmac-sha256",
    "tc3-hmac-sha256",
];

/// Words of prose are no longer than this.
const LONGEST_WORD: usize = 15;

/// Where the values of secret names stand.
///
/// It looks for the sign after a name, and then for the name: signs are rare.
pub fn places(text: &str) -> impl Iterator<Item = NamedSecret> {
    let bytes = text.as_bytes();
    let signs = memchr::memchr3_iter(b'=', b':', b'>', bytes).map(|at| (at, 1));
    let encoded = memchr::memchr_iter(b'%', bytes)
        .filter_map(|at| Some((at, encoded_sign(&bytes[at + 1..])?)));
    signs
        .chain(encoded)
        .filter_map(move |(at, length)| user_info(text, at).or_else(|| value(text, at, length)))
}

/// The length of a percent-encoded `=`, encoded once or several times.
fn encoded_sign(behind: &[u8]) -> Option<usize> {
    let again = behind.chunks_exact(2).take_while(|two| two == b"25");
    let before = 2 * again.take(3).count();
    matches!(behind[before..], [b'3', b'D' | b'd', ..]).then_some(1 + before + 2)
}

/// Who logs in, between `://` and `@`.
fn user_info(text: &str, colon: usize) -> Option<NamedSecret> {
    let behind = text[colon..].strip_prefix("://")?;
    let start = colon + 3;
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>');
    let authority = &behind[..behind.find(is_end).unwrap_or(behind.len())];
    let length = authority.rfind('@')?;
    (length > 0 && &authority[..length] != MASK).then_some(NamedSecret {
        start,
        shown: 0,
        end: Some(start + length),
    })
}

/// The value after the sign at `at`, if the name before it is that of a secret.
fn value(text: &str, at: usize, length: usize) -> Option<NamedSecret> {
    let name = name_before(text.as_bytes(), at)?;
    let behind = text.get(at + length..)?;
    let mut value = behind.trim_start_matches([' ', '"', '\'']);
    if text.as_bytes()[at] == b':' && is_prose(behind) {
        return None;
    }
    if name == "authorization" {
        value = without_scheme(value);
    }
    let is_value = value.starts_with(|c| !is_end(c)) && !value.starts_with(MASK);
    is_value.then_some(NamedSecret {
        start: text.len() - value.len(),
        shown: if matches!(name, "q-ak" | "credential") {
            SHOWN
        } else {
            0
        },
        end: None,
    })
}

/// Whether words follow a colon, and no value: `SecretKey: not found`. Secrets are of
/// ASCII, and hardly an ordinary word.
fn is_prose(behind: &str) -> bool {
    let text = behind.trim_start_matches(' ');
    if text.starts_with(|c: char| !c.is_ascii()) {
        return true;
    }
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let word = &text[..text.find(|c| !is_letter(c)).unwrap_or(text.len())];
    let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')');
    text.len() < behind.len()
        && (1..=LONGEST_WORD).contains(&word.len())
        && word.bytes().skip(1).all(|b| b.is_ascii_lowercase())
        && text[word.len()..].chars().next().is_none_or(ends)
        && !SCHEMES
            .iter()
            .any(|scheme| scheme.eq_ignore_ascii_case(word))
}

/// The credentials after their scheme: the scheme is no secret.
fn without_scheme(value: &str) -> &str {
    let credentials = |scheme: &str| {
        let (word, rest) = value.split_at_checked(scheme.len())?;
        (word.eq_ignore_ascii_case(scheme) && rest.starts_with(' ')).then(|| rest.trim_start())
    };
    SCHEMES.into_iter().find_map(credentials).unwrap_or(value)
}

/// The secret name that ends at a sign, perhaps in quotes.
fn name_before(bytes: &[u8], at: usize) -> Option<&'static str> {
    let before = &bytes[..at];
    let before = before.strip_suffix(b"\"").unwrap_or(before);
    // All names end with one of these letters.
    let last = before.last()?.to_ascii_lowercase();
    if !matches!(last, b'd' | b'e' | b'g' | b'k' | b'l' | b'n' | b't' | b'y') {
        return None;
    }
    let ends = |name: &&str| {
        let from = before.len().checked_sub(name.len());
        from.is_some_and(|from| before[from..].eq_ignore_ascii_case(name.as_bytes()))
    };
    let is_parameter = matches!(bytes[at], b'=' | b'%');
    let whole =
        |name: &&str| ends(name) && is_parameter && begins(&before[..before.len() - name.len()]);
    NAMES
        .into_iter()
        .find(ends)
        .or_else(|| PARAMETERS.into_iter().find(whole))
}

/// Whether a parameter's name may begin after this.
fn begins(before: &[u8]) -> bool {
    let tail = before
        .last_chunk::<3>()
        .map(|tail| tail.to_ascii_uppercase());
    match before.last() {
        None | Some(b'?' | b'&' | b';' | b',' | b'(' | b'"' | b'\'') => true,
        Some(other) if other.is_ascii_whitespace() => true,
        _ => matches!(tail.as_deref(), Some(b"%26" | b"%3F")),
    }
}

pub fn value_length(value: &str) -> usize {
    value.find(is_end).unwrap_or(value.len())
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '&' | '"' | '\'' | '<' | ',' | ')' | '|' | '\0')
}
