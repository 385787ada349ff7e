use super::*;
use crate::fault::{Fault, name};
use crate::net::part::Pace;

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

fn text(plan: RawPlan) -> String {
    let parts = plan.parts.into_iter();
    let bytes: Vec<u8> = parts.flat_map(|part| part.collect()).collect();
    String::from_utf8(bytes).expect("UTF-8")
}

fn wire(names: &str) -> (String, Then) {
    let plan = raw(names, false, 1);
    let then = plan.then;
    (text(plan), then)
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
    assert_eq!(to_head.then, Then::Close);
    assert_eq!(text(to_head), FRONT);
}

#[test]
fn slow_parts() {
    let paces = |names| -> Vec<(Option<Pace>, usize)> {
        let parts = raw(names, false, 1).parts.into_iter();
        parts
            .map(|part| (part.pace, part.collect().len()))
            .collect()
    };
    let pace = |step| {
        let every = std::time::Duration::from_millis(7);
        Some(Pace { step, every })
    };
    assert_eq!(paces("slow-headers-7"), [(pace(1), FRONT.len()), (None, 5)]);
    assert_eq!(paces("drip-7"), [(None, FRONT.len()), (pace(1), 5)]);
    assert_eq!(paces("trickle-3-7"), [(None, FRONT.len()), (pace(3), 5)]);
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
    assert_eq!(reset.then, Then::Reset);
    assert_eq!(text(reset), "");
}

#[test]
fn large_bodies_are_not_copied() {
    let bytes = bytes::Bytes::from(vec![b'x'; 1 << 20]);
    let mut large = answer();
    large.body = bytes.clone().into();
    let mut plan = plan(large, &Delivery::default(), false, 1);
    assert_eq!(plan.parts[1].next().as_ptr(), bytes.as_ptr());
}

#[test]
fn header_blocks_of_a_size() {
    for (names, head) in [("header-fields-129", false), ("header-fields-129", true)] {
        let block = text(raw(names, head, 1));
        let block = block.split("\r\n\r\n").next().expect("a block");
        assert_eq!(block.lines().count(), 1 + 129);
    }
    for kib in [1, 2, 70] {
        let plan = raw(&format!("headers-{kib}kb"), false, 1);
        assert_eq!(plan.then, Then::Keep);
        assert_eq!(text(plan).len(), (kib << 10) + "hello".len());
    }
    assert_eq!(wire("header-fields-1").0, format!("{FRONT}hello"));
}

const CHUNKED: &str = "HTTP/1.1 200 OK\r\nA: 1\r\nTransfer-Encoding: chunked\r\n\r\n";

#[test]
fn ends_of_bodies() {
    let front = |length| FRONT.replace("Length: 5", &format!("Length: {length}"));
    for (names, expected, then) in [
        ("length-more-3", format!("{}hello", front(8)), Then::Close),
        ("length-less-2", format!("{}hello", front(3)), Then::Keep),
        ("length-less-9", format!("{}hello", front(0)), Then::Keep),
        (
            "length-more-3-and-rst",
            format!("{}hello", front(8)),
            Then::Reset,
        ),
        ("cut-0-and-rst", FRONT.to_string(), Then::Reset),
        ("cut-2-and-linger", format!("{FRONT}he"), Then::Linger),
        ("cut-head-12", "HTTP/1.1 200".to_string(), Then::Close),
        ("cut-head-9999", FRONT.to_string(), Then::Close),
        ("stall-head-12", "HTTP/1.1 200".to_string(), Then::Hang),
        (
            "no-length-and-cut-2",
            "HTTP/1.1 200 OK\r\nA: 1\r\nConnection: close\r\n\r\nhe".to_string(),
            Then::Close,
        ),
    ] {
        assert_eq!(wire(names), (expected, then), "{names}");
    }
}

#[test]
fn chunked_bodies() {
    for (names, body, then) in [
        ("chunked", "5\r\nhello\r\n0\r\n\r\n", Then::Keep),
        ("chunked-3", "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", Then::Keep),
        ("chunked-3-and-cut-2", "3\r\nhe", Then::Close),
        ("cut-3-and-chunked-3", "3\r\nhel\r\n", Then::Close),
        ("chunked-3-and-stall-4", "3\r\nhel\r\n2\r\nl", Then::Hang),
        ("chunked-3-and-cut-chunk-1", "3\r\nhel\r\n2", Then::Close),
        ("cut-chunk-0", "5", Then::Close),
        (
            "cut-chunk-7-and-chunked-3",
            "3\r\nhel\r\n2\r\nlo\r\n0",
            Then::Close,
        ),
        ("cut-last-chunk-and-rst", "5\r\nhello\r\n", Then::Reset),
        (
            "blanks-2-0",
            "1\r\n \r\n1\r\n \r\n5\r\nhello\r\n0\r\n\r\n",
            Then::Keep,
        ),
    ] {
        assert_eq!(wire(names), (format!("{CHUNKED}{body}"), then), "{names}");
    }
    let to_head = raw("chunked", true, 1);
    assert!(!text(to_head).contains("Transfer-Encoding"));
}
