//! PUT of one object.

use super::body::{full, kept_headers, received};
use super::{At, Outcome, tagging};
use crate::answer::Answer;
use crate::store::Object;
use crate::store::object::set_encryption;

pub fn put(at: At, key: &str) -> Outcome {
    let body = received(at.request)?;
    let object = Object::new(body, at.scene.now, kept_headers(at.request));
    let tags = tagging::of(at.request)?;
    let mut answer = stored(&at, &object);
    set_encryption(&mut answer, &object.headers);
    at.bucket.replace(key, object, tags).map_err(full)?;
    Ok(answer)
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
