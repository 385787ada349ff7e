//! Operations on the service and on buckets, without faults.

use std::collections::BTreeSet;

use crate::answer::{Answer, CosError, Scene};
use crate::codes;
use crate::host::Place;
use crate::object;
use crate::request::Request;
use crate::store::{Access, Bucket, Store};
use crate::subresource;
use crate::text::{encode, escape_xml, iso_date};

pub type Outcome = Result<Answer, CosError>;

/// Does what the request asks; `signed`: with a valid signature.
pub fn operate(store: &mut Store, request: &Request, scene: &Scene, signed: bool) -> Outcome {
    let (name, region) = match &request.place {
        Place::Bucket { bucket, region } => (bucket, region.as_deref()),
        Place::Service { region } => {
            return list_buckets(store, region.as_deref(), request, scene, signed);
        }
        Place::Other => return Err(codes::error("NoSuchBucket")),
    };
    let creates =
        request.method == "PUT" && request.key().is_none() && subresource::of(request).is_none();
    let Some(bucket) = store.find(name, region) else {
        return match (creates, signed) {
            (true, true) => create(store, name, region, request, scene),
            (true, false) => Err(codes::error("AccessDenied")),
            (false, _) => Err(codes::error("NoSuchBucket")),
        };
    };
    let open = bucket.access == Access::PublicRead && request.only_reads();
    if bucket.access == Access::Forbidden || !(signed || open) {
        return Err(codes::error("AccessDenied"));
    }
    if let Some(name) = subresource::of(request) {
        return subresource::answer(name, request, scene);
    }
    if let Some(key) = request.key() {
        return object::operate(bucket, key, request, scene);
    }
    match request.method.as_str() {
        "HEAD" => Ok(head(bucket, region, scene)),
        "GET" => list(bucket, name, request, scene),
        "PUT" => Err(codes::error("BucketAlreadyOwnedByYou")),
        "DELETE" if !bucket.objects.is_empty() => Err(codes::error("BucketNotEmpty")),
        "DELETE" => {
            store.buckets.remove(name);
            Ok(Answer::cos(204, scene, ""))
        }
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

fn head(bucket: &Bucket, asked: Option<&str>, scene: &Scene) -> Answer {
    let mut answer = Answer::cos(200, scene, "");
    if let Some(region) = bucket.region.as_deref().or(asked) {
        answer.set("x-cos-bucket-region", region);
    }
    answer
}

fn create(
    store: &mut Store,
    name: &str,
    region: Option<&str>,
    request: &Request,
    scene: &Scene,
) -> Outcome {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.chars().all(allowed) {
        return Err(codes::error("InvalidBucketName"));
    }
    if store.buckets.contains_key(name) {
        return Err(codes::error("BucketAlreadyExists"));
    }
    let bucket = Bucket::new(region, Access::Private);
    store.buckets.insert(name.to_string(), bucket);
    let mut answer = Answer::cos(200, scene, "");
    answer.set("Location", &format!("http://{}", request.host));
    Ok(answer)
}

fn list_buckets(
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
    let mut names: Vec<(&String, &str)> = store
        .buckets
        .iter()
        .filter(|(_, bucket)| bucket.access != Access::Forbidden)
        .filter_map(|(name, bucket)| Some((name, bucket.region.as_deref()?)))
        .filter(|(_, home)| region.is_none_or(|asked| asked == *home))
        .collect();
    names.sort_unstable();
    let mut inner = owner();
    inner.push_str("<Buckets>");
    for (name, home) in names {
        let date = iso_date(scene.now);
        inner.push_str(&format!(
            "<Bucket><Name>{name}</Name><Location>{home}</Location><CreationDate>{date}</CreationDate></Bucket>"
        ));
    }
    inner.push_str("</Buckets>");
    Ok(Answer::xml(scene, "ListAllMyBucketsResult", &inner))
}

/// The `<Owner>` of everything here.
pub fn owner() -> String {
    "<Owner><ID>qcs::cam::uin/100000000001:uin/100000000001</ID>\
     <DisplayName>100000000001</DisplayName></Owner>"
        .to_string()
}

/// GET bucket: `prefix`, `marker`, `delimiter`, `max-keys`, `encoding-type=url`.
fn list(bucket: &Bucket, name: &str, request: &Request, scene: &Scene) -> Outcome {
    let param = |name| request.param(name).unwrap_or("");
    let (prefix, marker, delimiter) = (param("prefix"), param("marker"), param("delimiter"));
    let max_keys = match param("max-keys") {
        "" => 1000,
        text => match text.parse::<usize>() {
            Ok(count) => count.min(1000),
            Err(_) => return Err(codes::error("InvalidArgument").message("max-keys is not valid.")),
        },
    };
    let in_url = param("encoding-type") == "url";
    let written = |text: &str| match in_url {
        true => encode(text.as_bytes()).replace("%2F", "/"),
        false => escape_xml(text),
    };

    let mut contents = String::new();
    let mut groups = BTreeSet::new();
    let (mut count, mut last, mut truncated) = (0, "", false);
    for (key, object) in &bucket.objects {
        if !key.starts_with(prefix) {
            continue;
        }
        let entry = group(key, prefix, delimiter).unwrap_or(key);
        if entry <= marker || groups.contains(entry) {
            continue;
        }
        if count == max_keys {
            truncated = true;
            break;
        }
        if entry.len() < key.len() {
            groups.insert(entry);
        } else {
            contents.push_str(&format!(
                "<Contents><Key>{}</Key><LastModified>{}</LastModified><ETag>{}</ETag>\
                 <Size>{}</Size>{}<StorageClass>STANDARD</StorageClass></Contents>",
                written(key),
                iso_date(object.modified),
                object.etag,
                object.body.len(),
                owner()
            ));
        }
        (count, last) = (count + 1, entry);
    }
    let mut inner = format!(
        "<Name>{name}</Name><Prefix>{}</Prefix><Marker>{}</Marker><MaxKeys>{max_keys}</MaxKeys>\
         <IsTruncated>{truncated}</IsTruncated>",
        written(prefix),
        written(marker)
    );
    if truncated {
        inner.push_str(&format!("<NextMarker>{}</NextMarker>", written(last)));
    }
    inner.push_str(&contents);
    for entry in groups {
        inner.push_str(&format!(
            "<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>",
            written(entry)
        ));
    }
    Ok(Answer::xml(scene, "ListBucketResult", &inner))
}

/// The common prefix that stands for a key in a listing with a delimiter.
fn group<'a>(key: &'a str, prefix: &str, delimiter: &str) -> Option<&'a str> {
    if delimiter.is_empty() {
        return None;
    }
    let at = key.get(prefix.len()..)?.find(delimiter)?;
    key.get(..prefix.len() + at + delimiter.len())
}
