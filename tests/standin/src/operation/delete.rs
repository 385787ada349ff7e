//! DELETE of many objects at once.

use super::body::{children, read_xml, text_of};
use super::{At, DENIED, Outcome, version};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::store::versions::Removed;
use crate::text::escape_xml;

/// The most keys of one request.
const KEYS: usize = 1000;

pub fn delete(at: At) -> Outcome {
    if at.request.header("content-md5").is_none() {
        return Err(codes::error("MissingContentMD5"));
    }
    let (quiet, keys) = read_xml(at.request, "Delete", |root| {
        let keys = children(root, "Object");
        let keys: Option<Vec<(String, String)>> = keys
            .map(|object| {
                let id = text_of(object, "VersionId").unwrap_or("");
                Some((text_of(object, "Key")?.to_string(), id.to_string()))
            })
            .collect();
        let keys = keys.filter(|keys| (1..=KEYS).contains(&keys.len()))?;
        Some((text_of(root, "Quiet") == Some("true"), keys))
    })?;
    let mut inner = String::new();
    for (key, id) in keys {
        let written = escape_xml(&key);
        if key.starts_with(DENIED) {
            inner.push_str(&refused(&written, &codes::error("AccessDenied")));
            continue;
        }
        let asked = Some(id.as_str()).filter(|id| !id.is_empty());
        let removed = version::remove(at.bucket, &key, asked, at.scene.now);
        match removed {
            Ok(_) if quiet => {}
            Ok(removed) => inner.push_str(&deleted(&written, asked, &removed)),
            Err(error) => inner.push_str(&refused(&written, &error)),
        }
    }
    Ok(Answer::xml(at.scene, "DeleteResult", &inner))
}

fn refused(key: &str, error: &CosError) -> String {
    format!(
        "<Error><Key>{key}</Key><Code>{}</Code><Message>{}</Message></Error>",
        error.code, error.message
    )
}

/// `asked`: the version that the request names.
fn deleted(key: &str, asked: Option<&str>, removed: &Removed) -> String {
    let element = |name: &str, text: Option<&str>| {
        text.map_or(String::new(), |text| format!("<{name}>{text}</{name}>"))
    };
    let made_or_removed = removed.version.as_deref().filter(|_| removed.marker);
    format!(
        "<Deleted><Key>{key}</Key>{}{}{}</Deleted>",
        element("DeleteMarker", removed.marker.then_some("true")),
        element("DeleteMarkerVersionId", made_or_removed),
        element("VersionId", asked.map(escape_xml).as_deref()),
    )
}
