use super::*;
use crate::fault::{Fault, name};

fn answer() -> Answer {
    let mut answer = Answer::plain(200, "hello");
    answer.set("A", "1");
    answer
}

const FRONT: &str = "HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 5\r\n\r\n";

fn raw(names: &str, head: bool, number: u64) -> RawPlan {
    let mut fault = Fault::default();
    name::add_all(&mut fault, names).expect("known faults");
    plan(answer(), &fault.delivery, head, number)
}

fn text(plan: &RawPlan) -> String {
    let bytes: Vec<u8> = plan
        .parts
        .iter()
        .flat_map(|part| part.bytes.to_vec())
        .collect();
    String::from_utf8(bytes).expect("UTF-8")
}

fn wire(names: &str) -> (String, Then) {
    let plan = raw(names, false, 1);
    (text(&plan), plan.then)
}

#[test]
fn cuts() {
    let half = FRONT[..FRONT.len() / 2].to_string();
    assert_eq!(
        wire("cut-status-line"),
        ("HTTP/1.1 2".to_string(), Then::Close)
    );
    assert_eq!(wire("cut-headers"), (half, Then::Close));
    assert_eq!(wire("cut-body"), (format!("{FRONT}he"), Then::Close));
    assert_eq!(wire("cut-4"), (format!("{FRONT}hell"), Then::Close));
    assert_eq!(
        wire("cut-4-and-unclean"),
        (format!("{FRONT}hell"), Then::Drop)
    );
    assert_eq!(wire("stall-4"), (format!("{FRONT}hell"), Then::Hang));
    assert_eq!(wire("stall-400"), (format!("{FRONT}hello"), Then::Hang));
    let to_head = raw("cut-body", true, 1);
    assert_eq!(
        (text(&to_head), to_head.then),
        (FRONT.to_string(), Then::Close)
    );
}

#[test]
fn slow_parts() {
    let paces = |names| -> Vec<(usize, Option<u128>)> {
        let parts = raw(names, false, 1).parts;
        let pace = |part: &Part| (part.bytes.len(), part.every.map(|every| every.as_millis()));
        parts.iter().map(pace).collect()
    };
    assert_eq!(paces("slow-headers-7"), [(FRONT.len(), Some(7)), (5, None)]);
    assert_eq!(paces("drip-7"), [(FRONT.len(), None), (5, Some(7))]);
    assert_eq!(wire("drip-7"), (format!("{FRONT}hello"), Then::Keep));
}

#[test]
fn connections_that_end_after_some_requests() {
    let then = |names, number| raw(names, false, number).then;
    assert_eq!(then("close-after-2", 1), Then::Keep);
    assert_eq!(then("close-after-2", 2), Then::Close);
    assert_eq!(
        wire("keepalive-close"),
        (format!("{FRONT}hello"), Then::Close)
    );
    assert_eq!(then("reset-after-2", 2), Then::Keep);
    let reset = raw("reset-after-2", false, 3);
    assert_eq!((text(&reset).as_str(), reset.then), ("", Then::Reset));
}

#[test]
fn large_bodies_are_not_copied() {
    let mut large = answer();
    large.body = Bytes::from(vec![b'x'; 1 << 20]);
    let plan = plan(large.clone(), &Delivery::default(), false, 1);
    assert_eq!(plan.parts[1].bytes.as_ptr(), large.body.as_ptr());
}

#[test]
fn header_blocks_of_a_size() {
    for (names, head) in [("header-fields-129", false), ("header-fields-129", true)] {
        let block = text(&raw(names, head, 1));
        let block = block.split("\r\n\r\n").next().expect("a block");
        assert_eq!(block.lines().count(), 1 + 129);
    }
    for kib in [1, 2, 70] {
        let plan = raw(&format!("headers-{kib}kb"), false, 1);
        assert_eq!(text(&plan).len(), (kib << 10) + "hello".len());
        assert_eq!(plan.then, Then::Keep);
    }
    assert_eq!(wire("header-fields-1").0, format!("{FRONT}hello"));
}
