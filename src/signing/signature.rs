//! Request signing (document 436/7778).
//!
//! The rules were checked against vectors of several SDKs: names and values are
//! percent-encoded, pairs sorted by their encoded lower-case name, the path is
//! the decoded key, and Host is signed as it is sent.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::{Digest, Sha1};
use zeroize::Zeroize;

/// All but `A-Za-z0-9-_.~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Headers that are signed when they are sent, in addition to `x-cos-*` and `x-ci-*`.
const SIGNED: [&str; 19] = [
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-length",
    "content-md5",
    "content-type",
    "expect",
    "expires",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-unmodified-since",
    "origin",
    "pic-operations",
    "range",
    "transfer-encoding",
    "x-cos-",
    "x-ci-",
];

/// Room for an Authorization value with a short list of names, without the SecretId.
const AUTHORIZATION: usize = 256;

/// The signed parts of a request.
pub struct Signable<'a> {
    pub method: &'a str,
    /// Decoded, without the leading slash of its path.
    pub key: &'a str,
    pub parameters: &'a [(&'a str, &'a str)],
    /// All that is sent; what is not signed is passed over.
    pub headers: &'a [(&'a str, &'a str)],
}

/// The key of one time window, ready for any number of requests in it.
pub struct SigningKey {
    key_time: String,
    state: Hmac<Sha1>,
}

/// Hex digits of a SHA-1.
type Hex = [u8; 40];

impl SigningKey {
    /// The key of a window of Unix seconds.
    pub fn new(secret_key: &str, start: i64, end: i64) -> SigningKey {
        let key = SigningKey::of_window(secret_key, format!("{start};{end}"));
        wipe_stack();
        key
    }

    /// A function of its own, so that what it leaves on the stack lies where `wipe_stack` writes.
    #[inline(never)]
    fn of_window(secret_key: &str, key_time: String) -> SigningKey {
        let key = hmac(secret_key.as_bytes()).chain_update(&key_time);
        SigningKey {
            state: hmac(&hex(key.finalize().into_bytes().into())),
            key_time,
        }
    }

    /// The value of the Authorization header. It ends with the signature.
    pub fn authorization(&self, secret_id: &str, request: &Signable<'_>) -> String {
        let parameters = SortedPairs::new(request.parameters.iter().copied());
        let signed = |(name, _): &(&str, &str)| is_signed(name);
        let headers = SortedPairs::new(request.headers.iter().copied().filter(signed));
        let signature = self.signature(request, &parameters, &headers);
        let time = self.key_time.as_str();
        let mut text = String::with_capacity(AUTHORIZATION + secret_id.len());
        for piece in [
            "q-sign-algorithm=sha1&q-ak=",
            secret_id,
            "&q-sign-time=",
            time,
            "&q-key-time=",
            time,
            "&q-header-list=",
        ] {
            text.push_str(piece);
        }
        headers.names(&mut text);
        text.push_str("&q-url-param-list=");
        parameters.names(&mut text);
        text.push_str("&q-signature=");
        text.extend(signature.map(char::from));
        text
    }

    fn signature(
        &self,
        request: &Signable<'_>,
        parameters: &SortedPairs<'_>,
        headers: &SortedPairs<'_>,
    ) -> Hex {
        let mut http = Sha1::new();
        let lower = |b: u8| b.to_ascii_lowercase();
        request.method.bytes().for_each(|b| http.update([lower(b)]));
        http.update("\n/");
        http.update(request.key);
        http.update("\n");
        parameters.hash(&mut http);
        http.update("\n");
        headers.hash(&mut http);
        http.update("\n");
        let mut text = self.state.clone();
        for piece in ["sha1\n", &self.key_time, "\n"] {
            Mac::update(&mut text, piece.as_bytes());
        }
        Mac::update(&mut text, &hex(http.finalize().into()));
        Mac::update(&mut text, b"\n");
        hex(text.finalize().into_bytes().into())
    }
}

