//! The attempts of a call, each a row of its error.

use std::time::Duration;

use super::CosError;
use super::reason::Reason;
use crate::arena::Span;

/// One attempt of a call.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attempt {
    pub host: Span,
    /// 0 if no status arrived.
    pub status: u16,
    pub reason: Option<Reason>,
    pub request_id: Span,
    pub elapsed_ms: i64,
    /// Why the call went on or stopped after this attempt; empty if nothing special happened.
    pub note: Span,
}

impl CosError {
    /// Adds one attempt, this error's own. The order of the calls is the order of the attempts.
    pub fn add_attempt(&mut self, host: &str, elapsed: Duration) {
        let host = self.arena.push(host);
        self.attempts.push(Attempt {
            host,
            status: self.status,
            reason: self.reason,
            request_id: self.request_id,
            elapsed_ms: milliseconds(elapsed),
            note: Span::default(),
        });
    }

    /// Sets the note of the last attempt, a text that may be shown.
    pub fn note_attempt(&mut self, note: &str) {
        let note = self.arena.push(note);
        if let Some(attempt) = self.attempts.last_mut() {
            attempt.note = note;
        }
    }

    /// Adds an attempt at this error's host that ended differently. Its request id may be shown.
    pub fn add_other_attempt(&mut self, status: u16, request_id: &str, elapsed: Duration) {
        let host = self.asked().host.to_owned();
        let host = self.arena.push(&host);
        let request_id = self.arena.push(request_id);
        self.attempts.push(Attempt {
            host,
            status,
            reason: None,
            request_id,
            elapsed_ms: milliseconds(elapsed),
            note: Span::default(),
        });
    }

    /// Inserts the attempts of earlier errors before this one's.
    pub fn prepend_attempts(&mut self, earlier: &[CosError]) {
        if earlier.is_empty() {
            return;
        }
        let own = std::mem::take(&mut self.attempts);
        earlier.iter().for_each(|error| self.append_attempts(error));
        self.attempts.extend(own);
    }

    /// Appends the attempts of a later error to this one's.
    pub fn append_attempts(&mut self, later: &CosError) {
        self.request_sent |= later.request_sent;
        self.forget_rows();
        for attempt in &later.attempts {
            let host = self.arena.push(later.arena.get(attempt.host));
            let request_id = self.arena.push(later.arena.get(attempt.request_id));
            let note = self.arena.push(later.arena.get(attempt.note));
            self.attempts.push(Attempt {
                host,
                request_id,
                note,
                ..*attempt
            });
        }
    }
}

fn milliseconds(elapsed: Duration) -> i64 {
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_attempt_sent_stays_sent() {
        let first = CosError::client(Reason::Timeout, "no response");
        let mut last = CosError::client(Reason::Connect, "refused");
        assert!(first.request_sent() && !last.request_sent());
        last.prepend_attempts(&[*first]);
        assert!(last.request_sent());
    }
}
