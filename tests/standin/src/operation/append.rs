//! POST of bytes to the end of an object.

use super::body::{full, kept_headers, received};
use super::put::documents;
use super::{At, Outcome, version};
use crate::answer::Answer;
use crate::codes;
use crate::crc64;
use crate::store::Object;
use crate::store::object::{etag_of_parts, set_encryption};
use crate::traffic;

pub fn append(at: At, key: &str) -> Outcome {
    let body = received(at.request)?;
    traffic::limit(at.request)?;
    let position = at.request.param("position").map(str::parse::<u64>);
    let Some(Ok(position)) = position else {
        return Err(codes::error("InvalidArgument").message("position is not valid."));
    };
    let before = at.bucket.objects.get(key).cloned();
    let length = before.as_ref().map_or(0, |object| object.content.len());
    if before.as_ref().is_some_and(|object| !object.appendable) {
        return Err(codes::error("ObjectNotAppendable"));
    }
    if position != length {
        let next = length.to_string();
        return Err(codes::error("AppendPositionErr").header("x-cos-next-append-position", next));
    }
    let mut object = Object::new(body, at.scene.now, kept_headers(at.request));
    let crc_of_body = object.crc64;
    if let Some(before) = before {
        let pair = before.crc64.zip(object.crc64);
        let added = object.content.len();
        object.crc64 = pair.map(|(all, crc)| crc64::join(all, crc, added));
        object.etag = etag_of_parts([before.etag.as_str(), &object.etag].into_iter());
        let added = std::mem::replace(&mut object.content, before.content);
        object.content.push(added);
        object.headers = before.headers;
        object.documents = before.documents;
    } else {
        object.documents = documents(at.request)?;
    }
    object.appendable = true;
    let mut answer = Answer::cos(200, at.scene, "");
    answer.set("ETag", &object.etag);
    let next = object.content.len().to_string();
    answer.set("x-cos-next-append-position", &next);
    // Of what was sent, as the client can check it.
    if let Some(crc) = crc_of_body {
        answer.set("x-cos-hash-crc64ecma", &crc.to_string());
    }
    set_encryption(&mut answer, &object.headers);
    let id = at.bucket.insert(key, object).map_err(full)?;
    Ok(version::written(id, answer))
}
