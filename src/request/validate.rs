//! The rules of a request's parts: method, bucket, region, key, headers. Checked before
//! anything is sent.

use crate::error::{CosError, Result};
use crate::host::COS_PREFIX;

/// Bucket names with APPID: at most 60 characters (436/13312).
const MAX_BUCKET: usize = 60;
/// Keys: at most 850 bytes (436/13324).
const MAX_KEY: usize = 850;

/// Names of a temporary token, as a header or a query parameter.
pub const COS_TOKEN: &str = "x-cos-security-token";
pub const CI_TOKEN: &str = "x-ci-security-token";
const TOKENS: [&str; 2] = [COS_TOKEN, CI_TOKEN];

/// Headers that the client sets itself: another value would break the signature or the framing.
/// Whoever sends a signed request or a presigned URL sets them too, so they may be signed there.
const OWN: [&str; 6] = [
    "host",
    "content-length",
    "transfer-encoding",
    "expect",
    COS_TOKEN,
    CI_TOKEN,
];

/// Headers that every HTTP stack sets itself: they may be signed, but are not listed for it.
const OF_STACK: [&str; 5] = [
    "host",
    "content-length",
    "transfer-encoding",
    "expect",
    "user-agent",
];

/// Headers that no signature covers.
const UNSIGNABLE: [&str; 2] = ["authorization", "connection"];

/// A method, and what it is for: an object's bucket must be named too.
pub fn target(method: &str, bucket_name: Option<&str>, key_name: Option<&str>) -> Result<()> {
    if method.is_empty() || !method.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(CosError::argument(
            "method",
            method,
            "write it in capital letters, as in GET",
        ));
    }
    if let Some(name) = bucket_name {
        bucket(name)?;
    }
    match (bucket_name, key_name) {
        (None, Some(_)) => Err(CosError::missing(
            "bucket",
            "a key needs one, as in examplebucket-1250000000",
        )),
        (_, Some(name)) => key(name),
        (_, None) => Ok(()),
    }
}

/// `name-appid`, or `name-x--appid` (Rapid): a-z, 0-9 and dashes, the APPID being digits.
pub fn bucket(name: &str) -> Result<()> {
    let wrong = |fix: &str| Err(CosError::argument("bucket", name, fix));
    if name.is_empty() {
        return Err(CosError::missing(
            "bucket",
            "use its full name, as in examplebucket-1250000000",
        ));
    }
    if name.len() > MAX_BUCKET {
        return wrong("shorten it: name and APPID have at most 60 characters");
    }
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        return wrong("write it in lower case");
    }
    if !name.bytes().all(is_name_byte) {
        return wrong("use a-z, 0-9 and dashes only, as in examplebucket-1250000000");
    }
    if name.starts_with('-') {
        return wrong("start it with a letter or digit");
    }
    match name.rsplit_once('-') {
        Some((_, appid)) if !appid.is_empty() && appid.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(())
        }
        _ => Err(CosError::argument(
            "bucket",
            name,
            &format!(
                "add the APPID, as in {}-1250000000",
                name.trim_end_matches('-')
            ),
        )),
    }
}

/// `ap-beijing`, `accelerate` ...: a-z, 0-9 and dashes.
pub fn region(name: &str) -> Result<()> {
    let wrong = |fix: &str| Err(CosError::argument("region", name, fix));
    if name.is_empty() {
        return Err(CosError::missing(
            "region",
            "use the bucket's region, as in ap-guangzhou",
        ));
    }
    if name.starts_with(COS_PREFIX) {
        return wrong(&format!("drop the leading {COS_PREFIX:?}"));
    }
    if name.chars().any(char::is_whitespace) {
        return wrong("remove the white space (a space or line break)");
    }
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        return wrong("write it in lower case");
    }
    if !name.bytes().all(is_name_byte) {
        return wrong("use a-z, 0-9 and dashes only, as in ap-guangzhou");
    }
    Ok(())
}

/// Any UTF-8 but dot segments, which proxies and libraries fold away, and slashes alone,
/// which COS takes for the bucket: a GET would list it.
pub fn key(key: &str) -> Result<()> {
    if key.is_empty() {
        return Err(CosError::missing(
            "key",
            "use the key of the object, as in folder/file.txt",
        ));
    }
    if key.bytes().all(|b| b == b'/') {
        return Err(CosError::argument(
            "key",
            key,
            "use the key of an object, as in folder/file.txt",
        ));
    }
    if key.len() > MAX_KEY {
        return Err(CosError::argument(
            "key",
            key,
            "shorten it: an object's key has at most 850 bytes",
        ));
    }
    if key
        .split('/')
        .any(|segment| segment == "." || segment == "..")
    {
        return Err(CosError::argument(
            "key",
            key,
            "avoid a segment that is \".\" or \"..\": it is removed on the way",
        ));
    }
    Ok(())
}

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'
}

/// A port from 1 to 65535, in digits alone.
pub fn port(text: &str) -> Option<u16> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    is_number
        .then(|| text.parse().ok())?
        .filter(|port| *port > 0)
}

/// A header that a signature may cover.
pub fn header(name: &str, value: &str) -> Result<()> {
    let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(CosError::argument(
            "header name",
            name,
            "use letters, digits and dashes, as in x-cos-acl",
        ));
    }
    if value.bytes().any(|b| b.is_ascii_control() && b != b'\t') {
        // The value may be a secret of the caller's: it is not shown.
        return Err(CosError::argument(
            "header name",
            name,
            "its value has a line break or another control character: remove it",
        ));
    }
    framing(name, value)?;
    not_among(&UNSIGNABLE, name)
}

/// The values that the HTTP stack sends in any case: one that no stack would send is a mistake.
fn framing(name: &str, value: &str) -> Result<()> {
    let wrong = |fix: &str| Err(CosError::argument(name, value, fix));
    if name.eq_ignore_ascii_case("host") && !is_host(value) {
        return wrong("use the host that is sent, as in img.example.com");
    }
    let is_number = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    if name.eq_ignore_ascii_case("content-length") && !is_number {
        return wrong("use the number of bytes of the body");
    }
    Ok(())
}

/// What may stand in a Host header: a name or an address, and a port.
fn is_host(value: &str) -> bool {
    let is_good = |b: u8| b.is_ascii_alphanumeric() || b".-_:[]".contains(&b);
    !value.is_empty() && value.bytes().all(is_good)
}

/// A header that the caller may add to a request that this client sends.
pub fn sent_header(name: &str) -> Result<()> {
    not_among(&OWN, name)
}

fn not_among(names: &[&str], name: &str) -> Result<()> {
    if is_one_of(names, name) {
        return Err(CosError::argument(
            "header name",
            name,
            "leave it out: the client sets it itself",
        ));
    }
    Ok(())
}

/// Whether a header or a query parameter of this name holds a temporary token.
pub fn is_token_name(name: &str) -> bool {
    is_one_of(&TOKENS, name)
}

/// Whether the HTTP stack that sends a request sets this header.
pub fn is_of_stack(name: &str) -> bool {
    is_one_of(&OF_STACK, name)
}

/// Whether one of the headers holds a temporary token.
pub fn has_token(headers: &[(String, String)]) -> bool {
    headers.iter().any(|(name, _)| is_token_name(name))
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// A value without whitespace at its ends: who receives it strips it, and the signature must be
/// of what is received.
pub fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}
