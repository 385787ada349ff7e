//! PUT of one object.

use super::body::{full, kept_headers, received};
use super::{At, Outcome};
use crate::answer::Answer;
use crate::store::Object;

pub fn put(at: At, key: &str) -> Outcome {
    let body = received(at.request)?;
    let object = Object::new(body, at.scene.now, kept_headers(at.request));
    let answer = stored(&at, &object);
    at.bucket.insert(key, object).map_err(full)?;
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
