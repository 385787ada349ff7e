//! What comes back on a request, from its first byte to the last: read here, and then
//! shown to ureq, which parses the final head and takes the frame off the body.

use std::time::Instant;

use ureq::unversioned::transport::Buffers;

use super::buffers::WireBuffers;
use super::chunks::Chunks;
use super::fault::WireFault;
use super::framing::Body;
use super::head::Head;
use super::interim::Interim;
use super::repair::repair;

/// The response to one request.
#[derive(Debug)]
pub struct Incoming {
    /// HEAD: no body follows. Not known before the request is sent.
    to_head: Option<bool>,
    head: Head,
    interim: Interim,
    stage: Stage,
    /// The response can be used, its connection cannot: the next one may begin elsewhere
    /// than either side believes.
    pub is_doubtful: bool,
    /// What is wrong behind the bytes shown.
    fault: Option<WireFault>,
}

#[derive(Debug)]
enum Stage {
    Head,
    /// No byte behind the head is the response's.
    Done,
    Plain,
    Chunked(Chunks),
}

impl Incoming {
    pub fn new() -> Incoming {
        Incoming {
            to_head: None,
            head: Head::default(),
            interim: Interim::default(),
            stage: Stage::Head,
            is_doubtful: false,
            fault: None,
        }
    }

    /// Takes note of the request as it is sent: its line comes first.
    pub fn note_request(&mut self, sent: &[u8]) {
        self.to_head
            .get_or_insert_with(|| sent.starts_with(b"HEAD "));
    }

    /// The status of the final response; 0 until it is known.
    pub fn status(&self) -> u16 {
        if self.head.is_final() {
            self.head.status
        } else {
            0
        }
    }

    /// Reads what was received, and shows ureq what it may read. Whether that is anything.
    pub fn read(&mut self, buffers: &mut WireBuffers) -> Result<bool, WireFault> {
        if matches!(self.stage, Stage::Head) && !self.read_head(buffers)? {
            return Ok(false);
        }
        match &mut self.stage {
            Stage::Head | Stage::Done => {}
            Stage::Plain => buffers.show(buffers.hidden().len()),
            Stage::Chunked(chunks) => {
                let (passed, fault) = chunks.pass(buffers.hidden());
                buffers.show(passed);
                self.fault = fault;
            }
        }
        match buffers.input().is_empty() {
            true => self.check().map(|()| false),
            false => Ok(true),
        }
    }

    /// Fails with what is wrong behind the bytes that were shown.
    pub fn check(&mut self) -> Result<(), WireFault> {
        self.fault.take().map_or(Ok(()), Err)
    }

    /// Whether what came latest shows that the server is at work on the request.
    pub fn is_sign_of_life(&self) -> bool {
        self.interim.counts()
    }

    /// When the wait for the next byte began, if not just now.
    pub fn awaited_since(&mut self) -> Option<Instant> {
        (self.status() == 0).then(|| self.interim.awaited_since())
    }

    /// Passes over interim responses. Whether the final head is whole, and shown.
    fn read_head(&mut self, buffers: &mut WireBuffers) -> Result<bool, WireFault> {
        loop {
            let Some(length) = self.head.read(buffers.hidden())? else {
                if self.head.is_interim() {
                    self.interim.check(buffers.hidden().len())?;
                }
                return Ok(false);
            };
            self.is_doubtful |= self.head.framing.is_doubtful(self.head.status);
            if self.head.is_final() {
                self.begin_body(length, buffers)?;
                return Ok(true);
            }
            self.interim.note(length)?;
            buffers.skip(length);
            self.head = Head::default();
        }
    }

    fn begin_body(&mut self, length: usize, buffers: &mut WireBuffers) -> Result<(), WireFault> {
        let mut length = length;
        if self.head.is_odd {
            length -= self.mend(length, false, buffers);
            // What the lines say now.
            self.head = Head::default();
            self.head.read(&buffers.hidden()[..length])?;
            self.is_doubtful |= self.head.framing.is_doubtful(self.head.status);
        }
        let Head {
            status, framing, ..
        } = self.head;
        let body = framing.body(status, self.to_head == Some(true));
        if framing.is_double() && body != Body::None {
            length -= self.mend(length, true, buffers);
        }
        buffers.show(length);
        self.stage = match body {
            Body::None => Stage::Done,
            Body::Plain => Stage::Plain,
            Body::Chunked => Stage::Chunked(Chunks::new()),
            Body::Unreadable => {
                let why = "its body has a transfer coding that was not asked for";
                self.fault = Some(WireFault::Protocol(why));
                Stage::Done
            }
        };
        Ok(())
    }

    /// Mends the head. By how much it is shorter now.
    fn mend(&mut self, length: usize, drops_length: bool, buffers: &mut WireBuffers) -> usize {
        let repaired = repair(&mut buffers.hidden_mut()[..length], drops_length);
        self.is_doubtful |= repaired.is_doubtful;
        buffers.skip(repaired.removed);
        repaired.removed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What ureq is shown of a response, whether the connection is doubtful, and whether a fault follows.
    fn shown(input: &str, to_head: bool) -> (String, bool, bool) {
        let mut buffers = WireBuffers::default();
        let mut incoming = Incoming {
            to_head: Some(to_head),
            ..Incoming::new()
        };
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
}
