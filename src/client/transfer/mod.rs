//! The transfer of the request's body and of the response's body.

mod crc_join;
mod download;
mod integrity;
mod partial_file;
mod progress;
mod sender;
mod upload;

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use ureq::SendBody;

use self::download::Download;
use self::progress::Progress;
use self::sender::Sender;
use self::upload::Upload;
use super::call_control::CallControl;
use super::call_options::Call;
use super::local_error::LocalError;
use super::transport::fault::WireFault;
use super::transport::{Cut, ResponseBody, ResponseHead, read_body, read_error_body, ureq_error};
use crate::request::{Body as RequestBody, Request};
use crate::response::Response;

pub use crc_join::joined;
pub use integrity::{Crc, Mismatch};
pub use partial_file::PartialFile;
pub use upload::PIECE;

const CONTENT_MD5: &str = "content-md5";

/// The transfer of a call. It is opened once, and begins again with each attempt.
pub struct Transfer<'a> {
    request: &'a Request,
    upload: Option<Upload<'a>>,
    download: Download<'a>,
    progress: Progress<'a>,
}

impl<'a> Transfer<'a> {
    /// Opens files before anything is sent. On failure it leaves no file.
    pub fn open(
        request: &'a Request,
        call: &Call,
        control: &CallControl,
    ) -> Result<Transfer<'a>, WireFault> {
        let mut upload = Upload::open(request, call)?;
        let has_md5 = call.has_header(request, CONTENT_MD5);
        if let Some(upload) = &mut upload
            && request.demands_md5()
            && !has_md5
        {
            upload.hash(control)?;
        }
        Ok(Transfer {
            request,
            download: Download::open(request)?,
            progress: Progress::new(request.progress.as_deref()),
            upload,
        })
    }

    /// The body's headers; `None` if there is no body. `md5` is `self.md5()`.
    pub fn announced<'m>(&self, md5: Option<&'m str>) -> Option<Announced<'m>> {
        self.upload.as_ref().map(|upload| Announced {
            length: upload.length(),
            md5,
        })
    }

    /// The Content-MD5 to send.
    pub fn md5(&self) -> Option<&str> {
        self.upload.as_ref()?.md5()
    }

    /// Whether there are bytes to send.
    pub fn has_bytes(&self) -> bool {
        let upload = self.upload.as_ref();
        upload.is_some_and(|upload| upload.length() != Some(0))
    }

    /// An attempt sends no bytes.
    pub fn send_nothing(&mut self) {
        if self.upload.is_some() {
            self.progress.begin(Some(0));
        }
    }

    /// The body, for one attempt under its control.
    pub fn send<T>(
        &mut self,
        control: &Arc<CallControl>,
        send: impl FnOnce(SendBody<'_>) -> T,
    ) -> T {
        match &mut self.upload {
            None => send(SendBody::none()),
            Some(upload) => {
                self.progress.begin(upload.length());
                if upload.is_at_hand() {
                    control.state.set_body_at_hand();
                }
                let mut sender = Sender::new(upload, &mut self.progress, control);
                send(SendBody::from_reader(&mut sender))
            }
        }
    }

    pub fn has_sink(&self) -> bool {
        self.download.is_sink()
    }

    /// Shows the head of a success to the caller, who may refuse it.
    pub fn tell_head(&self, response: &Response) -> Result<(), ureq::Error> {
        let refused = |source| LocalError::Callback {
            what: "the head function refused the response".to_owned(),
            source: Some(source),
        };
        match &self.request.head {
            Some(head) => head(response).map_err(|source| local(refused(source))),
            None => Ok(()),
        }
    }

    /// Moves a body into the sink, to its end.
    pub fn receive(
        &mut self,
        status: u16,
        headers: &ResponseHead,
        body: &mut ResponseBody,
        control: &CallControl,
    ) -> Result<(), ureq::Error> {
        if self.is_whole(status) && self.told(headers).is_some() {
            self.download.sum();
        }
        self.progress.expect(body.announced());
        let mut piece = vec![0; PIECE];
        loop {
            match body.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(amount) => {
                    self.download.write(&piece[..amount], control)?;
                    self.progress.received(amount);
                }
                Err(fault) => return Err(ureq_error(fault)),
            }
        }
    }

    /// Reads a body into memory, as far as it comes, and why it ended before its end.
    pub fn keep(
        &mut self,
        status: u16,
        body: &mut ResponseBody,
        control: &CallControl,
    ) -> (Vec<u8>, Option<Cut>) {
        let progress = &mut self.progress;
        if !(200..300).contains(&status) {
            return read_error_body(body, control);
        }
        progress.expect(body.announced());
        read_body(body, |amount| progress.received(amount))
    }

    /// Puts a body into the sink that was read and judged before.
    pub fn deliver(&mut self, body: &[u8], control: &CallControl) -> Result<(), ureq::Error> {
        if body.is_empty() {
            return Ok(());
        }
        Ok(self.download.write(body, control)?)
    }

    /// The bytes that the sink took so far.
    pub fn taken(&self) -> u64 {
        self.download.taken()
    }

    /// The attempt came to nothing.
    pub fn stop(&mut self) {
        self.progress.stop();
    }

    /// Completes the sink. Returns the number of bytes in it.
    pub fn finish(&mut self) -> Result<u64, ureq::Error> {
        self.progress.end();
        self.download.finish().map_err(local)
    }

    /// The sum of the bytes that were moved, if it was computed.
    pub fn crc(&self) -> Option<u64> {
        let sent = self.upload.as_ref().and_then(Upload::crc);
        sent.or_else(|| self.download.crc())
    }

    /// Whether the server stored what was sent.
    pub fn check_upload(&self, headers: &ResponseHead) -> Result<(), Mismatch> {
        match self.upload.as_ref().and_then(Upload::crc) {
            Some(crc) => integrity::compare(headers, || crc),
            None => Ok(()),
        }
    }

    /// Whether the object arrived as it is stored. `kept` is a body in memory.
    pub fn check_download(
        &self,
        status: u16,
        headers: &ResponseHead,
        kept: &[u8],
    ) -> Result<(), Mismatch> {
        match self.is_whole(status) {
            true => integrity::compare_with(self.told(headers), || {
                let moved = self.download.crc();
                moved.unwrap_or_else(|| integrity::crc(kept))
            }),
            false => Ok(()),
        }
    }

    /// The checksum of the object: that of the response, or the one that was known before.
    fn told(&self, headers: &ResponseHead) -> Option<u64> {
        let known = || self.request.expected.and_then(|expected| expected.crc);
        integrity::told(headers).or_else(known)
    }

    /// Whether a response contains the whole object as it is stored.
    fn is_whole(&self, status: u16) -> bool {
        status == 200 && integrity::is_sent_as_stored(self.request)
    }

    /// Back to the first byte, for another attempt; or why that cannot be.
    pub fn rewind(&mut self) -> Result<(), Cow<'static, str>> {
        if let Some(upload) = &mut self.upload {
            upload.rewind()?;
        }
        self.download.rewind()?;
        self.progress.rewind();
        Ok(())
    }
}

