//! Buckets and objects, in memory.

pub mod bucket;
pub mod documents;
pub mod object;
pub mod upload;
pub mod versions;

use std::collections::HashMap;

pub use bucket::{Access, Bucket, Full};
pub use object::Object;

/// The most buckets. Tests may name any number of fault buckets: those in which
/// nothing is are forgotten.
const MOST: usize = 1000;

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

    /// A fault bucket exists as soon as it is named, while there is room.
    pub fn add_fault_bucket(&mut self, name: &str) {
        if self.buckets.contains_key(name) {
            return;
        }
        if !self.has_room() {
            return;
        }
        let everywhere = Bucket::new(None, Access::Private);
        self.buckets.insert(name.to_string(), everywhere);
    }

    /// Whether one more bucket is possible. Forgets fault buckets to make room.
    pub fn has_room(&mut self) -> bool {
        if self.buckets.len() >= MOST {
            self.buckets
                .retain(|_, bucket| bucket.region.is_some() || !bucket.is_untouched());
        }
        self.buckets.len() < MOST
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_an_end_to_buckets() {
        let mut store = Store::new("ap-guangzhou", &[]);
        let object = Object::new(&crate::receive::Receipt::of(b"x"), 0, Vec::new());
        for number in 0..2 * MOST {
            let name = format!("fault-hang-{number}");
            store.add_fault_bucket(&name);
            let bucket = store.buckets.get_mut(&name);
            let stored = bucket.map(|bucket| bucket.insert("k", object.clone()).is_ok());
            assert_eq!(stored, (number < MOST - 4).then_some(true), "{number}");
        }
        assert!(!store.has_room());
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
