//! Signs with the client's credentials; the signing key of a time window is computed once.

use std::sync::{Arc, Mutex, PoisonError};

use super::credentials::Credentials;
use super::signature::{Signable, SigningKey};
use crate::error::{SIGNED_AHEAD_S, SIGNED_BACK_S};

/// A window with less than a third left is not used any more.
const LEAST_LEFT_S: i64 = (SIGNED_BACK_S + SIGNED_AHEAD_S) / 3;

#[derive(Debug)]
pub struct Signer {
    credentials: Credentials,
    /// Unix seconds; `None`: they do not expire.
    expires_at_s: Option<i64>,
    window: Mutex<Option<Window>>,
}

struct Window {
    start: i64,
    key: Arc<SigningKey>,
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Window")
            .field("start", &self.start)
            .finish_non_exhaustive()
    }
}

impl Signer {
    pub fn new(credentials: Credentials) -> Signer {
        Signer::expiring(credentials, None)
    }

    /// Signs with credentials that expire then, in Unix seconds.
    pub fn expiring(credentials: Credentials, expires_at_s: Option<i64>) -> Signer {
        Signer {
            credentials,
            expires_at_s,
            window: Mutex::new(None),
        }
    }

    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// When the credentials expire, in Unix seconds. `None`: they do not, as far as is known.
    pub fn expires_at_s(&self) -> Option<i64> {
        self.expires_at_s
    }

    /// The Authorization of a request sent now (Unix seconds), and the window for which it holds.
    pub fn authorization(&self, request: &Signable<'_>, now: i64) -> (String, (i64, i64)) {
        let (start, key) = self.key(now);
        let authorization = key.authorization(&self.credentials.secret_id, request);
        (
            authorization,
            (start, start + SIGNED_BACK_S + SIGNED_AHEAD_S),
        )
    }

    fn key(&self, now: i64) -> (i64, Arc<SigningKey>) {
        // A panic while the lock is held leaves a whole window or none.
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        match &*window {
            Some(current) if serves(current.start, now) => (current.start, current.key.clone()),
            _ => {
                let start = now - SIGNED_BACK_S;
                let key =
                    SigningKey::new(&self.credentials.secret_key, start, now + SIGNED_AHEAD_S);
                let key = Arc::new(key);
                *window = Some(Window {
                    start,
                    key: key.clone(),
                });
                (start, key)
            }
        }
    }
}

/// Whether a window that began at `start` may be signed for, or used again, now.
/// Ours or the system's clock may have been set back: one from the future serves nobody.
pub fn serves(start: i64, now: i64) -> bool {
    let left = start + SIGNED_BACK_S + SIGNED_AHEAD_S - now;
    now >= start + SIGNED_BACK_S && left >= LEAST_LEFT_S
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_renewed_when_a_third_is_left_or_the_clock_went_back() {
        let start = 1000 - SIGNED_BACK_S;
        assert!(serves(start, 1000));
        assert!(serves(start, 1000 + SIGNED_AHEAD_S - LEAST_LEFT_S));
        assert!(!serves(start, 1000 + SIGNED_AHEAD_S - LEAST_LEFT_S + 1));
        assert!(!serves(start, 999));
    }
}
