//! The client: options, credentials, transport, retry, clock.

mod auth;
mod call;
mod call_control;
mod call_options;
mod clock_offset;
mod content_range;
mod end_flags;
mod entered;
mod inside;
mod lent_places;
mod local_error;
mod log;
mod lookout;
mod options;
mod parts;
mod per_process;
mod place;
mod platform;
mod prepared_request;
mod queue;
mod random;
mod request_head;
mod slots;
mod started;
mod state;
mod system_text;
mod thread;
mod transfer;
mod transport;
mod wait;

use std::sync::Arc;
use std::time::Instant;

use crate::error::Result;
use crate::request::Request;
use crate::response::Response;

pub use auth::{KeySource, Provided};
pub use call_control::Interrupt;
pub use call_options::Call;
pub use entered::Entered;
pub use log::{Level, Log};
pub use options::{Options, milliseconds};
pub use parts::{FileCall, FileReport, FileSettings};
pub use place::InCallback;
pub use queue::{Completion, Notify, Queue, Taken};
pub use started::{NewCall, Started};
pub use state::Client;
pub use transport::uncancelled;
pub use wait::Wait;

use inside::Inside;

impl Client {
    /// Sends a request and receives the response.
    pub fn send(&self, request: &Request, call: &Call) -> Result<Response> {
        self.check(request, call)?;
        let _inside = Inside::enter(self.mark())?;
        let _claim = request.claim()?;
        self.carry_out(request, call, self.end_of(request, call), None)
    }

    /// Moves a file to its object, or the object into the file.
    pub fn move_file(self: &Arc<Client>, file: &FileCall, call: &Call) -> Result<Response> {
        file.check(call)?;
        self.check(&file.request, call)?;
        let _inside = Inside::enter(self.mark())?;
        let end = self.end_of(&file.request, call);
        file.carry_out(self, call, end, None)
    }

    /// Starts a call that completes in the queue. What it needs of request and settings is its
    /// own from here on.
    pub fn start(self: Arc<Client>, new: NewCall) -> Result<()> {
        if let Some(file) = &new.file {
            file.check(&new.call)?;
        }
        self.check(&new.request, &new.call)?;
        let end = self.end_of(&new.request, &new.call);
        started::start(self, new, end)
    }

    /// Waits until no call runs. Whether none does; fails inside of a callback.
    pub fn wait(&self, wait: Wait) -> Result<bool> {
        let _inside = Inside::enter(self.mark())?;
        Ok(self.own().workers.wait(wait))
    }

    /// Reports what a request and its settings have kept of wrong values.
    fn check(&self, request: &Request, call: &Call) -> Result<()> {
        request.mistake.check()?;
        request.unsendable.check()?;
        call.mistake.check()?;
        call.unsendable.check()?;
        self.own().keys.check_query(&request.query)
    }

    /// When the time of a call is over that begins now.
    fn end_of(&self, request: &Request, call: &Call) -> Option<Instant> {
        let total = self.time(request, call);
        total.and_then(|time| Instant::now().checked_add(time))
    }

    /// HEAD Bucket (436/7735): does a bucket exist, and may I use it?
    pub fn head_bucket(&self, bucket: &str, call: &Call) -> Result<Response> {
        #[cfg(feature = "panic-injection")]
        assert_ne!(bucket, "panic-1250000000", "a panic was requested");
        self.send(&Request::new("HEAD", Some(bucket), None), call)
    }
}
