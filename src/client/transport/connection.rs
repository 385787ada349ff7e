//! An open connection, and its place among the others.

use std::net::{SocketAddr, TcpStream};
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::buffers::WireBuffers;
use super::descriptor::Descriptor;
use super::fault::{Phase, WireFault};
use super::guarded::Guarded;
use super::session::{self, Session};
use super::socket::{self, Ready};

/// Connections that were idle for longer are not used: servers, NATs and load balancers may
/// have discarded them. Load balancers and firewalls often do after 60 s, nginx closes after
/// 75 s, so this stays below both; Go's 90 s and libcurl's 118 s do not.
pub const MAX_IDLE_AGE: Duration = Duration::from_secs(50);
/// A connection that was given back within this is taken again without a look at its
/// descriptor: that would be a system call more for each of many requests in a row.
const MOMENT: Duration = Duration::from_micros(200);

/// An open connection and what belongs to it.
pub struct Connection {
    pub stream: Guarded<TcpStream>,
    /// Declared after the stream: a place is free when its connection is closed.
    pub slot: Slot,
    pub session: Option<Box<Session>>,
    /// Lent for a request; an idle connection has none.
    pub buffers: WireBuffers,
    pub key: Arc<str>,
    /// When it was given back; once it is in use again, since when.
    pub last_used: Instant,
    /// It has served a request before.
    pub kept: bool,
}

/// The functions of a pool that its connections call.
pub trait ConnectionPool: Send + Sync {
    /// Buffers for a new connection.
    fn lend(&self) -> WireBuffers;

    /// Buffers of a connection that was closed.
    fn take_back(&self, buffers: WireBuffers);

    /// Keeps a connection for the next request.
    fn give(&self, connection: Connection);

    /// A connection is closed, or was never made.
    fn free(&self, index: usize);

    /// Where a child of fork finds the descriptor of a connection.
    fn descriptor(&self, index: usize) -> Option<&Descriptor>;

    /// Closes what is idle. Whether there was any.
    fn clear(&self) -> bool;

    /// Closes the idle connections to this address that were returned before this time.
    fn distrust(&self, address: SocketAddr, before: Instant);
}

/// A place among the open connections, free again when dropped.
pub struct Slot {
    pool: Arc<dyn ConnectionPool>,
    index: usize,
}

impl Slot {
    pub fn new(pool: Arc<dyn ConnectionPool>, index: usize) -> Slot {
        Slot { pool, index }
    }

    /// Closes idle connections, for the system has no descriptor left. Whether there were any.
    pub fn give_up_idle(&self) -> bool {
        self.pool.clear()
    }

    pub fn fill(self, stream: TcpStream, key: &str) -> Connection {
        let stream = Guarded::new(stream);
        if let Some(descriptor) = self.pool.descriptor(self.index) {
            descriptor.set(stream.as_raw_fd(), stream.inode().unwrap_or(0));
        }
        Connection {
            buffers: self.pool.lend(),
            slot: self,
            stream,
            session: None,
            key: key.into(),
            last_used: Instant::now(),
            kept: false,
        }
    }
}

impl Connection {
    /// Bytes of memory that it holds while it is idle, by estimate.
    pub fn memory(&self) -> usize {
        let session = self.session.as_ref().map_or(0, |_| session::MEMORY);
        size_of::<Connection>() + self.key.len() + session
    }

    /// Whether everything that was received has been read.
    pub fn is_read(&mut self) -> bool {
        self.buffers.is_empty()
            && !self
                .session
                .as_mut()
                .is_some_and(|session| session.has_more())
    }

    /// One look, without waiting, at a connection that is to serve again: nothing may have
    /// come since it was given back, be it decrypted already or still on the stream.
    pub fn is_idle(&mut self) -> bool {
        let ready = match self.last_used.elapsed() {
            age if age > MAX_IDLE_AGE => Ready::End,
            // Data of another owner of the descriptor must not be read.
            age if age > MOMENT && !self.stream.is_own() => Ready::End,
            _ => socket::peek(&self.stream),
        };
        match (ready, &mut self.session) {
            (Ready::End, _) | (Ready::Bytes, None) => false,
            (Ready::Nothing, None) => true,
            (ready, Some(session)) => session.is_quiet(&self.stream, ready == Ready::Bytes),
        }
    }

    /// Closes the idle connections to the same address that have not served since this one
    /// took its request: whatever made it silent may have made them so.
    pub fn distrust_siblings(&self) {
        if let Ok(address) = self.stream.peer_addr() {
            self.slot.pool.distrust(address, self.last_used);
        }
    }

    /// One look at a new connection: HTTP/1.1 servers wait for a request, and bytes before
    /// the first would be read as the response to it.
    pub fn check_unused(&mut self) -> Result<(), WireFault> {
        let spoke = match (socket::peek(&self.stream), &mut self.session) {
            (Ready::Bytes, Some(session)) => session
                .spoke_first(&self.stream)
                .map_err(|e| WireFault::from_io(e, Phase::Tls))?,
            // Decrypted with the end of the handshake.
            (_, Some(session)) => session.has_plaintext(),
            (ready, None) => ready == Ready::Bytes,
        };
        match spoke {
            true => Err(WireFault::Protocol(
                "it arrived before the request was sent",
            )),
            false => Ok(()),
        }
    }

    /// Ends a request: the connection is kept for the next one.
    pub fn give_back(self) {
        let pool = self.slot.pool.clone();
        pool.give(self);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Before the stream is closed, and its number is another's.
        if let Some(descriptor) = self.slot.pool.descriptor(self.slot.index) {
            descriptor.forget();
        }
        let buffers = std::mem::take(&mut self.buffers);
        if buffers.size() > 0 {
            self.slot.pool.take_back(buffers);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.pool.free(self.index);
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("key", &self.key)
            .field("kept", &self.kept)
            .finish_non_exhaustive()
    }
}
