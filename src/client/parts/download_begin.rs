//! How a download in parts begins: anew, or where a former one has ended.

use std::path::Path;

use super::checkpoint::{Checkpoint, Former, Record, digest};
use super::context::CallContext;
use super::layout::Layout;
use super::requests::{crc, header, of_object};
use super::settings::{FileSettings, is_of_download};
use crate::client::transfer::PartialFile;
use crate::error::Result;
use crate::request::Request;
use crate::response::Response;

const VERSION: &str = "x-cos-version-id";

/// A download with its file.
pub struct BegunDownload {
    pub partial: PartialFile,
    pub checkpoint: Option<Checkpoint>,
    /// Of the former transfer.
    pub record: Option<Record>,
}

/// A GET of the object that was found, and of no other one.
pub fn of_version(get: &Request, settings: &FileSettings, found: &Response) -> Request {
    let told = Some(header(found, VERSION)).filter(|version| !version.is_empty());
    let version = told.or(settings.version_id.as_deref());
    let mut headers = settings.headers.clone();
    let etag = header(found, "ETag");
    if !etag.is_empty() {
        headers.retain(|(name, _)| !is_of_download(name));
        headers.push(("If-Match".to_owned(), etag.to_owned()));
    }
    Request {
        headers,
        ..of_object(get, "GET", &query_of(version))
    }
}

/// The query of a request for a version of an object.
pub fn query_of(version: Option<&str>) -> Vec<(&str, Option<&str>)> {
    let named = version.map(|version| ("versionId", Some(version)));
    named.into_iter().collect()
}

pub fn begin(
    object: &Request,
    path: &Path,
    settings: &FileSettings,
    layout: Layout,
    found: &Response,
    context: CallContext<'_>,
) -> Result<BegunDownload> {
    let local = |fault| context.local(object, fault);
    let Some(checkpoint_path) = &settings.checkpoint else {
        return Ok(BegunDownload {
            partial: PartialFile::create(path, false).map_err(local)?,
            checkpoint: None,
            record: None,
        });
    };
    let origin = context.client.origin(object, context.call)?;
    let name = |name: &Option<String>| name.clone().unwrap_or_default();
    let whose = vec![
        ("kind", "download".to_owned()),
        ("bucket", name(&object.bucket)),
        ("key", name(&object.key)),
        ("host", origin.host),
        ("path", path.to_string_lossy().into_owned()),
    ];
    let headers = settings.headers.iter().chain(&context.call.headers);
    let facts = vec![
        ("headers", digest(headers)),
        ("part_size", layout.part_size.to_string()),
        ("size", layout.size.to_string()),
        ("version_id", header(found, VERSION).to_owned()),
        ("etag", header(found, "ETag").to_owned()),
        (
            "crc",
            crc(found).map_or_else(String::new, |crc| crc.to_string()),
        ),
    ];
    let opened = Checkpoint::open(checkpoint_path, whose, facts);
    let (mut checkpoint, former) = opened.map_err(local)?;
    let record = match former {
        Former::Nothing => None,
        Former::Foreign => return Err(local(Checkpoint::foreign(checkpoint_path))),
        Former::Resumable(record) => Some(record),
        Former::Stale(record) => {
            // Dropped, it removes the file that is of no use any more.
            let _ = PartialFile::open(path, false, Some(record.id()));
            None
        }
    };
    let wanted = record.as_ref().map(Record::id);
    let partial = PartialFile::open(path, false, wanted).map_err(local)?;
    let is_there = wanted == Some(partial.temporary());
    checkpoint.add("id", partial.temporary());
    Ok(BegunDownload {
        record: record.filter(|_| is_there),
        partial,
        checkpoint: Some(checkpoint),
    })
}
