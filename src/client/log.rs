//! What a call does, a line an event, for who asked to hear it.

use std::fmt::{self, Write};
use std::sync::Arc;

/// How much is told; each level tells what those before it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Error = 1,
    Warn = 2,
    Info = 3,
    Debug = 4,
}

/// Takes a line.
pub type WriteLine = dyn Fn(Level, &str) + Send + Sync;

#[derive(Clone)]
pub struct Log {
    pub level: Level,
    pub write: Arc<WriteLine>,
}

/// One event as a line in logfmt: `event=retry attempt=1 wait_ms=87`.
pub struct Line(String);

impl Line {
    pub fn new(event: &str) -> Line {
        Line(format!("event={event}"))
    }

    /// Adds a number, or a word that needs no quotes.
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Line {
        // Writing into a String does not fail.
        let _ = write!(self.0, " {name}={value}");
        self
    }

    /// Adds a text, in quotes; none if it is empty.
    pub fn text(mut self, name: &str, value: &str) -> Line {
        if !value.is_empty() {
            let _ = write!(self.0, " {name}={value:?}");
        }
        self
    }
}

impl Log {
    /// Makes the line only if it is wanted.
    pub fn tell(log: Option<&Log>, level: Level, line: impl FnOnce() -> Line) {
        if let Some(log) = log.filter(|log| level <= log.level) {
            (log.write)(level, &line().0);
        }
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("level", &self.level)
            .finish_non_exhaustive()
    }
}
