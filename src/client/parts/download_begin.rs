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

/// Gives up what a former download has left: the object is read in one request. The checkpoint is
/// that to remove after a success, if there is one.
pub fn give_up_former(
    object: &Request,
    path: &Path,
    settings: &FileSettings,
    found: &Response,
    context: CallContext<'_>,
) -> Result<Option<Checkpoint>> {
    let Some(checkpoint_path) = settings.checkpoint.as_ref().filter(|path| path.exists()) else {
        return Ok(None);
    };
    let layout = (0, 0);
    let (checkpoint, former) = open(
        checkpoint_path,
        object,
        path,
        settings,
        layout,
        found,
        context,
    )?;
    match former {
        Former::Nothing => {}
        Former::Foreign => return Err(context.local(object, Checkpoint::foreign(checkpoint_path))),
        Former::Stale(record) | Former::Resumable(record) => remove_partial(path, &record),
    }
    Ok(Some(checkpoint))
}

/// Dropped, it removes the file that is of no use any more.
fn remove_partial(path: &Path, record: &Record) {
    let _ = PartialFile::open(path, false, Some(record.id()));
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
    let sizes = (layout.part_size, layout.size);
    let (mut checkpoint, former) = open(
        checkpoint_path,
        object,
        path,
        settings,
        sizes,
        found,
        context,
    )?;
    let record = match former {
        Former::Nothing => None,
        Former::Foreign => return Err(local(Checkpoint::foreign(checkpoint_path))),
        Former::Resumable(record) => Some(record),
        Former::Stale(record) => {
            remove_partial(path, &record);
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

fn open(
    checkpoint_path: &Path,
    object: &Request,
    path: &Path,
    settings: &FileSettings,
    (part_size, size): (u64, u64),
    found: &Response,
    context: CallContext<'_>,
) -> Result<(Checkpoint, Former)> {
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
        ("part_size", part_size.to_string()),
        ("size", size.to_string()),
        ("version_id", header(found, VERSION).to_owned()),
        ("etag", header(found, "ETag").to_owned()),
        (
            "crc",
            crc(found).map_or_else(String::new, |crc| crc.to_string()),
        ),
    ];
    Checkpoint::open(checkpoint_path, whose, facts).map_err(|fault| context.local(object, fault))
}
