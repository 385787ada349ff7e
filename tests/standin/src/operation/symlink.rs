//! Symbolic links: objects that lead to another object of the bucket.

use super::body::{full, kept_headers};
use super::put::documents;
use super::{At, KEY_LIMIT, Outcome, version, write};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::receive::Receipt;
use crate::store::{Bucket, Object};
use crate::text::{decode_path, http_date};

const TARGET: &str = "x-cos-symlink-target";

pub fn operate(at: At, key: &str) -> Outcome {
    match at.request.method.as_str() {
        "PUT" => put(at, key),
        "GET" | "HEAD" => get(at, key),
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

fn put(at: At, key: &str) -> Outcome {
    let target = at.request.header(TARGET);
    let target = target.as_deref().and_then(decode_path);
    let target = target.map(|target| target.trim_start_matches('/').to_string());
    let target = target.filter(|target| !target.is_empty() && target != key);
    let Some(target) = target else {
        let message = format!("{TARGET} is not the key of another object.");
        return Err(codes::error("InvalidArgument").message(message));
    };
    if target.len() > KEY_LIMIT {
        return Err(codes::error("KeyTooLong"));
    }
    write::permitted(&at, key)?;
    let object = Object {
        documents: documents(at.request)?,
        link: Some(target.clone()),
        ..Object::new(
            &Receipt::of(target.as_bytes()),
            at.scene.now,
            kept_headers(at.request),
        )
    };
    let mut answer = Answer::cos(200, at.scene, "");
    answer.set("ETag", &object.etag);
    let id = at.bucket.insert(key, object).map_err(full)?;
    Ok(version::written(id, answer))
}

fn get(at: At, key: &str) -> Outcome {
    let object = version::found(&at, key)?;
    let Some(target) = &object.link else {
        let message = "The object is not a symbolic link.";
        return Err(codes::error("InvalidRequest").message(message));
    };
    let mut answer = Answer::cos(200, at.scene, "");
    answer.set(TARGET, target);
    answer.set("ETag", &object.etag);
    answer.set("Last-Modified", &http_date(object.modified));
    Ok(version::named(&at, object.version_id(), answer))
}

/// The object itself, or the one to which it leads.
pub fn followed(bucket: &Bucket, object: Object) -> Result<Object, CosError> {
    let Some(target) = &object.link else {
        return Ok(object);
    };
    match bucket.get(target) {
        None => Err(codes::error("NoSuchKey")),
        Some(target) if target.link.is_some() => {
            let message = "The target of the symbolic link is a symbolic link.";
            Err(codes::error("InvalidRequest").message(message))
        }
        Some(target) => Ok(target),
    }
}
