//! Long waits end when their call does, and lose nothing of what comes.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::*;
use crate::client::end_flags::EndFlags;
use crate::client::transport::fault::is_early;
use crate::client::wait::SLICE;

use crate::client::lookout::Lookout;

const LENGTH: usize = 8 << 20;
const LIMIT: Duration = Duration::from_secs(600);

/// A connection, and its other end.
fn pair() -> (TcpStream, TcpStream) {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = server.local_addr().expect("its address");
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(SLICE)).expect("a timeout");
    (stream, server.accept().expect("its other end").0)
}

/// A control under which a lookout wakes those that wait for long, and nothing else.
fn control(lookout: &Arc<Lookout>) -> CallControl {
    CallControl {
        lookout: Some(lookout.clone()),
        ..CallControl::new(None, LIMIT, LIMIT, Arc::default())
    }
}

fn watched<'a>(stream: &'a TcpStream, control: &'a CallControl) -> Watched<'a> {
    Watched::connecting(stream, control, Phase::Receive, Instant::now())
}

/// Runs something that waits for long, and meanwhile the other, unless the first one did not wait.
fn beside<T: Send>(lookout: &Lookout, waits: impl FnOnce() -> T + Send, act: impl FnOnce()) -> T {
    std::thread::scope(|scope| {
        let waiting = scope.spawn(waits);
        while !lookout.has_entries(1) && !waiting.is_finished() {
            std::thread::yield_now();
        }
        if !waiting.is_finished() {
            act();
        }
        waiting.join().expect("no panic")
    })
}

#[test]
fn a_long_wait_to_read_ends_when_the_call_does() {
    let ((stream, _peer), lookout) = (pair(), Lookout::only());
    let control = control(&lookout);
    let outcome = beside(
        &lookout,
        || watched(&stream, &control).read(&mut [0; 8]),
        || control.flags.shutdown.store(true, Ordering::Relaxed),
    );
    assert_eq!(
        outcome.err().as_ref().and_then(stop_of),
        Some(Stop::ShutDown)
    );
    lookout.await_entries(0);
    lookout.close();
}

#[test]
fn a_long_wait_to_write_ends_when_the_call_does() {
    let ((stream, _peer), lookout) = (pair(), Lookout::only());
    let control = control(&lookout);
    let bytes = vec![0; LENGTH];
    let outcome = beside(
        &lookout,
        || watched(&stream, &control).send_rest(&mut &bytes[..]),
        || control.flags.shutdown.store(true, Ordering::Relaxed),
    );
    assert_eq!(
        outcome.err().as_ref().and_then(stop_of),
        Some(Stop::ShutDown)
    );
    lookout.close();
}

#[test]
fn what_comes_in_long_waits_is_read_to_its_end_though_others_are_woken() {
    let ((stream, mut peer), lookout) = (pair(), Lookout::only());
    let control = control(&lookout);
    let mut text = Vec::new();
    let others = [(); 3].map(|()| EndFlags::default());
    let mut rest = others.iter();
    for piece in ["a ", "long ", "wait"] {
        let got = beside(
            &lookout,
            || {
                let mut buffer = [0; 8];
                let got = watched(&stream, &control).read(&mut buffer);
                got.map(|got| buffer[..got].to_vec())
            },
            || {
                let other = rest.next().expect("one for each");
                let woken = LongWait::new(&lookout, other).expect("a thread and a bell");
                other.shutdown.store(true, Ordering::Relaxed);
                while !woken.bell().is_rung() {
                    std::thread::yield_now();
                }
                drop(woken);
                peer.write_all(piece.as_bytes()).expect("room");
            },
        );
        let got = got.expect("bytes");
        assert!(!got.is_empty(), "an end before the end");
        text.extend(got);
    }
    assert_eq!(text, b"a long wait");
    drop(peer);
    let end = watched(&stream, &control).read(&mut [0; 8]);
    assert_eq!(end.ok(), Some(0));
    lookout.close();
}

#[test]
fn what_the_other_side_says_ends_a_long_wait_to_write() {
    let ((stream, mut peer), lookout) = (pair(), Lookout::only());
    let control = control(&lookout);
    let bytes = vec![0; LENGTH];
    let outcome = beside(
        &lookout,
        || {
            let mut socket = watched(&stream, &control);
            socket.listen = true;
            socket.send_rest(&mut &bytes[..])
        },
        || peer.write_all(b"no").expect("room"),
    );
    assert!(outcome.is_err_and(|error| is_early(&error)));
    lookout.close();
}

/// The process was stopped for longer than the timeout, and goes on with more to send than
/// the system takes at once: the wait for the rest has the whole timeout again.
#[test]
fn what_is_sent_late_begins_the_timeout_again() {
    let (stream, mut peer) = pair();
    let limit = Duration::from_secs(60);
    let Some(begun) = Instant::now().checked_sub(limit) else {
        return;
    };
    let control = CallControl::new(None, limit, limit, Arc::default());
    let mut socket = Watched {
        clock: Patience::Silence(Some(begun)),
        ..Watched::connecting(&stream, &control, Phase::Send, begun)
    };
    let bytes = vec![0; LENGTH];
    let mut rest = &bytes[..];
    // Nobody reads yet: the system takes a part.
    let sent = socket.write(rest).expect("what the system takes");
    assert!(sent < LENGTH, "the system takes all at once");
    rest = &rest[sent..];
    let reader = std::thread::spawn(move || {
        let mut all = vec![0; LENGTH];
        peer.read_exact(&mut all)
    });
    let outcome = socket.send_rest(&mut rest);
    drop(stream);
    assert!(outcome.is_ok(), "{outcome:?}, {} left", rest.len());
    assert!(reader.join().expect("no panic").is_ok());
}
