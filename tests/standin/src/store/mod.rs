//! Buckets and objects, in memory.

pub mod bucket;
pub mod object;
pub mod upload;

use std::collections::HashMap;

pub use bucket::{Access, Bucket, Full};
pub use object::Object;

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
                .retain(|_, bucket| bucket.region.is_some() || !bucket.is_untouched());
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

#[cfg(test)]
mod tests {
    use super::*;

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
