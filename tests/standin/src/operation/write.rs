//! What a write demands before it is carried out, and what its object has by default.

use super::At;
use crate::answer::CosError;
use crate::codes;
use crate::store::object::ENCRYPTION;
use crate::store::versions::Versioning;
use crate::traffic;

const CLASSES: &[&str] = &[
    "STANDARD",
    "STANDARD_IA",
    "INTELLIGENT_TIERING",
    "COLD",
    "ARCHIVE",
    "DEEP_ARCHIVE",
    "MAZ_STANDARD",
    "MAZ_STANDARD_IA",
    "MAZ_INTELLIGENT_TIERING",
    "MAZ_COLD",
];

const ENCRYPTIONS: &[&str] = &["AES256", "cos/kms", "KMS", "SM4"];

/// Content types by the end of a key.
const TYPES: &[(&str, &str)] = &[
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "application/javascript"),
    ("json", "application/json"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("xml", "text/xml"),
    ("zip", "application/zip"),
];

/// Verifies the headers that every write of an object may have.
pub fn permitted(at: &At, key: &str) -> Result<(), CosError> {
    let class = at.request.header("x-cos-storage-class");
    if let Some(class) = class.filter(|class| !CLASSES.contains(&class.as_str())) {
        let message = format!("x-cos-storage-class \"{class}\" is not supported.");
        return Err(codes::error("NotSupportedStorageClass").message(message));
    }
    let encryption = at.request.header(ENCRYPTION);
    if let Some(name) = encryption.filter(|name| !ENCRYPTIONS.contains(&name.as_str())) {
        let message = format!("{ENCRYPTION} \"{name}\" is not supported.");
        return Err(codes::error("SSEContentNotSupported").message(message));
    }
    traffic::limit(at.request)?;
    let forbidden = at.request.header("x-cos-forbid-overwrite");
    let forbidden = forbidden.is_some_and(|text| text.eq_ignore_ascii_case("true"));
    // A bucket that has or had versions overwrites nothing.
    if forbidden && at.bucket.versioning == Versioning::Off && at.bucket.objects.contains_key(key) {
        return Err(codes::error("FileAlreadyExists"));
    }
    Ok(())
}

/// The content type of an object whose write did not name one.
pub fn content_type(key: &str) -> &'static str {
    let (_, end) = key.rsplit_once('.').unwrap_or(("", ""));
    let end = end.to_ascii_lowercase();
    let known = TYPES.iter().find(|(known, _)| *known == end);
    known.map_or("application/octet-stream", |(_, content_type)| content_type)
}
