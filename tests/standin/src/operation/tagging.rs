//! Tags of objects: in a header, and as a document; and the rules of all tags.

use std::collections::HashSet;

use bytes::Bytes;
use roxmltree::Node;

use super::body::{children, full, read_document, text_of};
use super::{At, Outcome, version};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::request::Request;
use crate::text::{decode_query, escape_xml};

/// What has the tags: their number is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Bucket,
    Object,
}

/// The most characters of a tag's key, and of its value.
const KEY: usize = 128;
const VALUE: usize = 256;

/// GET, PUT and DELETE of an object's tags.
pub fn operate(at: At, key: &str) -> Outcome {
    let object = version::found(&at, key)?;
    let id = object.version_id().to_string();
    match at.request.method.as_str() {
        "PUT" => {
            let text = read_document(at.request, "Tagging", |root| check(root, Owner::Object))?;
            let body = Bytes::from(text.to_string());
            let set = |object: &mut crate::store::Object| {
                object.documents.insert("tagging", body);
            };
            at.bucket.change(key, &id, set).map_err(full)?;
            Ok(version::named(&at, &id, Answer::cos(200, at.scene, "")))
        }
        "GET" | "HEAD" => match object.documents.get("tagging") {
            Some(body) => Ok(version::named(
                &at,
                &id,
                Answer::cos(200, at.scene, body.clone()),
            )),
            None => Err(codes::error("NoSuchTagSet")),
        },
        "DELETE" => {
            let unset = |object: &mut crate::store::Object| {
                object.documents.remove("tagging");
            };
            at.bucket.change(key, &id, unset).map_err(full)?;
            Ok(version::named(&at, &id, Answer::cos(204, at.scene, "")))
        }
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

/// The document of the tags in `x-cos-tagging`, as `?tagging` shows it.
pub fn of(request: &Request) -> Result<Option<Bytes>, CosError> {
    let Some(listed) = request.header("x-cos-tagging") else {
        return Ok(None);
    };
    let tags = decode_query(&listed);
    let pairs = tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    if let Some(wrong) = mistake(pairs, Owner::Object) {
        let message = format!("x-cos-tagging is not valid. {wrong}");
        return Err(codes::error("InvalidArgument").message(message));
    }
    let written = tags.iter().map(|(key, value)| {
        let (key, value) = (escape_xml(key), escape_xml(value));
        format!("<Tag><Key>{key}</Key><Value>{value}</Value></Tag>")
    });
    let written: String = written.collect();
    Ok(Some(
        format!("<Tagging><TagSet>{written}</TagSet></Tagging>").into(),
    ))
}

/// Verifies the tags of a document.
pub fn check(root: Node, owner: Owner) -> Result<(), CosError> {
    super::documents::schema::verify(root, "TagSet(Tag*(Key Value))")?;
    let sets = children(root, "TagSet");
    let tags = sets.flat_map(|set| children(set, "Tag"));
    let pairs = tags.map(|tag| {
        let text = |name| text_of(tag, name).unwrap_or("");
        (text("Key"), text("Value"))
    });
    match mistake(pairs, owner) {
        Some(wrong) => Err(codes::error("InvalidTag").message(wrong)),
        None => Ok(()),
    }
}

/// What is wrong with tags.
fn mistake<'a>(tags: impl Iterator<Item = (&'a str, &'a str)>, owner: Owner) -> Option<String> {
    let most = match owner {
        Owner::Bucket => 50,
        Owner::Object => 10,
    };
    let mut keys = HashSet::new();
    for (key, value) in tags {
        if key.is_empty() || key.chars().count() > KEY {
            return Some(format!("A key has 1 to {KEY} characters."));
        }
        if value.chars().count() > VALUE {
            return Some(format!("A value has at most {VALUE} characters."));
        }
        if !keys.insert(key) {
            return Some(format!("The key \"{key}\" is not unique."));
        }
    }
    (keys.len() > most).then(|| format!("There are more than {most} tags."))
}

/// How many tags such a document has.
pub fn count(document: &[u8]) -> usize {
    String::from_utf8_lossy(document).matches("<Tag>").count()
}
