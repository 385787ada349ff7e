//! Secrets that a text names: `q-signature=...`, `Authorization: Basic ...`, `https://user:password@host`.

use super::escapes::{self, escaped};
use super::excerpt::MARK;
use super::secrets::{MASK, SHOWN};

/// A secret after its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedSecret {
    pub start: usize,
    /// Characters of it that may stay.
    pub shown: usize,
    pub end: End,
}

/// The end of a secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    At(usize),
    /// The end of the value that begins here. It is searched once only: values that contain
    /// many names must not be read for each.
    OfValue(usize),
}

impl End {
    pub fn find(self, text: &str) -> usize {
        match self {
            End::At(end) => end,
            End::OfValue(from) => from + value_length(&text[from..]),
        }
    }
}

/// The text between a name and its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Equals,
    Colon,
    Greater,
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

/// The words with which the value of an Authorization begins.
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

/// More secrets of a URL are not looked for in texts.
const MAX_OF_URL: usize = 16;

/// Words of prose, and the names of schemes, are no longer than this.
const LONGEST_WORD: usize = 15;

/// The positions of the values of secret names.
///
/// It looks for the sign after a name, and then for the name: signs are rare.
pub fn places(text: &str) -> impl Iterator<Item = NamedSecret> {
    let bytes = text.as_bytes();
    // What ends a user and password: the sign itself, encoded, or the mark of a text that was cut.
    let may_have_users = memchr::memchr3(b'@', b'%', MARK.as_bytes()[0], bytes).is_some();
    let signs = memchr::memchr3_iter(b'=', b':', b'>', bytes)
        .filter(move |at| may_be_between(bytes, *at))
        .filter_map(move |at| Some((at, 1, sign_of(bytes[at])?)));
    let encoded = memchr::memchr_iter(b'%', bytes).filter_map(|at| {
        let (length, sign) = encoded_sign(&bytes[at + 1..])?;
        Some((at, length, sign))
    });
    let escaped = memchr::memchr2_iter(b'&', b'\\', bytes).filter_map(|at| {
        let (character, length) = escaped(&bytes[at..])?;
        Some((at, length, sign_of(character)?))
    });
    signs
        .chain(encoded)
        .chain(escaped)
        .filter_map(move |(at, length, sign)| {
            let user = match sign {
                Sign::Colon if may_have_users && !matches!(bytes[at], b'&' | b'\\') => {
                    user_info(text, at, length)
                }
                _ => None,
            };
            user.or_else(|| value(text, at, length, sign))
        })
}

/// Whether a sign may stand between a name and its value, or before who logs in. Quick: most
/// signs do neither.
fn may_be_between(bytes: &[u8], at: usize) -> bool {
    let back = |places: usize| at.checked_sub(places).map_or(0, |at| bytes[at]);
    let before = back(1);
    // `%22` and `%27` in a URL, and `\u0022` and `\u0027` in JSON.
    let ends_quote = matches!(before, b'2' | b'7') && back(2) == b'2';
    let begins_slashes = matches!(bytes.get(at + 1), Some(b'/' | b'\\' | b'&'));
    MAY_END_NAME[usize::from(before)] || ends_quote || begins_slashes
}

/// The bytes with which a name ends, or the quote or the whitespace after it.
static MAY_END_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let ends_name = matches!(
            (byte as u8).to_ascii_lowercase(),
            b'd' | b'e' | b'g' | b'k' | b'l' | b'n' | b't' | b'y'
        );
        let ends_quote = matches!(byte as u8, b'"' | b'\'' | b';');
        table[byte] = ends_name || ends_quote || (byte as u8).is_ascii_whitespace();
        byte += 1;
    }
    table
};

fn sign_of(character: u8) -> Option<Sign> {
    match character {
        b'=' => Some(Sign::Equals),
        b':' => Some(Sign::Colon),
        b'>' => Some(Sign::Greater),
        _ => None,
    }
}

