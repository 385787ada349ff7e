//! Copies: `x-cos-copy-source` names an object of any bucket here.

use super::body::{full, kept_headers};
use super::condition::{self, Met};
use super::put::documents;
use super::{At, DENIED, Outcome, restore, symlink, version, write};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::host::{self, Place};
use crate::request::Request;
use crate::store::object::{ENCRYPTION, set_encryption};
use crate::store::versions::Found;
use crate::store::{Access, Object, Store};
use crate::text::{decode_path, decode_query, iso_date};

const SOURCE: &str = "x-cos-copy-source";

/// What is copied.
pub struct Source {
    pub object: Object,
}

/// The object to copy, if the request names one.
pub fn source(store: &mut Store, request: &Request, now: i64) -> Option<Result<Source, CosError>> {
    let source = request.header(SOURCE).filter(|_| request.method == "PUT")?;
    Some(find(store, request, &source, now))
}

fn find(store: &mut Store, request: &Request, source: &str, now: i64) -> Result<Source, CosError> {
    let (host, key, version) = split(source).ok_or_else(|| {
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
    let object = match bucket.find(&key, version.as_deref()) {
        Found::Object(object) => symlink::followed(bucket, *object)?,
        Found::NoVersion => return Err(codes::error("NoSuchVersion")),
        Found::NoKey | Found::Marker(_) => return Err(codes::error("NoSuchKey")),
    };
    let condition = |name: &str| request.header(&format!("{SOURCE}-{name}"));
    restore::readable(&object, now)?;
    match condition::judge(&object, condition) {
        Met::Yes => Ok(Source { object }),
        // A copy that is not made is a failure, whatever the condition.
        Met::NotModified | Met::Failed => Err(codes::error("PreconditionFailed")),
    }
}

/// `HOST/KEY`, the key encoded, and its version if it names one.
fn split(source: &str) -> Option<(&str, String, Option<String>)> {
    let (host, key) = source.trim_start_matches('/').split_once('/')?;
    let (key, query) = key.split_once('?').unwrap_or((key, ""));
    let key = decode_path(key).filter(|key| !key.is_empty())?;
    let mut query = decode_query(query).into_iter();
    let version = query.find(|(name, value)| name == "versionId" && !value.is_empty());
    Some((host, key, version.map(|(_, id)| id)))
}

pub fn copy(at: At, key: &str) -> Outcome {
    let Some(source) = &at.source else {
        return Err(codes::error("InvalidArgument"));
    };
    write::permitted(&at, key)?;
    let headers = match replaced(at.request, "x-cos-metadata-directive")? {
        true => kept_headers(at.request),
        false => inherited(&source.object, at.request),
    };
    let mut documents = documents(at.request)?;
    if !replaced(at.request, "x-cos-tagging-directive")? {
        let tags = source.object.documents.get("tagging");
        documents.remove("tagging");
        documents.extend(tags.map(|tags| ("tagging", tags.clone())));
    }
    let object = Object {
        headers,
        documents,
        modified: at.scene.now,
        appendable: false,
        restored: None,
        ..source.object.clone()
    };
    let mut answer = result(&at, "CopyObjectResult", &object);
    set_encryption(&mut answer, &object.headers);
    let id = at.bucket.insert(key, object).map_err(full)?;
    Ok(version::written(id, answer))
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
            ("/k", Some(("k", None))),
            ("/a/b%20c", Some(("a/b c", None))),
            ("/%E6%96%87?versionId=x", Some(("文", Some("x")))),
            ("/k?versionId=", Some(("k", None))),
            ("/", None),
            ("/%ff", None),
        ] {
            let source = format!("{host}{source}");
            let split = split(&source);
            let split = split
                .as_ref()
                .map(|(_, key, id)| (key.as_str(), id.as_deref()));
            assert_eq!(split, key, "{source}");
        }
        assert_eq!(split(host), None);
    }
}
