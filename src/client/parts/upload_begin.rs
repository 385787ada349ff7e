//! How an upload in parts begins: anew, or where a former one has ended.

use std::path::Path;

use super::checkpoint::{Checkpoint, Former, Record, digest};
use super::complete::{Fate, UploadEnd};
use super::context::CallContext;
use super::layout::Layout;
use super::ledger::sum;
use super::requests::{header, of_object};
use super::settings::FileSettings;
use super::source_file::SourceFile;
use crate::error::{Reason, Result};
use crate::request::Request;
use crate::response::Response;

/// An upload that takes parts.
pub struct BegunUpload {
    pub id: String,
    /// The server's time of the beginning, as it wrote it.
    pub initiated: String,
    pub checkpoint: Option<Checkpoint>,
    /// Of the former transfer.
    pub record: Option<Record>,
}

pub enum Beginning {
    Begun(BegunUpload),
    /// The former one has ended with success.
    Completed(Box<Response>),
}

/// `part` names the object, and has the headers of each request.
pub fn begin(
    part: &Request,
    settings: &FileSettings,
    file: &SourceFile,
    layout: Layout,
    context: CallContext<'_>,
) -> Result<Beginning> {
    let Some(path) = &settings.checkpoint else {
        let (id, initiated) = initiate(part, settings, context)?;
        return Ok(Beginning::Begun(BegunUpload {
            id,
            initiated,
            checkpoint: None,
            record: None,
        }));
    };
    let (mut checkpoint, former) = open(path, part, settings, file, layout.part_size, context)?;
    let record = match former {
        Former::Nothing => None,
        Former::Foreign => return Err(context.local(part, Checkpoint::foreign(path))),
        Former::Stale(record) => {
            abort(&record, part, context)?;
            None
        }
        Former::Resumable(record) => match look(&record, part, layout, context) {
            Fate::Open => Some(record),
            Fate::Gone => None,
            Fate::Completed(response) => {
                checkpoint.remove();
                return Ok(Beginning::Completed(response));
            }
        },
    };
    let (id, initiated) = match &record {
        Some(record) => (record.id().to_owned(), record.fact("initiated").to_owned()),
        None => initiate(part, settings, context)?,
    };
    checkpoint.add("id", &id);
    checkpoint.add("initiated", &initiated);
    Ok(Beginning::Begun(BegunUpload {
        id,
        initiated,
        checkpoint: Some(checkpoint),
        record,
    }))
}

/// Gives up what a former upload has left: the file is sent in one request. The checkpoint is that
/// to remove after a success, if there is one.
pub fn give_up_former(
    part: &Request,
    settings: &FileSettings,
    file: &SourceFile,
    context: CallContext<'_>,
) -> Result<Option<Checkpoint>> {
    let Some(path) = settings.checkpoint.as_ref().filter(|path| path.exists()) else {
        return Ok(None);
    };
    let (checkpoint, former) = open(path, part, settings, file, 0, context)?;
    match former {
        Former::Nothing => {}
        Former::Foreign => return Err(context.local(part, Checkpoint::foreign(path))),
        Former::Stale(record) | Former::Resumable(record) => abort(&record, part, context)?,
    }
    Ok(Some(checkpoint))
}

fn abort(record: &Record, part: &Request, context: CallContext<'_>) -> Result<()> {
    let id = record.id();
    match context.send(&of_object(part, "DELETE", &[("uploadId", Some(id))])) {
        // The checkpoint, which stays, and the error have its only id.
        Err(error) if !error.means("NoSuchUpload") => Err(error.with_detail("UploadId", id)),
        _ => Ok(()),
    }
}

/// Id and time of a new upload.
fn initiate(
    part: &Request,
    settings: &FileSettings,
    context: CallContext<'_>,
) -> Result<(String, String)> {
    let initiate = Request {
        headers: settings.headers.clone(),
        ..of_object(part, "POST", &[("uploads", None)])
    };
    let initiated = context.send(&initiate)?;
    let id = initiated.document().value_z(b"UploadId");
    let id = id.trim_end_matches('\0').to_owned();
    if id.is_empty() {
        let message = "the response has no UploadId";
        return Err(context.unfit(&initiate, Reason::BadResponse, message));
    }
    Ok((id, header(&initiated, "Date").to_owned()))
}

fn open(
    path: &Path,
    part: &Request,
    settings: &FileSettings,
    file: &SourceFile,
    part_size: u64,
    context: CallContext<'_>,
) -> Result<(Checkpoint, Former)> {
    let origin = context.client.origin(part, context.call)?;
    let name = |name: &Option<String>| name.clone().unwrap_or_default();
    let whose = vec![
        ("kind", "upload".to_owned()),
        ("bucket", name(&part.bucket)),
        ("key", name(&part.key)),
        ("host", origin.host),
        ("path", file.path.to_string_lossy().into_owned()),
    ];
    let headers = settings.headers.iter().chain(&context.call.headers);
    let facts = vec![
        ("headers", digest(headers)),
        ("part_size", part_size.to_string()),
        ("file", format!("{:?}", file.identity.0)),
    ];
    let opened = Checkpoint::open(path, whose, facts);
    opened.map_err(|fault| context.local(part, fault))
}

/// What has become of a former upload, whose object may be there.
fn look(record: &Record, part: &Request, layout: Layout, context: CallContext<'_>) -> Fate {
    let mut parts = vec![None; layout.count()];
    for (index, moved) in &record.parts {
        if let Some(slot) = parts.get_mut(*index) {
            *slot = Some(moved);
        }
    }
    UploadEnd {
        object: part,
        id: record.id(),
        initiated: record.fact("initiated"),
        size: layout.size,
        crc: sum(layout, parts.into_iter()),
    }
    .look(context)
}