/// The length of a percent-encoded sign, encoded once or several times.
fn encoded_sign(behind: &[u8]) -> Option<(usize, Sign)> {
    let again = behind.chunks_exact(2).take_while(|two| two == b"25");
    let before = 2 * again.take(3).count();
    let sign = match behind[before..] {
        [b'3', b'D' | b'd', ..] => Sign::Equals,
        [b'3', b'A' | b'a', ..] => Sign::Colon,
        _ => return None,
    };
    Some((1 + before + 2, sign))
}

/// Without the whitespace and quotes before a value.
fn unquoted(value: &str) -> &str {
    let mut rest = value;
    loop {
        let length = match (escaped(rest.as_bytes()), rest.as_bytes().first()) {
            (Some((b'"' | b'\'' | b'\\', length)), _) => length,
            (None, Some(b' ' | b'\t' | b'"' | b'\'' | b'\\')) => 1,
            _ => return rest,
        };
        rest = &rest[length..];
    }
}

/// The user and password between `://` and `@`.
fn user_info(text: &str, colon: usize, length: usize) -> Option<NamedSecret> {
    // An encoded character begins with `%`, or with `%25` if it was encoded twice.
    let percent = &text[colon..colon + length.max(2) - 2];
    let behind = &text[colon + length..];
    let both = match percent {
        "" => slashes(behind),
        _ => encoded_slashes(behind, percent),
    }?;
    let start = colon + length + both;
    let authority = &text[start..start + authority_length(&text[start..], percent)];
    let at = match percent {
        "" => authority.rfind('@'),
        _ => authority
            .rfind('@')
            .max(authority.rfind(&[percent, "40"].concat())),
    };
    let at = at.or_else(|| cut_user_info(authority))?;
    (at > 0 && &authority[..at] != MASK).then_some(NamedSecret {
        start,
        shown: 0,
        end: End::At(start + at),
    })
}

/// The length of an authority that was cut, if what follows its colon is not a port: a password.
fn cut_user_info(authority: &str) -> Option<usize> {
    let (shown, _) = authority.split_once(MARK)?;
    let (begin, behind) = shown.split_once([':', '%'])?;
    let port = match encoded_sign(behind.as_bytes()) {
        Some((length, Sign::Colon)) if shown[begin.len()..].starts_with('%') => {
            &behind[length - 1..]
        }
        _ => behind,
    };
    let is_port = port.bytes().all(|b| b.is_ascii_digit());
    (!is_port && !shown.starts_with('[')).then_some(shown.len())
}

/// The length of two slashes at the beginning, which HTML and JSON may escape.
fn slashes(text: &str) -> Option<usize> {
    let slash = |text: &str| match escaped(text.as_bytes()) {
        Some((b'/', length)) => Some(length),
        _ => text.starts_with('/').then_some(1),
    };
    let first = slash(text)?;
    Some(first + slash(&text[first..])?)
}

/// The length of two percent-encoded slashes at the beginning.
fn encoded_slashes(text: &str, percent: &str) -> Option<usize> {
    let slash = |text: &str| {
        let digits = text.strip_prefix(percent)?.get(..2)?;
        digits
            .eq_ignore_ascii_case("2f")
            .then_some(percent.len() + 2)
    };
    Some(slash(text)? + slash(text.get(percent.len() + 2..)?)?)
}

/// Reads no further than to its end: a text may hold many.
fn authority_length(text: &str, percent: &str) -> usize {
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '<' | '>');
    let is_encoded_end = |at: usize| {
        let digits = text[at..]
            .strip_prefix(percent)
            .and_then(|rest| rest.get(..2));
        digits.is_some_and(|digits| matches!(digits, "2f" | "2F" | "3f" | "3F" | "22" | "23"))
    };
    let is_escaped_end = |at: usize| {
        let character = escaped(&text.as_bytes()[at..]);
        character.is_some_and(|(character, _)| is_end(char::from(character)))
    };
    let ends = |(at, c): &(usize, char)| match c {
        '%' => is_encoded_end(*at),
        '&' | '\\' => is_escaped_end(*at),
        other => is_end(*other),
    };
    let end = text.char_indices().find(ends);
    end.map_or(text.len(), |(at, _)| at)
}

