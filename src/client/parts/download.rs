//! Downloads an object into a file: in one request, or in parts.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::context::CallContext;
use super::download_begin::{begin, give_up_former, of_version, query_of};
use super::group::{MovePart, PartGroup};
use super::layout::{Layout, PartRange};
use super::ledger::Ledger;
use super::moved_part::MovedPart;
use super::progress::{FileProgress, MovedSide};
use super::requests::{crc, header, number, of_object};
use super::settings::FileSettings;
use super::source_file::sum;
use crate::client::call::call_secrets::CallSecrets;
use crate::client::call::log_events::Events;
use crate::client::local_error::LocalError;
use crate::client::state::Client;
use crate::error::{CosError, Reason, Result};
use crate::request::{ExpectedContent, FilePart, Request, Sink};
use crate::response::Response;

/// `get` is the request that would fetch the object as a whole.
pub fn download(
    client: &Arc<Client>,
    get: &Request,
    settings: &FileSettings,
    context: CallContext<'_>,
) -> Result<Response> {
    let Sink::File(path) = &get.sink else {
        return Err(CosError::missing("path", "set the path of a file"));
    };
    let head = Request {
        headers: settings.headers.clone(),
        ..of_object(get, "HEAD", &query_of(settings.version_id.as_deref()))
    };
    let found = context.send(&head)?;
    let Some(size) = number(&found, "Content-Length") else {
        let message = "the response has no Content-Length";
        return Err(context.unfit(&head, Reason::BadResponse, message));
    };
    let object = of_version(get, settings, &found);
    let progress = settings.progress.clone();
    let progress = progress.map(|report| FileProgress::new(report, size));
    if size == 0 || size < settings.threshold {
        let former = give_up_former(&object, path, settings, &found, context)?;
        let response = context.send(&Request {
            sink: get.sink.clone(),
            expected: Some(ExpectedContent {
                length: size,
                crc: crc(&found),
            }),
            progress: progress.map(|all| all.of_request(MovedSide::Received)),
            ..object
        })?;
        if let Some(checkpoint) = former {
            checkpoint.remove();
        }
        return Ok(response);
    }
    let layout = Layout::new(size, settings.part_size)?;
    in_parts(
        client,
        object,
        path,
        (layout, progress),
        &found,
        settings,
        context,
    )?;
    Ok(found.delivered(size))
}

fn in_parts(
    client: &Arc<Client>,
    object: Request,
    path: &Path,
    (layout, progress): (Layout, Option<Arc<FileProgress>>),
    found: &Response,
    settings: &FileSettings,
    context: CallContext<'_>,
) -> Result<()> {
    let asked = object.clone();
    let local = |fault| context.local(&asked, fault);
    let mut begun = begin(&object, path, settings, layout, found, context)?;
    let is_resumed = begun.record.is_some();
    let reserved = begun.partial.reserve(layout.size).map(Arc::new);
    let ledger = reserved.and_then(|file| {
        let written = Some(file.clone());
        let ledger = Ledger::new(layout, written, begun.checkpoint, begun.record)?;
        Ok((file, ledger))
    });
    if ledger.is_err() && is_resumed {
        begun.partial.leave();
    }
    let (file, ledger) = ledger.map_err(local)?;
    let download = Arc::new(PartsDownload {
        file,
        path: Arc::new(path.to_owned()),
        object,
        ledger,
        size: layout.size,
        progress,
    });
    let group = PartGroup::new(layout, context.total, download.clone(), context.call);
    let moved = Arc::new(group).run(client, settings.parallel, context);
    let kept = moved.and_then(|()| {
        // What differs now is of no use to a later transfer.
        let checked = download.check(crc(found), context);
        checked.inspect_err(|_| download.ledger.close())?;
        begun.partial.keep().map_err(local)
    });
    match kept {
        Ok(()) => download.ledger.close(),
        Err(_) if download.ledger.has_checkpoint() => begun.partial.leave(),
        Err(_) => {}
    }
    kept
}

/// A download in parts.
struct PartsDownload {
    file: Arc<File>,
    path: Arc<PathBuf>,
    object: Request,
    ledger: Ledger,
    size: u64,
    progress: Option<Arc<FileProgress>>,
}

impl MovePart for PartsDownload {
    fn object(&self) -> &Request {
        &self.object
    }

    fn move_part(&self, part: PartRange, context: CallContext<'_>) -> Result<()> {
        let local = |fault| context.local(&self.object, fault);
        if let former @ Some(_) = self.ledger.former_crc(part)
            && self.sum(part, context).map_err(local)? == former
        {
            self.ledger.keep_former(part);
            self.progress.as_ref().inspect(|all| all.add(part.length));
            return Ok(());
        }
        let request = self.of_part(part);
        let response = context.send(&request)?;
        self.check_part(&response)
            .map_err(|message| context.unfit(&request, Reason::BadResponse, &message))?;
        let moved = MovedPart {
            crc: response.crc(),
            etag: String::new(),
        };
        self.ledger.note(part, moved).map_err(local)
    }
}

impl PartsDownload {
    fn of_part(&self, part: PartRange) -> Request {
        let mut request = self.object.clone();
        let last = part.start + part.length - 1;
        let range = format!("bytes={}-{last}", part.start);
        request.headers.push(("Range".to_owned(), range));
        request.sink = Sink::Part(FilePart {
            file: self.file.clone(),
            path: self.path.clone(),
            start: part.start,
            length: part.length,
        });
        request.expected = Some(ExpectedContent {
            length: part.length,
            crc: None,
        });
        let progress = self.progress.as_ref();
        request.progress = progress.map(|all| all.of_request(MovedSide::Received));
        request
    }

    /// Whether the part is of the object that was found: range and length were checked already.
    fn check_part(&self, response: &Response) -> std::result::Result<(), String> {
        let told = header(response, "Content-Range");
        let whole = format!("/{}", self.size);
        let is_of_object = told.is_empty() || told.ends_with(&whole) || told.ends_with("/*");
        if is_of_object {
            return Ok(());
        }
        Err(format!(
            "the object has {} bytes, but a part of it arrived with Content-Range {told:?}",
            self.size
        ))
    }

    fn sum(
        &self,
        part: PartRange,
        context: CallContext<'_>,
    ) -> std::result::Result<Option<u64>, LocalError> {
        let sum = sum(&self.file, part, &context.control());
        sum.map_err(|e| LocalError::file("path", "read", &self.path, e))
    }

    /// Compares what arrived with what is stored.
    fn check(&self, stored: Option<u64>, context: CallContext<'_>) -> Result<()> {
        let (Some(theirs), Some(ours)) = (stored, self.ledger.crc()) else {
            let origin = context.client.origin(&self.object, context.call)?;
            let secrets = CallSecrets::new(context.client, &self.object, &origin, &[]);
            let url = secrets.hide(secrets.url());
            Events::new(context.client.log.as_ref()).unchecked(&url);
            return Ok(());
        };
        if ours == theirs {
            return Ok(());
        }
        let message = format!(
            "checksum mismatch: the received object differs from what is stored: CRC-64 {ours} here, {theirs} at the server"
        );
        Err(context.unfit(&self.object, Reason::Checksum, &message))
    }
}
