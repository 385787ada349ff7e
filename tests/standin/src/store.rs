//! Buckets and objects, in memory.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use md5::Md5;
use sha1::Digest;

use crate::text::hex;

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
    /// Size of all objects.
    held: usize,
}

/// The most that a bucket holds, so that no test fills the machine.
const BUCKET_LIMIT: usize = 1 << 30;

/// The bucket is full.
#[derive(Debug, PartialEq, Eq)]
pub struct Full;

impl Bucket {
    pub fn new(region: Option<&str>, access: Access) -> Bucket {
        Bucket {
            region: region.map(str::to_string),
            access,
            objects: BTreeMap::new(),
            held: 0,
        }
    }

    pub fn insert(&mut self, key: &str, object: Object) -> Result<(), Full> {
        let before = self.objects.get(key).map_or(0, Object::size);
        let held = self.held - before + object.size();
        if held > BUCKET_LIMIT {
            return Err(Full);
        }
        self.held = held;
        self.objects.insert(key.to_string(), object);
        Ok(())
    }

    pub fn remove(&mut self, key: &str) {
        if let Some(object) = self.objects.remove(key) {
            self.held -= object.size();
        }
    }
}

#[derive(Clone, Debug)]
pub struct Object {
    pub body: Bytes,
    /// With its quotes.
    pub etag: String,
    pub crc64: u64,
    /// Unix seconds.
    pub modified: i64,
    /// Headers stored with the object and sent back.
    pub headers: Vec<(String, String)>,
}

impl Object {
    /// Memory it takes, about: small objects are more than their bytes.
    fn size(&self) -> usize {
        const OVERHEAD: usize = 1024;
        self.body.len() + OVERHEAD
    }

    pub fn new(body: Bytes, modified: i64, headers: Vec<(String, String)>) -> Object {
        Object {
            etag: format!("\"{}\"", hex(&Md5::digest(&body))),
            crc64: crc64(&body),
            body,
            modified,
            headers,
        }
    }
}

/// Every bucket by its name.
#[derive(Debug)]
pub struct Store {
    pub buckets: HashMap<String, Bucket>,
}

impl Store {
    /// The buckets that exist at the start; `more` are private ones with their regions.
    pub fn new(region: &str, more: &[(String, String)]) -> Store {
        let mut buckets = HashMap::new();
        for (name, region, access) in [
            ("examplebucket-1250000000", region, Access::Private),
            ("public-1250000000", region, Access::PublicRead),
            ("forbidden-1250000000", region, Access::Forbidden),
            ("beijing-1250000000", "ap-beijing", Access::Private),
        ] {
            buckets.insert(name.to_string(), Bucket::new(Some(region), access));
        }
        for (name, region) in more {
            buckets.insert(name.clone(), Bucket::new(Some(region), Access::Private));
        }
        Store { buckets }
    }

    /// A fault bucket exists as soon as it is named.
    pub fn add_fault_bucket(&mut self, name: &str) {
        /// Tests may name any number of them.
        const MOST: usize = 1000;
        if self.buckets.contains_key(name) {
            return;
        }
        if self.buckets.len() >= MOST {
            self.buckets
                .retain(|_, bucket| bucket.region.is_some() || !bucket.objects.is_empty());
        }
        let everywhere = Bucket::new(None, Access::Private);
        self.buckets.insert(name.to_string(), everywhere);
    }

    /// The bucket as seen in a region; region None sees every bucket.
    pub fn find(&mut self, name: &str, region: Option<&str>) -> Option<&mut Bucket> {
        let bucket = self.buckets.get_mut(name)?;
        let same = match (&bucket.region, region) {
            (Some(home), Some(asked)) => home == asked,
            _ => true,
        };
        same.then_some(bucket)
    }
}

/// CRC-64/XZ, the ECMA-182 polynomial: the value of `x-cos-hash-crc64ecma`.
fn crc64(bytes: &[u8]) -> u64 {
    let mut crc = u64::MAX;
    for byte in bytes {
        let index = (crc ^ u64::from(*byte)) & 0xff;
        crc = CRC64_TABLE[index as usize] ^ (crc >> 8);
    }
    !crc
}

static CRC64_TABLE: [u64; 256] = crc64_table();

const fn crc64_table() -> [u64; 256] {
    const REFLECTED_POLYNOMIAL: u64 = 0xc96c_5795_d787_0f42;
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u64;
        let mut bit = 0;
        while bit < 8 {
            let carry = crc & 1;
            crc >>= 1;
            if carry == 1 {
                crc ^= REFLECTED_POLYNOMIAL;
            }
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc64_has_the_check_value_of_its_catalogue() {
        assert_eq!(crc64(b"123456789"), 0x995d_c9bb_df19_39fa);
        assert_eq!(crc64(b""), 0);
    }

    #[test]
    fn an_etag_is_the_md5_in_quotes() {
        let object = Object::new(Bytes::from_static(b"hello"), 0, Vec::new());
        assert_eq!(object.etag, "\"5d41402abc4b2a76b9719d911017c592\"");
    }

    #[test]
    fn a_bucket_can_be_full() {
        let mut bucket = Bucket::new(None, Access::Private);
        let object = Object::new(Bytes::from(vec![0; 1 << 20]), 0, Vec::new());
        let put = |bucket: &mut Bucket, key: usize| bucket.insert(&key.to_string(), object.clone());
        let fits = (0..)
            .take_while(|key| put(&mut bucket, *key).is_ok())
            .count();
        assert_eq!(fits, BUCKET_LIMIT / object.size());
        assert_eq!(put(&mut bucket, 0), Ok(()));
        bucket.remove("1");
        assert_eq!(put(&mut bucket, fits), Ok(()));
        assert_eq!(put(&mut bucket, fits + 1), Err(Full));
    }

    #[test]
    fn a_bucket_is_found_in_its_region_only() {
        let more = [("mine-1".to_string(), "eu-frankfurt".to_string())];
        let mut store = Store::new("ap-guangzhou", &more);
        let beijing = "beijing-1250000000";
        assert!(store.find(beijing, Some("ap-beijing")).is_some());
        assert!(store.find(beijing, Some("ap-guangzhou")).is_none());
        assert!(store.find(beijing, None).is_some());
        assert!(store.find("mine-1", Some("eu-frankfurt")).is_some());
        assert!(store.find("other-1", None).is_none());
    }
}
