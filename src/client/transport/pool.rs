//! Open connections: how many there may be, and which are idle.
//!
//! ureq's own pool is left empty. It looks at all idle connections on every
//! request, and a client has a host for each bucket; here a request looks at
//! those of its own host only. Those to a proxy that forwards belong to the proxy.
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
//! - *stale* (`Wire::note_stale`): a kept connection that ends before any byte came back
//!   was closed by the server between the look and the request.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::connection::{Connection, Slot};
use super::descriptor::Descriptor;
use super::fault::{Phase, WireFault};
use super::watch::Watch;

pub struct Pool {
    state: Mutex<State>,
    freed: Condvar,
    /// The descriptors of open connections, for a child of fork, which may not lock.
    pub descriptors: Box<[Descriptor]>,
}

struct State {
    /// Calls that wait: waking nobody is a system call too.
    waiting: usize,
    /// Calls that have waited for `PATIENCE`. Others let them pass.
    elders: usize,
    /// By key, none of them empty: a call waits only where there is nothing to take.
    idle: HashMap<String, Vec<Connection>>,
    free: Vec<usize>,
}

/// A call that waits longer is let pass by those that begin. Whoever gives a connection back can
/// take it again before a call that waits for it has a processor: on a busy machine for ever.
const PATIENCE: Duration = Duration::from_secs(1);

/// A call that has waited for long, until it has its place or gives up.
struct Elder<'a>(&'a Pool);

impl Drop for Elder<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.elders -= 1;
        let waiting = state.waiting > 0;
        drop(state);
        if waiting {
            self.0.freed.notify_all();
        }
    }
}

/// What a request gets.
pub enum Acquired {
    Kept(Connection),
    Place(Slot),
}

/// What there is for a request, before anybody has looked at it.
enum Next {
    Idle(Connection),
    /// A place is free.
    Free(usize),
    /// None is free: the longest idle connection to elsewhere has to go.
    GiveUp(Connection),
    None,
}

impl Pool {
    pub fn new(max_connections: usize) -> Pool {
        Pool {
            state: Mutex::new(State {
                waiting: 0,
                elders: 0,
                idle: HashMap::new(),
                free: (0..max_connections).collect(),
            }),
            freed: Condvar::new(),
            descriptors: (0..max_connections).map(|_| Descriptor::none()).collect(),
        }
    }

    /// A connection for a request: one kept for this key, else a place for a new
    /// one, if need be that of the longest idle; else the next that is given back.
    pub fn acquire(self: &Arc<Pool>, key: &str, watch: &Watch) -> Result<Acquired, WireFault> {
        let fresh_only = watch.seen.fresh_only();
        let mut since = None;
        let mut elder = None;
        loop {
            // Outside the lock connections are looked at, and closed: their places come
            // back through it.
            match self.next(key, fresh_only, elder.is_some()) {
                Next::Idle(mut connection) => {
                    if connection.is_idle() {
                        connection.kept = true;
                        connection.last_used = Instant::now();
                        return Ok(Acquired::Kept(connection));
                    }
                }
                Next::Free(index) => {
                    let pool = self.clone();
                    return Ok(Acquired::Place(Slot { pool, index }));
                }
                Next::GiveUp(connection) => drop(connection),
                Next::None => {
                    let since = *since.get_or_insert_with(Instant::now);
                    self.wait(watch.slice(since, watch.io), elder.is_some());
                    watch.check(Phase::WaitForConnection, since, watch.io)?;
                    if elder.is_none() && since.elapsed() >= PATIENCE {
                        elder = Some(self.elder());
                    }
                }
            }
        }
    }

