//! GET and HEAD of one object.

use std::ops::Range;

use super::condition::{self, Met};
use super::{At, Outcome, restore, symlink, tagging, version, write};
use crate::answer::Answer;
use crate::codes;
use crate::store::Object;
use crate::store::object::STANDARD;
use crate::text::http_date;
use crate::traffic;

/// Queries of a GET that replace headers of the object.
const REPLACED: &[(&str, &str)] = &[
    ("response-content-type", "Content-Type"),
    ("response-content-language", "Content-Language"),
    ("response-expires", "Expires"),
    ("response-cache-control", "Cache-Control"),
    ("response-content-disposition", "Content-Disposition"),
    ("response-content-encoding", "Content-Encoding"),
];

pub fn get(at: At, key: &str) -> Outcome {
    traffic::limit(at.request)?;
    let link = version::found(&at, key)?;
    let version = link.version_id().to_string();
    let object = symlink::followed(at.bucket, link)?;
    let (request, length) = (at.request, object.content.len());
    let met = condition::judge(&object, |name| request.header(name));
    if met == Met::Failed {
        return Err(codes::error("PreconditionFailed"));
    }
    let same = request.header("if-range");
    let same = same.is_none_or(|one| condition::is_same(&object, &one));
    let range = request.header("range").filter(|_| same);
    let range = range.and_then(|text| parse_range(&text, length));
    let (status, part) = match range {
        _ if met == Met::NotModified => (304, 0..0),
        None => (200, 0..length),
        Some(Some(part)) => (206, part),
        Some(None) => return Err(codes::error("InvalidRange")),
    };
    if !object.content.is_kept() && request.method == "GET" {
        return Err(codes::error("InvalidObjectState")
            .message("The stand-in has counted these bytes, but not kept them."));
    }
    if request.method == "GET" {
        restore::readable(&object, at.scene.now)?;
    }
    let mut answer = Answer::cos(status, at.scene, object.content.slice(part.clone()));
    describe(&mut answer, &object, key);
    restore::describe(&mut answer, &object, at.scene.now);
    if let Some(tags) = object.documents.get("tagging") {
        answer.set("x-cos-tagging-count", &tagging::count(tags).to_string());
    }
    if status == 206 {
        let span = format!("bytes {}-{}/{length}", part.start, part.end - 1);
        answer.set("Content-Range", &span);
    }
    for (query, header) in REPLACED {
        if let Some(value) = request.param(query) {
            answer.set(header, value);
        }
    }
    answer.head_length = Some(part.end - part.start);
    Ok(version::named(&at, &version, answer))
}

/// Sets the headers that come with an object.
fn describe(answer: &mut Answer, object: &Object, key: &str) {
    answer.set("Content-Type", write::content_type(key));
    for (name, value) in &object.headers {
        answer.set(name, value);
    }
    if object.storage_class() == STANDARD {
        answer.remove("x-cos-storage-class");
    }
    answer.set("Accept-Ranges", "bytes");
    answer.set("ETag", &object.etag);
    answer.set("Last-Modified", &http_date(object.modified));
    if let Some(crc) = object.crc64 {
        answer.set("x-cos-hash-crc64ecma", &crc.to_string());
    }
    if object.appendable {
        answer.set("x-cos-object-type", "appendable");
        let next = object.content.len().to_string();
        answer.set("x-cos-next-append-position", &next);
    }
}

/// One range of bytes. None: not a range we know, ignored. Some(None): outside the object.
pub fn parse_range(text: &str, length: u64) -> Option<Option<Range<u64>>> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let part = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(length),
        (Ok(first), Err(_)) if last.is_empty() => first..length,
        (Err(_), Ok(count)) if first.is_empty() => length.saturating_sub(count)..length,
        _ => return None,
    };
    Some((part.start < part.end).then_some(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(parse_range("bytes=0-0", 10), Some(Some(0..1)));
        assert_eq!(parse_range("bytes=5-99", 10), Some(Some(5..10)));
        assert_eq!(parse_range("bytes=5-", 10), Some(Some(5..10)));
        assert_eq!(parse_range("bytes=-3", 10), Some(Some(7..10)));
        assert_eq!(parse_range("bytes=10-", 10), Some(None));
        assert_eq!(parse_range("bytes=0-0", 0), Some(None));
        assert_eq!(parse_range("bytes=3-1", 10), None);
        assert_eq!(parse_range("lines=1-2", 10), None);
    }
}
