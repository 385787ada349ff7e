//! The completion queue: how started calls ended, until somebody takes it.

mod arrival;
mod completion;
mod ready_fd;

use std::collections::VecDeque;
use std::io;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::per_process::{PerProcess, forks};
use super::slots::Slots;
use super::started::Started;
use super::wait::{self, Wait};

use arrival::Takers;
pub use arrival::{Arrival, Notify};
pub use completion::{Completion, Counted};
use ready_fd::ReadyFd;

/// Called with the mark of each completion that is thrown away.
pub type Discard = dyn Fn(usize) + Send + Sync;

/// Receives the completions of started calls.
pub struct Queue {
    discard: Option<Box<Discard>>,
    closed: AtomicBool,
    own: PerProcess<OwnQueue>,
}

/// What a child of fork must make itself. Its parent's completions are not the child's.
#[derive(Default)]
struct OwnQueue {
    state: Mutex<QueueState>,
    arrived: Arc<Condvar>,
}

#[derive(Default)]
struct QueueState {
    completions: VecDeque<Completion>,
    /// The calls that will complete here.
    running: Slots<Arc<Started>>,
    ready: Option<ReadyFd>,
    takers: Takers,
    notify: Option<Arc<Notify>>,
    /// Nobody takes anything any more.
    abandoned: bool,
}

/// What was found in a queue.
pub enum Taken {
    /// At least one.
    Completions(VecDeque<Completion>),
    /// None came in time.
    Nothing,
    /// It is shut down, and nothing will come.
    End,
}

/// A call that will complete in a queue.
pub struct Registration {
    queue: Arc<Queue>,
    /// `None`: it has completed.
    number: Option<usize>,
    /// Of the process whose list it is in.
    forks: u32,
}

impl Queue {
    pub fn new(discard: Option<Box<Discard>>) -> Queue {
        Queue {
            discard,
            closed: AtomicBool::new(false),
            own: PerProcess::new(OwnQueue::default()),
        }
    }

    /// `None`: the queue is shut down.
    pub fn register(self: &Arc<Queue>, started: &Arc<Started>) -> Option<Registration> {
        let mut state = self.lock();
        if self.is_closed() {
            return None;
        }
        let number = state.running.insert(started.clone());
        Some(Registration {
            queue: self.clone(),
            number: Some(number),
            forks: forks(),
        })
    }

    /// Takes up to so many completions, or waits for one.
    pub fn take(&self, wait: Wait, most: usize) -> Taken {
        let mut end = None;
        let mut state = self.lock();
        loop {
            if !state.completions.is_empty() {
                return Taken::Completions(self.pop(&mut state, most));
            }
            if self.is_closed() && state.running.is_empty() {
                return Taken::End;
            }
            let left = wait::left(*end.get_or_insert_with(|| wait.end()));
            if left.is_zero() {
                return Taken::Nothing;
            }
            state = self.sleep(state, left);
        }
    }

