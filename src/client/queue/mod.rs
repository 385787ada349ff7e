//! The completion queue: how started calls ended, until somebody takes it.

mod completion;
mod ready_fd;

use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::per_process::PerProcess;
use super::started::Started;
use super::wait::{self, Wait};

pub use completion::{Completion, Counted};
use ready_fd::ReadyFd;

/// Called with the mark of each completion that is thrown away.
pub type Discard = dyn Fn(usize) + Send + Sync;

/// Called when a completion comes into an empty queue.
pub type Notify = dyn Fn() + Send + Sync;

/// Receives the completions of started calls.
pub struct Queue {
    discard: Option<Box<Discard>>,
    closed: AtomicBool,
    own: PerProcess<Own>,
}

/// What a child of fork must make itself. Its parent's completions are not the child's.
#[derive(Default)]
struct Own {
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Default)]
struct State {
    completions: VecDeque<Completion>,
    /// The calls that will complete here, by their numbers.
    running: HashMap<u64, Arc<Started>>,
    next: u64,
    ready: Option<ReadyFd>,
    notify: Option<Arc<Notify>>,
    /// Nobody takes anything any more.
    abandoned: bool,
}

/// What was found in a queue.
pub enum Taken {
    Completion(Box<Completion>),
    /// None came in time.
    Nothing,
    /// It is shut down, and nothing will come.
    End,
}

/// A call that will complete in a queue.
pub struct Registration {
    queue: Arc<Queue>,
    number: u64,
}

impl Queue {
    pub fn new(discard: Option<Box<Discard>>) -> Queue {
        Queue {
            discard,
            closed: AtomicBool::new(false),
            own: PerProcess::new(Own::default()),
        }
    }

    /// `None`: the queue is shut down.
    pub fn register(self: &Arc<Queue>, started: &Arc<Started>) -> Option<Registration> {
        let mut state = self.lock();
        if self.is_closed() {
            return None;
        }
        state.next += 1;
        let number = state.next;
        state.running.insert(number, started.clone());
        Some(Registration {
            queue: self.clone(),
            number,
        })
    }

    /// Takes a completion, or waits for one.
    pub fn take(&self, wait: Wait) -> Taken {
        let end = wait.end();
        let mut state = self.lock();
        loop {
            if let Some(completion) = self.pop(&mut state) {
                return Taken::Completion(Box::new(completion));
            }
            if self.is_closed() && state.running.is_empty() {
                return Taken::End;
            }
            let left = wait::left(end);
            if left.is_zero() {
                return Taken::Nothing;
            }
            let waited = self.own().arrived.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn pop(&self, state: &mut State) -> Option<Completion> {
        let completion = state.completions.pop_front()?;
        self.show(state);
        if self.is_closed() && state.completions.is_empty() && state.running.is_empty() {
            // The others wait for nothing.
            self.own().arrived.notify_all();
        }
        Some(completion)
    }

    /// The number of a descriptor that is readable while there is something to take.
    pub fn descriptor(&self) -> io::Result<RawFd> {
        let mut state = self.lock();
        let ready = match state.ready.take() {
            Some(ready) => ready,
            None => ReadyFd::new()?,
        };
        let number = ready.number();
        state.ready = Some(ready);
        self.show(&mut state);
        Ok(number)
    }

    pub fn set_notify(&self, notify: Option<Arc<Notify>>) {
        let before = std::mem::replace(&mut self.lock().notify, notify);
        // Its release is a function of the caller: it runs without the lock.
        drop(before);
    }

    /// Permanently refuses calls. What is running still completes here.
    pub fn shut_down(&self) {
        let mut state = self.lock();
        self.closed.store(true, Ordering::Relaxed);
        self.show(&mut state);
        self.own().arrived.notify_all();
    }

    /// Throws away what is there, and what comes. `cancels`: the running calls end.
    pub fn abandon(&self, cancels: bool) {
        self.shut_down();
        let mut state = self.lock();
        state.abandoned = true;
        let thrown = std::mem::take(&mut state.completions);
        let running: Vec<_> = state.running.values().cloned().collect();
        let notify = state.notify.take();
        drop(state);
        if cancels {
            running.iter().for_each(|started| started.cancel());
        }
        thrown.into_iter().for_each(|one| self.throw_away(one));
        drop(notify);
    }

    fn throw_away(&self, completion: Completion) {
        let tag = completion.tag;
        drop(completion);
        if let Some(discard) = &self.discard {
            discard(tag);
        }
    }

    fn show(&self, state: &mut State) {
        let is_ready = !state.completions.is_empty() || self.is_closed();
        if let Some(ready) = &mut state.ready {
            ready.set(is_ready);
        }
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    fn own(&self) -> &Own {
        // The parent's descriptor stays open: its number may be another's by now.
        self.own.get(Own::default, |_| {})
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No caller's function runs under the lock, and each change is one call.
        let state = &self.own().state;
        state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registration {
    /// Puts the completion into the queue. Returns what is to be called then, if anything.
    pub fn complete(self, completion: Completion) -> Option<Arc<Notify>> {
        let queue = &self.queue;
        let mut state = queue.lock();
        state.running.remove(&self.number);
        if state.abandoned {
            drop(state);
            queue.throw_away(completion);
            return None;
        }
        let was_empty = state.completions.is_empty();
        state.completions.push_back(completion);
        queue.show(&mut state);
        queue.own().arrived.notify_one();
        state.notify.clone().filter(|_| was_empty)
    }

    /// The call never began.
    pub fn withdraw(self) {
        let mut state = self.queue.lock();
        state.running.remove(&self.number);
        self.queue.own().arrived.notify_all();
    }
}
