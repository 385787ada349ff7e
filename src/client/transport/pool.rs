//! Open connections: how many there may be, and which are idle.
//!
//! ureq's own pool is left empty. It looks at all idle connections on every
//! request, and a client has a host for each bucket; here a request looks at
//! those of its own host only. Those to a proxy that forwards belong to the proxy.
//!
//! `max_connections` bounds those in use. Before an attempt begins it waits for its turn, first
//! in, first out: a right of use that is given back passes to the longest waiting, so that no
//! thread that runs takes what another was woken for. The wait is no part of the attempt. Idle
//! connections are held in addition, as long as their number, memory and age allow.
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

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::buffers::{KeptBuffers, WireBuffers};
use super::connection::{Connection, ConnectionPool, MAX_IDLE_AGE, Slot};
use super::descriptor::{Descriptor, Descriptors};
use super::fault::Stop;
use super::idle::Idle;
use super::socket;
use crate::client::call_control::CallControl;
use crate::client::place::{CallPlace, HeldPlace, Lender, MOST_LENT, PlaceKind};
use crate::client::wait::SLICE;

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
    turns: Turns,
    /// Rights of use that others have while a callback does not return.
    lent: usize,
    idle: Idle,
    buffers: KeptBuffers,
    numbers: FreeNumbers,
}

/// The attempts that have a right of use.
#[derive(Default)]
struct Turns {
    places: HashMap<u64, Arc<CallPlace>>,
    next: u64,
    /// When their callbacks were looked at.
    looked: Option<Instant>,
}

impl Turns {
    fn add(&mut self, place: Arc<CallPlace>) -> u64 {
        self.next += 1;
        self.places.insert(self.next, place);
        self.next
    }

    fn remove(&mut self, number: u64) {
        self.places.remove(&number);
    }

    /// How many there are, up to `most`, whose callbacks have not returned for long.
    fn stuck(&self, now: Instant, most: usize) -> usize {
        let places = self.places.values();
        places
            .filter(|place| place.is_stuck(now))
            .take(most)
            .count()
    }
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

