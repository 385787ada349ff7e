//! What was received: requests and connections.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::net::proxy::Connect;
use crate::request::Request;

/// The oldest requests go when there are more, of either.
const KEPT_REQUESTS: usize = 10_000;
const KEPT_BYTES: usize = 32 << 20;

/// The connection that a request came on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin {
    pub connection: u64,
    pub tls: bool,
    pub proxy: bool,
}

pub struct Log {
    /// Requests are kept, not only counted.
    keeps: bool,
    counts: Mutex<Counts>,
    /// Surplus responses that have arrived at their clients.
    pub surplus: Arc<AtomicU64>,
}

#[derive(Default)]
struct Counts {
    entries: VecDeque<Entry>,
    /// Of `entries`.
    bytes: usize,
    received: u64,
    accepted: u64,
    open: u64,
    last_number: u64,
    connects: u64,
    tunnels: u64,
    handshakes: u64,
    handshakes_resumed: u64,
    handshakes_failed: u64,
}

/// A request, written so that keeping it costs little.
struct Entry {
    method: String,
    target: String,
    host: String,
    /// `name:value` and a line feed, which no value can hold, for each.
    headers: String,
    body_length: Option<u64>,
    body_crc64: Option<u64>,
    complete: bool,
    signature: Cow<'static, str>,
    origin: Origin,
}

impl Entry {
    fn size(&self) -> usize {
        let texts = [&self.method, &self.target, &self.host, &self.headers];
        size_of::<Entry>() + texts.map(String::len).iter().sum::<usize>() + self.signature.len()
    }

    fn json(&self) -> Value {
        let fields = self.headers.lines().filter_map(|line| line.split_once(':'));
        json!({
            "method": self.method,
            "target": self.target,
            "host": self.host,
            "headers": fields.map(|(name, value)| json!([name, value])).collect::<Value>(),
            "body_length": self.body_length,
            "body_crc64": self.body_crc64.map(|crc| crc.to_string()),
            "complete": self.complete,
            "signature": self.signature,
            "connection": self.origin.connection,
            "tls": self.origin.tls,
            "proxy": self.origin.proxy,
        })
    }
}

impl Log {
    pub fn new(keeps: bool) -> Log {
        Log {
            keeps,
            counts: Mutex::default(),
            surplus: Arc::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a new connection and gives it a number.
    pub fn accepted(&self) -> u64 {
        let mut counts = self.lock();
        counts.accepted += 1;
        counts.open += 1;
        counts.last_number += 1;
        counts.last_number
    }

    pub fn closed(&self) {
        let mut counts = self.lock();
        counts.open = counts.open.saturating_sub(1);
    }

    /// A connection turns out to serve the control endpoints: tests want to
    /// see their client's connections, not their own look at them.
    pub fn forget_connection(&self) {
        let mut counts = self.lock();
        counts.accepted = counts.accepted.saturating_sub(1);
        counts.open = counts.open.saturating_sub(1);
    }

    /// A TLS handshake has ended; None: it failed.
    pub fn handshake(&self, resumed: Option<bool>) {
        let mut counts = self.lock();
        match resumed {
            None => counts.handshakes_failed += 1,
            Some(resumed) => {
                counts.handshakes += 1;
                counts.handshakes_resumed += u64::from(resumed);
            }
        }
    }

    pub fn received(&self, request: &Request, signature: Cow<'static, str>, origin: &Origin) {
        let entry = self.keeps.then(|| {
            let body = request.body.as_ref();
            let fields = request.headers.iter();
            let fields = fields.map(|(name, value)| (name.as_str(), value.as_bytes()));
            Entry {
                method: request.method.clone(),
                target: request.target.clone(),
                host: request.host.clone(),
                headers: block(fields),
                body_length: body.map(|body| body.length),
                body_crc64: body.and_then(|body| body.crc64),
                complete: body.is_some_and(|body| body.complete),
                signature,
                origin: *origin,
            }
        });
        let mut counts = self.lock();
        counts.received += 1;
        counts.keep(entry);
    }

    /// A CONNECT; it is kept with the requests, but counted apart.
    pub fn connect(&self, connect: &Connect, origin: &Origin, tunnel: bool) {
        let entry = self.keeps.then(|| {
            let fields = connect.headers.iter();
            Entry {
                method: "CONNECT".to_string(),
                target: connect.target.clone(),
                host: connect.header("host").unwrap_or("").to_string(),
                headers: block(fields.map(|(name, value)| (name.as_str(), value.as_bytes()))),
                body_length: Some(0),
                body_crc64: None,
                complete: true,
                signature: Cow::Borrowed("absent"),
                origin: *origin,
            }
        });
        let mut counts = self.lock();
        counts.connects += 1;
        counts.tunnels += u64::from(tunnel);
        counts.keep(entry);
    }

    /// Every request kept, oldest first.
    pub fn requests(&self) -> Value {
        self.lock().entries.iter().map(Entry::json).collect()
    }

    /// Forgets the requests; the counts of connections stay.
    pub fn clear(&self) {
        let mut counts = self.lock();
        counts.entries.clear();
        counts.bytes = 0;
        counts.received = 0;
    }

    pub fn stats(&self) -> Value {
        let counts = self.lock();
        json!({
            "connections_accepted": counts.accepted,
            "connections_open": counts.open,
            "requests": counts.received,
            "connects": counts.connects,
            "tunnels": counts.tunnels,
            "tls_handshakes": counts.handshakes,
            "tls_resumed": counts.handshakes_resumed,
            "tls_failed": counts.handshakes_failed,
            "surplus": self.surplus.load(Ordering::Relaxed),
        })
    }
}

impl Counts {
    fn keep(&mut self, entry: Option<Entry>) {
        let Some(entry) = entry else { return };
        self.bytes += entry.size();
        self.entries.push_back(entry);
        while self.entries.len() > KEPT_REQUESTS || self.bytes > KEPT_BYTES {
            let Some(oldest) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= oldest.size();
        }
    }
}

fn block<'a>(fields: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut block = String::with_capacity(512);
    for (name, value) in fields {
        block.push_str(name);
        block.push(':');
        block.push_str(&String::from_utf8_lossy(value));
        block.push('\n');
    }
    block.shrink_to_fit();
    block
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