    fn elder(&self) -> Elder<'_> {
        self.lock().elders += 1;
        Elder(self)
    }

    fn next(&self, key: &str, fresh_only: bool, is_elder: bool) -> Next {
        let mut state = self.lock();
        if state.elders > 0 && !is_elder {
            return Next::None;
        }
        if !fresh_only && let Some(connection) = state.take(key) {
            return Next::Idle(connection);
        }
        match state.free.pop() {
            Some(index) => Next::Free(index),
            None => state.longest_idle().map_or(Next::None, Next::GiveUp),
        }
    }

    /// Waits for a connection, or a place, that is given back.
    fn wait(&self, slice: Duration, is_elder: bool) {
        let mut state = self.lock();
        let is_turn = is_elder || state.elders == 0;
        if is_turn && (!state.free.is_empty() || !state.idle.is_empty()) {
            return;
        }
        state.waiting += 1;
        let mut state = match self.freed.wait_timeout(state, slice) {
            Ok((state, _)) => state,
            Err(poisoned) => poisoned.into_inner().0,
        };
        state.waiting -= 1;
    }

    /// Keeps a connection for the next request.
    pub fn give(&self, mut connection: Connection) {
        connection.last_used = Instant::now();
        let mut state = self.lock();
        match state.idle.get_mut(&connection.key) {
            Some(same) => same.push(connection),
            None => {
                let key = connection.key.clone();
                state.idle.insert(key, vec![connection]);
            }
        }
        self.wake(state);
    }

    /// Closes what is idle.
    pub fn clear(&self) {
        let idle = std::mem::take(&mut self.lock().idle);
        drop(idle);
    }

    /// Closes the idle connections to this address that were given back before this time.
    pub fn distrust(&self, address: SocketAddr, before: Instant) {
        let suspects = self.lock().take_suspects(address, before);
        drop(suspects);
    }

    /// Closes the descriptors that a fork copied into this process, and nothing
    /// else: the connections are the parent's, and its locks may be held for ever.
    pub fn close_inherited(&self) {
        for descriptor in &self.descriptors {
            descriptor.close();
        }
    }

    /// A place is free again.
    pub fn free(&self, index: usize) {
        let mut state = self.lock();
        state.free.push(index);
        self.wake(state);
    }

    fn wake(&self, state: MutexGuard<'_, State>) {
        let (waiting, elders) = (state.waiting > 0, state.elders > 0);
        drop(state);
        match waiting {
            // Only an elder may take it, and the one that is woken may be another.
            true if elders => self.freed.notify_all(),
            true => self.freed.notify_one(),
            false => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic under the lock leaves the lists whole: each change is one call.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The connection of this key that served last.
    fn take(&mut self, key: &str) -> Option<Connection> {
        let same = self.idle.get_mut(key)?;
        let latest = same.pop();
        if same.is_empty() {
            self.idle.remove(key);
        }
        latest
    }

    fn take_suspects(&mut self, address: SocketAddr, before: Instant) -> Vec<Connection> {
        let is_suspect = |connection: &mut Connection| {
            let theirs = connection.stream.peer_addr();
            connection.last_used < before && theirs.is_ok_and(|theirs| theirs == address)
        };
        let each = self.idle.values_mut();
        let suspects = each
            .flat_map(|same| same.extract_if(.., is_suspect))
            .collect();
        self.idle.retain(|_, same| !same.is_empty());
        suspects
    }

    fn longest_idle(&mut self) -> Option<Connection> {
        let key = self
            .idle
            .iter()
            .filter_map(|(key, same)| same.first().map(|c| (c.last_used, key)))
            .min_by_key(|(last_used, _)| *last_used)
            .map(|(_, key)| key.clone())?;
        let same = self.idle.get_mut(&key)?;
        let oldest = same.remove(0);
        if same.is_empty() {
            self.idle.remove(&key);
        }
        Some(oldest)
    }
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool")
            .field("max", &self.descriptors.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use super::*;
    use crate::client::transport::watch::SLICE;

    fn watch() -> Watch {
        let patience = Duration::from_secs(5);
        Watch::new(None, patience, patience, Arc::default())
    }

    /// A pool of connections that were given back in this order, and their other ends.
    fn pool_of(keys: &[&str], listener: &TcpListener) -> (Arc<Pool>, Vec<TcpStream>) {
        let pool = Arc::new(Pool::new(8));
        let address = listener.local_addr().expect("its address");
        let mut peers = Vec::new();
        let mut connections = Vec::new();
        for key in keys {
            let stream = TcpStream::connect(address).expect("a connection");
            peers.push(listener.accept().expect("its other end").0);
            let Ok(Acquired::Place(slot)) = pool.acquire(key, &watch()) else {
                panic!("no place for {key}");
            };
            connections.push(slot.fill(stream, (*key).to_owned()));
        }
        connections.into_iter().for_each(|c| pool.give(c));
        (pool, peers)
    }

    fn kept(pool: &Arc<Pool>, key: &str) -> Option<Connection> {
        match pool.acquire(key, &watch()) {
            Ok(Acquired::Kept(connection)) => Some(connection),
            _ => None,
        }
    }

    #[test]
    fn siblings_of_a_silent_connection_go_unless_they_served_since() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let (pool, _peers) = pool_of(&["a", "b", "a", "b"], &listener);
        let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a port");
        let stream = TcpStream::connect(elsewhere.local_addr().expect("its address"));
        let Ok(Acquired::Place(slot)) = pool.acquire("c", &watch()) else {
            panic!("no place");
        };
        pool.give(slot.fill(stream.expect("a connection"), "c".to_owned()));
        let silent = kept(&pool, "a").expect("an idle one");
        let serves = kept(&pool, "b").expect("an idle one");
        pool.give(serves);
        silent.distrust_siblings();
        assert!(kept(&pool, "a").is_none());
        let left = kept(&pool, "b").expect("the one that served since");
        assert!(kept(&pool, "b").is_none());
        assert!(kept(&pool, "c").is_some(), "another address");
        drop((silent, left));
        pool.clear();
    }

    #[test]
    fn what_was_idle_for_long_is_not_used() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        for (seconds, is_good) in [(49, true), (51, false)] {
            let (pool, _peers) = pool_of(&["a"], &listener);
            let Some(when) = Instant::now().checked_sub(Duration::from_secs(seconds)) else {
                return;
            };
            for idle in pool.lock().idle.values_mut().flatten() {
                idle.last_used = when;
            }
            assert_eq!(kept(&pool, "a").is_some(), is_good, "{seconds}");
            pool.clear();
        }
    }

    #[test]
    fn a_call_that_finds_no_place_waits() {
        let pool = Arc::new(Pool::new(1));
        let server = TcpListener::bind("127.0.0.1:0").expect("a port");
        let stream = TcpStream::connect(server.local_addr().expect("its address"));
        let _peer = server.accept().expect("its other end");
        let Ok(Acquired::Place(slot)) = pool.acquire("one", &watch()) else {
            panic!("no place");
        };
        pool.give(slot.fill(stream.expect("a connection"), "one".to_owned()));
        let kept = pool.acquire("one", &watch());
        assert!(matches!(kept, Ok(Acquired::Kept(_))));
        let begun = Instant::now();
        assert!(matches!(pool.next("another", false, false), Next::None));
        pool.wait(SLICE, false);
        assert!(begun.elapsed() >= SLICE);
        drop(kept);
        assert!(matches!(pool.next("another", false, false), Next::Free(0)));
    }

    #[test]
    fn a_call_that_waited_for_long_is_let_pass() {
        let pool = Arc::new(Pool::new(1));
        let elder = pool.elder();
        assert!(matches!(pool.next("barging", false, false), Next::None));
        let begun = Instant::now();
        pool.wait(SLICE, false);
        assert!(begun.elapsed() >= SLICE, "nothing is there for it");
        assert!(matches!(pool.next("elder", false, true), Next::Free(0)));
        drop(elder);
        pool.free(0);
        assert!(matches!(pool.next("next", false, false), Next::Free(0)));
    }

    #[test]
    fn who_waits_for_long_has_the_next_place() {
        let pool = Arc::new(Pool::new(1));
        let Ok(Acquired::Place(place)) = pool.acquire("busy", &watch()) else {
            panic!("no place");
        };
        let waiter = {
            let pool = pool.clone();
            std::thread::spawn(move || pool.acquire("waiter", &watch()).is_ok())
        };
        while pool.lock().elders == 0 {
            assert!(!waiter.is_finished(), "it is let wait like others");
            std::thread::yield_now();
        }
        // It is free for a moment, in which nobody else can have been woken.
        drop(place);
        let next = pool.acquire("busy", &watch());
        assert!(waiter.join().expect("no panic"));
        assert!(matches!(next, Ok(Acquired::Place(_))));
        assert_eq!(pool.lock().elders, 0);
    }

    #[test]
    fn a_place_comes_from_a_closed_connection_before_an_open_one_is_given_up() {
        let pool = Arc::new(Pool::new(2));
        let server = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = server.local_addr().expect("its address");
        let mut peers = Vec::new();
        for key in ["closed", "open"] {
            let stream = TcpStream::connect(address).expect("a connection");
            peers.push(server.accept().expect("its other end"));
            let Ok(Acquired::Place(slot)) = pool.acquire(key, &watch()) else {
                panic!("no place for {key}");
            };
            pool.give(slot.fill(stream, key.to_owned()));
        }
        drop(peers.remove(0));
        assert!(matches!(
            pool.acquire("closed", &watch()),
            Ok(Acquired::Place(_))
        ));
        assert!(matches!(
            pool.acquire("open", &watch()),
            Ok(Acquired::Kept(_))
        ));
        pool.clear();
    }
}
