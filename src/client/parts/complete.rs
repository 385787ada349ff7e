//! Completes an upload in parts.

use std::time::Instant;

use super::context::CallContext;
use super::requests::{crc, etag, header, number, of_object};
use crate::error::{CodeSource, CosError, Kind, Reason, Result};
use crate::request::{Body, Request};
use crate::response::Response;

pub struct UploadEnd<'a> {
    /// With the headers that each request has.
    pub object: &'a Request,
    pub id: &'a str,
    pub initiated: &'a str,
    pub size: u64,
    /// `None`: not known.
    pub crc: Option<u64>,
}

/// What an upload is completed with.
pub struct PartsCompletion {
    pub document: String,
    pub headers: Vec<(String, String)>,
}

/// What has become of an upload.
pub enum Fate {
    /// It is there, as far as is known.
    Open,
    Completed(Box<Response>),
    Gone,
}

impl UploadEnd<'_> {
    pub fn complete(&self, with: PartsCompletion, context: CallContext<'_>) -> Result<Response> {
        let request = Request {
            headers: with.headers,
            body: Body::Memory(with.document.into_bytes().into()),
            ..self.of_upload("POST")
        };
        let response = match context.send_patiently(&request) {
            Ok(response) => response,
            Err(error) if is_certain(&error) => return Err(error),
            Err(error) => {
                return match self.look(context) {
                    Fate::Completed(response) => Ok(*response),
                    Fate::Open | Fate::Gone => Err(error),
                };
            }
        };
        match self.told(&response, context) {
            Some(told) if self.crc.is_some_and(|ours| ours != told) => {
                let message = format!(
                    "checksum mismatch: the stored object differs from the parts that were sent: CRC-64 {} here, {told} at the server",
                    self.crc.unwrap_or_default()
                );
                Err(context.unfit(&request, Reason::Checksum, &message))
            }
            _ => Ok(response),
        }
    }

    fn of_upload(&self, method: &str) -> Request {
        of_object(self.object, method, &[("uploadId", Some(self.id))])
    }

    fn head(&self) -> Request {
        Request {
            headers: self.object.headers.clone(),
            ..of_object(self.object, "HEAD", &[])
        }
    }

    /// The sum of the object that was completed. A HEAD tells it, unless the object was replaced
    /// meanwhile, or must not be read.
    fn told(&self, completed: &Response, context: CallContext<'_>) -> Option<u64> {
        let of_completion = crc(completed);
        if of_completion.is_some() || self.crc.is_none() {
            return of_completion;
        }
        let document = completed.document().value_z(b"ETag");
        let head = context.send(&self.head()).ok()?;
        let bare = |etag: &str| etag.trim_matches('"').to_owned();
        let is_same = etag(&head).map(bare) == Some(bare(document.trim_end_matches('\0')));
        crc(&head).filter(|_| is_same)
    }

    /// What has become of the upload. A completion whose response says otherwise, or did not
    /// come, may have succeeded.
    pub fn look(&self, context: CallContext<'_>) -> Fate {
        let end = CallContext::afterwards();
        match context.send_afterwards(&self.of_upload("GET"), end) {
            Err(error) if error.means("NoSuchUpload") => match self.completed(context, end) {
                Some(response) => Fate::Completed(Box::new(response)),
                None => Fate::Gone,
            },
            _ => Fate::Open,
        }
    }

    /// The object, if it is ours and not older than the upload. An object of the same content
    /// that was there before is not taken for it.
    fn completed(&self, context: CallContext<'_>, end: Option<Instant>) -> Option<Response> {
        let head = context.send_afterwards(&self.head(), end).ok()?;
        let is_ours = number(&head, "Content-Length") == Some(self.size)
            && self.crc.is_some()
            && crc(&head) == self.crc;
        let time = |text: &str| httpdate::parse_http_date(text).ok();
        let (begun, made) = (time(self.initiated)?, time(header(&head, "Last-Modified"))?);
        (is_ours && made >= begun).then_some(head)
    }
}

/// Whether the upload was certainly not completed.
fn is_certain(error: &CosError) -> bool {
    // An attempt before it may have done its work.
    let refused = error.kind() == Kind::Service
        && (400..500).contains(&error.status())
        && error.attempts().len() < 2;
    // The upload is gone if it was completed: a 404 without a code may say this.
    let is_untold = error.status() == 404 && error.code_source() == CodeSource::Status;
    !error.request_sent() || refused && !is_untold && !error.means("NoSuchUpload")
}
