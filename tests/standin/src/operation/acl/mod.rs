//! Access control lists: GET and PUT of a bucket's or an object's, in either form.

mod grant;
mod headers;
mod policy;

use bytes::Bytes;

use super::body::{full, received};
use super::{At, Outcome, version};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::request::Request;
use crate::store::Object;
use grant::Grant;

const NAME: &str = "acl";

/// What has the list: their preset lists differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Bucket,
    Object,
}

pub fn of_bucket(at: At) -> Outcome {
    match at.request.method.as_str() {
        "PUT" => {
            let list = put(at.request, Owner::Bucket)?;
            let text = list.unwrap_or_else(|| policy::written(&[Grant::of_owner()]));
            at.bucket
                .set_document(NAME, "", text.as_bytes())
                .map_err(full)?;
            Ok(Answer::cos(200, at.scene, ""))
        }
        "GET" | "HEAD" => Ok(shown(&at, at.bucket.documents.get(NAME, ""))),
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

pub fn of_object(at: At, key: &str) -> Outcome {
    let object = version::found(&at, key)?;
    let id = object.version_id().to_string();
    match at.request.method.as_str() {
        "PUT" => {
            let list = put(at.request, Owner::Object)?.map(Bytes::from);
            let set = |object: &mut Object| match list {
                Some(list) => drop(object.documents.insert(NAME, list)),
                None => drop(object.documents.remove(NAME)),
            };
            at.bucket.change(key, &id, set).map_err(full)?;
            Ok(version::named(&at, &id, Answer::cos(200, at.scene, "")))
        }
        "GET" | "HEAD" => {
            let list = object.documents.get(NAME);
            let mut answer = shown(&at, list);
            answer.set("x-cos-acl", preset(list));
            Ok(version::named(&at, &id, answer))
        }
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

/// The list that the headers of a write give to what it makes.
pub fn of_headers(request: &Request, owner: Owner) -> Result<Option<Bytes>, CosError> {
    let list = headers::read(request, owner)?;
    Ok(list.and_then(headers::Listed::text).map(Bytes::from))
}

/// The preset list that an object's list is, as far as everybody is concerned.
fn preset(list: Option<&Bytes>) -> &'static str {
    match list {
        None => "default",
        Some(list) if is_for_everybody(list, "READ") => "public-read",
        Some(_) => "private",
    }
}

/// Whether a list that was kept grants this to everybody.
pub fn is_for_everybody(list: &[u8], permission: &'static str) -> bool {
    let grant = policy::element(&Grant::to_everybody(permission));
    String::from_utf8_lossy(list).contains(&grant)
}

/// The list of a PUT; None: the preset `default`.
fn put(request: &Request, owner: Owner) -> Result<Option<String>, CosError> {
    let in_headers = headers::read(request, owner)?;
    let has_body = !received(request)?.bytes().is_empty();
    match in_headers {
        Some(_) if has_body => {
            let message = "The list is either in headers or in the body.";
            Err(codes::error("InvalidArgument").message(message))
        }
        Some(listed) => Ok(listed.text()),
        None => policy::read(request).map(|grants| Some(policy::written(&grants))),
    }
}

fn shown(at: &At, list: Option<&Bytes>) -> Answer {
    let text = match list {
        Some(list) => list.clone(),
        None => policy::written(&[Grant::of_owner()]).into(),
    };
    Answer::cos(200, at.scene, text)
}
