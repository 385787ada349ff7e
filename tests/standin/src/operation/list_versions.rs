//! GET of the bucket's versions: objects and delete markers, the newest of a key first.

use std::collections::BTreeSet;

use super::page::{MOST, Page, Written, described};
use super::{At, Outcome, owner};
use crate::answer::Answer;
use crate::store::versions::Version;
use crate::store::{Bucket, Object};
use crate::text::list_date;

/// An entry of the list.
struct Entry<'a> {
    key: &'a str,
    id: &'a str,
    latest: bool,
    modified: i64,
    /// None: a delete marker.
    object: Option<&'a Object>,
}

pub fn list(at: At) -> Outcome {
    let param = |name| at.request.param(name).unwrap_or("");
    let most = at.number("max-keys", MOST)?.min(MOST);
    let (key_marker, id_marker) = (param("key-marker"), param("version-id-marker"));
    let written = Written::of(at.request)?;
    let mut page = Page::new(param("prefix"), param("delimiter"), most);
    let (mut inner, mut next_id) = (String::new(), "");
    let mut passed = false;
    for entry in entries(at.bucket) {
        let group_or_key = page.entry(entry.key);
        // Of the marker's own key, what comes after the marker's version.
        let of_marker = entry.key == key_marker && !id_marker.is_empty();
        let before = match of_marker {
            true => !passed,
            false => group_or_key.is_none_or(|entry| entry <= key_marker),
        };
        passed = passed || (of_marker && entry.id == id_marker);
        if before || !page.admit(entry.key) {
            continue;
        }
        if page.is_truncated() {
            break;
        }
        next_id = entry.id;
        if page.last_is_group() {
            next_id = "";
        } else {
            inner.push_str(&element(&entry, &written));
        }
    }
    let mut head = written.element("Name", at.name);
    head.push_str(written.declared());
    head.push_str(&written.element("Prefix", param("prefix")));
    head.push_str(&written.element("KeyMarker", key_marker));
    head.push_str(&format!(
        "<VersionIdMarker>{}</VersionIdMarker><MaxKeys>{most}</MaxKeys>",
        crate::text::escape_xml(id_marker)
    ));
    if !param("delimiter").is_empty() {
        head.push_str(&written.element("Delimiter", param("delimiter")));
    }
    let truncated = page.is_truncated();
    head.push_str(&format!("<IsTruncated>{truncated}</IsTruncated>"));
    if truncated {
        head.push_str(&written.element("NextKeyMarker", &page.last));
        head.push_str(&written.element("NextVersionIdMarker", next_id));
    }
    let inner = format!("{head}{inner}{}", page.groups(&written));
    Ok(Answer::xml(at.scene, "ListVersionsResult", &inner))
}

/// All entries of a bucket, in the order of COS.
fn entries(bucket: &Bucket) -> impl Iterator<Item = Entry<'_>> {
    let keys: BTreeSet<&String> = bucket.objects.keys().chain(bucket.older.keys()).collect();
    keys.into_iter().flat_map(|key| of_key(bucket, key))
}

fn of_key<'a>(bucket: &'a Bucket, key: &'a str) -> Vec<Entry<'a>> {
    let current = bucket.objects.get(key).map(|object| Entry {
        key,
        id: object.version_id(),
        latest: true,
        modified: object.modified,
        object: Some(object),
    });
    let has_current = current.is_some();
    let older = bucket.older.get(key).into_iter().flatten().enumerate();
    let older = older.map(|(at, version): (usize, &Version)| Entry {
        key,
        id: &version.id,
        latest: at == 0 && !has_current,
        modified: version.modified,
        object: version.object.as_ref(),
    });
    current.into_iter().chain(older).collect()
}

fn element(entry: &Entry, written: &Written) -> String {
    let version = format!(
        "<VersionId>{}</VersionId><IsLatest>{}</IsLatest>",
        entry.id, entry.latest
    );
    match entry.object {
        Some(object) => format!(
            "<Version>{}{version}</Version>",
            described(entry.key, object, written, true)
        ),
        None => format!(
            "<DeleteMarker>{}{version}<LastModified>{}</LastModified>{}</DeleteMarker>",
            written.element("Key", entry.key),
            list_date(entry.modified),
            owner()
        ),
    }
}
