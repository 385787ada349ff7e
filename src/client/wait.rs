//! Waits that the caller limits.

use std::time::{Duration, Instant};

/// The longest wait without a look at what may end it.
pub const SLICE: Duration = Duration::from_millis(50);

/// Of a wait without an end, what is waited at a time.
const LONG: Duration = Duration::from_secs(3600);

#[derive(Clone, Copy)]
pub enum Wait {
    AtMost(Duration),
    ForEver,
}

impl Wait {
    /// When a wait is over that begins now; `None`: never.
    pub fn end(self) -> Option<Instant> {
        match self {
            Wait::AtMost(time) => Instant::now().checked_add(time),
            Wait::ForEver => None,
        }
    }
}

/// What is left until then; 0: nothing.
pub fn left(end: Option<Instant>) -> Duration {
    end.map_or(LONG, |end| end.saturating_duration_since(Instant::now()))
}