/// The Content-MD5 that a request must have, unless the caller set it. Its body is read, which
/// a reader that will be read by somebody else does not allow.
pub fn content_md5(
    request: &Request,
    call: &Call,
    control: &CallControl,
) -> Result<Option<String>, WireFault> {
    let has_body = !matches!(request.body, RequestBody::None);
    let is_wanted = request.content_md5 || (has_body && request.is_document());
    if !is_wanted || call.has_header(request, CONTENT_MD5) {
        return Ok(None);
    }
    if let RequestBody::Reader(_) = request.body {
        return Err(LocalError::Mistake(
            "body_reader: a Content-MD5 is needed, and a reader is not read for it: set the body as bytes or as a file, or set Content-MD5 yourself",
        )
        .into());
    }
    let mut upload = Upload::open(request, call)?;
    if let Some(upload) = &mut upload {
        upload.hash(control)?;
    }
    Ok(upload.as_ref().and_then(Upload::md5).map(str::to_owned))
}

/// The framing of the body, as the response head describes it.
#[derive(Clone, Copy)]
pub struct Announced<'a> {
    /// `None`: sent in chunks.
    pub length: Option<u64>,
    pub md5: Option<&'a str>,
}

fn local(fault: LocalError) -> ureq::Error {
    WireFault::Local(fault).into()
}
