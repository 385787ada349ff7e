//! Request signing (document 436/7778).
//!
//! The rules were checked against vectors of several SDKs: names and values are
//! percent-encoded, pairs sorted by their encoded lower-case name, the path is
//! the decoded key, and Host is signed as it is sent.

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::{Digest, Sha1};

/// All but `A-Za-z0-9-_.~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Header fields that are signed when they are sent, besides `x-cos-*` and `x-ci-*`.
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

/// What is signed of a request.
pub struct Signable<'a> {
    pub method: &'a str,
    /// Decoded, with its leading slash.
    pub path: &'a str,
    pub parameters: &'a [(&'a str, &'a str)],
    /// All that is sent; what is not signed is passed over.
    pub headers: &'a [(&'a str, &'a str)],
}

/// The key of one time window, ready for any number of requests in it.
#[derive(Clone)]
pub struct SigningKey {
    key_time: String,
    state: Hmac<Sha1>,
}

impl SigningKey {
    /// The key of a window of Unix seconds.
    pub fn new(secret_key: &str, start: i64, end: i64) -> SigningKey {
        SigningKey::of_window(secret_key, format!("{start};{end}"))
    }

    fn of_window(secret_key: &str, key_time: String) -> SigningKey {
        let key = hex(hmac(secret_key.as_bytes())
            .chain_update(&key_time)
            .finalize()
            .into_bytes()
            .as_ref());
        SigningKey {
            state: hmac(key.as_bytes()),
            key_time,
        }
    }

    /// The value of the Authorization header field.
    pub fn authorization(&self, secret_id: &str, request: &Signable<'_>) -> String {
        let parameters = pairs(request.parameters.iter().copied());
        let signed = |(name, _): &(&str, &str)| is_signed(name);
        let headers = pairs(request.headers.iter().copied().filter(signed));
        let (signature, header_list) = (
            self.signature(request, &parameters, &headers),
            names(&headers),
        );
        format!(
            "q-sign-algorithm=sha1&q-ak={secret_id}&q-sign-time={time}&q-key-time={time}\
             &q-header-list={header_list}&q-url-param-list={parameter_list}&q-signature={signature}",
            time = self.key_time,
            parameter_list = names(&parameters),
        )
    }

    fn signature(
        &self,
        request: &Signable<'_>,
        parameters: &[(String, String)],
        headers: &[(String, String)],
    ) -> String {
        let http_string = format!(
            "{}\n{}\n{}\n{}\n",
            request.method.to_ascii_lowercase(),
            request.path,
            joined(parameters),
            joined(headers)
        );
        let digest = hex(Sha1::digest(http_string).as_ref());
        let text = format!("sha1\n{}\n{digest}\n", self.key_time);
        hex(self
            .state
            .clone()
            .chain_update(text)
            .finalize()
            .into_bytes()
            .as_ref())
    }
}

/// A name or value as it stands in a URL and in what is signed.
pub fn encoded(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, RESERVED)
}

fn is_signed(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    SIGNED.iter().any(|signed| match signed.ends_with('-') {
        true => lower.starts_with(signed),
        false => lower == *signed,
    })
}

/// Encoded pairs in the order of their names; pairs of one name stay as they come.
fn pairs<'a>(given: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = given
        .map(|(name, value)| {
            (
                encoded(name).to_string().to_lowercase(),
                encoded(value).to_string(),
            )
        })
        .collect();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs
}

fn names(pairs: &[(String, String)]) -> String {
    let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    names.join(";")
}

fn joined(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

fn hmac(key: &[u8]) -> Hmac<Sha1> {
    // HMAC takes keys of any length; the error type is shared with ciphers that do not.
    <Hmac<Sha1> as KeyInit>::new_from_slice(key).unwrap_or_else(|_| Hmac::new(&Default::default()))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS[usize::from(nibble & 15)] as char;
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(*byte)])
        .collect()
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
                path: text("path"),
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
