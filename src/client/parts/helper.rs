//! A helper of a transfer: a job of the pool. It may begin when all parts are moved.

use std::io;
use std::sync::Arc;

use crate::client::call_control::CallControl;
use crate::client::inside::Inside;
use crate::client::queue::Arrival;
use crate::client::started::Job;
use crate::client::state::Client;
use crate::client::transport::fault::Stop;
use crate::error::{CosError, Reason};

/// A group of parts, as its helpers see it.
pub trait Helped: Send + Sync {
    /// Moves parts on this thread, as long as there are any.
    fn help(&self, client: &Client);
}

pub struct Helper {
    client: Arc<Client>,
    group: Arc<dyn Helped>,
    control: CallControl,
}

impl Helper {
    pub fn new(client: Arc<Client>, group: Arc<dyn Helped>) -> Helper {
        Helper {
            control: client.control(&Default::default(), None, None),
            client,
            group,
        }
    }
}

impl Job for Helper {
    fn control(&self) -> &CallControl {
        &self.control
    }

    fn mark(&self) -> usize {
        self.client.mark()
    }

    fn run(self: Box<Self>) -> Arrival {
        let _inside = Inside::mark(self.client.mark());
        self.group.help(&self.client);
        Arrival::default()
    }

    fn end(self: Box<Self>, _: Stop) -> Arrival {
        Arrival::default()
    }

    fn withdraw(self: Box<Self>, why: io::Error) -> Box<CosError> {
        CosError::client(Reason::LocalIo, &why.to_string())
    }
}
