use super::*;
use crate::answer::Answer;
use crate::fault::delivery::plan;
use crate::fault::framing::{CHUNK, Framing};
use crate::net::part::{Pace, Part};

fn faults(names: &str) -> Fault {
    let mut fault = Fault::default();
    name::add_all(&mut fault, names).expect(names);
    fault
}

/// The parts of a response with the body `hello`, and their paces.
fn wire(names: &str) -> Vec<(String, Option<Pace>)> {
    let plan = plan(
        Answer::plain(200, "hello"),
        &faults(names).delivery,
        false,
        1,
    );
    let text = |part: Part| {
        let pace = part.pace;
        (String::from_utf8_lossy(&part.collect()).into_owned(), pace)
    };
    plan.parts.into_iter().map(text).collect()
}

fn text(names: &str) -> String {
    wire(names).into_iter().map(|(text, _)| text).collect()
}

#[test]
fn odd_lines_come_first_and_as_they_are() {
    for (name, line) in [
        (
            "folded",
            "Content-Security-Policy: default-src 'self';\r\n img-src *",
        ),
        ("blank-colon", "Via : 1.1 standin"),
        ("blank-first", " x-standin-blank: 1"),
        ("no-colon", "x-standin-no-colon"),
        ("del", "x-standin-del: a\u{7f}b"),
        ("bare-cr", "x-standin-cr: a\rb"),
    ] {
        let expected = format!("HTTP/1.1 200 OK\r\n{line}\r\nContent-Length: 5\r\n\r\nhello");
        assert_eq!(text(&format!("line-{name}")), expected, "{name}");
    }
    let two = text("line-del-and-line-no-colon");
    assert!(
        two.starts_with("HTTP/1.1 200 OK\r\nx-standin-del: a\u{7f}b\r\nx-standin-no-colon\r\n")
    );
}

#[test]
fn floods_of_interim_responses() {
    let interim = "HTTP/1.1 103 Early Hints\r\nx-standin-interim: 1\r\n\r\n";
    for count in [0, 1, 4096, 5000] {
        let parts = wire(&format!("interims-{count}"));
        assert_eq!(parts[0], (interim.repeat(count), None), "{count}");
        assert!(parts[1].0.starts_with("HTTP/1.1 200 OK\r\n"));
    }
    let paced = &wire("interims-3-7")[0];
    let every = std::time::Duration::from_millis(7);
    let step = interim.len();
    assert_eq!(*paced, (interim.repeat(3), Some(Pace { step, every })));
}

#[test]
fn trailers_follow_the_last_chunk() {
    let front = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n";
    for count in [0, 2, 4096, 5000] {
        let trailers = "x-standin-trailer: 1\r\n".repeat(count);
        let expected = format!("{front}{trailers}\r\n");
        assert_eq!(text(&format!("trailers-{count}")), expected, "{count}");
    }
    let framing = faults("chunked-3-and-trailers-1").delivery.framing;
    assert_eq!(framing, Framing::Chunks(3));
    assert_eq!(
        faults("trailers-1").delivery.framing,
        Framing::Chunks(CHUNK)
    );
}

#[test]
fn a_tail_that_drips() {
    let fault = faults("tail-3-7");
    assert_eq!(fault.delivery.way, Way::Tail(3, 7));
    let plan = plan(Answer::plain(200, "hello"), &fault.delivery, false, 1);
    let every = std::time::Duration::from_millis(7);
    let body = plan.parts.back().expect("a body");
    assert_eq!(
        (body.at_once, body.pace),
        (3, Some(Pace { step: 1, every }))
    );
}

#[test]
fn what_is_no_name() {
    for name in [
        "surpluses",
        "surplus-",
        "surplus-idle",
        "surplus-status-199",
        "line-",
        "line-long",
        "range-",
        "range-wrong",
        "cached-",
        "cached--1",
        "whole-",
        "whole-9999999",
        "trailers-",
        "tail-3",
        "gzip-members-9999999",
        "interims-",
        "interims-200000000",
        "interims-3-",
    ] {
        assert!(name::add(&mut Fault::default(), name).is_err(), "{name}");
    }
}
