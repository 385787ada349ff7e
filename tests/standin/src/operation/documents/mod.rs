//! Settings of buckets: documents that are verified, kept, and returned as they were put.

mod canonical;
mod certificate;
mod listed;
mod policy;
mod rules;
pub mod schema;
mod table;
mod tiering;
mod versioning;

use roxmltree::Document;

use super::body::{full, received};
use super::{At, Outcome};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::request::Request;
use table::{Absent, Setting};

/// The most bytes of one document.
const LIMIT: usize = 512 << 10;

/// PUT, GET and DELETE of a sub-resource of the bucket. None: it is no setting.
pub fn operate(at: At, name: &str) -> Option<Outcome> {
    match (name, table::of(name)) {
        ("domaincertificate", _) => Some(certificate::operate(at)),
        ("policy", _) => Some(policy::operate(at)),
        ("versioning", _) => Some(versioning::operate(at)),
        (_, Some(setting)) if setting.listed.is_some() => Some(listed::operate(at, setting)),
        (_, Some(setting)) => Some(one(at, setting)),
        (_, None) => None,
    }
}

fn one(at: At, setting: &'static Setting) -> Outcome {
    match at.request.method.as_str() {
        "PUT" if removes(&at, setting) => {
            at.bucket.remove_document(setting.name, "");
            Ok(Answer::cos(200, at.scene, ""))
        }
        "PUT" => put(at, setting, ""),
        "GET" | "HEAD" => match at.bucket.documents.get(setting.name, "") {
            Some(body) => Ok(Answer::cos(200, at.scene, body.clone())),
            None => absent(&at, setting),
        },
        "DELETE" if setting.removable => {
            at.bucket.remove_document(setting.name, "");
            Ok(Answer::cos(204, at.scene, ""))
        }
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

/// Hotlink protection has no DELETE: an empty body removes it.
fn removes(at: &At, setting: &Setting) -> bool {
    setting.name == "referer" && at.request.bytes().is_empty()
}

fn put(at: At, setting: &'static Setting, id: &str) -> Outcome {
    let text = verified(&at, setting)?;
    at.bucket
        .set_document(setting.name, id, text.as_bytes())
        .map_err(full)?;
    if let Some(twin) = tiering::twin(setting.name, id, &text) {
        at.bucket
            .set_document(twin.name, twin.id, twin.text.as_bytes())
            .map_err(full)?;
    }
    Ok(Answer::cos(setting.put, at.scene, ""))
}

fn absent(at: &At, setting: &Setting) -> Outcome {
    match setting.absent {
        Absent::Error(code) => Err(codes::error(code)),
        Absent::Empty => Ok(Answer::xml(at.scene, setting.root, "")),
    }
}

/// The request's document as it is to be kept.
fn verified(at: &At, setting: &Setting) -> Result<String, CosError> {
    let text = canonical::of(setting.name, body(at.request, setting.md5)?);
    let document = Document::parse(text.trim_start()).map_err(not_xml)?;
    let root = document.root_element();
    if root.tag_name().name() != setting.root {
        let why = format!("The root is not {}.", setting.root);
        return Err(schema::malformed(&why));
    }
    schema::verify(root, setting.inside)?;
    rules::check(at, setting.name, root)?;
    Ok(text)
}

/// A document's text, of which the length and the digest are right.
pub fn body(request: &Request, needs_md5: bool) -> Result<&str, CosError> {
    if needs_md5 && request.header("content-md5").is_none() {
        return Err(codes::error("MissingContentMD5"));
    }
    let body = received(request)?.bytes();
    if body.len() > LIMIT {
        return Err(codes::error("EntityTooLarge"));
    }
    std::str::from_utf8(body).map_err(|_| schema::malformed("It is not UTF-8."))
}

fn not_xml(error: roxmltree::Error) -> CosError {
    schema::malformed(&format!("{error}."))
}

#[cfg(test)]
#[path = "agreement_tests.rs"]
mod tests;
