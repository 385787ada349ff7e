//! What comes back on a request, from its first byte to the last: checked here, and then
//! shown to its reader, `direct` or ureq, which takes the head and the body out of it.

use std::time::Instant;

use ureq::unversioned::transport::Buffers;

use super::buffers::WireBuffers;
use super::chunks::Chunks;
use super::fault::WireFault;
use super::framing::{BodyFraming, Framing};
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
    /// How the body is to be read, and the length of the head before it, once that is shown.
    body: Option<(BodyFraming, usize)>,
    /// The response can be used, its connection cannot: the next one may begin elsewhere
    /// than either side expects.
    pub is_doubtful: bool,
    /// What is wrong after the bytes shown.
    fault: Option<WireFault>,
}

#[derive(Debug)]
enum Stage {
    Head,
    /// No byte after the head belongs to the response.
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
            body: None,
            is_doubtful: false,
            fault: None,
        }
    }

    /// Takes note of the request as it is sent: its line comes first.
    pub fn note_request(&mut self, sent: &[u8]) {
        self.to_head
            .get_or_insert_with(|| sent.starts_with(b"HEAD "));
    }

    /// Whether the request was begun.
    pub fn is_asked(&self) -> bool {
        self.to_head.is_some()
    }

    /// The status of the final response; 0 until it is known.
    pub fn status(&self) -> u16 {
        if self.head.is_final() {
            self.head.status
        } else {
            0
        }
    }

    /// How the body after the final head is to be read; `None` until that is shown.
    pub fn body_framing(&self) -> Option<BodyFraming> {
        self.body.map(|(framing, _)| framing)
    }

    /// Bytes of the final head.
    pub fn head_length(&self) -> usize {
        self.body.map_or(0, |(_, length)| length)
    }

    /// What the final head says of the body and the connection, as it was received.
    pub fn framing(&self) -> Framing {
        self.head.framing
    }

    /// Reads what was received, and shows what may be read of it. Whether that is anything.
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

    /// Fails with what is wrong after the bytes that were shown.
    pub fn check(&mut self) -> Result<(), WireFault> {
        self.fault.take().map_or(Ok(()), Err)
    }

    /// Whether something arrived that shows that the server works on the request; reported once.
    pub fn take_sign_of_life(&mut self) -> bool {
        self.interim.take_sign_of_life()
    }

    /// When the wait for the next byte began, if not just now.
    pub fn awaited_since(&mut self) -> Option<Instant> {
        (self.status() == 0).then(|| self.interim.awaited_since())
    }

    /// Passes over interim responses. Whether the final head is whole, and shown.
    fn read_head(&mut self, buffers: &mut WireBuffers) -> Result<bool, WireFault> {
        loop {
            let Some(length) = self.head.read(buffers.hidden())? else {
                self.pass_empty_lines(buffers)?;
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

    /// Passes over empty lines that came alone, which would be kept otherwise, and bounds
    /// what comes before the final response.
    fn pass_empty_lines(&mut self, buffers: &mut WireBuffers) -> Result<(), WireFault> {
        let length = self.head.empty_lines();
        if length > 0 {
            buffers.skip(length);
            self.head = Head::default();
            self.interim.pass(length);
        }
        match self.head.is_final() {
            true => Ok(()),
            false => self.interim.check(buffers.hidden().len()),
        }
    }

    fn begin_body(&mut self, length: usize, buffers: &mut WireBuffers) -> Result<(), WireFault> {
        let empty = empty_lines(buffers.hidden());
        buffers.skip(empty);
        let mut length = length - empty;
        if self.head.is_odd {
            length -= self.mend(length, false, buffers);
            // The head is read again, as it is after the repair.
            self.head = Head::default();
            self.head.read(&buffers.hidden()[..length])?;
            self.is_doubtful |= self.head.framing.is_doubtful(self.head.status);
        }
        let Head {
            status, framing, ..
        } = self.head;
        framing.check()?;
        let body = framing.body(status, self.to_head == Some(true));
        if framing.is_double() && body != BodyFraming::None {
            length -= self.mend(length, true, buffers);
        }
        buffers.show(length);
        self.body = Some((body, length));
        self.stage = match body {
            BodyFraming::None => Stage::Done,
            BodyFraming::Plain => Stage::Plain,
            BodyFraming::Chunked => Stage::Chunked(Chunks::new()),
            BodyFraming::Unreadable => {
                let why = "its body has a transfer coding that was not requested";
                self.fault = Some(WireFault::Protocol(why));
                Stage::Done
            }
        };
        Ok(())
    }

    /// Repairs the head. Returns by how much it is shorter now.
    fn mend(&mut self, length: usize, drops_length: bool, buffers: &mut WireBuffers) -> usize {
        let repaired = repair(&mut buffers.hidden_mut()[..length], drops_length);
        self.is_doubtful |= repaired.is_doubtful;
        buffers.skip(repaired.removed);
        repaired.removed
    }
}

/// Bytes of the empty lines before a status line.
fn empty_lines(head: &[u8]) -> usize {
    let is_empty = |b: &&u8| matches!(b, b'\r' | b'\n');
    head.iter().take_while(is_empty).count()
}