    /// Waits for the turn of an attempt: a right of use, first in, first out. Only what ends the
    /// whole call ends the wait.
    pub fn turn(self: &Arc<Pool>, control: &CallControl) -> Result<Turn, Stop> {
        let weak: Weak<Pool> = Arc::downgrade(self);
        let place = Arc::new(CallPlace::new(weak));
        let mut state = self.lock();
        if state.in_use < self.max_connections {
            state.in_use += 1;
        } else if let Some(stop) = control.ended_by() {
            // Thousands that end together would else each wait for a slice of time.
            return Err(stop);
        } else {
            state = self.wait_for_turn(state, control)?;
        }
        let number = state.turns.add(place.clone());
        drop(state);
        Ok(Turn {
            pool: self.clone(),
            number,
            _held: HeldPlace::new(PlaceKind::Connection, place),
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

    /// Waits for a right of use, which it is given by the request that had it.
    fn wait_for_turn<'a>(
        &'a self,
        mut state: MutexGuard<'a, PoolState>,
        control: &CallControl,
    ) -> Result<MutexGuard<'a, PoolState>, Stop> {
        let since = Instant::now();
        let waiter = Arc::new(Waiter::default());
        state.waiting.push_back(waiter.clone());
        loop {
            let slice = control.slice(since, Duration::MAX);
            state = match waiter.woken.wait_timeout(state, slice) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
            self.lend_stuck(&mut state);
            drop(state);
            // Also of a request whose turn has come: a shutdown ends the calls before it too.
            let stop = control.reason_to_stop(since, Duration::MAX);
            state = self.lock();
            match stop {
                Some(stop) => {
                    self.leave(state, &waiter);
                    return Err(stop);
                }
                None if waiter.has_right() => return Ok(state),
                None => {}
            }
        }
    }

    /// A request waits no longer. The right may have come while it looked at its control.
    fn leave(&self, mut state: MutexGuard<'_, PoolState>, waiter: &Arc<Waiter>) {
        if waiter.has_right() {
            return state.release(self.max_connections);
        }
        state.waiting.retain(|other| !Arc::ptr_eq(other, waiter));
    }

    /// Lends the rights of calls whose callbacks do not return to calls that wait.
    fn lend_stuck(&self, state: &mut PoolState) {
        let now = Instant::now();
        let is_time = |last: Instant| now.duration_since(last) >= SLICE;
        if !state.turns.looked.is_none_or(is_time) {
            return;
        }
        state.turns.looked = Some(now);
        for _ in 0..state.turns.stuck(now, MOST_LENT - state.lent) {
            state.lent += 1;
            state.release(self.max_connections);
        }
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

impl Lender for Pool {
    fn lend(self: Arc<Self>) -> bool {
        let mut state = self.lock();
        let may_lend = state.lent < MOST_LENT;
        if may_lend {
            state.lent += 1;
            state.release(self.max_connections);
        }
        may_lend
    }

    fn take_back(&self) {
        let mut state = self.lock();
        state.lent -= 1;
        state.in_use += 1;
    }
}

/// A right of use, for an attempt.
pub struct Turn {
    pool: Arc<Pool>,
    number: u64,
    _held: HeldPlace,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let pool = &self.pool;
        // Closed before another may be opened.
        pool.trim(pool.lock(), Instant::now());
        let mut state = pool.lock();
        state.turns.remove(self.number);
        state.release(pool.max_connections);
    }
}

impl PoolState {
    /// The connection of this key that served last, and buffers for it.
    fn take(&mut self, key: &str) -> Option<Connection> {
        let mut connection = self.idle.take(key)?;
        connection.buffers = self.buffers.take();
        Some(connection)
    }

    /// Passes on a right of use to the request that has waited longest, unless there are more
    /// in use than may be: some were lent.
    fn release(&mut self, most: usize) {
        let first = if self.in_use > most {
            None
        } else {
            self.waiting.pop_front()
        };
        match first {
            Some(first) => {
                first.has_right.store(true, Ordering::Relaxed);
                first.woken.notify_one();
            }
            None => self.in_use -= 1,
        }
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
    use crate::client::place::InCallback;

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
            match pool.acquire(key, false) {
                Acquired::Kept(connection) => connection,
                Acquired::Place(slot) => slot.fill(self.stream(), key),
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
        match pool.acquire(key, false) {
            Acquired::Kept(connection) => Some(connection),
            Acquired::Place(_) => None,
        }
    }

    /// The rights of use that are out, and those of them that are lent.
    fn counts(pool: &Pool) -> (usize, usize) {
        let state = pool.lock();
        (state.in_use, state.lent)
    }

    fn turn(pool: &Arc<Pool>) -> Turn {
        match pool.turn(&control(Duration::from_secs(5))) {
            Ok(turn) => turn,
            Err(stop) => panic!("{stop:?}"),
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
        let turn = turn(&pool);
        let closed = server.connection(&pool, "c");
        let Some(when) = Instant::now().checked_sub(Duration::from_secs(51)) else {
            return;
        };
        pool.lock().idle.each_mut(|idle| idle.last_used = when);
        drop(closed);
        drop(turn);
        assert_eq!(pool.lock().idle.len(), 0);
        assert_eq!(pool.lock().in_use, 0);
    }

    #[test]
    fn requests_get_their_turns_first_in_first_out() {
        let pool = Arc::new(Pool::new(1));
        let mut held = Some(turn(&pool));
        let (sender, receiver) = mpsc::channel();
        let turns = 8;
        let waiters: Vec<_> = (0..turns)
            .map(|i| {
                let (theirs, sender) = (pool.clone(), sender.clone());
                let (leave, left) = mpsc::channel::<()>();
                let waiter = thread::spawn(move || {
                    let _turn = turn(&theirs);
                    sender.send(i).expect("a receiver");
                    assert!(left.recv().is_err());
                });
                while pool.lock().waiting.len() <= i {
                    thread::yield_now();
                }
                (waiter, leave)
            })
            .collect();
        for (number, (waiter, leave)) in waiters.into_iter().enumerate() {
            drop(held.take());
            assert_eq!(pool.lock().in_use, 1);
            assert_eq!(receiver.recv().expect("a sender"), number);
            drop(leave);
            waiter.join().expect("no panic");
        }
        assert_eq!(pool.lock().in_use, 0);
    }

    #[test]
    fn who_has_ended_does_not_begin_to_wait() {
        let pool = Arc::new(Pool::new(1));
        let _held = turn(&pool);
        let mut ended = control(Duration::MAX);
        ended.flags.cancel = Some(Arc::new(true.into()));
        let begun = Instant::now();
        for _ in 0..1000 {
            assert!(matches!(pool.turn(&ended), Err(Stop::Cancelled)));
        }
        assert!(begun.elapsed() < 500 * SLICE);
    }

    #[test]
    fn who_stops_waiting_leaves_the_turn_to_the_next() {
        let pool = Arc::new(Pool::new(1));
        let held = turn(&pool);
        let ended = CallControl::new(
            Some(Instant::now() + Duration::from_millis(1)),
            Duration::MAX,
            Duration::MAX,
            Arc::default(),
        );
        assert!(matches!(pool.turn(&ended), Err(Stop::Total)));
        assert!(pool.lock().waiting.is_empty());
        // The turn came while the control was looked at.
        let waiter = Arc::new(Waiter::default());
        pool.lock().waiting.push_back(waiter.clone());
        drop(held);
        assert!(waiter.has_right());
        pool.leave(pool.lock(), &waiter);
        assert_eq!(pool.lock().in_use, 0);
    }

    #[test]
    fn the_io_timeout_does_not_end_the_wait_for_a_turn() {
        let pool = Arc::new(Pool::new(1));
        let held = turn(&pool);
        let theirs = pool.clone();
        let waiter = thread::spawn(move || {
            let impatient = control(Duration::from_millis(1));
            theirs.turn(&impatient).is_ok()
        });
        while pool.lock().waiting.is_empty() {
            thread::yield_now();
        }
        // The control was looked at at least once.
        thread::sleep(SLICE * 2);
        drop(held);
        assert!(waiter.join().expect("no panic"));
    }

    #[test]
    fn a_right_is_lent_while_a_callback_does_not_return() {
        let pool = Arc::new(Pool::new(1));
        let held = turn(&pool);
        let callback = InCallback::new();
        // A whole wait for the only turn.
        let theirs = pool.clone();
        let other = thread::spawn(move || drop(turn(&theirs)));
        other.join().expect("no panic");
        assert_eq!(counts(&pool), (0, 1));
        let another = turn(&pool);
        drop(callback);
        assert_eq!(counts(&pool), (2, 0));
        drop(another);
        drop(held);
        assert_eq!(pool.lock().in_use, 0);
        assert!(pool.lock().turns.places.is_empty());
    }

    #[test]
    fn a_connection_that_was_closed_is_not_kept() {
        let mut server = Server::new();
        let pool = pool_of(&["closed", "open"], &mut server);
        drop(server.1.remove(0));
        let place = pool.acquire("closed", false);
        assert!(matches!(place, Acquired::Place(_)));
        assert_eq!(pool.lock().idle.len(), 1);
        drop(place);
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
