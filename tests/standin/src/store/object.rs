//! An object as it is stored, or made up.

use std::collections::BTreeMap;

use bytes::Bytes;
use md5::Md5;
use sha1::Digest;

use crate::answer::Answer;
use crate::content::Content;
use crate::receive::Receipt;
use crate::text::hex;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    pub content: Content,
    /// With its quotes.
    pub etag: String,
    /// None: was not computed.
    pub crc64: Option<u64>,
    /// Unix seconds.
    pub modified: i64,
    /// Headers stored with the object and sent back.
    pub headers: Vec<(String, String)>,
    /// Made by appending.
    pub appendable: bool,
    /// Documents of its sub-resources, by name: `acl`, `tagging`.
    pub documents: BTreeMap<&'static str, Bytes>,
    /// Assigned by `Bucket::insert`. None: the version `null`.
    pub version: Option<String>,
    /// A symbolic link, of which this is the target's key.
    pub link: Option<String>,
    /// Of an archived object: it is being, or was, restored.
    pub restored: Option<Restored>,
}

/// The restoration of an archived object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    pub ongoing: bool,
    /// Unix seconds at which the restored copy expires.
    pub until: i64,
}

/// The storage class of what was given none.
pub const STANDARD: &str = "STANDARD";

/// The id of what was written while versioning was not enabled.
pub const NULL_VERSION: &str = "null";

/// Memory that an entry takes in addition to its bytes.
pub const OVERHEAD: usize = 1024;

/// How the headers begin that tell of encryption.
pub const ENCRYPTION: &str = "x-cos-server-side-encryption";

impl Object {
    pub fn new(body: &Receipt, modified: i64, headers: Vec<(String, String)>) -> Object {
        let content = match &body.kept {
            Some(bytes) => Content::from(bytes.clone()),
            None => Content::lost(body.length),
        };
        Object {
            etag: etag(body),
            crc64: body.crc64,
            content,
            modified,
            headers,
            ..Object::default()
        }
    }

    /// The object of a key `synthetic/SIZE` or `synthetic/SIZE/...`.
    pub fn synthetic(key: &str) -> Option<Object> {
        /// 2020-01-01T00:00:00Z; what never changes was never modified.
        const MODIFIED: i64 = 1_577_836_800;
        let rest = key.strip_prefix("synthetic/")?;
        let length = size(rest.split('/').next()?)?;
        let content = Content::synthetic(length);
        let crc64 = content.crc64();
        Some(Object {
            etag: format!("\"{length:016x}{crc64:016x}\""),
            crc64: Some(crc64),
            content,
            modified: MODIFIED,
            ..Object::default()
        })
    }

    /// Its storage class: it was given one, or has the usual.
    pub fn storage_class(&self) -> &str {
        storage_class(&self.headers)
    }

    /// Memory it takes, about: small objects are more than their bytes.
    pub fn held(&self) -> usize {
        let documents = self.documents.values().map(Bytes::len);
        self.content.held() + OVERHEAD + documents.sum::<usize>()
    }

    /// The id of its version, as requests and lists name it.
    pub fn version_id(&self) -> &str {
        self.version.as_deref().unwrap_or(NULL_VERSION)
    }
}

/// The storage class among the headers of a write.
pub fn storage_class(headers: &[(String, String)]) -> &str {
    let named = |(name, _): &&(String, String)| name == "x-cos-storage-class";
    let given = headers.iter().find(named);
    given.map_or(STANDARD, |(_, class)| class)
}

/// Sets those headers of an object that tell of encryption, as responses to a PUT have them.
pub fn set_encryption(answer: &mut Answer, headers: &[(String, String)]) {
    for (name, value) in headers {
        if name.starts_with(ENCRYPTION) {
            answer.set(name, value);
        }
    }
}

/// The MD5 in quotes, as COS has it; of what was not kept, its CRC and length.
pub fn etag(body: &Receipt) -> String {
    match body.md5 {
        Some(digest) => format!("\"{}\"", hex(&digest)),
        None => format!("\"{:016x}{:016x}\"", body.crc64.unwrap_or(0), body.length),
    }
}

/// The ETag of an object made of parts: no MD5 of the whole.
pub fn etag_of_parts<'a>(etags: impl Iterator<Item = &'a str>) -> String {
    let (mut digest, mut count) = (Md5::new(), 0);
    for etag in etags {
        digest.update(etag.trim_matches('"'));
        count += 1;
    }
    format!("\"{}-{count}\"", hex(&digest.finalize()))
}

/// Bytes, or with k, m, g the powers of 1024.
fn size(text: &str) -> Option<u64> {
    const MOST: u64 = 1 << 42;
    let (digits, unit) = match text.as_bytes().last()?.to_ascii_lowercase() {
        b'k' => (&text[..text.len() - 1], 1 << 10),
        b'm' => (&text[..text.len() - 1], 1 << 20),
        b'g' => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    let bytes = digits.parse::<u64>().ok()?.checked_mul(unit)?;
    (bytes <= MOST).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_etag_is_the_md5_in_quotes() {
        let object = Object::new(&Receipt::of(b"hello"), 0, Vec::new());
        assert_eq!(object.etag, "\"5d41402abc4b2a76b9719d911017c592\"");
    }

    #[test]
    fn what_was_not_kept_has_a_size_and_a_crc() {
        let received = Receipt {
            kept: None,
            md5: None,
            ..Receipt::of(b"hello")
        };
        let object = Object::new(&received, 0, Vec::new());
        assert_eq!((object.content.len(), object.content.is_kept()), (5, false));
        assert_eq!(object.etag.len(), 34);
        assert_eq!(object.crc64, Some(crate::crc64::of(b"hello")));
    }

    #[test]
    fn objects_of_any_size() {
        for (key, length) in [
            ("synthetic/0", 0),
            ("synthetic/1000/name", 1000),
            ("synthetic/3k", 3 << 10),
            ("synthetic/64M/a/b", 64 << 20),
            ("synthetic/1g", 1 << 30),
        ] {
            let object = Object::synthetic(key).expect(key);
            assert_eq!(object.content.len(), length, "{key}");
        }
        for key in [
            "synthetic/",
            "synthetic/x",
            "synthetic/k",
            "synthetic/9000g",
            "other/1",
        ] {
            assert_eq!(Object::synthetic(key), None, "{key}");
        }
    }
}
