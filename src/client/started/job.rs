//! A call between its start and its completion, as the threads see it.

use std::io;

use super::running::Running;
use crate::client::call_control::CallControl;
use crate::client::inside::Inside;
use crate::client::queue::Arrival;
use crate::client::transport::fault::Stop;
use crate::error::CosError;

/// A call that waits for a thread. Whoever takes it has all there is of it.
pub trait Job: Send {
    fn control(&self) -> &CallControl;

    /// The mark of its client.
    fn mark(&self) -> usize;

    /// Runs the call, and completes it.
    fn run(self: Box<Self>) -> Arrival;

    /// Completes it without a run.
    fn end(self: Box<Self>, stop: Stop) -> Arrival;

    /// There is no thread for it: it never began. The error that tells so.
    fn withdraw(self: Box<Self>, why: io::Error) -> Box<CosError>;
}

/// A call without a thread.
pub struct Waiting {
    pub job: Box<dyn Job>,
    running: Running,
}

/// A call that has completed, which is still to be told.
pub struct Ended {
    arrival: Arrival,
    running: Running,
    mark: usize,
}

impl Waiting {
    pub fn new(job: Box<dyn Job>, running: Running) -> Waiting {
        Waiting { job, running }
    }

    pub fn run(self) -> Ended {
        let Waiting { job, running } = self;
        let mark = job.mark();
        let arrival = job.run();
        Ended {
            arrival,
            running,
            mark,
        }
    }

    pub fn end(self, stop: Stop) -> Ended {
        let Waiting { job, running } = self;
        let mark = job.mark();
        let arrival = job.end(stop);
        Ended {
            arrival,
            running,
            mark,
        }
    }
}

impl Ended {
    /// Whether a function of the caller is to be called.
    pub fn notifies(&self) -> bool {
        self.arrival.notifies()
    }

    /// The last that happens of a call.
    pub fn tell(self) {
        let _inside = Inside::mark(self.mark);
        self.arrival.tell();
        drop(self.running);
    }
}
