//! PUT of one object.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::body::{full, kept_headers, received};
use super::{At, Outcome, acl, tagging, version, write};
use crate::answer::{Answer, CosError};
use crate::request::Request;
use crate::store::Object;
use crate::store::object::set_encryption;

pub fn put(at: At, key: &str) -> Outcome {
    let body = received(at.request)?;
    write::permitted(&at, key)?;
    let object = Object {
        documents: documents(at.request)?,
        ..Object::new(body, at.scene.now, kept_headers(at.request))
    };
    let mut answer = stored(&at, &object);
    set_encryption(&mut answer, &object.headers);
    let id = at.bucket.insert(key, object).map_err(full)?;
    Ok(version::written(id, answer))
}

/// The tags and the ACL that the headers of a write give to the object.
pub fn documents(request: &Request) -> Result<BTreeMap<&'static str, Bytes>, CosError> {
    let tags = tagging::of(request)?.map(|tags| ("tagging", tags));
    let acl = acl::of_headers(request, acl::Owner::Object)?.map(|acl| ("acl", acl));
    Ok(tags.into_iter().chain(acl).collect())
}

/// What is said of an object, or a part, that was taken in.
pub fn stored(at: &At, object: &Object) -> Answer {
    let mut answer = Answer::cos(200, at.scene, "");
    answer.set("ETag", &object.etag);
    if let Some(crc) = object.crc64 {
        answer.set("x-cos-hash-crc64ecma", &crc.to_string());
    }
    answer
}
