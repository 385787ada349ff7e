//! A started call: what it holds, and how it ends.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use super::handle::Started;
use super::job::Job;
use crate::client::call::log_events::Events;
use crate::client::call::unsent::NothingSent;
use crate::client::call_control::CallControl;
use crate::client::call_options::Call;
use crate::client::inside::Inside;
use crate::client::local_error::LocalError;
use crate::client::parts::FileCall;
use crate::client::queue::{Arrival, Completion, Counted, Queue, Registration};
use crate::client::state::Client;
use crate::client::transport::fault::{Stop, WireFault};
use crate::error::{CosError, Result};
use crate::guard::guard_result;
use crate::request::{Claim, Request};
use crate::response::Response;
use crate::signing::endpoint::Origin;

/// What a call is started with.
pub struct NewCall {
    pub request: Arc<Request>,
    /// The request is what would move the file as a whole.
    pub file: Option<FileCall>,
    pub call: Arc<Call>,
    pub queue: Arc<Queue>,
    /// The caller's mark of the call.
    pub tag: usize,
    pub started: Arc<Started>,
}

/// A call that waits for a thread, or runs on one.
struct StartedCall {
    asked: Asked,
    completes: Completes,
}

/// What is the caller's: it is gone before anybody learns that the call has ended.
struct Asked {
    client: Arc<Client>,
    request: Arc<Request>,
    file: Option<FileCall>,
    call: Arc<Call>,
    control: CallControl,
    started: Arc<Started>,
    /// Its reader and writer, or why it cannot have them.
    claim: Option<Result<Claim>>,
}

struct Completes {
    registration: Registration,
    tag: usize,
    counted: Counted,
}

/// Starts a call. Its settings were checked.
pub fn start(client: Arc<Client>, new: NewCall, end: Option<Instant>) -> Result<()> {
    let own = client.own();
    let counted = Counted::new(&own.started, client.max_started).ok_or_else(|| {
        let fix = "so many calls were started: take completions from their queues first";
        CosError::argument("max_started", &client.max_started.to_string(), fix)
    })?;
    let Some(registration) = new.queue.register(&new.started) else {
        let fix = "it is shut down: start the call with another queue";
        return Err(CosError::argument_text("queue", fix));
    };
    let completes = Completes {
        registration,
        tag: new.tag,
        counted,
    };
    let control = client.control(&new.call, end, Some(&new.started));
    let asked = Asked {
        client: client.clone(),
        claim: Some(new.request.claim()),
        request: new.request,
        file: new.file,
        call: new.call,
        control,
        started: new.started,
    };
    let job = Box::new(StartedCall { asked, completes });
    own.workers
        .start(job)
        .map_err(|(error, job)| job.withdraw(error))
}

impl StartedCall {
    /// Ends the call with what `outcome` makes of it, on this thread.
    fn finish(self, outcome: impl FnOnce(&mut Asked) -> Result<Response>) -> Arrival {
        let StartedCall {
            mut asked,
            completes,
        } = self;
        let _inside = Inside::mark(asked.client.mark());
        let outcome = guard_result(|| outcome(&mut asked));
        drop(asked);
        completes.registration.complete(Completion {
            tag: completes.tag,
            outcome,
            counted: completes.counted,
        })
    }
}

impl Job for StartedCall {
    fn control(&self) -> &CallControl {
        &self.asked.control
    }

    fn mark(&self) -> usize {
        self.asked.client.mark()
    }

    fn run(self: Box<Self>) -> Arrival {
        self.finish(
            |asked| match (asked.claim.take(), asked.control.ended_by()) {
                (Some(Err(error)), _) => Err(error),
                (_, Some(stop)) => Err(asked.stopped(stop)),
                (_claim, None) => asked.carry_out(),
            },
        )
    }

    fn end(self: Box<Self>, stop: Stop) -> Arrival {
        self.finish(|asked| Err(asked.stopped(stop)))
    }

    fn withdraw(self: Box<Self>, why: io::Error) -> Box<CosError> {
        drop(self.completes);
        self.asked
            .failed(LocalError::system("start a thread for the call", why))
    }
}

impl Asked {
    fn carry_out(&self) -> Result<Response> {
        let (call, started) = (&self.call, Some(&self.started));
        let total = self.control.total;
        match &self.file {
            Some(file) => file.carry_out(&self.client, call, total, started),
            None => self.client.carry_out(&self.request, call, total, started),
        }
    }

    fn nothing_sent<'a>(&'a self, origin: &'a Origin) -> NothingSent<'a> {
        NothingSent::new(&self.client, &self.request, origin, &self.control, &[])
    }

    /// The error of a call for which the system lacks something.
    fn failed(&self, fault: LocalError) -> Box<CosError> {
        match self.client.origin(&self.request, &self.call) {
            Ok(origin) => {
                let fault = WireFault::from(fault).into();
                self.nothing_sent(&origin).local(&fault)
            }
            Err(error) => error,
        }
    }

    /// The error of a call that ended while it waited for a thread.
    fn stopped(&self, stop: Stop) -> Box<CosError> {
        let error = match self.client.origin(&self.request, &self.call) {
            Ok(origin) => self.nothing_sent(&origin).stopped(stop),
            Err(error) => error,
        };
        Events::new(self.client.log.as_ref()).failed(&error);
        error
    }
}
