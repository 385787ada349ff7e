//! A lookout wakes those whose call has ended, and no other call ends by it.

use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::*;
use crate::client::started::Started;

const PATIENCE_S: i64 = 60;

fn wait(lookout: &Arc<Lookout>, flags: &EndFlags) -> LongWait {
    LongWait::new(lookout, flags).expect("a thread and a bell")
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

    /// Whether so many threads wait for long.
    pub fn has_entries(&self, count: usize) -> bool {
        self.lock().entries.len() == count
    }

    /// Waits until so many threads wait for long.
    pub fn await_entries(&self, count: usize) {
        while !self.has_entries(count) {
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
    let lookout = Arc::new(Lookout::new());
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

#[test]
fn calls_with_a_check_look_themselves_in_rounds() {
    let lookout = Lookout::new();
    assert_eq!(lookout.longest(false), LONGEST);
    assert!(lookout.longest(true) <= ROUND);
    for ms in [0, 1, 60, 89] {
        let elapsed = Duration::from_millis(ms);
        assert_eq!(elapsed + until_round(elapsed), ROUND);
        assert_eq!(until_round(elapsed + ROUND * 7), until_round(elapsed));
    }
}
