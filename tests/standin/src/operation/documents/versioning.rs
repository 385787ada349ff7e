//! The bucket's versioning: enabled, suspended, or never enabled.

use roxmltree::Document;

use super::{body, not_xml, schema};
use crate::answer::Answer;
use crate::codes;
use crate::operation::body::text_of;
use crate::operation::{At, Outcome};
use crate::store::versions::Versioning;

const ROOT: &str = "VersioningConfiguration";

pub fn operate(at: At) -> Outcome {
    match at.request.method.as_str() {
        "PUT" => put(at),
        "GET" | "HEAD" => {
            let status = match at.bucket.versioning {
                Versioning::Off => "",
                Versioning::Enabled => "<Status>Enabled</Status>",
                Versioning::Suspended => "<Status>Suspended</Status>",
            };
            Ok(Answer::xml(at.scene, ROOT, status))
        }
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

fn put(at: At) -> Outcome {
    let text = body(at.request, false)?;
    if text.is_empty() {
        return Err(codes::error("InvalidArgument").message("The body is empty."));
    }
    let document = Document::parse(text.trim_start()).map_err(not_xml)?;
    let root = document.root_element();
    if root.tag_name().name() != ROOT {
        return Err(schema::malformed(&format!("The root is not {ROOT}.")));
    }
    schema::verify(root, "Status=Enabled|Suspended")?;
    let enabled = text_of(root, "Status") == Some("Enabled");
    if !enabled && at.bucket.documents.get("replication", "").is_some() {
        let message = "Versioning cannot be suspended while replication is configured.";
        return Err(codes::error("InvalidBucketState").message(message));
    }
    at.bucket.versioning = match enabled {
        true => Versioning::Enabled,
        false => Versioning::Suspended,
    };
    Ok(Answer::cos(200, at.scene, ""))
}