/// The value after the sign at `at`, if the name before it is that of a secret.
fn value(text: &str, at: usize, length: usize, sign: Sign) -> Option<NamedSecret> {
    let name = name_before(&text.as_bytes()[..at], sign)?;
    let behind = text.get(at + length..)?;
    let mut value = unquoted(behind);
    if sign == Sign::Colon && is_prose(behind, name) {
        return None;
    }
    let mut skipped = 0;
    if name == "authorization" {
        (value, skipped) = credentials(value);
    }
    let is_value =
        value.starts_with(|c| !is_end(c)) && !value.starts_with(MASK) && !ends_in_json(value);
    let start = text.len() - value.len();
    is_value.then_some(NamedSecret {
        start,
        shown: if matches!(name, "q-ak" | "credential") {
            SHOWN
        } else {
            0
        },
        end: End::OfValue(start + skipped),
    })
}

/// Whether words follow a colon, and no value: `SecretKey: not found`. Secrets are of
/// ASCII, and hardly an ordinary word. After a scheme's name credentials follow, not words.
fn is_prose(behind: &str, name: &str) -> bool {
    let text = behind.trim_start_matches(' ');
    if text.starts_with(|c: char| !c.is_ascii()) {
        return true;
    }
    let Some(rest) = after_word(text) else {
        return false;
    };
    let word = &text[..text.len() - rest.len()];
    let next = rest.trim_start_matches([' ', '\t']);
    text.len() < behind.len()
        && !is_scheme(word)
        && (name != "authorization" || next.len() == rest.len() || after_word(next).is_some())
}

/// The characters after an ordinary word at the beginning of a text.
fn after_word(text: &str) -> Option<&str> {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let (word, rest) = text.split_at(text.find(|c| !is_letter(c)).unwrap_or(text.len()));
    let ends = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')');
    let is_word = (1..=LONGEST_WORD).contains(&word.len())
        && word.bytes().skip(1).all(|b| b.is_ascii_lowercase())
        && rest.chars().next().is_none_or(ends);
    is_word.then_some(rest)
}

fn is_scheme(word: &str) -> bool {
    let mut schemes = SCHEMES.iter();
    schemes.any(|scheme| scheme.eq_ignore_ascii_case(word))
}

/// The credentials after their scheme, which is not secret, and how much of them is surely
/// secret. A first word that is not a name may be a credential itself.
fn credentials(value: &str) -> (&str, usize) {
    let head = value.as_bytes().iter().take(2 * LONGEST_WORD);
    let Some(length) = head.clone().position(|b| matches!(b, b' ' | b'\t')) else {
        return (value, 0);
    };
    let (word, rest) = value.split_at(length);
    let rest = rest.trim_start_matches([' ', '\t']);
    let is_name = length <= LONGEST_WORD
        && word
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_'));
    match rest.starts_with(|c| !is_end(c) && c != ';') {
        true if is_name || is_scheme(word) => (rest, 0),
        true if word.bytes().all(is_token) => (value, value.len() - rest.len()),
        _ if is_scheme(word) => (rest, 0),
        _ => (value, 0),
    }
}

/// The characters of a scheme's name, or of a credential of one word.
fn is_token(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-._~+/".contains(&b)
}

/// The secret name that ends before a sign, possibly in quotes and followed by whitespace.
fn name_before(before: &[u8], sign: Sign) -> Option<&'static str> {
    let bare = before.trim_ascii_end();
    let has_blanks = bare.len() < before.len();
    let before = without_quote(bare);
    // All names end with one of these letters.
    let last = before.last()?.to_ascii_lowercase();
    if !matches!(last, b'd' | b'e' | b'g' | b'k' | b'l' | b'n' | b't' | b'y') {
        return None;
    }
    let ends = |name: &&str| {
        let from = before.len().checked_sub(name.len());
        from.is_some_and(|from| before[from..].eq_ignore_ascii_case(name.as_bytes()))
    };
    let is_parameter = sign == Sign::Equals && !has_blanks;
    let whole =
        |name: &&str| is_parameter && ends(name) && begins(&before[..before.len() - name.len()]);
    NAMES
        .into_iter()
        .find(ends)
        .or_else(|| PARAMETERS.into_iter().find(whole))
}

