//! Copies: `x-cos-copy-source` names an object of any bucket here.

use bytes::Bytes;

use super::body::{full, kept_headers};
use super::condition::{self, Met};
use super::{At, DENIED, Outcome, tagging};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::host::{self, Place};
use crate::request::Request;
use crate::store::object::{ENCRYPTION, set_encryption};
use crate::store::{Access, Object, Store};
use crate::text::{decode_path, iso_date};

const SOURCE: &str = "x-cos-copy-source";

/// What is copied.
pub struct Source {
    pub object: Object,
    /// The document of its tags.
    pub tags: Option<Bytes>,
}

/// The object to copy, if the request names one.
pub fn source(store: &mut Store, request: &Request) -> Option<Result<Source, CosError>> {
    let source = request.header(SOURCE).filter(|_| request.method == "PUT")?;
    Some(find(store, request, &source))
}

fn find(store: &mut Store, request: &Request, source: &str) -> Result<Source, CosError> {
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
        Met::Yes => Ok(Source {
            object,
            tags: bucket.tags(&key).cloned(),
        }),
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
    let headers = match replaced(at.request, "x-cos-metadata-directive")? {
        true => kept_headers(at.request),
        false => inherited(&source.object, at.request),
    };
    let tags = match replaced(at.request, "x-cos-tagging-directive")? {
        true => tagging::of(at.request)?,
        false => source.tags.clone(),
    };
    let object = Object {
        headers,
        modified: at.scene.now,
        appendable: false,
        ..source.object.clone()
    };
    let mut answer = result(&at, "CopyObjectResult", &object);
    set_encryption(&mut answer, &object.headers);
    at.bucket.replace(key, object, tags).map_err(full)?;
    Ok(answer)
}

/// Whether a directive says that the request's own values count.
fn replaced(request: &Request, directive: &str) -> Result<bool, CosError> {
    match request.header(directive).as_deref() {
        None | Some("Copy") => Ok(false),
        Some("Replaced") => Ok(true),
        Some(_) => {
            let message = format!("{directive} must be Copy or Replaced.");
            Err(codes::error("InvalidArgument").message(message))
        }
    }
}

/// The headers of a copy with the directive Copy: the source's metadata, but storage
/// class and encryption as this request has them.
fn inherited(source: &Object, request: &Request) -> Vec<(String, String)> {
    let of_place = |name: &str| name.starts_with(ENCRYPTION) || name == "x-cos-storage-class";
    let own = kept_headers(request).into_iter();
    let own = own.filter(|(name, _)| of_place(name));
    let theirs = source.headers.iter().cloned();
    theirs
        .filter(|(name, _)| !of_place(name))
        .chain(own)
        .collect()
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
