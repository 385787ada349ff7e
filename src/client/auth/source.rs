//! The source of credentials: none, those of the client, or a provider.

use std::sync::Arc;

use super::provider::{NoKeys, Provide, Provider};
use crate::client::call_control::CallControl;
use crate::error::CosError;
use crate::request::validate;
use crate::signing::Credentials;
use crate::signing::signer::Signer;

/// As in the options.
#[derive(Clone, Default)]
pub enum KeySource {
    /// Requests are sent unsigned.
    #[default]
    Anonymous,
    Fixed(Credentials),
    Provided(Arc<Provide>),
}

#[derive(Debug)]
pub enum Keys {
    Anonymous,
    Fixed(Arc<Signer>),
    Provided(Provider),
}

impl Keys {
    pub fn new(source: &KeySource) -> Keys {
        match source {
            KeySource::Anonymous => Keys::Anonymous,
            KeySource::Fixed(credentials) => {
                Keys::Fixed(Arc::new(Signer::new(credentials.clone())))
            }
            KeySource::Provided(provide) => Keys::Provided(Provider::new(provide.clone())),
        }
    }

    /// Checks the query of a request that is sent. A token in it is that of a presigned URL, which a
    /// client without credentials may send; another one adds its own.
    pub fn check_query(&self, query: &[(String, Option<String>)]) -> Result<(), Box<CosError>> {
        let mut names = query.iter().map(|(name, _)| name);
        match names.find(|name| validate::is_token_name(name)) {
            Some(name) if !matches!(self, Keys::Anonymous) => Err(CosError::argument(
                "query name",
                name,
                "leave it out: the client sends the token of its credentials",
            )),
            _ => Ok(()),
        }
    }

    /// Those that are there without a call of a provider.
    pub fn held(&self) -> Option<Arc<Signer>> {
        match self {
            Keys::Anonymous => None,
            Keys::Fixed(signer) => Some(signer.clone()),
            Keys::Provided(provider) => provider.held(),
        }
    }

    /// The credentials to sign with now (Unix seconds); `None` to send unsigned.
    pub fn signer(&self, now: i64, control: &CallControl) -> Result<Option<Arc<Signer>>, NoKeys> {
        match self {
            Keys::Anonymous => Ok(None),
            Keys::Fixed(signer) => Ok(Some(signer.clone())),
            Keys::Provided(provider) => provider.signer(now, control, None).map(Some),
        }
    }
}

/// Never shows more than the credentials themselves do.
impl std::fmt::Debug for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            KeySource::Anonymous => f.write_str("Anonymous"),
            KeySource::Fixed(credentials) => credentials.fmt(f),
            KeySource::Provided(_) => f.write_str("Provided"),
        }
    }
}
