//! A bucket and what is in it.

use std::collections::BTreeMap;

use super::documents::Documents;
use super::object::Object;
use super::upload::Upload;
use super::versions::{Version, Versioning};
use crate::text::unix_now;

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
    /// Unix seconds.
    pub created: i64,
    pub access: Access,
    /// The current objects. Changed by the methods of `versions` only.
    pub objects: BTreeMap<String, Object>,
    /// What is not current: older versions and delete markers of each key, newest
    /// first. Changed by the methods of `versions` only.
    pub older: BTreeMap<String, Vec<Version>>,
    pub versioning: Versioning,
    /// Multipart uploads under way, by key and id. Changed by `begin_upload` and
    /// `end_upload`; `exchange` counts their parts.
    pub uploads: BTreeMap<(String, String), Upload>,
    /// The bucket's own settings. Changed by `set_document` and `remove_document`.
    pub documents: Documents,
    /// Memory that all of it takes.
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
            created: unix_now(),
            access,
            objects: BTreeMap::new(),
            older: BTreeMap::new(),
            versioning: Versioning::Off,
            uploads: BTreeMap::new(),
            documents: Documents::default(),
            held: 0,
        }
    }

    /// It has objects, versions or uploads under way, so it cannot be deleted.
    /// Settings do not count.
    pub fn holds_data(&self) -> bool {
        !self.objects.is_empty() || !self.older.is_empty() || !self.uploads.is_empty()
    }

    /// Nothing was ever put here.
    pub fn is_untouched(&self) -> bool {
        !self.holds_data() && self.documents.is_empty() && self.versioning == Versioning::Off
    }

    /// The current object of this key; one that is stored goes before one made up.
    pub fn get(&self, key: &str) -> Option<Object> {
        let stored = self.objects.get(key).cloned();
        stored.or_else(|| Object::synthetic(key))
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

    /// Counts memory that is free again.
    pub fn release(&mut self, held: usize) {
        self.held = self.held.saturating_sub(held);
    }

    pub fn begin_upload(&mut self, key: &str, id: &str, upload: Upload) -> Result<(), Full> {
        self.exchange(0, upload.held())?;
        self.uploads
            .insert((key.to_string(), id.to_string()), upload);
        Ok(())
    }

    /// Ends an upload, and gives its memory free.
    pub fn end_upload(&mut self, key: &str, id: &str) -> Option<Upload> {
        let upload = self.uploads.remove(&(key.to_string(), id.to_string()))?;
        self.release(upload.held());
        Some(upload)
    }

    /// Sets one of the bucket's settings; `id` is "" for those of which there is one.
    pub fn set_document(&mut self, name: &'static str, id: &str, body: &[u8]) -> Result<(), Full> {
        let before = self.documents.held(name, id);
        self.exchange(before, Documents::held_by(body))?;
        self.documents.set(name, id, body);
        Ok(())
    }

    pub fn remove_document(&mut self, name: &str, id: &str) -> bool {
        self.release(self.documents.held(name, id));
        self.documents.remove(name, id)
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
        let put = |bucket: &mut Bucket, key: usize| {
            let put = bucket.insert(&key.to_string(), object.clone());
            put.map(|_| ())
        };
        let fits = (0..)
            .take_while(|key| put(&mut bucket, *key).is_ok())
            .count();
        assert_eq!(fits, BUCKET_LIMIT / object.held());
        assert_eq!(put(&mut bucket, 0), Ok(()));
        bucket.remove("1", 0).expect("removed");
        assert_eq!(put(&mut bucket, fits), Ok(()));
        assert_eq!(put(&mut bucket, fits + 1), Err(Full));
        assert_eq!(
            bucket.set_document("cors", "", &vec![0; 1 << 20]),
            Err(Full)
        );
    }

    #[test]
    fn what_ends_gives_its_memory_back() {
        let mut bucket = Bucket::new(None, Access::Private);
        let upload = Upload::default();
        bucket.begin_upload("k", "1", upload).expect("room");
        bucket.set_document("cors", "", b"abc").expect("room");
        bucket.set_document("cors", "", b"abcdef").expect("room");
        assert!(bucket.held > 0);
        bucket.end_upload("k", "1").expect("an upload");
        assert!(bucket.remove_document("cors", ""));
        assert!(!bucket.remove_document("cors", ""));
        assert_eq!((bucket.held, bucket.is_untouched()), (0, true));
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
