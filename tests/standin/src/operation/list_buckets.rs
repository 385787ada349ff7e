//! Buckets are listed: all, or those of a region, of a tag, or of a time.

use roxmltree::Document;

use super::body::{children, text_of};
use super::{Outcome, owner};
use crate::answer::{Answer, CosError, Scene};
use crate::codes;
use crate::request::Request;
use crate::store::{Access, Bucket, Store};
use crate::text::{escape_xml, iso_date};

/// The most buckets of one list.
const MOST: usize = 2000;

pub fn list(
    store: &Store,
    region: Option<&str>,
    request: &Request,
    scene: &Scene,
    signed: bool,
) -> Outcome {
    if request.method != "GET" || request.key().is_some() {
        return Err(codes::error("MethodNotAllowed"));
    }
    if !signed {
        return Err(codes::error("AccessDenied"));
    }
    let most = number(request, "max-keys")?.unwrap_or(MOST).min(MOST);
    let param = |name| request.param(name).filter(|value| !value.is_empty());
    let marker = param("marker").unwrap_or("");
    let created = created(request)?;
    let tag = param("tagkey").zip(param("tagvalue"));
    let asked = region.or(param("region"));
    let mut found: Vec<(&String, &str, i64)> = store
        .buckets
        .iter()
        .filter(|(_, bucket)| bucket.access != Access::Forbidden)
        .filter(|(_, bucket)| tag.is_none_or(|(key, value)| has_tag(bucket, key, value)))
        .filter(|(_, bucket)| created(bucket.created))
        .filter(|(name, _)| name.as_str() > marker)
        .filter_map(|(name, bucket)| Some((name, bucket.region.as_deref()?, bucket.created)))
        .filter(|(_, home, _)| asked.is_none_or(|asked| asked == *home))
        .collect();
    found.sort_unstable();
    let truncated = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| truncated);
    let next = next.map_or(String::new(), |(name, ..)| {
        format!("<NextMarker>{name}</NextMarker>")
    });
    let buckets = found.iter().map(|(name, home, created)| {
        let date = iso_date(*created);
        format!(
            "<Bucket><Name>{name}</Name><Location>{home}</Location><CreationDate>{date}</CreationDate>\
             <BucketType>cos</BucketType></Bucket>"
        )
    });
    let buckets: String = buckets.collect();
    let inner = format!(
        "{}<Buckets>{buckets}</Buckets><Marker>{}</Marker>{next}<IsTruncated>{truncated}</IsTruncated>",
        owner(),
        escape_xml(marker)
    );
    Ok(Answer::xml(scene, "ListAllMyBucketsResult", &inner))
}

fn number<T: std::str::FromStr>(request: &Request, name: &str) -> Result<Option<T>, CosError> {
    let text = request.param(name).filter(|text| !text.is_empty());
    let number = text.map(str::parse).transpose();
    number.map_err(|_| codes::error("InvalidArgument").message(format!("{name} is not valid.")))
}

/// Whether a time of creation is one that `create-time` and `range` ask for.
fn created(request: &Request) -> Result<impl Fn(i64) -> bool, CosError> {
    let time: Option<i64> = number(request, "create-time")?;
    let range = request.param("range").unwrap_or("").to_string();
    if time.is_some() && !["gt", "gte", "lt", "lte"].contains(&range.as_str()) {
        return Err(codes::error("InvalidArgument").message("range is not valid."));
    }
    Ok(move |created: i64| match (time, range.as_str()) {
        (Some(time), "gt") => created > time,
        (Some(time), "gte") => created >= time,
        (Some(time), "lt") => created < time,
        (Some(time), _) => created <= time,
        (None, _) => true,
    })
}

fn has_tag(bucket: &Bucket, key: &str, value: &str) -> bool {
    let Some(document) = bucket.documents.get("tagging", "") else {
        return false;
    };
    let text = String::from_utf8_lossy(document);
    let Ok(document) = Document::parse(text.trim_start()) else {
        return false;
    };
    let sets = children(document.root_element(), "TagSet");
    let mut tags = sets.flat_map(|set| children(set, "Tag"));
    tags.any(|tag| text_of(tag, "Key") == Some(key) && text_of(tag, "Value") == Some(value))
}
