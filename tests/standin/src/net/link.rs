//! A connection that can stop being HTTP.
//!
//! The HTTP library sends only answers that are correct, and every header name in
//! lower case, which COS does not. So the service leaves a plan in the
//! connection's slot and gives the library an empty answer; the link drops what
//! the library writes and carries out the plan. The library reads requests, and
//! knows when a connection is at its end.

use std::io;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::part::{Part, RawPlan, Start, Then};
use super::queue;
use super::stream::Stream;

/// Where the service of a connection leaves things for its link.
#[derive(Clone, Debug, Default)]
pub struct Slot(Arc<Mutex<Left>>);

#[derive(Debug, Default)]
struct Left {
    plan: Option<RawPlan>,
    /// Counts each surplus that has arrived.
    surplus: Arc<AtomicU64>,
    /// Goes out before the plan, at the next turn of the library.
    words: Bytes,
}

impl Slot {
    /// `surplus` counts those that have arrived at a client.
    pub fn new(surplus: Arc<AtomicU64>) -> Slot {
        Slot(Arc::new(Mutex::new(Left {
            surplus,
            ..Left::default()
        })))
    }

    /// A request has come, so what was sent before has arrived.
    pub fn put(&self, plan: RawPlan) {
        let mut left = self.lock();
        left.count_surplus();
        left.plan = Some(plan);
    }

    /// Says this while the request is still being read.
    pub fn say(&self, words: Bytes) {
        self.lock().words = words;
    }

