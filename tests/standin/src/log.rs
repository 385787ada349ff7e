//! What was received: requests and connections.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::request::Request;

/// The oldest requests go when there are more.
const KEPT_REQUESTS: usize = 10_000;

#[derive(Default)]
pub struct Log(Mutex<Counts>);

#[derive(Default)]
struct Counts {
    requests: VecDeque<Value>,
    received: u64,
    accepted: u64,
    open: u64,
    last_number: u64,
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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

    pub fn received(&self, request: &Request, signature: &str, connection: u64) {
        let headers: Vec<Value> = request
            .headers
            .iter()
            .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]))
            .collect();
        let entry = json!({
            "method": request.method,
            "target": request.target,
            "host": request.host,
            "headers": headers,
            "body_length": request.body.as_ref().map(|body| body.len()),
            "signature": signature,
            "connection": connection,
        });
        let mut counts = self.lock();
        counts.received += 1;
        counts.requests.push_back(entry);
        if counts.requests.len() > KEPT_REQUESTS {
            counts.requests.pop_front();
        }
    }

    /// Every request kept, oldest first.
    pub fn requests(&self) -> Value {
        self.lock().requests.iter().cloned().collect()
    }

    /// Forgets the requests; the counts of connections stay.
    pub fn clear(&self) {
        let mut counts = self.lock();
        counts.requests.clear();
        counts.received = 0;
    }

    pub fn stats(&self) -> Value {
        let counts = self.lock();
        json!({
            "connections_accepted": counts.accepted,
            "connections_open": counts.open,
            "requests": counts.received,
        })
    }
}
