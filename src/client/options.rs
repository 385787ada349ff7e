//! Client configuration. Setters remember the first mistake; the client reports it.

use std::time::Duration;

use zeroize::Zeroizing;

use crate::error::{CosError, FirstMistake, Result};
use crate::request::validate;

use super::auth::source::KeySource;
use super::log::Log;
use super::transport::{Proxy, Settings, ca_file};
use crate::signing::Credentials;
use crate::signing::endpoint::{self, Endpoint};

/// More attempts would overload a service that is down.
const MAX_ATTEMPTS: u32 = 20;
/// A longer step than this takes a service that is back for one that is down.
const MAX_RETRY_STEP_MS: u64 = 60_000;
/// More connections than this from one address are beyond TCP's ports.
const MAX_CONNECTIONS: usize = 65_536;

/// Options as they were set.
#[derive(Debug)]
pub struct Options {
    pub region: Option<String>,
    pub endpoint: Endpoint,
    /// Host and port.
    pub connect_to: Option<(String, u16)>,
    pub proxy: Option<Proxy>,
    pub keys: KeySource,
    pub log: Option<Log>,
    pub timeouts: Timeouts,
    pub max_attempts: u32,
    /// By how much each wait before a retry is longer than the one before, at least.
    pub retry_step: Duration,
    pub backup_domain: bool,
    pub max_connections: usize,
    /// Calls that may be started and not taken.
    pub max_started: usize,
    pub ca_file: Option<String>,
    pub user_agent: Option<String>,
    pub mistake: FirstMistake,
}

/// The timeouts of the parts of a call.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// Name resolution, connecting and the TLS handshake together.
    pub connect: Duration,
    /// No byte either way.
    pub io: Duration,
    /// The whole call with all its attempts; `None` if it is not set.
    pub total: Option<Duration>,
}

/// The total time of a call whose bodies are in memory, if none was set.
pub const TOTAL: Duration = Duration::from_secs(60);

impl Default for Options {
    fn default() -> Options {
        Options {
            region: None,
            endpoint: Endpoint::default(),
            connect_to: None,
            proxy: None,
            keys: KeySource::Anonymous,
            log: None,
            timeouts: Timeouts {
                connect: Duration::from_secs(5),
                io: Duration::from_secs(30),
                total: None,
            },
            max_attempts: 3,
            retry_step: Duration::ZERO,
            backup_domain: true,
            max_connections: 64,
            max_started: 100_000,
            ca_file: None,
            user_agent: None,
            mistake: FirstMistake::default(),
        }
    }
}

impl Options {
    /// Runs a setter. Its mistake is kept if it is the first.
    pub fn set(&mut self, setter: impl FnOnce(&mut Options) -> Result<()>) {
        let outcome = setter(self);
        self.mistake.note(outcome);
    }

    /// What connections are made with.
    pub fn settings(&self) -> Result<Settings> {
        let roots = self.ca_file.as_deref().map(ca_file::certificates);
        Ok(Settings {
            max_connections: self.max_connections,
            connect_to: self.connect_to.clone(),
            proxy: self.proxy.clone(),
            extra_roots: roots.transpose()?.unwrap_or_default().into(),
        })
    }

    pub fn set_region(&mut self, region: &str) -> Result<()> {
        validate::region(region)?;
        self.region = Some(region.to_owned());
        Ok(())
    }

    pub fn set_endpoint(&mut self, template: &str) -> Result<()> {
        self.endpoint = Endpoint::new(template)?;
        Ok(())
    }

    pub fn set_connect_to(&mut self, address: &str) -> Result<()> {
        self.connect_to = Some(endpoint::connect_to(address)?);
        Ok(())
    }

