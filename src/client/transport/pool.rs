//! Open connections: how many there may be, and which are idle.
//!
//! ureq's own pool is left empty. It looks at all idle connections on every
//! request, and a client has a host for each bucket; here a request looks at
//! those of its own host only.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::connection::{Connection, Slot};
use super::descriptor::Descriptor;
use super::fault::{Phase, WireFault};
use super::watch::Watch;

/// A connection that served less than this ago is used without a look at it, unless the
/// body cannot be sent again.
const TRUSTED: Duration = Duration::from_millis(50);

pub struct Pool {
    state: Mutex<State>,
    freed: Condvar,
    /// The descriptors of open connections, for a child of fork, which may not lock.
    pub descriptors: Box<[Descriptor]>,
}

struct State {
    /// Calls that wait: waking nobody is a system call too.
    waiting: usize,
    idle: HashMap<String, Vec<Connection>>,
    free: Vec<usize>,
}

/// What a request gets.
pub enum Acquired {
    Kept(Connection),
    Place(Slot),
}

impl Pool {
    pub fn new(max_connections: usize) -> Pool {
        Pool {
            state: Mutex::new(State {
                waiting: 0,
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
        let trusted = if watch.is_one_way {
            Duration::ZERO
        } else {
            TRUSTED
        };
        let mut since = None;
        loop {
            // Closed outside the lock: a connection gives its place back through it.
            let mut closed = Vec::new();
            let mut state = self.lock();
            if !fresh_only && let Some(mut connection) = state.take(key, trusted, &mut closed) {
                connection.kept = true;
                drop(state);
                return Ok(Acquired::Kept(connection));
            }
            if let Some(index) = state.free.pop() {
                drop(state);
                return Ok(Acquired::Place(Slot {
                    pool: self.clone(),
                    index,
                }));
            }
            let since = *since.get_or_insert_with(Instant::now);
            // One place is enough: what was closed already gives its own.
            if closed.is_empty() {
                closed.extend(state.longest_idle());
            }
            if closed.is_empty() {
                state.waiting += 1;
                state = match self.freed.wait_timeout(state, watch.slice(since, watch.io)) {
                    Ok((state, _)) => state,
                    Err(poisoned) => poisoned.into_inner().0,
                };
                state.waiting -= 1;
                // The watch may ask the caller, who must not be asked under a lock.
                drop(state);
                watch.check(Phase::WaitForConnection, since, watch.io)?;
            } else {
                drop(state);
            }
        }
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
        let waiting = state.waiting > 0;
        drop(state);
        if waiting {
            self.freed.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic under the lock leaves the lists whole: each change is one call.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// An idle connection of this key that is still open; those that are not are `closed`.
    fn take(
        &mut self,
        key: &str,
        trusted: Duration,
        closed: &mut Vec<Connection>,
    ) -> Option<Connection> {
        let same = self.idle.get_mut(key)?;
        while let Some(mut connection) = same.pop() {
            if connection.is_fit(trusted) {
                return Some(connection);
            }
            closed.push(connection);
        }
        self.idle.remove(key);
        None
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

    fn watch() -> Watch {
        let patience = Duration::from_secs(5);
        Watch::new(None, patience, patience, Arc::default())
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
        for same in pool.lock().idle.values_mut() {
            same.iter_mut().for_each(|c| c.last_used -= 2 * TRUSTED);
        }
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
