//! Multipart uploads begin, take parts, and are given up.

use sha1::{Digest, Sha1};

use super::body::{full, kept_headers, received};
use super::get::parse_range;
use super::put::{documents, stored};
use super::{At, Outcome, copy, write};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::store::Object;
use crate::store::object::set_encryption;
use crate::store::upload::Upload;
use crate::text::{escape_xml, hex};
use crate::traffic;

/// Numbers that parts may have.
const NUMBERS: std::ops::RangeInclusive<u32> = 1..=10_000;

pub fn initiate(at: At, key: &str) -> Outcome {
    write::permitted(&at, key)?;
    let seed = format!("{key} {}", at.scene.ids.request_id);
    let id = format!("{}{}", at.scene.now, hex(&Sha1::digest(seed)));
    let upload = Upload {
        initiated: at.scene.now,
        headers: kept_headers(at.request),
        documents: documents(at.request)?,
        ..Upload::default()
    };
    let headers = upload.headers.clone();
    at.bucket.begin_upload(key, &id, upload).map_err(full)?;
    let inner = format!(
        "<Bucket>{}</Bucket><Key>{}</Key><UploadId>{id}</UploadId>",
        at.name,
        escape_xml(key)
    );
    let mut answer = Answer::xml(at.scene, "InitiateMultipartUploadResult", &inner);
    set_encryption(&mut answer, &headers);
    Ok(answer)
}

/// The id of an upload of this key that is under way.
pub fn under_way(at: &At, key: &str) -> Result<(String, String), CosError> {
    let id = at.request.param("uploadId").unwrap_or("");
    let name = (key.to_string(), id.to_string());
    match at.bucket.uploads.contains_key(&name) {
        true => Ok(name),
        false => Err(codes::error("NoSuchUpload")),
    }
}

pub fn part(at: At, key: &str) -> Outcome {
    traffic::limit(at.request)?;
    let name = under_way(&at, key)?;
    let number = at.request.param("partNumber").map(str::parse::<u32>);
    let Some(Ok(number)) = number.filter(|n| n.as_ref().is_ok_and(|n| NUMBERS.contains(n))) else {
        let message = "partNumber is a number from 1 to 10000.";
        return Err(codes::error("InvalidArgument").message(message));
    };
    let (part, mut answer) = match &at.source {
        Some(source) => {
            let part = copied(&at, &source.object)?;
            let answer = copy::result(&at, "CopyPartResult", &part);
            (part, answer)
        }
        None => {
            let part = Object::new(received(at.request)?, at.scene.now, Vec::new());
            let answer = stored(&at, &part);
            (part, answer)
        }
    };
    let Some(upload) = at.bucket.uploads.get(&name) else {
        return Err(codes::error("NoSuchUpload"));
    };
    set_encryption(&mut answer, &upload.headers);
    let before = upload.parts.get(&number).map_or(0, Object::held);
    at.bucket.exchange(before, part.held()).map_err(full)?;
    if let Some(upload) = at.bucket.uploads.get_mut(&name) {
        upload.parts.insert(number, part);
    }
    Ok(answer)
}

/// A part made from another object, or a range of it.
fn copied(at: &At, source: &Object) -> Result<Object, CosError> {
    let range = at.request.header("x-cos-copy-source-range");
    let content = match range {
        None => source.content.clone(),
        Some(text) => match parse_range(&text, source.content.len()) {
            Some(Some(range)) => source.content.slice(range),
            _ => return Err(codes::error("InvalidRange")),
        },
    };
    let crc64 = content.is_kept().then(|| content.crc64());
    let seed = format!("{}{}", source.etag, content.len());
    let etag = hex(&Sha1::digest(seed));
    Ok(Object {
        etag: format!("\"{}\"", &etag[..32]),
        crc64,
        content,
        modified: at.scene.now,
        ..Object::default()
    })
}

pub fn abort(at: At, key: &str) -> Outcome {
    let (_, id) = under_way(&at, key)?;
    at.bucket.end_upload(key, &id);
    Ok(Answer::cos(204, at.scene, ""))
}
