//! What the notation of a document cannot say.

use std::collections::HashSet;

use roxmltree::Node;

use crate::answer::CosError;
use crate::codes;
use crate::operation::At;
use crate::operation::body::{children, text_of};
use crate::operation::tagging::{self, Owner};
use crate::store::versions::Versioning;

pub fn check(at: &At, name: &str, root: Node) -> Result<(), CosError> {
    match name {
        "lifecycle" => unique_ids(root),
        "tagging" => tagging::check(root, Owner::Bucket),
        "replication" if at.bucket.versioning != Versioning::Enabled => {
            let message = "Replication needs a bucket with versioning enabled.";
            Err(codes::error("InvalidBucketState").message(message))
        }
        _ => Ok(()),
    }
}

fn unique_ids(root: Node) -> Result<(), CosError> {
    let ids = children(root, "Rule").filter_map(|rule| text_of(rule, "ID"));
    let mut seen = HashSet::new();
    for id in ids.filter(|id| !id.is_empty()) {
        if !seen.insert(id) {
            let message = format!("The rule ID \"{id}\" is not unique.");
            return Err(codes::error("InvalidArgument").message(message));
        }
    }
    Ok(())
}
