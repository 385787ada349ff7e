//! Open connections: how many there may be, and which are idle.
//!
//! ureq's own pool is left empty. It looks at all idle connections on every
//! request, and a client has a host for each bucket; here a request looks at
//! those of its own host only. Those to a proxy that forwards belong to the proxy.
//!
//! `max_connections` bounds those in use. Requests beyond them wait, first in, first out:
//! a right of use that is given back passes to the longest waiting, so that no thread
//! that runs takes what another was woken for. Idle connections are held in addition, as long
//! as their number, memory and age allow.
//!
//! HTTP/1.1 numbers neither requests nor responses: the first bytes that come after a
//! request are its response. So a connection is handed on only if nothing can come that
//! belongs to a former request, and these are the places where that is believed:
//!
//! - *finished* (`Wire::is_finished`, before `give`): the request was sent whole, ureq read the
//!   response to the end that its head announced, the framing left no doubt where that is
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

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::buffers::{KeptBuffers, WireBuffers};
use super::connection::{Connection, ConnectionPool, MAX_IDLE_AGE, Slot};
use super::descriptor::{Descriptor, Descriptors};
use super::fault::{Phase, WireFault};
use super::idle::Idle;
use super::socket;
use crate::client::call_control::CallControl;

/// Of the descriptors that the process may have, idle connections take this part at most.
const SHARE_OF_DESCRIPTORS: usize = 4;
/// Idle connections of a client, however many descriptors there are.
const MOST_IDLE: usize = 8192;
/// Bytes of memory that idle connections of a client hold at most.
const MAX_IDLE_MEMORY: usize = 64 * 1024 * 1024;

pub struct Pool {
    state: Mutex<PoolState>,
    max_connections: usize,
    max_idle: usize,
    /// Of open connections, for a child of fork, which may not lock.
    descriptors: Descriptors,
}

#[derive(Default)]
struct PoolState {
    in_use: usize,
    /// Requests that wait for a right of use: there are none while one is free.
    waiting: VecDeque<Arc<Waiter>>,
    idle: Idle,
    buffers: KeptBuffers,
    numbers: FreeNumbers,
}

/// A request that waits. `has_right` changes under the pool's lock only.
#[derive(Default)]
struct Waiter {
    has_right: AtomicBool,
    woken: Condvar,
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
            max_connections,
            max_idle,
            // Those that are being closed have their numbers still.
            descriptors: Descriptors::new(2 * (max_connections + max_idle)),
        }
    }

    /// A connection for a request: one kept for this key, else a place for a new one.
    pub fn acquire(
        self: &Arc<Pool>,
        key: &str,
        control: &CallControl,
    ) -> Result<Acquired, WireFault> {
        let fresh_only = control.state.fresh_only();
        let mut state = self.lock();
        if state.in_use < self.max_connections {
            state.in_use += 1;
        } else {
            state = self.wait_for_turn(state, control)?;
        }
        while let Some(mut connection) = state.take(key) {
            // Outside the lock connections are looked at, and closed.
            drop(state);
            if !fresh_only && connection.is_idle() {
                connection.kept = true;
                connection.last_used = Instant::now();
                return Ok(Acquired::Kept(connection));
            }
            // The right of use stays with the request.
            connection.slot.has_right = false;
            drop(connection);
            state = self.lock();
            if fresh_only {
                // One goes for the one that is made: there are never more than may be in use.
                break;
            }
        }
        let index = state.numbers.take();
        drop(state);
        Ok(Acquired::Place(Slot::new(self.clone(), index)))
    }

    /// Waits for a right of use, which it is given by the request that had it.
    fn wait_for_turn<'a>(
        &'a self,
        mut state: MutexGuard<'a, PoolState>,
        control: &CallControl,
    ) -> Result<MutexGuard<'a, PoolState>, WireFault> {
        let since = Instant::now();
        let waiter = Arc::new(Waiter::default());
        state.waiting.push_back(waiter.clone());
        loop {
            let slice = control.slice(since, control.io);
            state = match waiter.woken.wait_timeout(state, slice) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
            drop(state);
            // Also of a request whose turn has come: a shutdown ends the calls before it too.
            let checked = control.check(Phase::WaitForConnection, since, control.io);
            state = self.lock();
            match checked {
                Err(fault) => {
                    Self::leave(state, &waiter);
                    return Err(fault);
                }
                Ok(()) if waiter.has_right() => return Ok(state),
                Ok(()) => {}
            }
        }
    }

    /// A request waits no longer. The right may have come while it looked at its control.
    fn leave(mut state: MutexGuard<'_, PoolState>, waiter: &Arc<Waiter>) {
        if waiter.has_right() {
            return release(state);
        }
        state.waiting.retain(|other| !Arc::ptr_eq(other, waiter));
    }

    /// A request needs its right of use no longer. What is idle beyond the bounds goes first.
    fn end_use<'a>(&'a self, mut state: MutexGuard<'a, PoolState>, now: Instant) {
        let surplus = state.surplus(self.max_idle, now);
        if !surplus.is_empty() {
            // Closed before another may be opened.
            drop(state);
            drop(surplus);
            state = self.lock();
        }
        release(state);
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
        connection.slot.has_right = false;
        let buffers = std::mem::take(&mut connection.buffers);
        let mut state = self.lock();
        state.buffers.keep(buffers, now);
        state.idle.push(connection);
        self.end_use(state, now);
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

    fn free(&self, index: usize, has_right: bool) {
        let mut state = self.lock();
        state.numbers.free.push(index);
        if has_right {
            self.end_use(state, Instant::now());
        }
    }

    fn descriptor(&self, index: usize) -> Option<&Descriptor> {
        self.descriptors.at(index)
    }
}

