//! Uploads a file: in one request, or in parts.

use std::sync::Arc;

use super::complete::{PartsCompletion, UploadEnd};
use super::context::CallContext;
use super::group::{MovePart, PartGroup};
use super::layout::{Layout, PartRange};
use super::ledger::Ledger;
use super::moved_part::MovedPart;
use super::progress::{FileProgress, MovedSide};
use super::requests::{common_headers, completion_headers, etag, of_object};
use super::settings::FileSettings;
use super::source_file::SourceFile;
use super::upload_begin::{Beginning, BegunUpload, begin, give_up_former};
use crate::client::state::Client;
use crate::error::{CosError, Reason, Result};
use crate::request::{Body, Request};
use crate::response::Response;

/// `put` is the request that would send the file as a whole.
pub fn upload(
    client: &Arc<Client>,
    put: &Request,
    settings: &FileSettings,
    context: CallContext<'_>,
) -> Result<Response> {
    let Body::File { path, .. } = &put.body else {
        return Err(CosError::missing("path", "set the path of a file"));
    };
    let file = SourceFile::look_at(path).map_err(|e| context.local(put, e))?;
    let progress = settings.progress.clone();
    let progress = progress.map(|report| FileProgress::new(report, file.size));
    if file.size == 0 || file.size < settings.threshold {
        let former = give_up_former(&of_object(put, "PUT", &[]), settings, &file, context)?;
        let response = in_one_request(put, settings, &file, progress, context)?;
        if let Some(checkpoint) = former {
            checkpoint.remove();
        }
        return Ok(response);
    }
    let layout = Layout::new(file.size, settings.part_size)?;
    let part = Request {
        headers: common_headers(settings),
        content_md5: settings.content_md5,
        ..of_object(put, "PUT", &[])
    };
    let begun = match begin(&part, settings, &file, layout, context)? {
        Beginning::Begun(begun) => begun,
        Beginning::Completed(response) => return Ok(*response),
    };
    let BegunUpload {
        id,
        initiated,
        checkpoint,
        record,
    } = begun;
    let ledger = match Ledger::new(layout, None, checkpoint, record) {
        Ok(ledger) => ledger,
        Err(fault) => {
            let error = context.local(&part, fault).was_sent();
            return Err(abort(&part, &id, context, error));
        }
    };
    let upload = Arc::new(PartsUpload {
        ledger,
        part,
        completion: completion_headers(settings),
        id,
        initiated,
        file,
        progress,
    });
    let group = PartGroup::new(layout, context.total, upload.clone(), context.call);
    let moved = Arc::new(group).run(client, settings.parallel, context);
    match moved.and_then(|()| upload.complete(context)) {
        Ok(response) => {
            upload.ledger.close();
            Ok(response)
        }
        Err(error) => Err(upload.give_up(context, error.was_sent())),
    }
}

/// Gives up what was sent, with time of its own.
fn abort(
    part: &Request,
    id: &str,
    context: CallContext<'_>,
    error: Box<CosError>,
) -> Box<CosError> {
    let request = of_object(part, "DELETE", &[("uploadId", Some(id))]);
    match context.send_afterwards(&request, CallContext::afterwards()) {
        Err(left) if !left.means("NoSuchUpload") => error.with_detail("UploadId", id),
        _ => error,
    }
}

/// Files of `/proc` say that they are empty: what is in them is sent.
fn in_one_request(
    put: &Request,
    settings: &FileSettings,
    file: &SourceFile,
    progress: Option<Arc<FileProgress>>,
    context: CallContext<'_>,
) -> Result<Response> {
    let request = Request {
        headers: settings.headers.clone(),
        body: Body::File {
            path: file.path.clone(),
            part: (file.size > 0).then_some((0, file.size)),
        },
        content_md5: settings.content_md5,
        progress: progress.map(|all| all.of_request(MovedSide::Sent)),
        ..of_object(put, "PUT", &[])
    };
    let sent = context.send(&request);
    match file.check() {
        Err(fault) if file.size > 0 => {
            let was_sent = sent
                .as_ref()
                .map_or_else(|error| error.request_sent(), |_| true);
            let error = context.local(&request, fault);
            Err(if was_sent { error.was_sent() } else { error })
        }
        _ => sent,
    }
}

/// An upload in parts.
struct PartsUpload {
    /// Without its query and body.
    part: Request,
    /// Headers of the request that completes it.
    completion: Vec<(String, String)>,
    id: String,
    initiated: String,
    file: SourceFile,
    ledger: Ledger,
    progress: Option<Arc<FileProgress>>,
}

impl MovePart for PartsUpload {
    fn object(&self) -> &Request {
        &self.part
    }

    fn move_part(&self, part: PartRange, context: CallContext<'_>) -> Result<()> {
        let number = part.number().to_string();
        let query = [
            ("partNumber", Some(&*number)),
            ("uploadId", Some(&*self.id)),
        ];
        let progress = self.progress.as_ref();
        let request = Request {
            headers: self.part.headers.clone(),
            body: Body::File {
                path: self.file.path.clone(),
                part: Some((part.start, part.length)),
            },
            content_md5: self.part.content_md5,
            progress: progress.map(|all| all.of_request(MovedSide::Sent)),
            ..of_object(&self.part, "PUT", &query)
        };
        let local = |fault| context.local(&request, fault);
        self.file.check().map_err(local)?;
        if let former @ Some(_) = self.ledger.former_crc(part)
            && self.file.sum(part, &context.control()).map_err(local)? == former
        {
            self.ledger.keep_former(part);
            progress.inspect(|all| all.add(part.length));
            return self.file.check().map_err(local);
        }
        let sent = context.send(&request);
        // It is why the request failed, if it did.
        self.file.check().map_err(local)?;
        let sent = sent?;
        let Some(etag) = etag(&sent) else {
            let message = "the response has no ETag";
            return Err(context.unfit(&request, Reason::BadResponse, message));
        };
        let moved = MovedPart {
            crc: sent.crc(),
            etag: etag.to_owned(),
        };
        self.ledger.note(part, moved).map_err(local)
    }
}

impl PartsUpload {
    fn complete(&self, context: CallContext<'_>) -> Result<Response> {
        let checked = self.file.check().and_then(|()| self.ledger.write());
        checked.map_err(|e| context.local(&self.part, e))?;
        let completion = PartsCompletion {
            document: self.ledger.document(),
            headers: self.completion.clone(),
        };
        UploadEnd {
            object: &self.part,
            id: &self.id,
            initiated: &self.initiated,
            size: self.file.size,
            crc: self.ledger.crc(),
        }
        .complete(completion, context)
    }

    /// Gives up what was sent, unless a later transfer may go on with it.
    fn give_up(&self, context: CallContext<'_>, error: Box<CosError>) -> Box<CosError> {
        let is_useless = ["NoSuchUpload", "InvalidPart", "InvalidPartOrder"];
        if is_useless.iter().any(|code| error.means(code)) {
            self.ledger.close();
        }
        match self.ledger.has_checkpoint() {
            true => error.with_detail("UploadId", &self.id),
            false => abort(&self.part, &self.id, context, error),
        }
    }
}
