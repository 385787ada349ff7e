//! A connection that can stop being HTTP.
//!
//! The HTTP library only sends answers that are correct. For all others the
//! service leaves a plan in the connection's slot and gives the library an
//! empty answer; the link drops what the library writes and carries out the
//! plan. A TLS stream can take the TcpStream's place here.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Bytes to write in place of an answer, and what comes after them.
#[derive(Debug)]
pub struct RawPlan {
    pub bytes: Bytes,
    pub then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The connection serves further requests.
    Keep,
    Close,
    /// RST in place of FIN.
    Reset,
    /// Silence, until the client closes.
    Hang,
}

impl RawPlan {
    pub fn new(bytes: impl Into<Bytes>, then: Then) -> RawPlan {
        let bytes = bytes.into();
        RawPlan { bytes, then }
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
    stream: TcpStream,
    slot: Slot,
}

impl Link {
    pub fn new(stream: TcpStream, slot: Slot) -> Link {
        Link { stream, slot }
    }

    /// Carries out the plan, if there is one. An error ends the connection.
    fn poll_plan(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut slot = self.slot.lock();
        let Some(plan) = slot.as_mut() else {
            return Poll::Ready(Ok(()));
        };
        while plan.bytes.has_remaining() {
            let sent = ready!(Pin::new(&mut self.stream).poll_write(cx, &plan.bytes))?;
            plan.bytes.advance(sent);
        }
        match plan.then {
            Then::Keep => {
                *slot = None;
                return Poll::Ready(Ok(()));
            }
            Then::Hang => ready!(poll_end(&mut self.stream, cx))?,
            Then::Reset => self.stream.set_zero_linger()?,
            Then::Close => ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?,
        }
        Poll::Ready(Err(io::Error::from(io::ErrorKind::ConnectionAborted)))
    }
}

/// Ready when the client has closed; what it sends before is dropped.
fn poll_end(stream: &mut TcpStream, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
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
        self.poll_plan(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_plan(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
