//! A multipart upload under way.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::object::{OVERHEAD, Object, etag_of_parts};
use crate::content::Content;
use crate::crc64;

#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// Unix seconds.
    pub initiated: i64,
    /// Stored with the object once it is whole.
    pub headers: Vec<(String, String)>,
    /// Likewise: its tags and ACL.
    pub documents: BTreeMap<&'static str, Bytes>,
    /// By number.
    pub parts: BTreeMap<u32, Object>,
}

impl Upload {
    /// Memory it takes, about.
    pub fn held(&self) -> usize {
        self.parts.values().map(Object::held).sum::<usize>() + OVERHEAD
    }

    /// The object of these parts, in this order.
    pub fn join(&self, parts: &[&Object], modified: i64) -> Object {
        let mut content = Content::default();
        let mut crc = Some(0);
        for part in parts {
            let pair = crc.zip(part.crc64);
            crc = pair.map(|(all, crc)| crc64::join(all, crc, part.content.len()));
            content.push(part.content.clone());
        }
        Object {
            etag: etag_of_parts(parts.iter().map(|part| part.etag.as_str())),
            crc64: crc,
            content,
            modified,
            headers: self.headers.clone(),
            documents: self.documents.clone(),
            ..Object::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receive::Receipt;

    #[test]
    fn parts_become_an_object() {
        let part = |bytes: &[u8]| Object::new(&Receipt::of(bytes), 0, Vec::new());
        let (first, second) = (part(b"hello "), part(b"world"));
        let whole = Upload::default().join(&[&first, &second], 7);
        assert_eq!(whole.content.to_vec(), b"hello world");
        assert_eq!(whole.crc64, Some(crc64::of(b"hello world")));
        assert!(whole.etag.ends_with("-2\""), "{}", whole.etag);
        let without = Object {
            crc64: None,
            ..second
        };
        assert_eq!(Upload::default().join(&[&first, &without], 7).crc64, None);
    }
}
