//! Credentials that come from the caller's own function, and are renewed in time.

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::client::call_control::CallControl;
use crate::client::transport::fault::Stop;
use crate::client::wait::SLICE;
use crate::error::Reason;
use crate::signing::Credentials;
use crate::signing::signer::Signer;

/// Credentials are renewed this long before they expire, or a quarter of their life.
const AHEAD_S: i64 = 120;
/// A provider that failed is left alone this long while what it gave is still valid.
const PAUSE_S: i64 = 10;

/// Returns credentials, or the reason why there are none; for the `user_data` of a call.
pub type Provide = dyn Fn(usize) -> Result<Provided, String> + Send + Sync;

/// Credentials, and for how long.
pub struct Provided {
    pub credentials: Credentials,
    /// Unix seconds; `None`: they do not expire.
    pub expires_at_s: Option<i64>,
}

/// Why a request cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum NoKeys {
    #[error("ended while waiting for credentials")]
    Stopped(Stop),
    /// The text that the provider set.
    #[error("the credentials provider failed: {0}")]
    Failed(String),
}

impl NoKeys {
    pub fn reason(&self) -> Reason {
        match self {
            NoKeys::Stopped(stop) => stop.reason(),
            NoKeys::Failed(_) => Reason::InvalidCredentials,
        }
    }

    pub fn causes(&self) -> &[String] {
        match self {
            NoKeys::Stopped(_) => &[],
            NoKeys::Failed(why) => std::slice::from_ref(why),
        }
    }
}

/// Calls the caller's function, one thread at a time.
pub struct Provider {
    provide: Arc<Provide>,
    state: Mutex<ProviderState>,
    changed: Condvar,
}

#[derive(Default)]
struct ProviderState {
    current: Option<Current>,
    is_asking: bool,
    /// Number of the last call of the function.
    round: u64,
    /// The last round that failed, and why: calls that waited for it do not repeat it.
    failed: (u64, String),
}

struct Current {
    signer: Arc<Signer>,
    renew_at: i64,
    expires_at: i64,
}

