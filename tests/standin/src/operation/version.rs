//! The version of an object that a request names, and how a response names it.

use super::body::full;
use super::{At, Outcome};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::store::object::NULL_VERSION;
use crate::store::versions::{Found, Removed, Versioning};
use crate::store::{Bucket, Object};

const VERSION: &str = "x-cos-version-id";
const MARKER: &str = "x-cos-delete-marker";

impl At<'_> {
    /// The version that the request names. Empty counts as absent.
    pub fn version(&self) -> Option<&str> {
        self.request
            .param("versionId")
            .filter(|version| !version.is_empty())
    }
}

/// The object of a key, in the version that the request names.
pub fn found(at: &At, key: &str) -> Result<Object, CosError> {
    match at.bucket.find(key, at.version()) {
        Found::Object(object) => Ok(*object),
        Found::NoKey => Err(codes::error("NoSuchKey")),
        Found::NoVersion => Err(codes::error("NoSuchVersion")),
        Found::Marker(id) => Err(codes::error("NoSuchKey")
            .header(MARKER, "true")
            .header(VERSION, id)),
    }
}

/// The response with the version's id, if the bucket has or had versions.
pub fn named(at: &At, id: &str, mut answer: Answer) -> Answer {
    if at.bucket.versioning != Versioning::Off {
        answer.set(VERSION, id);
    }
    answer
}

/// The same for the id that a write returned.
pub fn written(id: Option<String>, mut answer: Answer) -> Answer {
    if let Some(id) = id {
        answer.set(VERSION, &id);
    }
    answer
}

/// Removes an object, or the version of it with this id.
pub fn remove(
    bucket: &mut Bucket,
    key: &str,
    id: Option<&str>,
    now: i64,
) -> Result<Removed, CosError> {
    match id {
        Some(id) if bucket.versioning != Versioning::Off => Ok(bucket.remove_version(key, id)),
        // Without versions, `null` is the object itself.
        Some(id) if id != NULL_VERSION => Err(codes::error("NoSuchVersion")),
        _ => bucket.remove(key, now).map_err(full),
    }
}

/// DELETE of an object, or of one version of it.
pub fn delete(at: At, key: &str) -> Outcome {
    let asked = at.request.param("versionId").filter(|id| !id.is_empty());
    let removed = remove(at.bucket, key, asked, at.scene.now)?;
    let mut answer = written(removed.version, Answer::cos(204, at.scene, ""));
    if removed.marker {
        answer.set(MARKER, "true");
    }
    Ok(answer)
}
