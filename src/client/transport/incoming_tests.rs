//! Tests: the bytes of responses that are shown, and the reuse of their connections.

use ureq::unversioned::transport::Buffers;

use super::buffers::WireBuffers;
use super::head::HEADER_ROOM;
use super::incoming::Incoming;

/// The bytes that are shown, whether the connection is doubtful, and whether a fault follows.
fn shown(input: &str, to_head: bool) -> (String, bool, bool) {
    let mut buffers = WireBuffers::default();
    let mut incoming = Incoming::new();
    incoming.note_request(if to_head {
        b"HEAD / HTTP/1.1"
    } else {
        b"GET / HTTP/1.1"
    });
    let mut fault = false;
    for byte in input.bytes() {
        buffers.input_append_buf()[0] = byte;
        buffers.input_appended(1);
        fault |= incoming.read(&mut buffers).is_err();
    }
    let text = String::from_utf8_lossy(buffers.input()).into_owned();
    (
        text,
        incoming.is_doubtful,
        fault || incoming.check().is_err(),
    )
}

#[test]
fn ordinary_responses_are_shown_as_they_are() {
    for (input, to_head) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", false),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            false,
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true),
        (
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
            false,
        ),
        (
            "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
            false,
        ),
    ] {
        assert_eq!(shown(input, to_head), (input.to_owned(), false, false));
        let interim = format!("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n{input}");
        assert_eq!(shown(&interim, to_head), (input.to_owned(), false, false));
    }
}

#[test]
fn odd_lines_and_doubtful_frames_are_mended() {
    for (input, expected, doubtful) in [
        (
            "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nVia : d\r\n\r\nx",
            "HTTP/1.1 200 OK\r\nA: b c\r\nVia: d\r\n\r\nx",
            false,
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx",
            true,
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding :\r\n chunked\r\n\r\n1\r\nx",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx",
            true,
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding\x0b: chunked\r\nContent-Length: 1\r\n\r\nx",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
            true,
        ),
        (
            "HTTP/1.1 204 No\r\nContent-Length: 1\r\n\r\nx",
            "HTTP/1.1 204 No\r\nContent-Length: 1\r\n\r\n",
            true,
        ),
        (
            "HTTP/1.1 100 Go\r\nContent-Length: 1\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            true,
        ),
    ] {
        assert_eq!(
            shown(input, false),
            (expected.to_owned(), doubtful, false),
            "{input:?}"
        );
    }
}

#[test]
fn a_body_that_cannot_be_read_is_a_fault_behind_its_head() {
    for (head, kept) in [
        (
            "HTTP/1.1 404 No\r\nContent-Length: 5\r\nTransfer-Encoding: gzip\r\n\r\n",
            "HTTP/1.1 404 No\r\nTransfer-Encoding: gzip\r\n\r\n",
        ),
        (
            "HTTP/1.0 404 No\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.0 404 No\r\nTransfer-Encoding: chunked\r\n\r\n",
        ),
    ] {
        assert_eq!(
            shown(&format!("{head}hello"), false),
            (kept.to_owned(), true, true)
        );
    }
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n";
    assert_eq!(
        shown(&format!("{head}+5\r\nhello"), false),
        (head.to_owned(), false, true)
    );
}

#[test]
fn empty_lines_that_come_with_a_status_line_are_not_shown() {
    let response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    for before in ["\n", "\r\n", "\r\n\n"] {
        let mut buffers = WireBuffers::default();
        let mut incoming = Incoming::new();
        incoming.note_request(b"GET / HTTP/1.1");
        let bytes = [before, response].concat();
        buffers.input_append_buf()[..bytes.len()].copy_from_slice(bytes.as_bytes());
        buffers.input_appended(bytes.len());
        assert!(incoming.read(&mut buffers).is_ok());
        assert_eq!(buffers.input(), response.as_bytes());
        assert_eq!(incoming.head_length(), response.len() - "hello".len());
    }
}

#[test]
fn empty_lines_before_a_status_line_are_not_kept() {
    let mut buffers = WireBuffers::default();
    let mut incoming = Incoming::new();
    let mut taken = 0;
    let fault = loop {
        let room = buffers.input_append_buf();
        let length = room.len().min(1001);
        room[..length].fill(b'\n');
        buffers.input_appended(length);
        taken += length;
        match incoming.read(&mut buffers) {
            Ok(shown) => assert!(!shown && buffers.is_empty()),
            Err(fault) => break fault.to_string(),
        }
    };
    assert!(taken <= HEADER_ROOM + 1001 && !incoming.take_sign_of_life());
    assert_eq!(fault, "more than 64 KiB arrived before its final response");
}
