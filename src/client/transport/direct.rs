//! A request without a body, sent and read here.
//!
//! ureq carries the requests that have one. For the others its header maps and its states would be
//! half of a request's instructions, and what they check is checked by `head`, `framing` and
//! `chunks` before.

use std::io;

use ureq::Error as Fault;
use ureq::unversioned::transport::Buffers;

use super::chunks::Chunks;
use super::framing::BodyFraming;
use super::head::HEADER_ROOM;
use super::response_head::ResponseHead;
use super::wire::Wire;

/// What is read in pieces of at least this goes to the reader without passing our buffer.
const LARGE_PIECE: usize = 16 * 1024;

/// The rest of a response that is read from its connection.
pub struct DirectBody {
    /// `None`: the body was read to its end.
    wire: Option<Box<Wire>>,
    left: Left,
    /// The connection ends with this response.
    closes: bool,
}

/// What is left of a body.
enum Left {
    Bytes(u64),
    /// All that comes before the end of the connection.
    ToEnd,
    Chunks(Chunks),
    /// It cannot be read, as `Incoming::check` says.
    Unreadable,
}

/// Reads the head of the response to a request that was sent. `closes`: the request says that
/// its connection ends with it.
pub fn receive(mut wire: Wire, closes: bool) -> Result<(ResponseHead, DirectBody), Fault> {
    let framing = loop {
        if let Some(framing) = wire.incoming.body_framing() {
            break framing;
        }
        if !wire.await_bytes()? {
            return Err(closed());
        }
    };
    let head = read_head(&mut wire)?;
    let seen = wire.incoming.framing();
    let left = match framing {
        BodyFraming::None => Left::Bytes(0),
        BodyFraming::Chunked => Left::Chunks(Chunks::new()),
        BodyFraming::Unreadable => Left::Unreadable,
        BodyFraming::Plain => seen.length().map_or(Left::ToEnd, Left::Bytes),
    };
    let closes = closes || seen.ends_connection(head.status);
    let wire = match left {
        Left::Bytes(0) => {
            hand_on(wire, closes);
            None
        }
        _ => Some(Box::new(wire)),
    };
    Ok((head, DirectBody { wire, left, closes }))
}

fn read_head(wire: &mut Wire) -> Result<ResponseHead, Fault> {
    let (status, length) = (wire.incoming.status(), wire.incoming.head_length());
    if length > HEADER_ROOM {
        return Err(Fault::LargeResponseHeader(length, HEADER_ROOM));
    }
    let buffers = wire.received();
    let input = buffers.input();
    let head = ResponseHead::read(status, &input[..length.min(input.len())]);
    buffers.input_consume(length);
    Ok(head)
}

fn closed() -> Fault {
    io::Error::new(io::ErrorKind::UnexpectedEof, "Peer disconnected").into()
}

impl DirectBody {
    /// The length that was announced, of which this is the rest.
    pub fn announced(&self) -> Option<u64> {
        match self.left {
            Left::Bytes(left) => Some(left),
            _ => None,
        }
    }

    /// The next bytes; 0 at the end.
    pub fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        let Some(wire) = self.wire.as_mut().filter(|_| !into.is_empty()) else {
            return Ok(0);
        };
        let (amount, is_end) = match &mut self.left {
            Left::Bytes(left) => {
                let most = into.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                let amount = read_plain(wire, &mut into[..most])?;
                if amount == 0 {
                    return Err(closed());
                }
                *left -= amount as u64;
                (amount, *left == 0)
            }
            Left::ToEnd => {
                let amount = read_plain(wire, into)?;
                (amount, amount == 0)
            }
            Left::Chunks(chunks) => read_chunks(wire, chunks, into)?,
            Left::Unreadable => {
                wire.await_bytes()?;
                return Err(closed());
            }
        };
        if is_end {
            self.finish();
        }
        Ok(amount)
    }

    /// The body was read to its end, which is the connection's if it has no other.
    fn finish(&mut self) {
        let is_over = match &self.left {
            Left::Bytes(_) => true,
            Left::Chunks(chunks) => chunks.is_over(),
            Left::ToEnd | Left::Unreadable => false,
        };
        if let Some(wire) = self.wire.take() {
            hand_on(*wire, self.closes || !is_over);
        }
    }
}

/// The response was read: another request may have the connection, unless it ends.
fn hand_on(wire: Wire, closes: bool) {
    if !closes {
        wire.give_back();
    }
}

/// Reads bytes as they come; 0 at the end of the connection.
fn read_plain(wire: &mut Wire, into: &mut [u8]) -> Result<usize, Fault> {
    if wire.received().input().is_empty() {
        if into.len() >= LARGE_PIECE {
            return wire.receive_into(into);
        }
        if !wire.await_bytes()? {
            return Ok(0);
        }
    }
    Ok(take(wire, 0, into))
}

/// Reads the data of chunks, and whether that was the last of it.
fn read_chunks(
    wire: &mut Wire,
    chunks: &mut Chunks,
    into: &mut [u8],
) -> Result<(usize, bool), Fault> {
    let mut filled = 0;
    loop {
        let rest = &mut into[filled..];
        let (frame, data) = chunks.next_data(wire.received().input(), rest.len());
        filled += take(wire, frame, &mut rest[..data]);
        // As much as there is: many servers write small chunks.
        if frame + data > 0 && filled < into.len() && !chunks.is_over() {
            continue;
        }
        if filled > 0 || chunks.is_over() {
            return Ok((filled, chunks.is_over()));
        }
        if !wire.await_bytes()? {
            // Some servers close in place of the last empty line: nothing is lost.
            return match chunks.is_ending() {
                true => Ok((0, true)),
                false => Err(closed()),
            };
        }
    }
}

/// Passes over bytes, and takes those after them.
fn take(wire: &mut Wire, passed: usize, into: &mut [u8]) -> usize {
    let buffers = wire.received();
    let input = &buffers.input()[passed..];
    let amount = into.len().min(input.len());
    into[..amount].copy_from_slice(&input[..amount]);
    buffers.input_consume(passed + amount);
    amount
}
