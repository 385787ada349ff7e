//! Per-call settings.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::call_control::Interrupt;
use super::options;
use crate::error::{CosError, FirstMistake, Result};
use crate::request::Request;
use crate::request::validate;
use crate::signing::endpoint;

/// Settings of a call. The default changes nothing.
#[derive(Clone, Default)]
pub struct Call {
    pub timeout: Option<Duration>,
    pub region: Option<String>,
    pub headers: Vec<(String, String)>,
    pub cancel: Option<Arc<AtomicBool>>,
    /// Set when the transfer has failed that the call is a part of.
    pub group: Option<Arc<AtomicBool>>,
    pub interrupt: Option<Arc<Interrupt>>,
    /// The address that the credentials provider can read.
    pub user_data: usize,
    pub explain: bool,
    /// The Host to sign instead of the one that is sent; `""`: Host is not signed.
    pub signed_host: Option<String>,
    pub mistake: FirstMistake,
    /// A header that only a request for another HTTP stack may sign.
    pub unsendable: FirstMistake,
}

impl Call {
    /// Runs a setter. Its mistake is kept if it is the first.
    pub fn set(&mut self, setter: impl FnOnce(&mut Call) -> Result<()>) {
        let outcome = setter(self);
        self.mistake.note(outcome);
    }

    pub fn set_timeout_ms(&mut self, ms: i64) -> Result<()> {
        self.timeout = Some(options::milliseconds("timeout_ms", ms)?);
        Ok(())
    }

    pub fn set_region(&mut self, region: &str) -> Result<()> {
        validate::region(region)?;
        self.region = Some(region.to_owned());
        Ok(())
    }

    pub fn set_signed_host(&mut self, host: &str) -> Result<()> {
        if !host.is_empty() {
            endpoint::check_host(host)
                .map_err(|fix| CosError::argument("signed_host", host, fix))?;
        }
        self.signed_host = Some(host.to_owned());
        Ok(())
    }

    /// Whether a header of this name is sent, set for the call or by the request.
    pub fn has_header(&self, request: &Request, name: &str) -> bool {
        let mut names = self.headers.iter().map(|(set, _)| set);
        request.has_header(name) || names.any(|set| set.eq_ignore_ascii_case(name))
    }

    pub fn add_header(&mut self, name: &str, value: &str) -> Result<()> {
        let value = validate::trimmed(value);
        validate::header(name, value)?;
        self.unsendable.note(validate::sent_header(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        Ok(())
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("timeout", &self.timeout)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}
