//! Buckets are listed and made.

use super::body::full;
use super::{Outcome, acl, owner};
use crate::answer::{Answer, Scene};
use crate::codes;
use crate::request::Request;
use crate::store::{Access, Bucket, Store};
use crate::text::iso_date;

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

pub fn list_buckets(
    store: &Store,
    region: Option<&str>,
    request: &Request,
    scene: &Scene,
    signed: bool,
) -> Outcome {
    if request.method != "GET" || request.key().is_some() {
        return Err(codes::error("MethodNotAllowed"));
    }
    if !signed {
        return Err(codes::error("AccessDenied"));
    }
    let mut names: Vec<(&String, &str)> = store
        .buckets
        .iter()
        .filter(|(_, bucket)| bucket.access != Access::Forbidden)
        .filter_map(|(name, bucket)| Some((name, bucket.region.as_deref()?)))
        .filter(|(_, home)| region.is_none_or(|asked| asked == *home))
        .collect();
    names.sort_unstable();
    let mut inner = owner();
    inner.push_str("<Buckets>");
    for (name, home) in names {
        let date = iso_date(scene.now);
        inner.push_str(&format!(
            "<Bucket><Name>{name}</Name><Location>{home}</Location><CreationDate>{date}</CreationDate></Bucket>"
        ));
    }
    inner.push_str("</Buckets>");
    Ok(Answer::xml(scene, "ListAllMyBucketsResult", &inner))
}
