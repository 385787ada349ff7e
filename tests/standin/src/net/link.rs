//! A connection that can stop being HTTP.
//!
//! The HTTP library sends only answers that are correct, and every header name in
//! lower case, which COS does not. So the service leaves a plan in the
//! connection's slot and gives the library an empty answer; the link drops what
//! the library writes and carries out the plan. The library reads requests, and
//! knows when a connection is at its end.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::stream::Stream;

/// Bytes to write in place of an answer, and what comes after them.
#[derive(Debug)]
pub struct RawPlan {
    pub parts: VecDeque<Part>,
    pub then: Then,
}

#[derive(Debug)]
pub struct Part {
    pub bytes: Bytes,
    /// Waits so long before each single byte; None: all at once.
    pub every: Option<Duration>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The connection serves further requests.
    Keep,
    Close,
    /// Closes without TLS's farewell.
    Drop,
    /// RST in place of FIN.
    Reset,
    /// Silence, until the client closes.
    Hang,
}

impl Part {
    pub fn at_once(bytes: impl Into<Bytes>) -> Part {
        Part {
            bytes: bytes.into(),
            every: None,
        }
    }
}

impl RawPlan {
    pub fn new(bytes: impl Into<Bytes>, then: Then) -> RawPlan {
        RawPlan {
            parts: [Part::at_once(bytes)].into(),
            then,
        }
    }
}

/// Where the service of a connection leaves a plan for its link.
#[derive(Clone, Debug, Default)]
pub struct Slot(Arc<Mutex<Option<RawPlan>>>);

impl Slot {
    pub fn put(&self, plan: RawPlan) {
        *self.lock() = Some(plan);
    }

    fn lock(&self) -> MutexGuard<'_, Option<RawPlan>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub struct Link {
    stream: Stream,
    slot: Slot,
    /// Runs before the next single byte.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Link {
    pub fn new(stream: Stream, slot: Slot) -> Link {
        Link {
            stream,
            slot,
            pause: None,
        }
    }

    /// Carries out the plan, if there is one. An error ends the connection.
    fn poll_plan(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let slot = self.slot.clone();
        let mut slot = slot.lock();
        let Some(plan) = slot.as_mut() else {
            return Poll::Ready(Ok(()));
        };
        while let Some(part) = plan.parts.front_mut() {
            if part.bytes.has_remaining() {
                ready!(self.poll_part(part, cx))?;
            } else {
                plan.parts.pop_front();
            }
        }
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        match plan.then {
            Then::Keep => {
                *slot = None;
                return Poll::Ready(Ok(()));
            }
            Then::Hang => ready!(poll_end(&mut self.stream, cx))?,
            Then::Reset => self.stream.reset_on_drop()?,
            Then::Close => ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?,
            Then::Drop => {}
        }
        Poll::Ready(Err(io::Error::from(io::ErrorKind::ConnectionAborted)))
    }

    /// Writes some bytes of a part.
    fn poll_part(&mut self, part: &mut Part, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut end = part.bytes.len();
        if let Some(every) = part.every {
            // TLS holds back what was written; it must be out before the wait.
            ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
            let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(every)));
            ready!(pause.as_mut().poll(cx));
            end = 1;
        }
        let bytes = &part.bytes[..end];
        let sent = ready!(Pin::new(&mut self.stream).poll_write(cx, bytes))?;
        part.bytes.advance(sent);
        self.pause = None;
        Poll::Ready(Ok(()))
    }
}

/// Ready when the client has closed; what it sends before is dropped.
fn poll_end(stream: &mut Stream, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
    let mut scratch = [0; 1024];
    loop {
        let mut buffer = ReadBuf::new(&mut scratch);
        ready!(Pin::new(&mut *stream).poll_read(cx, &mut buffer))?;
        if buffer.filled().is_empty() {
            return Poll::Ready(Ok(()));
        }
    }
}

impl AsyncRead for Link {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Link {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.slot.lock().is_some() {
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_plan(cx))?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_plan(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
