//! A bucket is created.

use super::body::full;
use super::{Outcome, acl};
use crate::answer::{Answer, Scene};
use crate::codes;
use crate::request::Request;
use crate::store::{Access, Bucket, Store};

pub fn create(
    store: &mut Store,
    name: &str,
    region: Option<&str>,
    request: &Request,
    scene: &Scene,
) -> Outcome {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.chars().all(allowed) {
        return Err(codes::error("InvalidBucketName"));
    }
    if store.buckets.contains_key(name) {
        return Err(codes::error("BucketAlreadyExists"));
    }
    if !store.has_room() {
        return Err(codes::error("TooManyBuckets"));
    }
    let acl = acl::of_headers(request, acl::Owner::Bucket)?;
    let mut bucket = Bucket::new(region, Access::Private);
    if let Some(acl) = acl {
        bucket.set_document("acl", "", &acl).map_err(full)?;
    }
    store.buckets.insert(name.to_string(), bucket);
    let mut answer = Answer::cos(200, scene, "");
    answer.set("Location", &format!("http://{}", request.host));
    Ok(answer)
}
