//! Conditions of reading and copying.

use crate::store::Object;
use crate::text::parse_http_date;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    Yes,
    /// 304
    NotModified,
    /// 412
    Failed,
}

/// Judges the four conditions; `header` gives their values. ETags decide before
/// times; a time that is none is ignored.
pub fn judge(object: &Object, header: impl Fn(&str) -> Option<String>) -> Met {
    let time = |name| header(name).and_then(|text| parse_http_date(&text));
    let same = |tags: String| {
        let mut tags = tags.split(',').map(str::trim);
        let own = object.etag.trim_matches('"');
        tags.any(|tag| tag == "*" || tag.trim_matches('"') == own)
    };
    let failed = match header("if-match").map(same) {
        Some(same) => !same,
        None => time("if-unmodified-since").is_some_and(|time| object.modified > time),
    };
    let unchanged = match header("if-none-match").map(same) {
        Some(same) => same,
        None => time("if-modified-since").is_some_and(|time| object.modified <= time),
    };
    match (failed, unchanged) {
        (true, _) => Met::Failed,
        (_, true) => Met::NotModified,
        _ => Met::Yes,
    }
}

/// Whether `If-Range` names the object as it is: by its ETag, or by its time.
pub fn is_same(object: &Object, named: &str) -> bool {
    match parse_http_date(named) {
        Some(time) => object.modified == time,
        None => named.trim_matches('"') == object.etag.trim_matches('"'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receive::Receipt;
    use crate::text::http_date;

    #[test]
    fn conditions() {
        const MODIFIED: i64 = 1_700_000_000;
        let object = Object::new(&Receipt::of(b"hello"), MODIFIED, Vec::new());
        let bare = object.etag.trim_matches('"').to_string();
        let (before, then) = (http_date(MODIFIED - 1), http_date(MODIFIED));
        for (headers, met) in [
            (vec![], Met::Yes),
            (vec![("if-match", object.etag.as_str())], Met::Yes),
            (vec![("if-match", bare.as_str())], Met::Yes),
            (vec![("if-match", "\"other\"")], Met::Failed),
            (vec![("if-match", "\"other\", *")], Met::Yes),
            (vec![("if-none-match", "*")], Met::NotModified),
            (vec![("if-none-match", "\"other\"")], Met::Yes),
            (vec![("if-modified-since", &then)], Met::NotModified),
            (vec![("if-modified-since", &before)], Met::Yes),
            (vec![("if-unmodified-since", &then)], Met::Yes),
            (vec![("if-unmodified-since", &before)], Met::Failed),
            (vec![("if-modified-since", "yesterday")], Met::Yes),
            (
                vec![("if-match", "*"), ("if-unmodified-since", &before)],
                Met::Yes,
            ),
            (
                vec![("if-none-match", "x"), ("if-modified-since", &then)],
                Met::Yes,
            ),
        ] {
            let value = |name: &str| {
                let found = headers.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| value.to_string())
            };
            assert_eq!(judge(&object, value), met, "{headers:?}");
        }
    }
}