/// Passes on a right of use to the request that has waited longest.
fn release(mut state: MutexGuard<'_, PoolState>) {
    let Some(first) = state.waiting.pop_front() else {
        state.in_use -= 1;
        return;
    };
    first.has_right.store(true, Ordering::Relaxed);
    drop(state);
    first.woken.notify_one();
}

impl PoolState {
    /// The connection of this key that served last, and buffers for it.
    fn take(&mut self, key: &str) -> Option<Connection> {
        let mut connection = self.idle.take(key)?;
        connection.slot.has_right = true;
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

impl Waiter {
    fn has_right(&self) -> bool {
        self.has_right.load(Ordering::Relaxed)
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
            .field("max", &self.max_connections)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use super::*;

    fn control(patience: Duration) -> CallControl {
        CallControl::new(None, patience, patience, Arc::default())
    }

    /// A server, and the ends of its connections.
    struct Server(TcpListener, Vec<TcpStream>);

    impl Server {
        fn new() -> Server {
            Server(
                TcpListener::bind("127.0.0.1:0").expect("a port"),
                Vec::new(),
            )
        }

        fn stream(&mut self) -> TcpStream {
            let address = self.0.local_addr().expect("its address");
            let stream = TcpStream::connect(address).expect("a connection");
            self.1.push(self.0.accept().expect("its other end").0);
            stream
        }

        /// A connection of a request, kept or made.
        fn connection(&mut self, pool: &Arc<Pool>, key: &str) -> Connection {
            match pool.acquire(key, &control(Duration::from_secs(5))) {
                Ok(Acquired::Kept(connection)) => connection,
                Ok(Acquired::Place(slot)) => slot.fill(self.stream(), key),
                Err(fault) => panic!("{fault}"),
            }
        }
    }

    /// A pool whose idle connections were given back in this order.
    fn pool_of(keys: &[&str], server: &mut Server) -> Arc<Pool> {
        let pool = Arc::new(Pool::new(8));
        let connections: Vec<_> = keys
            .iter()
            .map(|key| server.connection(&pool, key))
            .collect();
        connections.into_iter().for_each(|c| pool.give(c));
        pool
    }

    fn kept(pool: &Arc<Pool>, key: &str) -> Option<Connection> {
        match pool.acquire(key, &control(Duration::from_secs(5))) {
            Ok(Acquired::Kept(connection)) => Some(connection),
            _ => None,
        }
    }

    #[test]
    fn siblings_of_a_silent_connection_go_unless_they_served_since() {
        let mut server = Server::new();
        let pool = pool_of(&["a", "b", "a", "b"], &mut server);
        let other = Server::new().connection(&pool, "c");
        pool.give(other);
        let silent = kept(&pool, "a").expect("an idle one");
        let serves = kept(&pool, "b").expect("an idle one");
        pool.give(serves);
        silent.distrust_siblings();
        assert!(kept(&pool, "a").is_none());
        let left = kept(&pool, "b").expect("the one that served since");
        assert!(kept(&pool, "b").is_none());
        drop((silent, left));
        pool.clear();
    }

    #[test]
    fn what_was_idle_for_long_is_not_used_and_goes_with_the_next() {
        let mut server = Server::new();
        for (seconds, is_good) in [(49, true), (51, false)] {
            let pool = pool_of(&["a", "b"], &mut server);
            let Some(when) = Instant::now().checked_sub(Duration::from_secs(seconds)) else {
                return;
            };
            pool.lock().idle.each_mut(|idle| idle.last_used = when);
            assert_eq!(kept(&pool, "a").is_some(), is_good, "{seconds}");
            let another = server.connection(&pool, "c");
            pool.give(another);
            let left = pool.lock().idle.len();
            assert_eq!(left, if is_good { 2 } else { 1 }, "{seconds}");
            pool.clear();
        }
    }

    #[test]
    fn what_was_idle_for_long_goes_also_if_a_connection_is_not_given_back() {
        let mut server = Server::new();
        let pool = pool_of(&["a", "b"], &mut server);
        let closed = server.connection(&pool, "c");
        let Some(when) = Instant::now().checked_sub(Duration::from_secs(51)) else {
            return;
        };
        pool.lock().idle.each_mut(|idle| idle.last_used = when);
        drop(closed);
        assert_eq!(pool.lock().idle.len(), 0);
        assert_eq!(pool.lock().in_use, 0);
    }

    #[test]
    fn requests_get_their_turns_first_in_first_out() {
        let mut server = Server::new();
        let pool = Arc::new(Pool::new(1));
        let mut held = server.connection(&pool, "key");
        let (sender, receiver) = mpsc::channel();
        let turns = 8;
        let waiters: Vec<_> = (0..turns)
            .map(|i| {
                let (theirs, sender) = (pool.clone(), sender.clone());
                let waiter = thread::spawn(move || {
                    let connection = kept(&theirs, "key").expect("the only one");
                    sender.send((i, connection)).expect("a receiver");
                });
                while pool.lock().waiting.len() <= i {
                    thread::yield_now();
                }
                waiter
            })
            .collect();
        for turn in 0..turns {
            // A thread that gives a connection back and acquires one at once comes after the waiters.
            pool.give(held);
            assert_eq!(pool.lock().in_use, 1);
            let (i, connection) = receiver.recv().expect("a sender");
            assert_eq!(i, turn);
            held = connection;
        }
        waiters
            .into_iter()
            .for_each(|w| w.join().expect("no panic"));
        drop(held);
        assert_eq!(pool.lock().in_use, 0);
    }

    #[test]
    fn who_stops_waiting_leaves_the_turn_to_the_next() {
        let mut server = Server::new();
        let pool = Arc::new(Pool::new(1));
        let held = server.connection(&pool, "key");
        let late = pool.acquire("key", &control(Duration::from_millis(1)));
        assert!(matches!(late, Err(WireFault::Stopped { .. })));
        assert!(pool.lock().waiting.is_empty());
        // The turn came while the control was looked at.
        let waiter = Arc::new(Waiter::default());
        pool.lock().waiting.push_back(waiter.clone());
        pool.give(held);
        assert!(waiter.has_right());
        Pool::leave(pool.lock(), &waiter);
        assert_eq!(pool.lock().in_use, 0);
        assert!(kept(&pool, "key").is_some());
        pool.clear();
    }

    #[test]
    fn a_connection_that_was_closed_leaves_its_right_to_its_request() {
        let mut server = Server::new();
        let pool = pool_of(&["closed", "open"], &mut server);
        drop(server.1.remove(0));
        let place = pool.acquire("closed", &control(Duration::from_secs(5)));
        assert!(matches!(place, Ok(Acquired::Place(_))));
        assert_eq!(pool.lock().in_use, 1);
        assert_eq!(pool.lock().idle.len(), 1);
        drop(place);
        assert_eq!(pool.lock().in_use, 0);
        assert!(kept(&pool, "open").is_some());
        pool.clear();
    }

    #[test]
    fn the_longest_idle_go_when_they_are_too_many() {
        let mut server = Server::new();
        let mut pool = Pool::new(8);
        pool.max_idle = 2;
        let pool = Arc::new(pool);
        let connections: Vec<_> = ["a", "b", "a", "c"]
            .map(|key| server.connection(&pool, key))
            .into();
        connections.into_iter().for_each(|c| pool.give(c));
        assert!(kept(&pool, "b").is_none());
        assert!(kept(&pool, "c").is_some());
        assert!(kept(&pool, "a").is_some());
        assert!(kept(&pool, "a").is_none());
        pool.clear();
    }
}
