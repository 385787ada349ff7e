//! Copies: `x-cos-copy-source` names an object of any bucket here.

use super::body::{full, kept_headers};
use super::condition::{self, Met};
use super::{At, DENIED, Outcome};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::host::{self, Place};
use crate::request::Request;
use crate::store::{Access, Object, Store};
use crate::text::{decode_path, iso_date};

const SOURCE: &str = "x-cos-copy-source";

/// The object to copy, if the request names one.
pub fn source(store: &mut Store, request: &Request) -> Option<Result<Object, CosError>> {
    let source = request.header(SOURCE).filter(|_| request.method == "PUT")?;
    Some(find(store, request, &source))
}

fn find(store: &mut Store, request: &Request, source: &str) -> Result<Object, CosError> {
    let (host, key) = split(source).ok_or_else(|| {
        codes::error("InvalidArgument").message("x-cos-copy-source is not valid.")
    })?;
    let Place::Bucket { bucket, region } = host::place(host) else {
        return Err(codes::error("NoSuchBucket"));
    };
    let bucket = store.find(&bucket, region.as_deref());
    let bucket = bucket.ok_or_else(|| codes::error("NoSuchBucket"))?;
    if bucket.access == Access::Forbidden || key.starts_with(DENIED) {
        return Err(codes::error("AccessDenied"));
    }
    let object = bucket.get(&key);
    let object = object.ok_or_else(|| codes::error("NoSuchKey"))?;
    let condition = |name: &str| request.header(&format!("{SOURCE}-{name}"));
    match condition::judge(&object, condition) {
        Met::Yes => Ok(object),
        // A copy that is not made is a failure, whatever the condition.
        Met::NotModified | Met::Failed => Err(codes::error("PreconditionFailed")),
    }
}

/// `HOST/KEY`, the key encoded, with or without a version.
fn split(source: &str) -> Option<(&str, String)> {
    let (host, key) = source.trim_start_matches('/').split_once('/')?;
    let key = key.split('?').next()?;
    let key = decode_path(key).filter(|key| !key.is_empty())?;
    Some((host, key))
}

pub fn copy(at: At, key: &str) -> Outcome {
    let Some(source) = &at.source else {
        return Err(codes::error("InvalidArgument"));
    };
    let directive = at.request.header("x-cos-metadata-directive");
    let replaced = match directive.as_deref() {
        None | Some("Copy") => false,
        Some("Replaced") => true,
        Some(_) => {
            let message = "x-cos-metadata-directive is Copy or Replaced.";
            return Err(codes::error("InvalidArgument").message(message));
        }
    };
    let headers = match replaced {
        true => kept_headers(at.request),
        false => source.headers.clone(),
    };
    let object = Object {
        headers,
        modified: at.scene.now,
        appendable: false,
        ..source.clone()
    };
    let answer = result(&at, "CopyObjectResult", &object);
    at.bucket.insert(key, object).map_err(full)?;
    Ok(answer)
}

/// The answer to a copy of an object or a part.
pub fn result(at: &At, root: &str, object: &Object) -> Answer {
    let crc = object
        .crc64
        .map_or(String::new(), |crc| format!("<CRC64>{crc}</CRC64>"));
    let inner = format!(
        "<ETag>{}</ETag>{crc}<LastModified>{}</LastModified>",
        object.etag,
        iso_date(object.modified)
    );
    let mut answer = Answer::xml(at.scene, root, &inner);
    if let Some(crc) = object.crc64 {
        answer.set("x-cos-hash-crc64ecma", &crc.to_string());
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources() {
        let host = "b-1.cos.ap-beijing.myqcloud.com";
        for (source, key) in [
            ("/k", Some("k")),
            ("/a/b%20c", Some("a/b c")),
            ("/%E6%96%87?versionId=x", Some("文")),
            ("/", None),
            ("/%ff", None),
        ] {
            let split = split(&format!("{host}{source}")).map(|(_, key)| key);
            assert_eq!(split.as_deref(), key, "{source}");
        }
        assert_eq!(split(host), None);
    }
}
