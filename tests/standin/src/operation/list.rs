//! GET bucket: a list of its objects, in either version.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::page::{MOST, Page, Written, described};
use super::{At, Outcome};
use crate::answer::{Answer, CosError};
use crate::codes;

/// `prefix`, `delimiter`, `max-keys`, `encoding-type=url`; `marker`, or with
/// `list-type=2` `continuation-token`, `start-after` and `fetch-owner`.
pub fn list(at: At) -> Outcome {
    let param = |name| at.request.param(name).unwrap_or("");
    match param("list-type") {
        "" | "1" => first(&at),
        "2" => second(&at),
        _ => Err(codes::error("InvalidArgument").message("list-type is not valid.")),
    }
}

fn first(at: &At) -> Outcome {
    let marker = at.request.param("marker").unwrap_or("");
    let listed = Listed::of(at, marker, true)?;
    let mut inner = listed.head(at);
    inner.push_str(&listed.written.element("Marker", marker));
    if listed.page.is_truncated() {
        let next = listed.written.element("NextMarker", &listed.page.last);
        inner.push_str(&next);
    }
    inner.push_str(&listed.entries());
    Ok(Answer::xml(at.scene, "ListBucketResult", &inner))
}

fn second(at: &At) -> Outcome {
    let param = |name| at.request.param(name).unwrap_or("");
    let (token, after) = (param("continuation-token"), param("start-after"));
    let marker = match token {
        "" => after.to_string(),
        token => decoded(token).ok_or_else(|| {
            codes::error("InvalidArgument").message("continuation-token is not valid.")
        })?,
    };
    let listed = Listed::of(at, &marker, param("fetch-owner") == "true")?;
    let mut inner = listed.head(at);
    inner.push_str(&format!("<KeyCount>{}</KeyCount>", listed.page.count()));
    if !after.is_empty() {
        inner.push_str(&listed.written.element("StartAfter", after));
    }
    if !token.is_empty() {
        inner.push_str(&format!("<ContinuationToken>{token}</ContinuationToken>"));
    }
    if listed.page.is_truncated() {
        let next = STANDARD.encode(&listed.page.last);
        inner.push_str(&format!(
            "<NextContinuationToken>{next}</NextContinuationToken>"
        ));
    }
    inner.push_str(&listed.entries());
    Ok(Answer::xml(at.scene, "ListBucketResult", &inner))
}

/// The last entry of the page before.
fn decoded(token: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(token).ok()?).ok()
}

/// A page of objects.
struct Listed<'a> {
    page: Page<'a>,
    written: Written,
    most: usize,
    contents: String,
}

impl<'a> Listed<'a> {
    /// The page after this entry.
    fn of(at: &'a At, marker: &str, with_owner: bool) -> Result<Listed<'a>, CosError> {
        let param = |name| at.request.param(name).unwrap_or("");
        let most = at.number("max-keys", MOST)?.min(MOST);
        let written = Written::of(at.request)?;
        let mut page = Page::new(param("prefix"), param("delimiter"), most);
        let mut contents = String::new();
        for (key, object) in &at.bucket.objects {
            if page.entry(key).is_none_or(|entry| entry <= marker) || !page.admit(key) {
                continue;
            }
            if page.is_truncated() {
                break;
            }
            if !page.last_is_group() {
                let described = described(key, object, &written, with_owner);
                contents.push_str(&format!("<Contents>{described}</Contents>"));
            }
        }
        Ok(Listed {
            page,
            written,
            most,
            contents,
        })
    }

    fn head(&self, at: &At) -> String {
        let element = |name: &str, value: &str| self.written.element(name, value);
        let mut head = element("Name", at.name);
        head.push_str(self.written.declared());
        head.push_str(&element("Prefix", self.page.prefix));
        head.push_str(&format!("<MaxKeys>{}</MaxKeys>", self.most));
        if !self.page.delimiter.is_empty() {
            head.push_str(&element("Delimiter", self.page.delimiter));
        }
        let truncated = self.page.is_truncated();
        head.push_str(&format!("<IsTruncated>{truncated}</IsTruncated>"));
        head
    }

    fn entries(&self) -> String {
        format!("{}{}", self.contents, self.page.groups(&self.written))
    }
}
