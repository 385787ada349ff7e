//! From a listening port to single bytes.
//!
//! `door` opens the ports; a connection that enters is `connection`'s, after
//! `proxy` or `tls` where its door asks for them; `link` writes what the HTTP
//! library would not, `part` by `part`.

pub mod backlog;
pub mod certificates;
pub mod connection;
pub mod door;
pub mod link;
pub mod part;
pub mod proxy;
pub mod queue;
pub mod stream;
#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod transfer_tests;
