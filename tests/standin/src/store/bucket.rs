//! A bucket and what is in it.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::object::Object;
use super::upload::Upload;

/// Who may do what with a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Private,
    /// GET and HEAD need no signature.
    PublicRead,
    /// Belongs to somebody else: AccessDenied, signed or not.
    Forbidden,
}

#[derive(Debug)]
pub struct Bucket {
    /// None: found in every region.
    pub region: Option<String>,
    pub access: Access,
    /// Changed by `insert` and `remove` only.
    pub objects: BTreeMap<String, Object>,
    /// Multipart uploads under way, by key and id. Changed by `hold` and `release`.
    pub uploads: BTreeMap<(String, String), Upload>,
    /// Settings as they were sent, by key ("" is the bucket's) and name.
    pub settings: BTreeMap<(String, String), Bytes>,
    /// Memory that objects and parts take.
    held: usize,
}

/// The most that a bucket holds, so that no test fills the machine.
pub const BUCKET_LIMIT: usize = 1 << 30;

/// The bucket is full.
#[derive(Debug, PartialEq, Eq)]
pub struct Full;

impl Bucket {
    pub fn new(region: Option<&str>, access: Access) -> Bucket {
        Bucket {
            region: region.map(str::to_string),
            access,
            objects: BTreeMap::new(),
            uploads: BTreeMap::new(),
            settings: BTreeMap::new(),
            held: 0,
        }
    }

    /// It has objects or uploads under way, so it cannot be deleted. Settings do
    /// not count.
    pub fn holds_data(&self) -> bool {
        !self.objects.is_empty() || !self.uploads.is_empty()
    }

    /// Nothing was ever put here.
    pub fn is_untouched(&self) -> bool {
        !self.holds_data() && self.settings.is_empty()
    }

    /// The object of this key; one that is stored goes before one made up.
    pub fn get(&self, key: &str) -> Option<Object> {
        let stored = self.objects.get(key).cloned();
        stored.or_else(|| Object::synthetic(key))
    }

    pub fn insert(&mut self, key: &str, object: Object) -> Result<(), Full> {
        let before = self.objects.get(key).map_or(0, Object::held);
        self.exchange(before, object.held())?;
        self.objects.insert(key.to_string(), object);
        Ok(())
    }

    /// Stores an object that replaces one of this key, with its settings.
    pub fn replace(&mut self, key: &str, object: Object, tags: Option<Bytes>) -> Result<(), Full> {
        self.insert(key, object)?;
        self.forget_settings(key);
        if let Some(tags) = tags {
            let place = (key.to_string(), "tagging".to_string());
            self.settings.insert(place, tags);
        }
        Ok(())
    }

    /// The document of an object's tags, if it has any.
    pub fn tags(&self, key: &str) -> Option<&Bytes> {
        self.settings.get(&(key.to_string(), "tagging".to_string()))
    }

    pub fn remove(&mut self, key: &str) {
        if let Some(object) = self.objects.remove(key) {
            self.held -= object.held();
        }
        self.forget_settings(key);
    }

    fn forget_settings(&mut self, key: &str) {
        self.settings
            .retain(|(of, _), _| of.is_empty() || of != key);
    }

    /// Counts memory that came in place of other.
    pub fn exchange(&mut self, before: usize, after: usize) -> Result<(), Full> {
        let held = self.held.saturating_sub(before) + after;
        if held > BUCKET_LIMIT && after > before {
            return Err(Full);
        }
        self.held = held;
        Ok(())
    }

    /// Ends an upload, and gives its memory free.
    pub fn end_upload(&mut self, key: &str, id: &str) -> Option<Upload> {
        let upload = self.uploads.remove(&(key.to_string(), id.to_string()))?;
        self.held = self.held.saturating_sub(upload.held());
        Some(upload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receive::Receipt;

    #[test]
    fn a_bucket_can_be_full() {
        let mut bucket = Bucket::new(None, Access::Private);
        let object = Object::new(&Receipt::of(&vec![0; 1 << 20]), 0, Vec::new());
        let put = |bucket: &mut Bucket, key: usize| bucket.insert(&key.to_string(), object.clone());
        let fits = (0..)
            .take_while(|key| put(&mut bucket, *key).is_ok())
            .count();
        assert_eq!(fits, BUCKET_LIMIT / object.held());
        assert_eq!(put(&mut bucket, 0), Ok(()));
        bucket.remove("1");
        assert_eq!(put(&mut bucket, fits), Ok(()));
        assert_eq!(put(&mut bucket, fits + 1), Err(Full));
    }

    #[test]
    fn what_is_stored_goes_before_what_is_made_up() {
        let mut bucket = Bucket::new(None, Access::Private);
        let length = |bucket: &Bucket| bucket.get("synthetic/9").map(|object| object.content.len());
        assert_eq!(length(&bucket), Some(9));
        let object = Object::new(&Receipt::of(b"x"), 0, Vec::new());
        bucket.insert("synthetic/9", object).expect("room");
        assert_eq!(length(&bucket), Some(1));
    }
}
