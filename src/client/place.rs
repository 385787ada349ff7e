//! What a call has and others wait for: a thread that runs calls, the right to use a connection.
//!
//! A callback may wait for another call of its client, which may need the very place that the
//! callback's call has: 64 uploads whose readers wait for 64 downloads would never end. So the
//! place of a call whose callback does not return is lent to others, and so is that of a call
//! whose reader or writer said "later". Afterwards the call goes on at once, and for a while
//! there is one more than may be.

use std::cell::RefCell;
use std::mem::ManuallyDrop;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Instant;

use super::wait::SLICE;

/// Has places of one kind.
pub trait Lender: Send + Sync {
    /// Lets others have a place. False: too many are lent.
    fn lend(self: Arc<Self>) -> bool;

    /// The call of a place that was lent goes on.
    fn take_back(&self);
}

pub struct CallPlace {
    lender: Weak<dyn Lender>,
    state: Mutex<PlaceState>,
}

#[derive(Default)]
struct PlaceState {
    /// Callbacks of the call that are inside each other: one may use another client.
    depth: usize,
    since: Option<Instant>,
    is_lent: bool,
    /// Lent while the call waits for a resume. Its interrupt check, which is called meanwhile,
    /// lends nothing more.
    is_parked: bool,
}

#[derive(Clone, Copy)]
pub enum PlaceKind {
    Thread,
    Connection,
}

type CallPlaces = [Option<Arc<CallPlace>>; 2];

thread_local! {
    /// Those of the call on this thread. Never dropped: `HeldPlace` leaves it empty, and calls are
    /// made while a thread ends.
    static PLACES: ManuallyDrop<RefCell<CallPlaces>> = const {
        ManuallyDrop::new(RefCell::new([None, None]))
    };
}

/// The call on this thread has a place while it lives.
pub struct HeldPlace(PlaceKind, Option<Arc<CallPlace>>);

impl HeldPlace {
    pub fn new(kind: PlaceKind, place: Arc<CallPlace>) -> HeldPlace {
        HeldPlace(kind, exchange(kind, Some(place)))
    }
}

impl Drop for HeldPlace {
    fn drop(&mut self) {
        exchange(self.0, self.1.take());
    }
}

fn exchange(kind: PlaceKind, place: Option<Arc<CallPlace>>) -> Option<Arc<CallPlace>> {
    PLACES.with(|places| std::mem::replace(&mut places.borrow_mut()[kind as usize], place))
}

fn places() -> CallPlaces {
    PLACES.with(|places| places.borrow().clone())
}

/// A callback runs on this thread while it lives.
pub struct InCallback(CallPlaces);

impl InCallback {
    pub fn new() -> InCallback {
        let places = places();
        places.iter().flatten().for_each(|place| place.enter());
        InCallback(places)
    }
}

impl Drop for InCallback {
    fn drop(&mut self) {
        self.0.iter().flatten().for_each(|place| place.leave());
    }
}

/// The places of the call on this thread are lent while it lives.
pub struct Lent(Vec<Arc<CallPlace>>);

impl Lent {
    pub fn new() -> Lent {
        let lent = places().into_iter().flatten().filter(|place| place.park());
        Lent(lent.collect())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.0.iter().for_each(|place| place.unpark());
    }
}

impl CallPlace {
    pub fn new(lender: Weak<dyn Lender>) -> CallPlace {
        CallPlace {
            lender,
            state: Mutex::default(),
        }
    }

    fn enter(&self) {
        let mut state = self.lock();
        if state.depth == 0 {
            state.since = Some(Instant::now());
        }
        state.depth += 1;
    }

    fn leave(&self) {
        let mut state = self.lock();
        state.depth -= 1;
        if state.depth > 0 {
            return;
        }
        state.since = None;
        let was_lent = std::mem::take(&mut state.is_lent);
        drop(state);
        if was_lent && let Some(lender) = self.lender.upgrade() {
            lender.take_back();
        }
    }

    /// Lends the place until `unpark`. False: it cannot be lent.
    fn park(&self) -> bool {
        let is_lent = self.lender.upgrade().is_some_and(Lender::lend);
        self.lock().is_parked |= is_lent;
        is_lent
    }

    fn unpark(&self) {
        self.lock().is_parked = false;
        if let Some(lender) = self.lender.upgrade() {
            lender.take_back();
        }
    }

    /// Whether a callback has not returned for so long that the lender, who asks, lends the
    /// place. Said once per callback.
    pub fn is_stuck(&self, now: Instant) -> bool {
        let mut state = self.lock();
        let is_long = |since: Instant| now.saturating_duration_since(since) >= SLICE;
        let is_kept = !state.is_lent && !state.is_parked;
        let is_stuck = is_kept && state.since.is_some_and(is_long);
        state.is_lent |= is_stuck;
        is_stuck
    }

    fn lock(&self) -> MutexGuard<'_, PlaceState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl Lender for Counter {
        fn lend(self: Arc<Self>) -> bool {
            self.0.fetch_add(1, Ordering::Relaxed);
            true
        }

        fn take_back(&self) {
            self.0.fetch_sub(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_place_is_lent_for_the_rest_of_a_long_callback_and_no_longer() {
        let lender = Arc::new(Counter::default());
        let weak: Weak<Counter> = Arc::downgrade(&lender);
        let place = Arc::new(CallPlace::new(weak));
        let held = HeldPlace::new(PlaceKind::Thread, place.clone());
        let later = Instant::now() + SLICE * 3;
        assert!(!place.is_stuck(later));
        {
            let _outer = InCallback::new();
            drop(InCallback::new());
            assert!(!place.is_stuck(Instant::now()));
            // The lender counts it when it is said.
            assert!(place.is_stuck(later) && lender.clone().lend());
            assert!(!place.is_stuck(later));
        }
        assert_eq!(lender.0.load(Ordering::Relaxed), 0);
        let lent = Lent::new();
        assert_eq!(lender.0.load(Ordering::Relaxed), 1);
        let check = InCallback::new();
        assert!(!place.is_stuck(later));
        drop(check);
        drop(lent);
        assert_eq!(lender.0.load(Ordering::Relaxed), 0);
        drop(held);
        assert!(Lent::new().0.is_empty());
    }
}
