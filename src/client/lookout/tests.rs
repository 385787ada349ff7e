//! A lookout wakes those whose call has ended, and no other call ends by it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::*;
use crate::client::end_flags::EndFlags;
use crate::client::interrupt_check::InterruptCheck;
use crate::client::started::Started;

const PATIENCE_S: i64 = 60;

fn wait(lookout: &Arc<Lookout>, flags: &EndFlags) -> LongWait {
    LongWait::new(lookout, flags, None).expect("a thread and a bell")
}

/// Waits until the bell rings.
fn await_bell(bell: &Bell) -> bool {
    let limit = Timespec {
        tv_sec: PATIENCE_S,
        tv_nsec: 0,
    };
    poll(&mut [PollFd::new(bell, PollFlags::IN)], Some(&limit)) == Ok(1)
}

fn await_end_of_thread(lookout: &Lookout) {
    while lookout.lock().has_thread {
        std::thread::yield_now();
    }
}

impl Lookout {
    /// One that threads rely on.
    pub fn only() -> Arc<Lookout> {
        Arc::new(Lookout {
            longest: Duration::from_secs(600),
            ..Lookout::new()
        })
    }

    /// Waits until so many threads wait for long.
    pub fn await_entries(&self, count: usize) {
        while self.lock().entries.len() != count {
            std::thread::yield_now();
        }
    }
}

#[test]
fn each_flag_wakes_the_thread_of_its_call() {
    let flag = Arc::new(AtomicBool::new(false));
    let handle = Arc::new(Started::new());
    let (set, cancel) = (|| flag.store(true, Ordering::Relaxed), || handle.cancel());
    let none = EndFlags::default;
    let of_flag = || Some(flag.clone());
    let rows: [(EndFlags, &dyn Fn()); 4] = [
        (
            EndFlags {
                cancel: of_flag(),
                ..none()
            },
            &set,
        ),
        (
            EndFlags {
                group: of_flag(),
                ..none()
            },
            &set,
        ),
        (
            EndFlags {
                shutdown: flag.clone(),
                ..none()
            },
            &set,
        ),
        (
            EndFlags {
                started: Some(handle.clone()),
                ..none()
            },
            &cancel,
        ),
    ];
    let lookout = Arc::new(Lookout::new());
    for (number, (flags, end)) in rows.iter().enumerate() {
        flag.store(false, Ordering::Relaxed);
        let ended = wait(&lookout, flags);
        assert!(!ended.bell().is_rung(), "{number}");
        end();
        assert!(await_bell(ended.bell()), "{number}");
        assert!(ended.bell().is_rung() && !ended.bell().is_foreign());
    }
    lookout.close();
}

#[test]
fn those_whose_call_goes_on_have_another_bell() {
    let lookout = Arc::new(Lookout::new());
    let first = EndFlags::default();
    let mut others: Vec<_> = (0..3)
        .map(|_| wait(&lookout, &EndFlags::default()))
        .collect();
    let ended = wait(&lookout, &first);
    first.shutdown.store(true, Ordering::Relaxed);
    assert!(await_bell(ended.bell()));
    for other in &mut others {
        assert!(await_bell(other.bell()), "one bell for all");
        assert!(other.is_looked_at() && !other.bell().is_rung());
    }
    drop(ended);
    let second = EndFlags::default();
    let late = wait(&lookout, &second);
    second.shutdown.store(true, Ordering::Relaxed);
    assert!(others.iter().all(|other| await_bell(other.bell())));
    drop((late, others));
    assert!(lookout.lock().entries.is_empty());
    lookout.close();
}

#[test]
fn what_ends_a_call_between_its_look_and_its_next_bell_wakes_it() {
    let lookout = Lookout::only();
    let (first, second) = (EndFlags::default(), EndFlags::default());
    let ended = wait(&lookout, &first);
    let mut other = wait(&lookout, &second);
    first.shutdown.store(true, Ordering::Relaxed);
    assert!(await_bell(other.bell()));
    second.shutdown.store(true, Ordering::Relaxed);
    while !lookout.lock().entries[1].is_woken {
        std::thread::yield_now();
    }
    assert!(other.is_looked_at() && await_bell(other.bell()));
    drop((ended, other));
    lookout.close();
}

#[test]
fn a_flag_that_was_set_before_the_wait_wakes_it() {
    let lookout = Arc::new(Lookout::new());
    let flags = EndFlags::default();
    flags.shutdown.store(true, Ordering::Relaxed);
    assert!(await_bell(wait(&lookout, &flags).bell()));
    lookout.close();
}

