//! Which idle connections are kept, which are used again, and which are closed.

use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use super::*;

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
    let patience = Duration::from_secs(5);
    let turn = pool.turn(&CallControl::new(None, patience, patience, Arc::default()));
    let closed = server.connection(&pool, "c");
    let Some(when) = Instant::now().checked_sub(Duration::from_secs(51)) else {
        return;
    };
    pool.lock().idle.each_mut(|idle| idle.last_used = when);
    drop(closed);
    drop(turn);
    assert_eq!(pool.lock().idle.len(), 0);
    assert_eq!(Arc::strong_count(&pool.turns), 1);
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
