//! A bucket is created, and shows what it was created with.

use super::body::{full, read_document};
use super::documents::schema;
use super::{At, Outcome, acl};
use crate::answer::{Answer, Scene};
use crate::codes;
use crate::request::Request;
use crate::store::{Access, Bucket, Store};

/// The name under which a bucket keeps the document of its creation.
const CONFIGURATION: &str = "configuration";

/// What a HEAD of the bucket shows, by the element that asks for it.
const SHOWN: &[(&str, &str, &str)] = &[
    ("<BucketAZConfig>", "x-cos-bucket-az-type", "MAZ"),
    ("<BucketArchConfig>", "x-cos-bucket-arch", "OFS"),
];

/// HEAD of a bucket; `asked`: the region of the request.
pub fn head(at: &At, asked: Option<&str>) -> Answer {
    let mut answer = Answer::cos(200, at.scene, "");
    if let Some(region) = at.bucket.region.as_deref().or(asked) {
        answer.set("x-cos-bucket-region", region);
    }
    let document = at.bucket.documents.get(CONFIGURATION, "");
    let document = document.map_or("".into(), |document| String::from_utf8_lossy(document));
    for (element, header, value) in SHOWN {
        if document.contains(element) {
            answer.set(header, value);
        }
    }
    answer
}

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
    if !request.bytes().is_empty() {
        let text = read_document(request, "CreateBucketConfiguration", |root| {
            schema::verify(root, "BucketAZConfig?=MAZ BucketArchConfig?=OFS")
        })?;
        bucket
            .set_document(CONFIGURATION, "", text.as_bytes())
            .map_err(full)?;
    }
    store.buckets.insert(name.to_string(), bucket);
    let mut answer = Answer::cos(200, scene, "");
    answer.set("Location", &format!("http://{}", request.host));
    Ok(answer)
}