#[test]
fn thread_and_bell_go_when_nobody_waits_or_the_client_is_gone() {
    let lookout = Arc::new(Lookout::new());
    let flags = EndFlags::default();
    drop(wait(&lookout, &flags));
    await_end_of_thread(&lookout);
    assert!(lookout.lock().bell.is_none());
    let again = wait(&lookout, &flags);
    assert!(lookout.lock().has_thread);
    lookout.close();
    await_end_of_thread(&lookout);
    assert!(lookout.lock().bell.is_none());
    drop(again);
}

/// Asks when it is told to, and counts how often it was to come, and to lend.
#[derive(Default)]
struct Counter {
    attended: AtomicUsize,
    lent: AtomicUsize,
}

impl Asker for Counter {
    fn attend(self: Arc<Self>) -> bool {
        self.attended.fetch_add(1, Ordering::Relaxed);
        true
    }

    fn lend_stuck(self: Arc<Self>) {
        self.lent.fetch_add(1, Ordering::Relaxed);
    }
}

/// A lookout, and who asks for it.
fn asked() -> (Arc<Lookout>, Arc<Counter>) {
    let (lookout, counter) = (Lookout::only(), Arc::new(Counter::default()));
    let weak: Weak<Counter> = Arc::downgrade(&counter);
    lookout.set_asker(weak);
    (lookout, counter)
}

fn check(function: impl Fn() -> Option<String> + Send + Sync + 'static) -> Arc<InterruptCheck> {
    Arc::new(InterruptCheck::new(Arc::new(function)))
}

fn wait_with(lookout: &Arc<Lookout>, check: &Arc<InterruptCheck>) -> Option<LongWait> {
    LongWait::new(lookout, &EndFlags::default(), Some(check))
}

#[test]
fn a_check_that_ends_its_call_wakes_the_thread() {
    let (lookout, counter) = asked();
    let ends = check(|| Some("no".to_owned()));
    let (wait, other) = (wait_with(&lookout, &ends), check(|| None));
    let wait = wait.expect("an asker");
    let goes_on = wait_with(&lookout, &other).expect("an asker");
    assert_eq!(counter.attended.load(Ordering::Relaxed), 2);
    assert!(lookout.ask());
    assert!(await_bell(wait.bell()));
    assert_eq!((ends.said(), other.said()), ("no", ""));
    drop((wait, goes_on));
    assert!(!lookout.ask() && lookout.lock().due.is_none());
    lookout.close();
}

#[test]
fn a_wait_ends_after_its_check_has_returned_and_nobody_else_has_it() {
    let (lookout, _counter) = asked();
    let (inside, is_inside) = mpsc::channel();
    let (go_on, goes_on) = mpsc::channel::<()>();
    let goes_on = Mutex::new(goes_on);
    let slow = check(move || {
        inside.send(()).expect("a receiver");
        assert!(goes_on.lock().expect("one thread").recv().is_err());
        None
    });
    let wait = wait_with(&lookout, &slow).expect("an asker");
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| lookout.ask());
        is_inside.recv().expect("a sender");
        // The thread of the call does not call it at the same time.
        assert!(!slow.ask(Instant::now() + LATEST));
        let leaving = scope.spawn(|| {
            drop(wait);
            Arc::strong_count(&slow)
        });
        // Time to leave, for one that does not wait.
        std::thread::sleep(LOOK);
        drop(go_on);
        assert_eq!(leaving.join().expect("no panic"), 1);
        asking.join().expect("no panic");
    });
    assert!(!lookout.ask());
    lookout.close();
}

#[test]
fn threads_look_themselves_while_the_asker_is_late_and_places_are_lent() {
    let (lookout, counter) = asked();
    let mut other = LongWait::new(&lookout, &EndFlags::default(), None).expect("a thread");
    let never = check(|| None);
    let mut wait = wait_with(&lookout, &never).expect("an asker");
    assert!(await_bell(wait.bell()));
    assert!(!wait.is_looked_at() && other.is_looked_at());
    assert!(wait_with(&lookout, &never).is_none());
    drop(wait);
    while counter.lent.load(Ordering::Relaxed) == 0 {
        std::thread::yield_now();
    }
    assert!(!lookout.ask());
    let mut again = wait_with(&lookout, &never).expect("an asker");
    assert!(again.is_looked_at());
    drop((again, other));
    lookout.close();
}

#[test]
fn without_an_asker_checks_are_called_by_their_threads() {
    let lookout = Lookout::only();
    let never = check(|| None);
    assert!(wait_with(&lookout, &never).is_none());
    assert!(lookout.lock().entries.is_empty() && lookout.lock().due.is_none());
    lookout.close();
}