    fn sleep<'a>(
        &'a self,
        mut state: MutexGuard<'a, QueueState>,
        left: Duration,
    ) -> MutexGuard<'a, QueueState> {
        state.takers.asleep += 1;
        let waited = self.own().arrived.wait_timeout(state, left);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner).0;
        state.takers.asleep -= 1;
        state.takers.woken = state.takers.woken.saturating_sub(1);
        state
    }

    /// How many threads sleep until something comes.
    #[cfg(test)]
    pub fn sleepers(&self) -> usize {
        self.lock().takers.asleep
    }

    fn pop(&self, state: &mut QueueState, most: usize) -> VecDeque<Completion> {
        let taken = if state.completions.len() <= most {
            std::mem::take(&mut state.completions)
        } else {
            state.completions.drain(..most).collect()
        };
        self.show(state);
        if self.is_closed() && state.completions.is_empty() && state.running.is_empty() {
            // The others wait for nothing.
            self.own().arrived.notify_all();
        }
        taken
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
        let running: Vec<_> = state.running.iter().cloned().collect();
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

    fn show(&self, state: &mut QueueState) {
        let is_ready = !state.completions.is_empty() || self.is_closed();
        if let Some(ready) = &mut state.ready {
            ready.set(is_ready);
        }
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    fn own(&self) -> &OwnQueue {
        // The parent's descriptor stays open: its number may be another's by now.
        self.own.get(OwnQueue::default, |_| {})
    }

    fn lock(&self) -> MutexGuard<'_, QueueState> {
        // No caller's function runs under the lock, and each change is one call.
        let state = &self.own().state;
        state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registration {
    /// A child of fork begins another list.
    fn is_of_this_process(&self) -> bool {
        self.forks == forks()
    }

    /// Puts the completion into the queue.
    pub fn complete(mut self, completion: Completion) -> Arrival {
        let queue = self.queue.clone();
        let number = self.number.take().filter(|_| self.is_of_this_process());
        let mut state = queue.lock();
        number.map(|number| state.running.remove(number));
        if state.abandoned {
            drop(state);
            queue.throw_away(completion);
            return Arrival::default();
        }
        let was_empty = state.completions.is_empty();
        state.completions.push_back(completion);
        queue.show(&mut state);
        let wakes = state.takers.wake();
        let notify = state.notify.clone().filter(|_| was_empty);
        drop(state);
        Arrival {
            sleepy: wakes.then(|| queue.own().arrived.clone()),
            notify,
        }
    }
}

/// Without a completion the call never began: nobody waits for it.
impl Drop for Registration {
    fn drop(&mut self) {
        let number = self.number.take().filter(|_| self.is_of_this_process());
        if let Some(number) = number {
            self.queue.lock().running.remove(number);
            self.queue.own().arrived.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::thread;

    use super::*;
    use crate::error::{CosError, Reason};

    const NOW: Wait = Wait::AtMost(Duration::ZERO);

    fn completion(tag: usize) -> Completion {
        Completion {
            tag,
            outcome: Err(CosError::client(Reason::Internal, "a test")),
            counted: Counted::new(&Arc::default(), 1).expect("the first"),
        }
    }

    fn register(queue: &Arc<Queue>) -> Registration {
        let started = Arc::new(Started::new());
        queue.register(&started).expect("an open queue")
    }

    fn tag(taken: &Taken) -> Option<usize> {
        match taken {
            Taken::Completions(taken) => taken.front().map(|one| one.tag),
            Taken::Nothing | Taken::End => None,
        }
    }

    fn is_readable(queue: &Queue) -> bool {
        use rustix::event::{PollFd, PollFlags, poll};
        let state = queue.lock();
        let ready = state.ready.as_ref().expect("a descriptor");
        let mut entry = [PollFd::from_borrowed_fd(ready.borrow(), PollFlags::IN)];
        poll(&mut entry, Some(&Default::default())) == Ok(1)
    }

    #[test]
    fn what_comes_is_given_out_in_order_and_then_the_end() {
        let queue = Arc::new(Queue::new(None));
        let calls: Vec<_> = (0..3).map(|_| register(&queue)).collect();
        assert!(matches!(queue.take(NOW, 1), Taken::Nothing));
        for (tag, call) in calls.into_iter().enumerate() {
            call.complete(completion(tag)).tell();
        }
        assert_eq!(tag(&queue.take(NOW, 1)), Some(0));
        queue.shut_down();
        assert!(queue.register(&Arc::new(Started::new())).is_none());
        assert_eq!(tag(&queue.take(Wait::ForEver, 1)), Some(1));
        assert_eq!(tag(&queue.take(Wait::ForEver, 1)), Some(2));
        assert!(matches!(queue.take(Wait::ForEver, 1), Taken::End));
    }

    #[test]
    fn a_taker_waits_for_calls_that_run_when_the_queue_is_shut_down() {
        let queue = Arc::new(Queue::new(None));
        let call = register(&queue);
        queue.shut_down();
        let takers: Vec<_> = (0..3)
            .map(|_| {
                let queue = queue.clone();
                thread::spawn(move || tag(&queue.take(Wait::ForEver, 1)))
            })
            .collect();
        call.complete(completion(7)).tell();
        let taken = takers.into_iter().map(|t| t.join().expect("no panic"));
        assert_eq!(taken.flatten().collect::<Vec<_>>(), [7]);
    }

    #[test]
    fn nobody_waits_for_a_call_that_never_began() {
        let queue = Arc::new(Queue::new(None));
        let call = register(&queue);
        queue.shut_down();
        assert!(matches!(queue.take(NOW, 1), Taken::Nothing));
        drop(call);
        assert!(matches!(queue.take(Wait::ForEver, 1), Taken::End));
    }

    #[test]
    fn the_descriptor_is_readable_while_there_is_something_to_take() {
        let queue = Arc::new(Queue::new(None));
        let (first, second) = (register(&queue), register(&queue));
        first.complete(completion(1)).tell();
        assert!(queue.descriptor().is_ok());
        assert!(is_readable(&queue));
        second.complete(completion(2)).tell();
        assert!(tag(&queue.take(NOW, 1)).is_some() && is_readable(&queue));
        assert!(tag(&queue.take(NOW, 1)).is_some() && !is_readable(&queue));
        queue.shut_down();
        assert!(is_readable(&queue));
    }

    #[test]
    fn a_notice_is_due_when_the_queue_was_empty() {
        let queue = Arc::new(Queue::new(None));
        queue.set_notify(Some(Arc::new(|| {})));
        let calls = [register(&queue), register(&queue)];
        let due = calls.map(|call| call.complete(completion(0)).notifies());
        assert_eq!(due, [true, false]);
        while tag(&queue.take(NOW, 1)).is_some() {}
        assert!(register(&queue).complete(completion(0)).notifies());
    }

    #[test]
    fn an_abandoned_queue_discards_what_is_there_and_what_comes() {
        let sum = Arc::new(AtomicUsize::new(0));
        let theirs = sum.clone();
        let discard = move |tag| {
            theirs.fetch_add(tag, Ordering::Relaxed);
        };
        let queue = Arc::new(Queue::new(Some(Box::new(discard))));
        let started = Arc::new(Started::new());
        let running = queue.register(&started).expect("an open queue");
        register(&queue).complete(completion(1)).tell();
        queue.abandon(true);
        assert!(started.is_cancelled());
        assert_eq!(sum.load(Ordering::Relaxed), 1);
        drop(queue);
        assert!(!running.complete(completion(10)).notifies());
        assert_eq!(sum.load(Ordering::Relaxed), 11);
    }
}
