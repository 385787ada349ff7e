//! Archived objects: they must be restored before their bytes can be read.
//!
//! A restoration with the tier `Expedited` ends at once. One with `Standard` or
//! `Bulk` stays in progress.

use super::body::{children, full, read_document, text_of};
use super::documents::schema;
use super::{At, Outcome, version};
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::store::Object;
use crate::store::object::Restored;
use crate::text::http_date;

const DAY: i64 = 86_400;
const DAYS: std::ops::RangeInclusive<i64> = 1..=365;

/// What a request asks for.
struct Asked {
    days: i64,
    expedited: bool,
}

pub fn restore(at: At, key: &str) -> Outcome {
    let asked = read(&at)?;
    let object = version::found(&at, key)?;
    if !is_archived(&object) {
        return Err(codes::error("RestoreNonArchiveObject"));
    }
    if asked.expedited && object.storage_class() == "DEEP_ARCHIVE" {
        let message = "Tier Expedited is not for the storage class DEEP_ARCHIVE.";
        return Err(codes::error("InvalidArgument").message(message));
    }
    let before = current(&object, at.scene.now);
    if before.is_some_and(|restored| restored.ongoing) {
        return Err(codes::error("RestoreAlreadyInProgress"));
    }
    let restored = Restored {
        ongoing: before.is_none() && !asked.expedited,
        until: at.scene.now + asked.days * DAY,
    };
    let id = object.version_id().to_string();
    let set = |object: &mut Object| object.restored = Some(restored);
    at.bucket.change(key, &id, set).map_err(full)?;
    let status = if before.is_some() { 200 } else { 202 };
    Ok(version::named(&at, &id, Answer::cos(status, at.scene, "")))
}

fn read(at: &At) -> Result<Asked, CosError> {
    let mut asked = Asked {
        days: 0,
        expedited: false,
    };
    read_document(at.request, "RestoreRequest", |root| {
        const INSIDE: &str = "Days# CASJobParameters?(Tier?=Expedited|Standard|Bulk)";
        schema::verify(root, INSIDE)?;
        let parameters = children(root, "CASJobParameters").next();
        let tier = parameters.and_then(|parameters| text_of(parameters, "Tier"));
        asked.expedited = tier == Some("Expedited");
        let days = text_of(root, "Days").and_then(|days| days.parse().ok());
        asked.days = days.unwrap_or(0);
        Ok(())
    })?;
    match DAYS.contains(&asked.days) {
        true => Ok(asked),
        false => Err(codes::error("InvalidArgument").message("Days is a number from 1 to 365.")),
    }
}

fn is_archived(object: &Object) -> bool {
    ["ARCHIVE", "DEEP_ARCHIVE"].contains(&object.storage_class())
}

/// Its restoration, unless it has expired.
fn current(object: &Object, now: i64) -> Option<Restored> {
    object.restored.filter(|restored| restored.until > now)
}

/// Whether the bytes of an object can be read.
pub fn readable(object: &Object, now: i64) -> Result<(), CosError> {
    let restored = current(object, now).is_some_and(|restored| !restored.ongoing);
    match is_archived(object) && !restored {
        true => Err(codes::error("InvalidObjectState")
            .header("x-cos-storage-class", object.storage_class())),
        false => Ok(()),
    }
}

/// Sets the header that describes the restoration of an object.
pub fn describe(answer: &mut Answer, object: &Object, now: i64) {
    let Some(restored) = current(object, now) else {
        return;
    };
    let value = match restored.ongoing {
        true => "ongoing-request=\"true\"".to_string(),
        false => format!(
            "ongoing-request=\"false\", expiry-date=\"{}\"",
            http_date(restored.until)
        ),
    };
    answer.set("x-cos-restore", &value);
}
