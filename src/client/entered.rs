//! A client that a call has entered.

use std::ops::Deref;
use std::sync::Arc;

use super::started::Running;
use super::state::Client;

/// Who waits for the client's calls waits until it is dropped. What the call holds besides goes
/// before: the functions that release it may belong to code that is unloaded then.
pub struct Entered {
    // Dropped first.
    client: Arc<Client>,
    _running: Running,
}

impl Entered {
    pub fn new(client: Arc<Client>) -> Entered {
        Entered {
            _running: client.own().workers.begin(),
            client,
        }
    }
}

impl Deref for Entered {
    type Target = Arc<Client>;

    fn deref(&self) -> &Arc<Client> {
        &self.client
    }
}
