//! Settings of which a bucket has several, each with an id.

use roxmltree::Document;

use super::table::Setting;
use super::{absent, not_xml, put, verified};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::operation::{At, Outcome};
use crate::text::escape_xml;

/// The most settings of one name in a bucket, and on one page of a list.
const MOST: usize = 1000;
const PAGE: usize = 100;

pub fn operate(at: At, setting: &'static Setting) -> Outcome {
    let id = at.request.param("id").unwrap_or("").to_string();
    match (at.request.method.as_str(), id.as_str()) {
        ("GET" | "HEAD", "") => list(&at, setting),
        (_, "") => Err(codes::error("InvalidArgument").message("id is missing.")),
        ("GET" | "HEAD", id) => match at.bucket.documents.get(setting.name, id) {
            Some(body) => Ok(Answer::cos(200, at.scene, body.clone())),
            None => absent(&at, setting),
        },
        ("PUT", id) => {
            let is_new = at.bucket.documents.get(setting.name, id).is_none();
            if is_new && at.bucket.documents.of(setting.name).count() >= MOST {
                return Err(codes::error("InventoryFull"));
            }
            same_id(&at, setting, id)?;
            put(at, setting, id)
        }
        // A list that is made once. Nothing of it is kept.
        ("POST", id) if setting.name == "inventory" => {
            if at.bucket.documents.get(setting.name, id).is_some() {
                return Err(codes::error("DuplicateInventoryId"));
            }
            same_id(&at, setting, id)?;
            Ok(Answer::cos(200, at.scene, ""))
        }
        ("DELETE", id) => {
            at.bucket.remove_document(setting.name, id);
            Ok(Answer::cos(204, at.scene, ""))
        }
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

/// The id in the document must be that of the request.
fn same_id(at: &At, setting: &Setting, id: &str) -> Result<(), CosError> {
    let text = verified(at, setting)?;
    let document = Document::parse(text.trim_start()).map_err(not_xml)?;
    let root = document.root_element();
    let mut children = root.children();
    let inside = children.find(|child| child.tag_name().name() == "Id");
    match inside.and_then(|child| child.text()).map(str::trim) {
        Some(same) if same == id => Ok(()),
        _ => Err(codes::error("InvalidArgument").message("Id is not the id of the request.")),
    }
}

fn list(at: &At, setting: &Setting) -> Outcome {
    let root = setting.listed.unwrap_or(setting.root);
    let token = at.request.param("continuation-token").unwrap_or("");
    let all: Vec<_> = at.bucket.documents.of(setting.name).collect();
    let begins = match token {
        "" => 0,
        token => all.iter().position(|(id, _)| *id == token).ok_or_else(|| {
            codes::error("InvalidArgument").message("continuation-token is not valid.")
        })?,
    };
    let ends = all.len().min(begins + PAGE);
    let next = all.get(ends).map(|(id, _)| escape_xml(id));
    let mut inner = String::new();
    for (_, body) in &all[begins..ends] {
        let text = String::from_utf8_lossy(body);
        inner.push_str(without_declaration(&text));
    }
    inner.push_str(&format!("<IsTruncated>{}</IsTruncated>", next.is_some()));
    if !token.is_empty() {
        inner.push_str(&format!(
            "<ContinuationToken>{}</ContinuationToken>",
            escape_xml(token)
        ));
    }
    if let Some(next) = next {
        inner.push_str(&format!(
            "<NextContinuationToken>{next}</NextContinuationToken>"
        ));
    }
    Ok(Answer::xml(at.scene, root, &inner))
}

/// A document without `<?xml ...?>`, to be an element of another one.
fn without_declaration(text: &str) -> &str {
    let text = text.trim();
    match text.starts_with("<?xml").then(|| text.split_once("?>")) {
        Some(Some((_, rest))) => rest.trim_start(),
        _ => text,
    }
}