/// Without the quote at the end: also that of a JSON string within another, or of a URL.
fn without_quote(name: &[u8]) -> &[u8] {
    match name {
        [.., b';'] => {
            let nearest = name.len().saturating_sub(1 + escapes::LONGEST);
            let begin = memchr::memrchr(b'&', &name[nearest..]).map_or(0, |at| nearest + at);
            match escaped(&name[begin..]) {
                Some((b'"' | b'\'', length)) if begin + length == name.len() => &name[..begin],
                _ => name,
            }
        }
        [rest @ .., b'"' | b'\''] => rest.strip_suffix(b"\\").unwrap_or(rest),
        [rest @ .., b'%', b'2', b'2' | b'7'] => rest,
        [rest @ .., b'\\', b'u', b'0', b'0', b'2', b'2' | b'7'] => rest,
        _ => name,
    }
}

/// Whether a parameter's name may begin after this: NUL separates texts.
fn begins(before: &[u8]) -> bool {
    let tail = before
        .last_chunk::<3>()
        .map(|tail| tail.to_ascii_uppercase());
    match before.last() {
        None | Some(b'\0' | b'?' | b'&' | b';' | b',' | b'(' | b'"' | b'\'') => true,
        Some(other) if other.is_ascii_whitespace() => true,
        _ => matches!(tail.as_deref(), Some(b"%26" | b"%3F")),
    }
}

fn value_length(value: &str) -> usize {
    let is_end_at = |at: usize, c: char| is_end(c) || c == '\\' && ends_in_json(&value[at..]);
    let end = value.char_indices().find(|(at, c)| is_end_at(*at, *c));
    let end = end.map_or(value.len(), |(at, _)| at);
    // The quote of a JSON string within another one has a backslash of its own.
    let is_quoted = value[end..].starts_with('"') && value[..end].ends_with('\\');
    end - usize::from(is_quoted)
}

/// The secrets that a URL carries, and whether each is a SecretId: a text may repeat any.
pub fn of_url(url: &str) -> Vec<(&str, bool)> {
    let mut found: Vec<NamedSecret> = places(url).collect();
    found.sort_unstable();
    let mut secrets = Vec::new();
    let mut read = 0;
    for place in found {
        if place.start < read || secrets.len() >= MAX_OF_URL {
            continue;
        }
        read = place.end.find(url);
        let secret = &url[place.start..read];
        secrets.push((secret, place.shown > 0));
        if let (End::At(_), Some((_, password))) = (place.end, secret.split_once(':')) {
            secrets.push((password, false));
        }
    }
    secrets
}

/// Whether a text has no sign that stands next to a secret, but for the colon of a URL's scheme.
/// Quick: of nearly every text this tells that it has no secret in it.
pub fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut has_scheme = false;
    let mut is_scheme = |at: usize| {
        let before = &bytes[..at];
        let is_one = bytes[at..].starts_with(b"://")
            && (before.ends_with(b"https") || before.ends_with(b"http"));
        has_scheme |= is_one;
        is_one
    };
    memchr::memchr3(b'%', b'&', b'\\', bytes).is_none()
        && memchr::memchr3_iter(b'=', b':', b'>', bytes)
            .all(|at| !may_be_between(bytes, at) || is_scheme(at))
        // Who logs in may follow the scheme.
        && !(has_scheme && memchr::memchr2(b'@', MARK.as_bytes()[0], bytes).is_some())
}

/// Whether the ampersand comes next that ends a value, as some writers of JSON escape it.
fn ends_in_json(text: &str) -> bool {
    text.starts_with("\\u0026")
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '&' | '"' | '\'' | '<' | ',' | ')' | '|' | '\0')
}
