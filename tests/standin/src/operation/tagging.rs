//! Tags that a header gives to an object.

use bytes::Bytes;

use crate::answer::CosError;
use crate::codes;
use crate::request::Request;
use crate::text::{decode_query, escape_xml};

/// The most tags of an object.
const MOST: usize = 10;

/// The document of the tags in `x-cos-tagging`, as `?tagging` shows it.
pub fn of(request: &Request) -> Result<Option<Bytes>, CosError> {
    let Some(listed) = request.header("x-cos-tagging") else {
        return Ok(None);
    };
    let tags = decode_query(&listed);
    if tags.len() > MOST || tags.iter().any(|(key, _)| key.is_empty()) {
        return Err(codes::error("InvalidArgument").message("x-cos-tagging is not valid."));
    }
    let written = tags.iter().map(|(key, value)| {
        let (key, value) = (escape_xml(key), escape_xml(value));
        format!("<Tag><Key>{key}</Key><Value>{value}</Value></Tag>")
    });
    let written: String = written.collect();
    Ok(Some(
        format!("<Tagging><TagSet>{written}</TagSet></Tagging>").into(),
    ))
}

/// How many tags such a document has.
pub fn count(document: &[u8]) -> usize {
    String::from_utf8_lossy(document).matches("<Tag>").count()
}