/// SortedPairs in the order of their encoded names; pairs of one name stay as they come.
struct SortedPairs<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> SortedPairs<'a> {
    fn new(given: impl Iterator<Item = (&'a str, &'a str)>) -> SortedPairs<'a> {
        let mut pairs: Vec<_> = given.map(|(name, value)| (lower(name), value)).collect();
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        SortedPairs(pairs)
    }

    /// `name;name`
    fn names(&self, text: &mut String) {
        for (i, (name, _)) in self.0.iter().enumerate() {
            text.push_str(if i == 0 { "" } else { ";" });
            text.push_str(name);
        }
    }

    /// `name=value&name=value`, the values encoded.
    fn hash(&self, hash: &mut Sha1) {
        for (i, (name, value)) in self.0.iter().enumerate() {
            hash.update(if i == 0 { "" } else { "&" });
            hash.update(name.as_bytes());
            hash.update("=");
            utf8_percent_encode(value, RESERVED).for_each(|piece| hash.update(piece));
        }
    }
}

/// A name encoded, in lower case.
fn lower(name: &str) -> Cow<'_, str> {
    let encoded: Cow<'_, str> = utf8_percent_encode(name, RESERVED).into();
    match encoded.bytes().any(|b| b.is_ascii_uppercase()) {
        true => Cow::Owned(encoded.to_ascii_lowercase()),
        false => encoded,
    }
}

/// The signature in an Authorization value; `""` if there is none.
pub fn signature(authorization: &str) -> &str {
    let at = authorization.len().saturating_sub(size_of::<Hex>());
    authorization.get(at..).unwrap_or("")
}

/// A name or value in its encoded form.
pub fn encoded(text: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(text, RESERVED)
}

fn is_signed(name: &str) -> bool {
    let starts = |prefix: &str| {
        let head = name.as_bytes().get(..prefix.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    SIGNED.iter().any(|signed| match signed.ends_with('-') {
        true => starts(signed),
        false => name.eq_ignore_ascii_case(signed),
    })
}

/// Bytes of stack that HMAC uses, with room to spare.
const WIPED: usize = 4096;

/// Overwrites the stack below the caller: HMAC copies the key into blocks there, and leaves them.
#[inline(never)]
fn wipe_stack() {
    let mut room = [0_u8; WIPED];
    room.zeroize();
}

fn hmac(key: &[u8]) -> Hmac<Sha1> {
    // HMAC takes keys of any length; the error type is shared with ciphers that do not.
    <Hmac<Sha1> as KeyInit>::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Default::default()))
}

fn hex(digest: [u8; 20]) -> Hex {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    std::array::from_fn(|i| DIGITS[usize::from(digest[i / 2] >> (4 * (1 - i % 2)) & 15)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn texts(value: &Value) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match value {
            Value::Object(map) => map
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            Value::Array(list) => list
                .iter()
                .map(|pair| (text(&pair[0]), text(&pair[1])))
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn the_shared_vectors_are_reproduced() {
        let table = include_str!("../../tests/cases/sign.jsonl");
        let mut rows = 0;
        for line in table.lines() {
            let row: Value = serde_json::from_str(line).expect("a row of the table");
            let text = |name: &str| row[name].as_str().unwrap_or_default();
            let (parameters, headers) = (texts(&row["params"]), texts(&row["headers"]));

            let p: Vec<(&str, &str)> = parameters
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_str()))
                .collect();
            let h: Vec<(&str, &str)> = headers
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_str()))
                .collect();
            let request = Signable {
                method: text("method"),
                key: text("path").strip_prefix('/').unwrap_or_default(),
                parameters: &p,
                headers: &h,
            };
            let key = SigningKey::of_window(text("secret_key"), text("key_time").to_owned());
            assert_eq!(
                key.authorization(text("secret_id"), &request),
                text("authorization"),
                "{}",
                text("id")
            );
            rows += 1;
        }
        assert!(rows >= 27, "only {rows} rows");
    }
}
