//! Names of buckets, regions and keys, checked before anything is sent.

use crate::error::{CosError, Result};
use crate::host::COS_PREFIX;

/// Bucket names with APPID: at most 60 characters (436/13312).
const MAX_BUCKET: usize = 60;
/// Keys: at most 850 bytes (436/13324).
const MAX_KEY: usize = 850;

/// `name-appid`, or `name-x--appid` (Rapid): a-z, 0-9 and dashes, the APPID being digits.
pub fn bucket(name: &str) -> Result<()> {
    let wrong = |fix: &str| Err(CosError::argument("bucket", name, fix));
    if name.is_empty() {
        return Err(CosError::missing(
            "bucket",
            "give its full name, as in examplebucket-1250000000",
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
            "give the bucket's region, as in ap-guangzhou",
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

/// Any UTF-8 but dot segments, which proxies and libraries fold away, and a lone slash.
pub fn key(key: &str) -> Result<()> {
    if key.is_empty() {
        return Err(CosError::missing(
            "key",
            "name the object, as in folder/file.txt",
        ));
    }
    if key == "/" {
        return Err(CosError::argument(
            "key",
            key,
            "name an object, as in folder/file.txt",
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
            "avoid a segment that is \".\" or \"..\": it is folded away under way",
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
