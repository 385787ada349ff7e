//! Which clients have a call on this thread: what runs then beyond the library is a callback.
//!
//! A callback that waits for another call of its client may wait for itself: for the connection
//! that its own call holds, or for the provider that it is. So a call that may wait is an error
//! there.

use std::cell::Cell;

use crate::error::{CosError, Result};

/// Calls inside each other: a callback of one client's call may use another client.
const DEEPEST: usize = 8;

#[derive(Clone, Copy)]
struct Frames {
    clients: [usize; DEEPEST],
    depth: usize,
}

thread_local! {
    /// Without a destructor, for calls that are made while a thread ends.
    static FRAMES: Cell<Frames> = const {
        Cell::new(Frames { clients: [0; DEEPEST], depth: 0 })
    };
}

/// A call of a client is on this thread while it lives.
pub struct Inside(Frames);

impl Inside {
    /// Fails inside of a callback of the same client.
    pub fn enter(client: usize) -> Result<Inside> {
        let before = FRAMES.get();
        if is_inside(client) || before.depth == DEEPEST {
            return Err(CosError::argument_text(
                "client",
                "a callback of the client must not wait for another of its calls: use cos_client_start, or another thread",
            ));
        }
        Ok(Inside::mark(client))
    }

    /// The same for a thread of the library.
    pub fn mark(client: usize) -> Inside {
        let before = FRAMES.get();
        let mut now = before;
        if let Some(frame) = now.clients.get_mut(before.depth) {
            *frame = client;
            now.depth += 1;
        }
        FRAMES.set(now);
        Inside(before)
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        FRAMES.set(self.0);
    }
}

/// Whether this thread is inside of a callback of the client.
fn is_inside(client: usize) -> bool {
    let frames = FRAMES.get();
    frames.clients[..frames.depth].contains(&client)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_entered_once_and_others_inside_of_it() {
        let outer = Inside::enter(1).ok();
        assert!(Inside::enter(1).is_err());
        let inner = Inside::enter(2).ok();
        assert!(Inside::enter(1).is_err() && Inside::enter(2).is_err());
        drop(inner);
        assert!(!is_inside(2) && is_inside(1));
        drop(outer);
        assert!(Inside::enter(1).is_ok());
        let deep: Vec<_> = (1..=DEEPEST).map(Inside::enter).collect();
        assert!(deep.iter().all(|entered| entered.is_ok()));
        assert!(Inside::enter(99).is_err());
        deep.into_iter().rev().for_each(drop);
    }
}
