//! What a request brings: its body, its digest, the headers to keep.

use base64::{Engine, engine::general_purpose::STANDARD};
use roxmltree::{Document, Node};

use crate::answer::CosError;
use crate::codes;
use crate::receive::Receipt;
use crate::request::Request;
use crate::store::Full;
use crate::store::object::ENCRYPTION;

/// Headers of a PUT that come back with the object, beside `x-cos-meta-*`.
const KEPT: &[&str] = &[
    "Content-Type",
    "Cache-Control",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Expires",
    "x-cos-storage-class",
    "x-cos-website-redirect-location",
];

/// How headers begin that are kept too. The key of an SSE-C request is not: COS
/// sends its MD5 back, and never the key.
const KEPT_PREFIXES: &[&str] = &["x-cos-meta-", ENCRYPTION];
const ENCRYPTION_KEY: &str = "x-cos-server-side-encryption-customer-key";

/// Names as COS writes them.
pub fn kept_headers(request: &Request) -> Vec<(String, String)> {
    let names = request.headers.keys().map(|name| name.as_str());
    let kept = names.filter_map(|name| {
        let known = KEPT.iter().find(|known| known.eq_ignore_ascii_case(name));
        match known {
            Some(known) => Some((known.to_string(), request.header(name)?)),
            None if is_kept(name) => Some((name.to_string(), request.raw_header(name)?)),
            None => None,
        }
    });
    kept.collect()
}

fn is_kept(name: &str) -> bool {
    let kept = KEPT_PREFIXES.iter().any(|start| name.starts_with(start));
    kept && name != ENCRYPTION_KEY
}

/// The body as it was sent; whole, framed, and as its digest says.
pub fn received(request: &Request) -> Result<&Receipt, CosError> {
    if !request.is_framed() {
        return Err(codes::error("MissingContentLength"));
    }
    let body = request.body.as_ref().filter(|body| !body.too_large);
    let body = body.ok_or_else(|| codes::error("EntityTooLarge"))?;
    let Some(digest) = request.header("content-md5") else {
        return Ok(body);
    };
    match STANDARD.decode(digest) {
        Ok(sent) if body.md5.is_some_and(|digest| sent == digest) => Ok(body),
        Ok(sent) if sent.len() == 16 => Err(codes::error("BadDigest")),
        _ => Err(codes::error("InvalidDigest")),
    }
}

/// Reads the body's XML, of which the root must have this name.
pub fn read_xml<T>(
    request: &Request,
    root: &str,
    read: impl FnOnce(Node) -> Option<T>,
) -> Result<T, CosError> {
    let malformed = || codes::error("MalformedXML");
    let mut found = None;
    read_document(request, root, |element| {
        found = Some(read(element).ok_or_else(malformed)?);
        Ok(())
    })?;
    found.ok_or_else(malformed)
}

/// The body's XML, of which the root must have this name, once `check` has accepted it.
pub fn read_document<'r>(
    request: &'r Request,
    root: &str,
    check: impl FnOnce(Node) -> Result<(), CosError>,
) -> Result<&'r str, CosError> {
    let body = received(request)?;
    let malformed = || codes::error("MalformedXML");
    let text = std::str::from_utf8(body.bytes()).map_err(|_| malformed())?;
    let document = Document::parse(text.trim_start()).map_err(|_| malformed())?;
    let element = document.root_element();
    if element.tag_name().name() != root {
        return Err(malformed());
    }
    check(element)?;
    Ok(text)
}

/// The elements of this name directly below.
pub fn children<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children()
        .filter(move |child| child.has_tag_name(name))
}

/// The text of the first element of this name directly below; "" if it is empty.
pub fn text_of<'a>(node: Node<'a, 'a>, name: &str) -> Option<&'a str> {
    let child = node.children().find(|child| child.has_tag_name(name))?;
    Some(child.text().unwrap_or("").trim())
}

pub fn full(_: Full) -> CosError {
    codes::error("InvalidRequest").message("The stand-in's bucket is full.")
}
