//! A list in headers: `x-cos-acl` names a preset one, `x-cos-grant-...` adds grants.

use super::grant::{Grant, account};
use super::{Owner, policy};
use crate::answer::CosError;
use crate::codes;
use crate::request::Request;

const GRANTS: &[(&str, &str)] = &[
    ("x-cos-grant-read", "READ"),
    ("x-cos-grant-write", "WRITE"),
    ("x-cos-grant-read-acp", "READ_ACP"),
    ("x-cos-grant-write-acp", "WRITE_ACP"),
    ("x-cos-grant-full-control", "FULL_CONTROL"),
];

/// The list that headers name.
#[derive(Debug, PartialEq, Eq)]
pub enum Listed {
    /// An object has the rights of its bucket.
    Default,
    Grants(Vec<Grant>),
}

impl Listed {
    /// Its document; None for `Default`.
    pub fn text(self) -> Option<String> {
        match self {
            Listed::Default => None,
            Listed::Grants(grants) => Some(policy::written(&grants)),
        }
    }
}

/// None: there is no such header.
pub fn read(request: &Request, owner: Owner) -> Result<Option<Listed>, CosError> {
    let preset = request.header("x-cos-acl");
    let preset = preset.map(|name| of_preset(&name, owner)).transpose()?;
    let mut granted = Vec::new();
    for (header, permission) in GRANTS {
        let Some(ids) = request.header(header) else {
            continue;
        };
        granted.extend(of_ids(header, &ids, permission)?);
    }
    Ok(match (preset, granted.is_empty()) {
        (None, true) => None,
        (Some(Listed::Default), true) => Some(Listed::Default),
        // `private` adds nothing to grants.
        (Some(Listed::Grants(preset)), false) if preset.len() == 1 => Some(Listed::Grants(granted)),
        (Some(Listed::Grants(mut grants)), _) => {
            grants.extend(granted);
            Some(Listed::Grants(grants))
        }
        (None | Some(Listed::Default), false) => {
            granted.insert(0, Grant::of_owner());
            Some(Listed::Grants(granted))
        }
    })
}

fn of_preset(name: &str, owner: Owner) -> Result<Listed, CosError> {
    let everybody: &[&str] = match (name, owner) {
        ("default", Owner::Object) => return Ok(Listed::Default),
        ("private", _) => &[],
        ("public-read", _) => &["READ"],
        ("public-read-write", Owner::Bucket) => &["READ", "WRITE"],
        _ => {
            let message = format!("x-cos-acl \"{name}\" is not valid.");
            return Err(codes::error("InvalidArgument").message(message));
        }
    };
    let public = everybody
        .iter()
        .map(|permission| Grant::to_everybody(permission));
    Ok(Listed::Grants(
        std::iter::once(Grant::of_owner()).chain(public).collect(),
    ))
}

/// `id="1", id="2"`
fn of_ids(header: &str, ids: &str, permission: &'static str) -> Result<Vec<Grant>, CosError> {
    let grants = ids.split(',').map(|id| {
        let quoted = id.trim().strip_prefix("id=")?;
        let grantee = account(quoted.strip_prefix('"')?.strip_suffix('"')?)?;
        Some(Grant {
            grantee,
            permission,
        })
    });
    let grants: Option<Vec<Grant>> = grants.collect();
    grants.ok_or_else(|| {
        let message = format!("{header} is not valid: it is a list of id=\"...\".");
        codes::error("InvalidArgument").message(message)
    })
}
