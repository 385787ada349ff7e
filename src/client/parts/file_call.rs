//! A file that is moved, and its object.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::context::CallContext;
use super::download::download;
use super::settings::{FileSettings, is_of_download, is_of_one_request};
use super::upload::upload;
use crate::client::call_options::Call;
use crate::client::started::Started;
use crate::client::state::Client;
use crate::error::{CosError, Result};
use crate::request::{Body, Request, Sink};
use crate::response::Response;

#[derive(Clone)]
pub struct FileCall {
    /// What would move the file as a whole: it names bucket, key and path.
    pub request: Arc<Request>,
    pub settings: Arc<FileSettings>,
}

impl FileCall {
    pub fn upload(bucket: &str, key: &str, path: &Path, settings: Arc<FileSettings>) -> FileCall {
        let settings = with_fixed_checkpoint(settings);
        let body = Body::File {
            path: fixed(path),
            part: None,
        };
        FileCall {
            request: Arc::new(Request {
                body,
                ..Request::new("PUT", Some(bucket), Some(key))
            }),
            settings,
        }
    }

    pub fn download(bucket: &str, key: &str, path: &Path, settings: Arc<FileSettings>) -> FileCall {
        let settings = with_fixed_checkpoint(settings);
        FileCall {
            request: Arc::new(Request {
                sink: Sink::File(fixed(path)),
                ..Request::new("GET", Some(bucket), Some(key))
            }),
            settings,
        }
    }

    /// What is started: the request stands for the whole.
    pub fn into_started(self) -> (Arc<Request>, Option<FileCall>) {
        (self.request.clone(), Some(self))
    }

    /// Reports what cannot be part of such a call.
    pub fn check(&self, call: &Call) -> Result<()> {
        self.settings.mistake.check()?;
        if let Some(path) = &self.settings.checkpoint
            && self.path() == Some(path)
        {
            let fix = "is the path of the file itself: set another path";
            return Err(CosError::argument(
                "checkpoint",
                &path.to_string_lossy(),
                fix,
            ));
        }
        let is_upload = matches!(self.request.body, Body::File { .. });
        let of_settings = self.settings.headers.iter();
        let mut names = of_settings.chain(&call.headers).map(|(name, _)| name);
        let is_wrong =
            |name: &&String| is_of_one_request(name) || is_upload && is_of_download(name);
        match names.find(is_wrong) {
            Some(name) => {
                let fix = "it is about one request, and a file takes several: leave it out";
                Err(CosError::argument("header name", name, fix))
            }
            None => Ok(()),
        }
    }

    fn path(&self) -> Option<&PathBuf> {
        match (&self.request.body, &self.request.sink) {
            (Body::File { path, .. }, _) | (_, Sink::File(path)) => Some(path),
            _ => None,
        }
    }

    pub fn carry_out(
        &self,
        client: &Arc<Client>,
        call: &Call,
        total: Option<Instant>,
        started: Option<&Arc<Started>>,
    ) -> Result<Response> {
        let context = CallContext {
            client,
            call,
            total,
            started,
        };
        match self.request.body {
            Body::File { .. } => upload(client, &self.request, &self.settings, context),
            _ => download(client, &self.request, &self.settings, context),
        }
    }
}

/// The path as it is now: the process may change its directory meanwhile.
fn fixed(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn with_fixed_checkpoint(mut settings: Arc<FileSettings>) -> Arc<FileSettings> {
    if let Some(path) = settings.checkpoint.as_deref().map(fixed) {
        Arc::make_mut(&mut settings).checkpoint = Some(path);
    }
    settings
}
