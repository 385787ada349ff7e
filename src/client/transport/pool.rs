//! Open connections: how many there may be, and which are idle.
//!
//! ureq's own pool is left empty. It looks at all idle connections on every
//! request, and a client has a host for each bucket; here a request looks at
//! those of its own host only. Those to a proxy that forwards belong to the proxy.
//!
//! `max_connections` bounds those in use (`turns`). Idle connections are held in addition, as long
//! as their number, memory and age allow.
//!
//! HTTP/1.1 numbers neither requests nor responses: the first bytes that come after a
//! request are its response. So a connection is handed on only if nothing can come that
//! belongs to a former request, and these are the places where that is believed:
//!
//! - *finished* (`Wire::is_finished`, before `give`): the request was sent whole, the response was
//!   read to the end that its head announced, the framing left no doubt where that is
//!   (`framing`, `chunks`), and neither our buffer nor rustls holds a byte more.
//! - *idle* (`Connection::is_idle`, at each `acquire`): one look shows that nothing came
//!   since, at most 50 s long. Responses to HEAD and 304 announce lengths of bodies that never
//!   come, and only this look finds one that does. What comes after the look is
//!   the request's, by HTTP/1.1; no client can distinguish them.
//! - *fresh* (`Connection::check_unused`, once the connection is made): one look shows that
//!   the server sent nothing before the request. If it did, even a 503 because it is full, the
//!   bytes are not read: the error is PROTOCOL, and the request was not sent.
//! - *stale* (`Wire::note_stale`): a kept-alive connection that ends before any byte came back
//!   was closed by the server between the look and the request.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::buffers::{KeptBuffers, WireBuffers};
use super::connection::{Connection, ConnectionPool, MAX_IDLE_AGE, Slot};
use super::descriptor::{Descriptor, Descriptors};
use super::fault::Stop;
use super::idle::Idle;
use super::socket;
use super::turns::{Right, Turns};
use crate::client::call_control::CallControl;

/// Of the descriptors that the process may have, idle connections take this part at most.
const SHARE_OF_DESCRIPTORS: usize = 4;
/// Idle connections of a client, however many descriptors there are.
const MOST_IDLE: usize = 8192;
/// Bytes of memory that idle connections of a client hold at most.
const MAX_IDLE_MEMORY: usize = 64 * 1024 * 1024;

pub struct Pool {
    state: Mutex<PoolState>,
    turns: Arc<Turns>,
    max_idle: usize,
    /// Of open connections, for a child of fork, which may not lock.
    descriptors: Descriptors,
}

#[derive(Default)]
struct PoolState {
    idle: Idle,
    buffers: KeptBuffers,
    numbers: FreeNumbers,
}

/// The numbers of open connections.
#[derive(Default)]
struct FreeNumbers {
    free: Vec<usize>,
    next: usize,
}

/// The connection that a request receives.
pub enum Acquired {
    Kept(Connection),
    Place(Slot),
}

impl Pool {
    pub fn new(max_connections: usize) -> Pool {
        let share = socket::descriptors_allowed() / SHARE_OF_DESCRIPTORS;
        let max_idle = share.min(MOST_IDLE).max(max_connections);
        Pool {
            state: Mutex::default(),
            turns: Arc::new(Turns::new(max_connections)),
            max_idle,
            // Those that are being closed have their numbers still.
            descriptors: Descriptors::new(2 * (max_connections + max_idle)),
        }
    }

    /// Waits for the turn of an attempt. Only what ends the whole call ends the wait.
    pub fn turn(self: &Arc<Pool>, control: &CallControl) -> Result<Turn, Stop> {
        Ok(Turn {
            _right: self.turns.take(control)?,
            pool: self.clone(),
        })
    }

    /// A connection for a request that has its turn: one kept for this key, else a place for a
    /// new one.
    pub fn acquire(self: &Arc<Pool>, key: &str, fresh_only: bool) -> Acquired {
        let mut state = self.lock();
        while let Some(mut connection) = state.take(key) {
            // Outside the lock connections are looked at, and closed.
            drop(state);
            if !fresh_only && connection.is_idle() {
                connection.kept = true;
                connection.last_used = Instant::now();
                return Acquired::Kept(connection);
            }
            drop(connection);
            state = self.lock();
            if fresh_only {
                // One goes for the one that is made: there are never more than may be in use.
                break;
            }
        }
        let index = state.numbers.take();
        drop(state);
        Acquired::Place(Slot::new(self.clone(), index))
    }

    /// Closes what is idle beyond the bounds, outside of the lock.
    fn trim(&self, mut state: MutexGuard<'_, PoolState>, now: Instant) {
        let surplus = state.surplus(self.max_idle, now);
        drop(state);
        drop(surplus);
    }

    /// Closes the descriptors that a fork copied into this process, and nothing
    /// else: the connections are the parent's, and its locks may be held for ever.
    pub fn close_inherited(&self) {
        self.descriptors.close_all();
    }

    fn lock(&self) -> MutexGuard<'_, PoolState> {
        // A panic under the lock leaves the lists whole: each change is one call.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ConnectionPool for Pool {
    fn give(&self, mut connection: Connection) {
        let now = Instant::now();
        connection.last_used = now;
        let buffers = std::mem::take(&mut connection.buffers);
        let mut state = self.lock();
        state.buffers.keep(buffers, now);
        state.idle.push(connection);
        self.trim(state, now);
    }

    fn lend(&self) -> WireBuffers {
        self.lock().buffers.take()
    }

    fn take_back(&self, buffers: WireBuffers) {
        self.lock().buffers.keep(buffers, Instant::now());
    }

    fn clear(&self) -> bool {
        let idle = std::mem::take(&mut self.lock().idle);
        idle.len() > 0
    }

    fn distrust(&self, address: SocketAddr, before: Instant) {
        let suspects = self.lock().idle.take_all(|connection| {
            let theirs = connection.stream.peer_addr();
            connection.last_used < before && theirs.is_ok_and(|theirs| theirs == address)
        });
        drop(suspects);
    }

    fn free(&self, index: usize) {
        let mut state = self.lock();
        state.numbers.free.push(index);
    }

    fn descriptor(&self, index: usize) -> Option<&Descriptor> {
        self.descriptors.at(index)
    }
}

/// The turn of an attempt.
pub struct Turn {
    pool: Arc<Pool>,
    /// Released by `drop`.
    _right: Right,
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Closed before another may be opened.
        self.pool.trim(self.pool.lock(), Instant::now());
    }
}

impl PoolState {
    /// The connection of this key that served last, and buffers for it.
    fn take(&mut self, key: &str) -> Option<Connection> {
        let mut connection = self.idle.take(key)?;
        connection.buffers = self.buffers.take();
        Some(connection)
    }

    /// Idle connections that are too many, too old, or hold too much.
    fn surplus(&mut self, max_idle: usize, now: Instant) -> Vec<Connection> {
        let mut surplus = Vec::new();
        let is_old = |since: Instant| now.duration_since(since) > MAX_IDLE_AGE;
        while self.idle.len() > max_idle
            || self.idle.memory() > MAX_IDLE_MEMORY
            || self.idle.oldest().is_some_and(is_old)
        {
            surplus.extend(self.idle.take_oldest());
        }
        surplus
    }
}

impl FreeNumbers {
    fn take(&mut self) -> usize {
        self.free.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool")
            .field("max_idle", &self.max_idle)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "pool_tests.rs"]
mod tests;
