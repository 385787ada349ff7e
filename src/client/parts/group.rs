//! The parts of a transfer, and the threads that move them: that of the call, which moves parts
//! itself, and threads of the pool, which help as far as they come to it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::context::CallContext;
use super::helper::{Helped, Helper};
use super::layout::{Layout, PartRange};
use crate::client::call_options::Call;
use crate::client::state::Client;
use crate::client::transport::fault::Stop;
use crate::client::wait::SLICE;
use crate::error::{CosError, Result};
use crate::guard::guard_result;
use crate::request::Request;

/// Moves a part.
pub trait MovePart: Send + Sync {
    fn move_part(&self, part: PartRange, by: CallContext<'_>) -> Result<()>;

    /// What the parts are of.
    fn object(&self) -> &Request;
}

pub struct PartGroup {
    layout: Layout,
    total: Option<Instant>,
    /// Ends the requests of all parts.
    stop: Arc<AtomicBool>,
    state: Mutex<PartGroupState>,
    changed: Condvar,
}

struct PartGroupState {
    next: usize,
    /// Helpers that move parts.
    helping: usize,
    failure: Option<Box<CosError>>,
    /// What is the caller's goes with them: helpers that never began hold nothing of it.
    moves: Option<(Arc<dyn MovePart>, Arc<Call>)>,
}

impl PartGroup {
    pub fn new(
        layout: Layout,
        total: Option<Instant>,
        moves: Arc<dyn MovePart>,
        call: &Call,
    ) -> PartGroup {
        let stop = Arc::new(AtomicBool::new(false));
        // The call's own thread asks it.
        let call = Call {
            interrupt: None,
            group: Some(stop.clone()),
            ..call.clone()
        };
        PartGroup {
            layout,
            total,
            stop,
            state: Mutex::new(PartGroupState {
                next: 0,
                helping: 0,
                failure: None,
                moves: Some((moves, Arc::new(call))),
            }),
            changed: Condvar::new(),
        }
    }

    /// Moves all parts. The first failure ends the others.
    pub fn run(
        self: Arc<PartGroup>,
        client: &Arc<Client>,
        parallel: usize,
        by: CallContext<'_>,
    ) -> Result<()> {
        let Some((moves, _)) = self.lock().moves.clone() else {
            return Ok(());
        };
        for _ in 1..parallel.min(self.layout.count()) {
            let help = Box::new(Helper::new(client.clone(), self.clone()));
            if client.own().workers.start(help).is_err() {
                // Without threads this one moves them all.
                break;
            }
        }
        let call = Call {
            group: Some(self.stop.clone()),
            ..by.call.clone()
        };
        self.move_parts(&*moves, CallContext { call: &call, ..by });
        self.wait_for_helpers(&*moves, CallContext { call: &call, ..by });
        let mut state = self.lock();
        state.moves = None;
        state.failure.take().map_or(Ok(()), Err)
    }

    fn move_parts(&self, moves: &dyn MovePart, by: CallContext<'_>) {
        while let Some(part) = self.next() {
            let moved = guard_result(|| moves.move_part(part, by));
            if let Err(error) = moved {
                self.fail(error.of_part(&part.to_string()));
            }
        }
    }

    fn next(&self) -> Option<PartRange> {
        let mut state = self.lock();
        if state.failure.is_some() || state.next >= self.layout.count() {
            return None;
        }
        state.next += 1;
        Some(self.layout.part(state.next - 1))
    }

    /// Later ones follow from the first.
    fn fail(&self, error: Box<CosError>) {
        self.lock().failure.get_or_insert(error);
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Those that have begun. Their requests end with the call; of its handle and its interrupt
    /// check they do not know.
    fn wait_for_helpers(&self, moves: &dyn MovePart, by: CallContext<'_>) {
        let control = by.control();
        let since = Instant::now();
        let mut state = self.lock();
        while state.helping > 0 {
            let waited = self.changed.wait_timeout(state, SLICE);
            drop(waited);
            let stop = control.reason_to_stop(since, Duration::MAX);
            if let Some(stop @ (Stop::Abandoned | Stop::Interrupted)) = stop {
                self.fail(by.stopped(moves.object(), &control, stop).was_sent());
            }
            state = self.lock();
        }
    }

    fn lock(&self) -> MutexGuard<'_, PartGroupState> {
        // No caller's function runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Helped for PartGroup {
    fn help(&self, client: &Client) {
        let mut state = self.lock();
        let Some((moves, call)) = state.moves.clone() else {
            return;
        };
        state.helping += 1;
        drop(state);
        self.move_parts(
            &*moves,
            CallContext {
                client,
                call: &call,
                total: self.total,
                started: None,
            },
        );
        drop((moves, call));
        self.lock().helping -= 1;
        self.changed.notify_all();
    }
}
