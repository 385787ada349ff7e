//! The log of calls: one line per event.

use std::fmt::{self, Write};
use std::sync::Arc;

use crate::error::excerpt::{MARK, excerpt};

/// How much is logged; each level includes those before it.
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

/// Bytes of a line: the most that syslog servers accept by default.
const MAX_LINE: usize = 8 * 1024;
/// Bytes of a text in a line: more than the longest path of an object has.
const MAX_VALUE: usize = 3 * 1024;
/// Bytes of a line that are left for what follows its texts.
const LEFT: usize = 256;

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

    /// Adds a text, in quotes; none if it is empty. A text that is too long is cut and marked.
    pub fn text(mut self, name: &str, value: &str) -> Line {
        if !value.is_empty() {
            let room = MAX_LINE.saturating_sub(self.0.len() + LEFT);
            let value = quoted(value, room.min(MAX_VALUE));
            let _ = write!(self.0, " {name}={value}");
        }
        self
    }
}

/// A text in quotes, in which it may take `max` bytes.
fn quoted(text: &str, max: usize) -> String {
    let excerpt = excerpt(text, max);
    let quoted = format!("{excerpt:?}");
    if quoted.len() <= max + 2 {
        return quoted;
    }
    // Some characters grow when they are escaped: which of them fit is counted one by one.
    let mut left = max.saturating_sub(MARK.len());
    let fits = |c: &char| {
        // As many bytes as they are written with: a character that is not escaped stays.
        let rest = left.checked_sub(c.escape_debug().map(char::len_utf8).sum());
        rest.map(|rest| left = rest).is_some()
    };
    let begin: String = text.chars().take_while(fits).collect();
    format!("{:?}", begin + MARK)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_and_cut_with_their_escapes() {
        assert_eq!(quoted("a\"b", 10), r#""a\"b""#);
        assert_eq!(quoted("abcdefghijk", 10), "\"abcdefg…\"");
        assert_eq!(quoted(r#""""""""""""#, 10), r#""\"\"\"…""#);
        assert_eq!(quoted("中文中文中文", 10), "\"中文…\"");
    }

    #[test]
    fn a_line_has_a_largest_size() {
        let long = "\"".repeat(MAX_LINE);
        let line = (0..9).fold(Line::new("failed"), |line, _| line.text("text", &long));
        assert!(line.with("elapsed_ms", i64::MAX).0.len() <= MAX_LINE);
    }
}
