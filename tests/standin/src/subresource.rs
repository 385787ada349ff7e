//! Settings of buckets and objects: none is kept, so reading answers what a
//! bucket without that setting answers.

use crate::answer::{Answer, CosError, Scene};
use crate::bucket::owner;
use crate::codes;
use crate::request::Request;

/// Parameters that ask for something else than the bucket or object itself.
const NAMES: &[&str] = &[
    "accelerate",
    "acl",
    "append",
    "cors",
    "delete",
    "domain",
    "encryption",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "object-lock",
    "origin",
    "policy",
    "referer",
    "replication",
    "restore",
    "retention",
    "select",
    "tagging",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// The sub-resource that a request names.
pub fn of(request: &Request) -> Option<&'static str> {
    let named = |name: &&&str| request.param(name).is_some();
    NAMES.iter().find(named).copied()
}

pub fn answer(name: &str, request: &Request, scene: &Scene) -> Result<Answer, CosError> {
    if matches!(name, "uploadId") {
        return Err(codes::error("NoSuchUpload"));
    }
    if name == "versionId" {
        return Err(codes::error("NoSuchVersion"));
    }
    if !request.only_reads() {
        return Err(codes::error("NotImplemented"));
    }
    let absent = match name {
        "acl" => return Ok(acl(scene)),
        "accelerate" => return Ok(Answer::xml(scene, "AccelerateConfiguration", "")),
        "logging" => return Ok(Answer::xml(scene, "BucketLoggingStatus", "")),
        "versioning" => return Ok(Answer::xml(scene, "VersioningConfiguration", "")),
        "cors" => "NoSuchCORSConfiguration",
        "domain" => "DomainConfigNotFoundError",
        "encryption" => "NoSuchEncryptionConfiguration",
        "inventory" => "InventoryConfigurationNotFoundError",
        "lifecycle" => "NoSuchLifecycleConfiguration",
        "object-lock" => "NoSuchObjectLockConfiguration",
        "origin" => "OriginConfigurationNotFoundError",
        "policy" => "NoSuchBucketPolicy",
        "referer" => "NoSuchRefererConfiguration",
        "replication" => "ReplicationConfigurationNotFoundError",
        "tagging" => "NoSuchTagSet",
        "website" => "NoSuchWebsiteConfiguration",
        _ => "NotImplemented",
    };
    Err(codes::error(absent))
}

fn acl(scene: &Scene) -> Answer {
    let grantee = owner().replace("Owner>", "Grantee>");
    let inner = format!(
        "{}<AccessControlList><Grant>{grantee}<Permission>FULL_CONTROL</Permission></Grant>\
         </AccessControlList>",
        owner()
    );
    Answer::xml(scene, "AccessControlPolicy", &inner)
}
