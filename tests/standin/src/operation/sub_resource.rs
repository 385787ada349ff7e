//! Names of sub-resources, and which one a request names.

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
    "response-control",
    "restore",
    "retention",
    "select",
    "symlink",
    "tagging",
    "uploadId",
    "uploads",
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
    let mut names = NAMES.iter().copied();
    names.find(|name| request.param(name).is_some())
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
