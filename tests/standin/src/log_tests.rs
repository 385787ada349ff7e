use super::*;
use crate::request::example;

fn request(header_size: usize) -> Request {
    example(
        "h",
        "/",
        &[("x-a", "1:2"), ("x-a", &"x".repeat(header_size))],
    )
}

fn receive(log: &Log, count: usize, header_size: usize) {
    let request = request(header_size);
    for number in 0..count {
        let origin = Origin {
            connection: number as u64,
            ..Origin::default()
        };
        log.received(&request, Cow::Borrowed("absent"), &origin);
    }
}

#[test]
fn a_request_is_kept_as_it_came() {
    let log = Log::new(true);
    receive(&log, 1, 3);
    let expected = json!([{
        "method": "GET", "target": "/", "host": "h",
        "headers": [["x-a", "1:2"], ["x-a", "xxx"]],
        "body_length": 0, "body_crc64": "0", "complete": true, "signature": "absent",
        "connection": 0, "tls": false, "proxy": false,
    }]);
    assert_eq!(log.requests(), expected);
    log.clear();
    assert_eq!(log.requests(), json!([]));
    assert_eq!(log.stats()["requests"], 0);
}

#[test]
fn the_oldest_go_by_number() {
    let log = Log::new(true);
    receive(&log, KEPT_REQUESTS + 5, 1);
    let counts = log.lock();
    assert_eq!(counts.received, KEPT_REQUESTS as u64 + 5);
    assert_eq!(counts.entries.len(), KEPT_REQUESTS);
    assert_eq!(counts.entries[0].origin.connection, 5);
}

#[test]
fn the_oldest_go_by_size() {
    let log = Log::new(true);
    receive(&log, 40, 1 << 20);
    let counts = log.lock();
    assert!(counts.bytes <= KEPT_BYTES && counts.entries.len() > 20);
    let bytes: usize = counts.entries.iter().map(Entry::size).sum();
    assert_eq!(counts.bytes, bytes);
}

#[test]
fn without_a_log_requests_are_counted() {
    let log = Log::new(false);
    receive(&log, 3, 1);
    assert_eq!(log.requests(), json!([]));
    assert_eq!(log.stats()["requests"], 3);
}
