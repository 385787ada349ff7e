//! Turns are given out in order, and no right of use is lost.

use std::sync::mpsc;
use std::thread;

use super::*;
use crate::client::place::InCallback;

fn control(patience: Duration) -> CallControl {
    CallControl::new(None, patience, patience, Arc::default())
}

/// The rights of use that are out, and those of them that are lent.
fn counts(turns: &Turns) -> (usize, usize) {
    let state = turns.lock();
    (state.in_use, state.lent.count())
}

fn turn(turns: &Arc<Turns>) -> Right {
    match turns.take(&control(Duration::from_secs(5))) {
        Ok(right) => right,
        Err(stop) => panic!("{stop:?}"),
    }
}

#[test]
fn requests_get_their_turns_first_in_first_out() {
    let turns = Arc::new(Turns::new(1));
    let mut held = Some(turn(&turns));
    let (sender, receiver) = mpsc::channel();
    let waiting = 8;
    let waiters: Vec<_> = (0..waiting)
        .map(|i| {
            let (theirs, sender) = (turns.clone(), sender.clone());
            let (leave, left) = mpsc::channel::<()>();
            let waiter = thread::spawn(move || {
                let _turn = turn(&theirs);
                sender.send(i).expect("a receiver");
                assert!(left.recv().is_err());
            });
            while turns.lock().waiting.len() <= i {
                thread::yield_now();
            }
            (waiter, leave)
        })
        .collect();
    for (number, (waiter, leave)) in waiters.into_iter().enumerate() {
        drop(held.take());
        assert_eq!(turns.lock().in_use, 1);
        assert_eq!(receiver.recv().expect("a sender"), number);
        drop(leave);
        waiter.join().expect("no panic");
    }
    assert_eq!(turns.lock().in_use, 0);
}

#[test]
fn who_has_ended_does_not_begin_to_wait() {
    let turns = Arc::new(Turns::new(1));
    let _held = turn(&turns);
    let mut ended = control(Duration::MAX);
    ended.flags.cancel = Some(Arc::new(true.into()));
    let begun = Instant::now();
    for _ in 0..1000 {
        assert!(matches!(turns.take(&ended), Err(Stop::Cancelled)));
    }
    assert!(begun.elapsed() < 500 * SLICE);
}

#[test]
fn who_stops_waiting_leaves_the_turn_to_the_next() {
    let turns = Arc::new(Turns::new(1));
    let held = turn(&turns);
    let ended = CallControl::new(
        Some(Instant::now() + Duration::from_millis(1)),
        Duration::MAX,
        Duration::MAX,
        Arc::default(),
    );
    assert!(matches!(turns.take(&ended), Err(Stop::Total)));
    assert!(turns.lock().waiting.is_empty());
    // The turn came while the control was looked at.
    let waiter = Arc::new(Waiter::default());
    turns.lock().waiting.push_back(waiter.clone());
    drop(held);
    assert!(waiter.has_right());
    turns.leave(turns.lock(), &waiter);
    assert_eq!(turns.lock().in_use, 0);
}

#[test]
fn the_io_timeout_does_not_end_the_wait_for_a_turn() {
    let turns = Arc::new(Turns::new(1));
    let held = turn(&turns);
    let theirs = turns.clone();
    let waiter = thread::spawn(move || {
        let impatient = control(Duration::from_millis(1));
        theirs.take(&impatient).is_ok()
    });
    while turns.lock().waiting.is_empty() {
        thread::yield_now();
    }
    // The control was looked at at least once.
    thread::sleep(SLICE * 2);
    drop(held);
    assert!(waiter.join().expect("no panic"));
}

#[test]
fn a_right_is_lent_while_a_callback_does_not_return() {
    let turns = Arc::new(Turns::new(1));
    let held = turn(&turns);
    let callback = InCallback::new();
    // A whole wait for the only turn.
    let theirs = turns.clone();
    let other = thread::spawn(move || drop(turn(&theirs)));
    other.join().expect("no panic");
    assert_eq!(counts(&turns), (0, 1));
    let another = turn(&turns);
    drop(callback);
    assert_eq!(counts(&turns), (2, 0));
    drop(another);
    drop(held);
    assert_eq!(turns.lock().in_use, 0);
    assert!(turns.lock().places.is_empty());
}