    pub fn set_user_agent(&mut self, suffix: &str) -> Result<()> {
        if suffix.is_empty() || !suffix.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            return Err(CosError::argument(
                "user_agent",
                suffix,
                "use printable ASCII, as in myprogram/1.0",
            ));
        }
        self.user_agent = Some(suffix.to_owned());
        Ok(())
    }

    pub fn set_ca_file(&mut self, path: &str) -> Result<()> {
        if path.is_empty() {
            return Err(CosError::missing("ca_file", "set the path of a PEM file"));
        }
        self.ca_file = Some(path.to_owned());
        Ok(())
    }

    pub fn set_proxy(&mut self, url: &str) -> Result<()> {
        self.proxy = Some(Proxy::new(url)?);
        Ok(())
    }

    pub fn set_max_attempts(&mut self, number: i32) -> Result<()> {
        match u32::try_from(number) {
            Ok(number @ 1..=MAX_ATTEMPTS) => self.max_attempts = number,
            _ => {
                return Err(CosError::argument(
                    "max_attempts",
                    &number.to_string(),
                    "must be 1 (no retry) to 20",
                ));
            }
        }
        Ok(())
    }

    pub fn set_retry_step_ms(&mut self, ms: i64) -> Result<()> {
        match u64::try_from(ms) {
            Ok(ms @ 0..=MAX_RETRY_STEP_MS) => self.retry_step = Duration::from_millis(ms),
            _ => {
                return Err(CosError::argument(
                    "retry_step_ms",
                    &ms.to_string(),
                    "must be 0 (none) to 60000",
                ));
            }
        }
        Ok(())
    }

    pub fn set_max_connections(&mut self, number: i32) -> Result<()> {
        match usize::try_from(number) {
            Ok(number @ 1..=MAX_CONNECTIONS) => self.max_connections = number,
            _ => {
                return Err(CosError::argument(
                    "max_connections",
                    &number.to_string(),
                    "must be 1 to 65536",
                ));
            }
        }
        Ok(())
    }

    pub fn set_max_started(&mut self, calls: i64) -> Result<()> {
        match usize::try_from(calls) {
            Ok(calls @ 1..) => self.max_started = calls,
            _ => {
                return Err(CosError::argument(
                    "max_started",
                    &calls.to_string(),
                    "must be at least 1 (call)",
                ));
            }
        }
        Ok(())
    }

    /// Reads `COS_SECRET_ID`, `COS_SECRET_KEY`, `COS_SESSION_TOKEN`, `COS_REGION` and
    /// `COS_ENDPOINT`. What is not set leaves its option as it is.
    pub fn load_env(&mut self, variable: impl Fn(&str) -> Option<String>) -> Result<()> {
        let id = variable("COS_SECRET_ID");
        let key = variable("COS_SECRET_KEY").map(Zeroizing::new);
        let token = variable("COS_SESSION_TOKEN").map(Zeroizing::new);
        let (key, token) = (text(&key), text(&token));
        if let Some(credentials) = Credentials::new(id.as_deref(), key, token)? {
            self.keys = KeySource::Fixed(credentials);
        }
        if let Some(region) = variable("COS_REGION") {
            self.set_region(&region)?;
        }
        match variable("COS_ENDPOINT") {
            Some(endpoint) => self.set_endpoint(&endpoint),
            None => Ok(()),
        }
    }
}

fn text(secret: &Option<Zeroizing<String>>) -> Option<&str> {
    secret.as_ref().map(|secret| secret.as_str())
}

/// A number of milliseconds, at least 1.
pub fn milliseconds(name: &str, ms: i64) -> Result<Duration> {
    match u64::try_from(ms) {
        Ok(ms @ 1..) => Ok(Duration::from_millis(ms)),
        _ => Err(CosError::argument(
            name,
            &ms.to_string(),
            "must be at least 1 (milliseconds)",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_mistake_is_kept_and_good_values_are_taken() {
        let mut options = Options::default();
        options.set(|o| o.set_region("cos.ap-beijing"));
        options.set(|o| o.set_connect_to("nowhere"));
        options.set(|o| o.set_region("ap-beijing"));
        assert_eq!(options.region.as_deref(), Some("ap-beijing"));
        for _ in 0..2 {
            let message = options.mistake.check().map_err(|e| e.message().to_owned());
            assert_eq!(
                message,
                Err("region \"cos.ap-beijing\": drop the leading \"cos.\"".to_owned())
            );
        }
    }

    #[test]
    fn the_environment_is_read_only_where_it_is_set() {
        let mut options = Options::default();
        let set = |name: &str| match name {
            "COS_SECRET_ID" => Some("AKIDEXAMPLE".to_owned()),
            "COS_SECRET_KEY" => Some("KEY".to_owned()),
            "COS_REGION" => Some("ap-beijing".to_owned()),
            _ => None,
        };
        assert!(options.load_env(set).is_ok());
        assert_eq!(options.region.as_deref(), Some("ap-beijing"));
        let has_keys = |options: &Options| match &options.keys {
            KeySource::Fixed(credentials) => credentials.secret_id == "AKIDEXAMPLE",
            _ => false,
        };
        assert!(has_keys(&options));
        assert!(!options.endpoint.is_custom());
        assert!(options.load_env(|_| None).is_ok());
        assert!(has_keys(&options));
    }
}
