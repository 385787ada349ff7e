//! DELETE of many objects at once.

use super::body::{children, read_xml, text_of};
use super::{At, DENIED, Outcome};
use crate::answer::Answer;
use crate::codes;
use crate::text::escape_xml;

/// The most keys of one request.
const KEYS: usize = 1000;

pub fn delete(at: At) -> Outcome {
    if at.request.header("content-md5").is_none() {
        return Err(codes::error("MissingContentMD5"));
    }
    let (quiet, keys) = read_xml(at.request, "Delete", |root| {
        let keys = children(root, "Object");
        let keys: Option<Vec<String>> = keys
            .map(|object| Some(text_of(object, "Key")?.to_string()))
            .collect();
        let keys = keys.filter(|keys| (1..=KEYS).contains(&keys.len()))?;
        Some((text_of(root, "Quiet") == Some("true"), keys))
    })?;
    let mut inner = String::new();
    for key in keys {
        let written = escape_xml(&key);
        if key.starts_with(DENIED) {
            let error = codes::error("AccessDenied");
            inner.push_str(&format!(
                "<Error><Key>{written}</Key><Code>{}</Code><Message>{}</Message></Error>",
                error.code, error.message
            ));
            continue;
        }
        at.bucket.remove(&key);
        if !quiet {
            inner.push_str(&format!("<Deleted><Key>{written}</Key></Deleted>"));
        }
    }
    Ok(Answer::xml(at.scene, "DeleteResult", &inner))
}
