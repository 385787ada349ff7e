//! Parts become an object.

use super::body::{children, full, read_xml, text_of};
use super::multipart::under_way;
use super::{At, Outcome, version, write};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::store::Object;
use crate::store::object::set_encryption;
use crate::store::upload::Upload;
use crate::text::escape_xml;

/// Bytes of any part but the last.
const LEAST: u64 = 1 << 20;

pub fn complete(at: At, key: &str) -> Outcome {
    let (_, id) = under_way(&at, key)?;
    write::permitted(&at, key)?;
    let listed = read_xml(at.request, "CompleteMultipartUpload", |root| {
        let parts = children(root, "Part").map(|part| {
            let number = text_of(part, "PartNumber")?.parse::<u32>().ok()?;
            Some((number, text_of(part, "ETag")?.to_string()))
        });
        let parts: Option<Vec<(u32, String)>> = parts.collect();
        parts.filter(|parts| !parts.is_empty())
    })?;
    let name = (key.to_string(), id);
    let Some(upload) = at.bucket.uploads.get(&name) else {
        return Err(codes::error("NoSuchUpload"));
    };
    let object = upload.join(&chosen(upload, &listed)?, at.scene.now);
    let location = format!("http://{}/{}", at.request.host, escape_xml(key));
    let inner = format!(
        "<Location>{location}</Location><Bucket>{}</Bucket><Key>{}</Key><ETag>{}</ETag>",
        at.name,
        escape_xml(key),
        object.etag
    );
    let mut answer = Answer::xml(at.scene, "CompleteMultipartUploadResult", &inner);
    if let Some(crc) = object.crc64 {
        answer.set("x-cos-hash-crc64ecma", &crc.to_string());
    }
    set_encryption(&mut answer, &object.headers);
    at.bucket.end_upload(key, &name.1);
    let id = at.bucket.insert(key, object).map_err(full)?;
    Ok(version::written(id, answer))
}

/// The parts that the list names.
fn chosen<'a>(upload: &'a Upload, listed: &[(u32, String)]) -> Result<Vec<&'a Object>, CosError> {
    if !listed.is_sorted_by(|(first, _), (second, _)| first < second) {
        return Err(codes::error("InvalidPartOrder"));
    }
    let same = |part: &&Object, etag: &str| part.etag.trim_matches('"') == etag.trim_matches('"');
    let parts = listed.iter().map(|(number, etag)| {
        let part = upload.parts.get(number).filter(|part| same(part, etag));
        part.ok_or_else(|| codes::error("InvalidPart").detail("PartNumber", number.to_string()))
    });
    let parts = parts.collect::<Result<Vec<_>, _>>()?;
    let all_but_last = parts.split_last().map_or(&[][..], |(_, others)| others);
    match all_but_last.iter().any(|part| part.content.len() < LEAST) {
        true => Err(codes::error("EntityTooSmall")),
        false => Ok(parts),
    }
}
