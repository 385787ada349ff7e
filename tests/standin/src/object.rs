//! PUT, GET, HEAD and DELETE of one object.

use base64::{Engine, engine::general_purpose::STANDARD};
use md5::Md5;
use sha1::Digest;

use crate::answer::{Answer, CosError, Scene};
use crate::codes;
use crate::request::Request;
use crate::store::{Bucket, Full, Object};
use crate::text::http_date;

/// Bytes of a key, as COS limits them.
const KEY_LIMIT: usize = 850;

/// Headers of a PUT that come back with the object, beside `x-cos-meta-*`.
const KEPT: &[&str] = &[
    "content-type",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "expires",
    "x-cos-storage-class",
];

pub fn operate(
    bucket: &mut Bucket,
    key: &str,
    request: &Request,
    scene: &Scene,
) -> Result<Answer, CosError> {
    if key.len() > KEY_LIMIT {
        return Err(codes::error("KeyTooLong"));
    }
    match request.method.as_str() {
        "PUT" => put(bucket, key, request, scene),
        "GET" | "HEAD" => match bucket.objects.get(key) {
            Some(object) => get(object, request, scene),
            None => Err(codes::error("NoSuchKey")),
        },
        "DELETE" => {
            bucket.remove(key);
            Ok(Answer::cos(204, scene, ""))
        }
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

fn put(
    bucket: &mut Bucket,
    key: &str,
    request: &Request,
    scene: &Scene,
) -> Result<Answer, CosError> {
    if request.header("x-cos-copy-source").is_some() {
        return Err(codes::error("NotImplemented"));
    }
    let Some(body) = request.body.clone() else {
        return Err(codes::error("EntityTooLarge"));
    };
    if let Some(digest) = request.header("content-md5") {
        match STANDARD.decode(digest) {
            Ok(sent) if sent == Md5::digest(&body).to_vec() => {}
            Ok(sent) if sent.len() == 16 => return Err(codes::error("BadDigest")),
            _ => return Err(codes::error("InvalidDigest")),
        }
    }
    let names = request.headers.keys().map(|name| name.as_str());
    let headers = names
        .filter(|name| KEPT.contains(name) || name.starts_with("x-cos-meta-"))
        .filter_map(|name| Some((name.to_string(), request.header(name)?)))
        .collect();
    let object = Object::new(body, scene.now, headers);
    let mut answer = Answer::cos(200, scene, "");
    answer.set("ETag", &object.etag);
    answer.set("x-cos-hash-crc64ecma", &object.crc64.to_string());
    match bucket.insert(key, object) {
        Ok(()) => Ok(answer),
        Err(Full) => Err(codes::error("InvalidRequest").message("The stand-in's bucket is full.")),
    }
}

fn get(object: &Object, request: &Request, scene: &Scene) -> Result<Answer, CosError> {
    if request
        .header("if-match")
        .is_some_and(|tag| tag != object.etag)
    {
        return Err(codes::error("PreconditionFailed"));
    }
    let length = object.body.len();
    let range = request
        .header("range")
        .and_then(|text| parse_range(&text, length));
    let unchanged = request
        .header("if-none-match")
        .is_some_and(|tag| tag == object.etag);
    let (status, part) = match range {
        _ if unchanged => (304, 0..0),
        None => (200, 0..length),
        Some(Some(part)) => (206, part),
        Some(None) => return Err(codes::error("InvalidRange")),
    };
    let mut answer = Answer::cos(status, scene, object.body.slice(part.clone()));
    answer.set("Content-Type", "application/octet-stream");
    for (name, value) in &object.headers {
        answer.set(name, value);
    }
    answer.set("Accept-Ranges", "bytes");
    answer.set("ETag", &object.etag);
    answer.set("Last-Modified", &http_date(object.modified));
    answer.set("x-cos-hash-crc64ecma", &object.crc64.to_string());
    if status == 206 {
        let span = format!("bytes {}-{}/{length}", part.start, part.end - 1);
        answer.set("Content-Range", &span);
    }
    answer.head_length = Some(part.len());
    Ok(answer)
}

/// One range of bytes. None: not a range we know, ignored. Some(None): outside the object.
fn parse_range(text: &str, length: usize) -> Option<Option<std::ops::Range<usize>>> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let part = match (first.parse::<usize>(), last.parse::<usize>()) {
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
