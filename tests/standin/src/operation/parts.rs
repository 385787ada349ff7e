//! Lists of an upload's parts, and of uploads under way.

use super::multipart::under_way;
use super::page::{Page, Written};
use super::{At, Outcome, owner, person};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::store::object::storage_class;
use crate::text::list_date;

/// The most parts, or uploads, of one list.
const MOST: usize = 1000;

pub fn list(at: At, key: &str) -> Outcome {
    let (_, id) = under_way(&at, key)?;
    let most = at.number("max-parts", MOST)?.min(MOST);
    let marker = at.number("part-number-marker", 0)?;
    let written = Written::of(at.request)?;
    let Some(upload) = at.bucket.uploads.get(&(key.to_string(), id.clone())) else {
        return Err(codes::error("NoSuchUpload"));
    };
    let after = |number: &u32| usize::try_from(*number).is_ok_and(|number| number > marker);
    let mut rest = upload.parts.iter().filter(|(number, _)| after(number));
    let mut inner = String::new();
    let mut last = marker;
    for (number, part) in rest.by_ref().take(most) {
        last = *number as usize;
        inner.push_str(&format!(
            "<Part><PartNumber>{number}</PartNumber><LastModified>{}</LastModified>\
             <ETag>{}</ETag><Size>{}</Size></Part>",
            list_date(part.modified),
            part.etag,
            part.content.len()
        ));
    }
    let truncated = rest.next().is_some();
    let head = format!(
        "<Bucket>{}</Bucket>{}<Key>{}</Key><UploadId>{id}</UploadId>{}{}\
         <PartNumberMarker>{marker}</PartNumberMarker><StorageClass>{}</StorageClass>\
         <MaxParts>{most}</MaxParts><IsTruncated>{truncated}</IsTruncated>",
        at.name,
        written.declared(),
        written.text(key),
        person("Initiator"),
        owner(),
        storage_class(&upload.headers),
    );
    let next = match truncated {
        true => format!("<NextPartNumberMarker>{last}</NextPartNumberMarker>"),
        false => String::new(),
    };
    Ok(Answer::xml(
        at.scene,
        "ListPartsResult",
        &format!("{head}{next}{inner}"),
    ))
}

pub fn list_uploads(at: At) -> Outcome {
    let param = |name| at.request.param(name).unwrap_or("");
    let most = at.number("max-uploads", MOST)?.min(MOST);
    let marker = (param("key-marker"), param("upload-id-marker"));
    let written = Written::of(at.request)?;
    let mut page = Page::new(param("prefix"), param("delimiter"), most);
    let mut inner = String::new();
    let (mut next_key, mut next_id) = (String::new(), String::new());
    for ((key, id), upload) in &at.bucket.uploads {
        let before = match marker.1 {
            "" => key.as_str() <= marker.0,
            id_marker => (key.as_str(), id.as_str()) <= (marker.0, id_marker),
        };
        if before || !page.admit(key) {
            continue;
        }
        if page.is_truncated() {
            break;
        }
        (next_key, next_id) = (key.clone(), id.clone());
        if !page.last_is_group() {
            inner.push_str(&format!(
                "<Upload><Key>{}</Key><UploadId>{id}</UploadId><StorageClass>{}</StorageClass>\
                 {}{}<Initiated>{}</Initiated></Upload>",
                written.text(key),
                storage_class(&upload.headers),
                person("Initiator"),
                owner(),
                list_date(upload.initiated)
            ));
        }
    }
    let mut head = format!(
        "<Bucket>{}</Bucket>{}<KeyMarker>{}</KeyMarker><UploadIdMarker>{}</UploadIdMarker>\
         <MaxUploads>{most}</MaxUploads><Prefix>{}</Prefix><Delimiter>{}</Delimiter>\
         <IsTruncated>{}</IsTruncated>",
        at.name,
        written.declared(),
        written.text(marker.0),
        marker.1,
        written.text(param("prefix")),
        written.text(param("delimiter")),
        page.is_truncated()
    );
    if page.is_truncated() {
        head.push_str(&format!(
            "<NextKeyMarker>{}</NextKeyMarker><NextUploadIdMarker>{next_id}</NextUploadIdMarker>",
            written.text(&next_key)
        ));
    }
    let inner = format!("{head}{inner}{}", page.groups(&written));
    Ok(Answer::xml(at.scene, "ListMultipartUploadsResult", &inner))
}

impl At<'_> {
    /// A parameter that is a number.
    pub fn number(&self, name: &str, default: usize) -> Result<usize, CosError> {
        match self.request.param(name).unwrap_or("") {
            "" => Ok(default),
            text => text.parse().map_err(|_| {
                codes::error("InvalidArgument").message(format!("{name} is not valid."))
            }),
        }
    }
}
