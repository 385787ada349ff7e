//! Settings of buckets and objects: kept as they were sent, without effect.

use super::body::received;
use super::{At, Outcome, owner};
use crate::answer::{Answer, CosError, Scene};
use crate::codes;
use crate::request::Request;

/// Parameters that ask for something else than the bucket or object itself.
const NAMES: &[&str] = &[
    "accelerate",
    "acl",
    "append",
    "cors",
    "decompression",
    "delete",
    "domain",
    "domaincertificate",
    "encryption",
    "intelligent-tiering",
    "intelligenttiering",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "notification",
    "object-lock",
    "origin",
    "policy",
    "referer",
    "rename",
    "replication",
    "restore",
    "retention",
    "select",
    "symlink",
    "tagging",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// Parameters that do not name a sub-resource, and how others begin.
const PLAIN: &[&str] = &[
    "continuation-token",
    "delimiter",
    "encoding-type",
    "fetch-owner",
    "list-type",
    "prefix",
    "sign",
    "start-after",
];
const PLAIN_PREFIXES: &[&str] = &["max-", "q-", "response-", "x-ci-", "x-cos-"];

/// The sub-resource that a request names.
pub fn of(request: &Request) -> Option<&'static str> {
    let named = |name: &&&str| match (**name, request.param(name)) {
        // The only version of an object here; "" is a caller's absent one.
        ("versionId", Some("" | "null")) => false,
        (_, value) => value.is_some(),
    };
    NAMES.iter().find(named).copied()
}

/// A parameter that may name a sub-resource that is not known here. What reads an
/// object is left alone: its parameters may ask for an image to be processed.
pub fn unknown(request: &Request) -> Option<&str> {
    let of_object = request.key().is_some();
    if of(request).is_some() || (of_object && request.only_reads()) {
        return None;
    }
    let may_have_value = !of_object && !request.only_reads();
    let names = request.query.iter().filter(|(name, value)| {
        let plain = PLAIN.contains(&name.as_str())
            || PLAIN_PREFIXES.iter().any(|start| name.starts_with(start))
            || name.ends_with("marker")
            || name == "versionId";
        !plain && (may_have_value || value.is_empty())
    });
    names.map(|(name, _)| name.as_str()).next()
}

/// What is no setting, or is not kept here.
const UNKNOWN: &[&str] = &[
    "append",
    "decompression",
    "delete",
    "location",
    "rename",
    "restore",
    "retention",
    "select",
    "symlink",
    "uploads",
    "versions",
];

/// PUT, GET and DELETE of a setting; `key` "": of the bucket.
pub fn operate(at: At, name: &str, key: &str) -> Outcome {
    match name {
        "uploadId" => return Err(codes::error("NoSuchUpload")),
        "versionId" => return Err(codes::error("NoSuchVersion")),
        _ if UNKNOWN.contains(&name) => return Err(codes::error("NotImplemented")),
        _ => {}
    }
    if !key.is_empty() && at.bucket.get(key).is_none() {
        return Err(codes::error("NoSuchKey"));
    }
    let place = (key.to_string(), name.to_string());
    match at.request.method.as_str() {
        "PUT" => {
            // An ACL may come in headers alone.
            let body = received(at.request)?.bytes().to_vec();
            if !body.is_empty() {
                at.bucket.settings.insert(place, body.into());
            } else if name != "acl" {
                return Err(codes::error("MalformedXML"));
            }
            Ok(Answer::cos(200, at.scene, ""))
        }
        "DELETE" => {
            at.bucket.settings.remove(&place);
            Ok(Answer::cos(204, at.scene, ""))
        }
        "GET" | "HEAD" => match at.bucket.settings.get(&place) {
            Some(body) => Ok(Answer::cos(200, at.scene, body.clone())),
            None => absent(name, at.scene),
        },
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

/// What is answered where a setting was never made.
fn absent(name: &str, scene: &Scene) -> Result<Answer, CosError> {
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