impl Provider {
    pub fn new(provide: Arc<Provide>) -> Provider {
        Provider {
            provide,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// What it returned last, which may have expired.
    pub fn held(&self) -> Option<Arc<Signer>> {
        let state = self.lock();
        state.current.as_ref().map(|current| current.signer.clone())
    }

    /// The credentials to sign with now (Unix seconds). `refused`: those that the server rejected.
    pub fn signer(
        &self,
        now: i64,
        control: &CallControl,
        refused: Option<&Arc<Signer>>,
    ) -> Result<Arc<Signer>, NoKeys> {
        let begun = Instant::now();
        let mut awaited = None;
        loop {
            let mut state = self.lock();
            if let Some(signer) = state.usable(now, refused) {
                return Ok(signer);
            }
            if !state.is_asking && awaited == Some(state.failed.0) {
                return Err(NoKeys::Failed(state.failed.1.clone()));
            }
            // A call that has ended neither calls the provider nor waits for it: thousands
            // may end at once.
            if let Some(stop) = control.ended_by() {
                return Err(NoKeys::Stopped(stop));
            }
            if !state.is_asking {
                state.is_asking = true;
                state.round += 1;
                drop(state);
                return self.ask(now, control, refused);
            }
            awaited = Some(state.round);
            drop(self.changed.wait_timeout(state, SLICE));
            // Without the lock: the control may call the caller's interrupt check.
            if let Some(stop) = control.reason_to_stop(begun, Duration::MAX) {
                return Err(NoKeys::Stopped(stop));
            }
        }
    }

    /// Other credentials instead of those that the server refused; `None`: there are no others.
    pub fn other_than(
        &self,
        refused: &Arc<Signer>,
        now: i64,
        control: &CallControl,
    ) -> Result<Option<Arc<Signer>>, NoKeys> {
        let signer = self.signer(now, control, Some(refused))?;
        Ok((signer.credentials() != refused.credentials()).then_some(signer))
    }

    fn ask(
        &self,
        now: i64,
        control: &CallControl,
        refused: Option<&Arc<Signer>>,
    ) -> Result<Arc<Signer>, NoKeys> {
        /// Lets the next thread call the function, also after a panic.
        struct Asking<'a>(&'a Provider);
        impl Drop for Asking<'_> {
            fn drop(&mut self) {
                self.0.lock().is_asking = false;
                self.0.changed.notify_all();
            }
        }
        let _asking = Asking(self);
        let answer = (self.provide)(control.user_data);
        let mut state = self.lock();
        match answer {
            Ok(provided) => {
                let current = Current::new(provided, now);
                let signer = current.signer.clone();
                state.current = Some(current);
                // The function took its time; what it gave is kept for the next call.
                match control.ended_by() {
                    Some(stop) => Err(NoKeys::Stopped(stop)),
                    None => Ok(signer),
                }
            }
            Err(why) => {
                // It failed for this call only, not for the calls that wait for it.
                if let Some(stop) = control.ended_by() {
                    return Err(NoKeys::Stopped(stop));
                }
                state.failed = (state.round, why.clone());
                // To renew ahead of time may fail without harm.
                let valid = state.current.as_mut().filter(|c| c.is_valid(now, refused));
                let current = valid.ok_or(NoKeys::Failed(why))?;
                current.renew_at = now + PAUSE_S;
                Ok(current.signer.clone())
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, ProviderState> {
        // A panic under the lock leaves whole credentials or none.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ProviderState {
    /// While one renews them, the others go on with what is still valid.
    fn usable(&self, now: i64, refused: Option<&Arc<Signer>>) -> Option<Arc<Signer>> {
        let current = self.current.as_ref()?;
        let is_fresh = now < current.renew_at || self.is_asking;
        (is_fresh && current.is_valid(now, refused)).then(|| current.signer.clone())
    }
}

impl Current {
    fn new(provided: Provided, now: i64) -> Current {
        let expires_at = provided.expires_at_s.unwrap_or(i64::MAX);
        let life = expires_at.saturating_sub(now).max(0);
        Current {
            signer: Arc::new(Signer::expiring(
                provided.credentials,
                provided.expires_at_s,
            )),
            renew_at: expires_at.saturating_sub(AHEAD_S.min(life / 4)),
            expires_at,
        }
    }

    fn is_valid(&self, now: i64, refused: Option<&Arc<Signer>>) -> bool {
        now < self.expires_at && !refused.is_some_and(|refused| Arc::ptr_eq(refused, &self.signer))
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    fn control() -> CallControl {
        let patience = Duration::from_secs(20);
        let total = Some(Instant::now() + patience);
        CallControl::new(total, patience, patience, Arc::default())
    }

    /// Returns credentials named by the number of its calls, valid for `life_s` from `now`.
    fn counting(life_s: i64) -> (Provider, Arc<AtomicI64>) {
        let asked = Arc::new(AtomicI64::new(0));
        let count = asked.clone();
        let provide = move |_| {
            let number = count.fetch_add(1, Ordering::Relaxed) + 1;
            thread::sleep(Duration::from_millis(20));
            Ok(Provided {
                credentials: Credentials {
                    secret_id: format!("AKID{number}"),
                    ..Credentials::default()
                },
                expires_at_s: Some(life_s * number),
            })
        };
        (Provider::new(Arc::new(provide)), asked)
    }

    fn id(signer: Result<Arc<Signer>, NoKeys>) -> String {
        signer.map_or_else(
            |why| match why {
                NoKeys::Failed(why) => why,
                NoKeys::Stopped(_) => "stopped".to_owned(),
            },
            |signer| signer.credentials().secret_id.clone(),
        )
    }

    #[test]
    fn many_threads_ask_once_and_wait_for_the_answer() {
        let (provider, asked) = counting(1000);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(id(provider.signer(0, &control(), None)), "AKID1"));
            }
        });
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn a_call_that_has_ended_does_not_wait_for_who_asks() {
        let (entered, leave) = (mpsc::channel(), mpsc::channel::<()>());
        let (tell, hold) = (Mutex::new(entered.0), Mutex::new(leave.1));
        let provider = Provider::new(Arc::new(move |_| {
            let told = tell.lock().map(|tell| tell.send(()));
            let held = hold.lock().map(|hold| hold.recv());
            assert!(told.is_ok() && held.is_ok());
            Err("late".to_owned())
        }));
        let ended = CallControl::new(
            Some(Instant::now()),
            Duration::ZERO,
            Duration::ZERO,
            Arc::default(),
        );
        thread::scope(|scope| {
            scope.spawn(|| assert_eq!(id(provider.signer(0, &control(), None)), "late"));
            assert!(entered.1.recv().is_ok());
            let begun = Instant::now();
            for _ in 0..200 {
                assert_eq!(id(provider.signer(0, &ended, None)), "stopped");
            }
            // Far less than a slice each.
            assert!(begun.elapsed() < 100 * SLICE);
            assert!(leave.0.send(()).is_ok());
        });
    }

    #[test]
    fn credentials_are_renewed_shortly_before_they_expire() {
        let (provider, _) = counting(1000);
        let at = |now| id(provider.signer(now, &control(), None));
        assert_eq!(
            (at(0), at(1000 - AHEAD_S - 1)),
            ("AKID1".to_owned(), "AKID1".to_owned())
        );
        assert_eq!(at(1000 - AHEAD_S), "AKID2");
        // A short life is not renewed all the time.
        let (provider, _) = counting(40);
        let at = |now| id(provider.signer(now, &control(), None));
        assert_eq!(
            (at(0), at(29), at(30)),
            ("AKID1".into(), "AKID1".into(), "AKID2".into())
        );
    }

    #[test]
    fn what_was_refused_is_not_given_again() {
        let (provider, asked) = counting(1000);
        let first = provider.signer(0, &control(), None).ok();
        assert_eq!(id(provider.signer(0, &control(), first.as_ref())), "AKID2");
        // A call whose credentials were rejected meanwhile gets the new ones.
        assert_eq!(id(provider.signer(0, &control(), first.as_ref())), "AKID2");
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn a_failed_renewal_leaves_what_is_still_valid() {
        let works = Arc::new(AtomicI64::new(1));
        let switch = works.clone();
        let provider = Provider::new(Arc::new(move |_| match switch.load(Ordering::Relaxed) {
            1 => Ok(Provided {
                credentials: Credentials::default(),
                expires_at_s: Some(1000),
            }),
            _ => Err("no network".to_owned()),
        }));
        assert!(provider.signer(0, &control(), None).is_ok());
        works.store(0, Ordering::Relaxed);
        assert!(provider.signer(999, &control(), None).is_ok());
        assert_eq!(id(provider.signer(1000, &control(), None)), "no network");
    }
}