    fn lock(&self) -> MutexGuard<'_, Left> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Left {
    /// Once for a plan that is written out.
    fn count_surplus(&mut self) {
        if let Some(plan) = &mut self.plan
            && plan.parts.is_empty()
            && std::mem::replace(&mut plan.surplus, false)
        {
            self.surplus.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The client may have closed because of the surplus.
impl Drop for Link {
    fn drop(&mut self) {
        self.slot.lock().count_surplus();
    }
}

pub struct Link {
    stream: Stream,
    slot: Slot,
    /// Runs before the next step, or the next look.
    pause: Option<Pin<Box<Sleep>>>,
    /// When the next step of a paced part is due. By a plan, not from the last step on: else each
    /// step on a busy machine makes all the later ones late too.
    due: Option<Instant>,
    /// When the waiting for an end began.
    since: Option<Instant>,
    /// Bytes of the plan have gone out.
    wrote: bool,
    /// The client has sent something, or has closed, since the last byte went out.
    heard: bool,
}

/// A client that waits for us to read cannot always tell us that it gave up.
const DEAF_AT_MOST: Duration = Duration::from_secs(120);
/// For what was sent to arrive.
const DELIVERY_AT_MOST: Duration = Duration::from_secs(30);
/// Bytes that lie unread in a socket before its system asks the peer to wait.
const LEAST_WINDOW: u64 = 16 << 10;

impl Link {
    pub fn new(stream: Stream, slot: Slot) -> Link {
        Link {
            stream,
            slot,
            pause: None,
            due: None,
            since: None,
            wrote: false,
            heard: false,
        }
    }

    /// Carries out the plan, if there is one. An error ends the connection.
    fn poll_plan(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let slot = self.slot.clone();
        let left = &mut *slot.lock();
        let Some(plan) = left.plan.as_mut() else {
            return Poll::Ready(Ok(()));
        };
        if !self.stream.is_tls() {
            plan.join_held();
        }
        while let Some(part) = plan.parts.front_mut() {
            if !ready!(self.poll_start(part, cx))? {
                plan.parts.clear();
                plan.surplus = false;
                break;
            }
            if part.next().has_remaining() {
                ready!(self.poll_part(part, cx))?;
            } else {
                plan.parts.pop_front();
                self.due = None;
            }
        }
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        if plan.surplus {
            ready!(self.poll_until(DELIVERY_AT_MOST, Link::is_delivered, cx));
            self.since = None;
        }
        let then = plan.then;
        left.count_surplus();
        match then {
            Then::Keep => {
                left.plan = None;
                return Poll::Ready(Ok(()));
            }
            Then::Hang => ready!(poll_end(&mut self.stream, cx))?,
            Then::Deaf => ready!(self.poll_until(DEAF_AT_MOST, Link::is_abandoned, cx)),
            Then::Linger => {
                ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
                ready!(poll_end(&mut self.stream, cx))?;
            }
            Then::Reset => {
                ready!(self.poll_until(DELIVERY_AT_MOST, Link::is_acknowledged, cx));
                self.stream.reset_on_drop()?;
            }
            Then::Close => ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?,
            Then::Drop => {}
        }
        Poll::Ready(Err(io::Error::from(io::ErrorKind::ConnectionAborted)))
    }

    fn poll_words(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let slot = self.slot.clone();
        let words = &mut slot.lock().words;
        while words.has_remaining() {
            let sent = ready!(Pin::new(&mut self.stream).poll_write(cx, words))?;
            words.advance(sent);
        }
        Poll::Ready(Ok(()))
    }

    /// Writes some bytes of a part.
    fn poll_part(&mut self, part: &mut Part, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if part.held && self.stream.hold(part.next())? {
            return Poll::Ready(Ok(()));
        }
        let (pace, at_once) = (part.pace, part.at_once);
        let bytes = part.next();
        let mut end = bytes.len();
        if at_once > 0 {
            end = end.min(usize::try_from(at_once).unwrap_or(usize::MAX));
        } else if let Some(pace) = pace {
            // TLS holds back what was written; it must be out before the wait.
            ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
            ready!(self.poll_due(pace.every, cx));
            end = end.min(pace.step);
        }
        let sent = ready!(Pin::new(&mut self.stream).poll_write(cx, &bytes[..end]))?;
        bytes.advance(sent);
        part.at_once = at_once.saturating_sub(sent as u64);
        if let (Some(due), Some(pace)) = (self.due, pace) {
            self.due = Some(due + pace.every);
        }
        (self.pause, self.wrote, self.heard) = (None, true, false);
        Poll::Ready(Ok(()))
    }

    /// Waits until the next step is due. One that is late already waits for nothing.
    fn poll_due(&mut self, every: Duration, cx: &mut Context<'_>) -> Poll<()> {
        let now = Instant::now();
        let due = *self.due.get_or_insert(now + every);
        if due <= now {
            return Poll::Ready(());
        }
        self.poll_pause(due - now, cx)
    }

    /// Waits until a part may begin; false: the client was sooner.
    fn poll_start(&mut self, part: &mut Part, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        if self.heard && part.start != Start::AtOnce {
            return Poll::Ready(Ok(false));
        }
        if let Start::Read(idle) = part.start {
            ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
            ready!(self.poll_until(DELIVERY_AT_MOST, Link::is_read, cx));
            (self.since, self.pause) = (None, None);
            part.start = Start::Waiting(idle);
        }
        if let Start::Waiting(idle) = part.start {
            ready!(self.poll_pause(idle, cx));
            self.pause = None;
            part.start = Start::AtOnce;
        }
        Poll::Ready(Ok(true))
    }

    fn poll_pause(&mut self, length: Duration, cx: &mut Context<'_>) -> Poll<()> {
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(length)));
        pause.as_mut().poll(cx)
    }

    /// Looks again and again, since nothing wakes us; less often where each look takes long, as
    /// among thousands of sockets.
    fn poll_until(
        &mut self,
        at_most: Duration,
        done: fn(&Link, &mut Context<'_>) -> bool,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        const LOOK_AGAIN: Duration = Duration::from_millis(2);
        let since = *self.since.get_or_insert_with(Instant::now);
        while since.elapsed() < at_most {
            if self.pause.is_none() {
                let look = Instant::now();
                if done(self, cx) {
                    break;
                }
                let pause = LOOK_AGAIN.max(look.elapsed() * 20);
                self.pause = Some(Box::pin(sleep(pause)));
            }
            ready!(self.poll_pause(LOOK_AGAIN, cx));
            self.pause = None;
        }
        Poll::Ready(())
    }

    /// All of it is in the client's socket, whether read or not: a reset takes away what is not.
    fn is_acknowledged(&self, _: &mut Context<'_>) -> bool {
        !self.wrote || queue::undelivered(self.stream.socket()) == 0
    }

    /// Acknowledged, or in the client's socket, whose system may acknowledge it later. What is
    /// unread may also be bytes from before: only while it is less than any window holds do they
    /// not stop those that follow.
    fn is_delivered(&self, cx: &mut Context<'_>) -> bool {
        let socket = self.stream.socket();
        let undelivered = queue::undelivered(socket);
        let arrived = |unread| (undelivered..LEAST_WINDOW).contains(&unread);
        self.is_acknowledged(cx) || queue::unread(socket).is_some_and(arrived)
    }

    /// The client has read all, as far as the system tells.
    fn is_read(&self, _: &mut Context<'_>) -> bool {
        queue::unread(self.stream.socket()).is_none_or(|unread| unread == 0)
    }

    /// The client has closed, whatever it sent before is unread.
    fn is_abandoned(&self, cx: &mut Context<'_>) -> bool {
        if queue::is_left(self.stream.socket()) {
            return true;
        }
        let ready = pin!(self.stream.socket().ready(Interest::READABLE));
        match ready.poll(cx) {
            Poll::Ready(Ok(state)) => state.is_read_closed(),
            Poll::Ready(Err(_)) => true,
            Poll::Pending => false,
        }
    }
}

/// Ready when the client has closed; what it sends before is dropped.
fn poll_end(stream: &mut Stream, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
    let mut scratch = [0; 16 << 10];
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
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.heard = true;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Link {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.slot.lock().plan.is_some() {
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_words(cx))?;
        ready!(self.poll_plan(cx))?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_plan(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
