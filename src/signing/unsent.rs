//! A request that another HTTP stack sends: where it goes, and what is signed of it.

use super::credentials::token_name;
use super::endpoint::Origin;
use super::signature::{Signable, SigningKey};
use super::signer::Signer;
use crate::error::{CosError, Reason, Result, SIGNED_BACK_S};
use crate::request::{Request, validate};

/// The time for which a signature made now holds, in Unix seconds.
pub fn window(now_s: i64, expires_s: i64) -> Result<(i64, i64)> {
    if expires_s < 1 {
        let fix = "must be at least 1 (seconds)";
        return Err(CosError::argument("expires_s", &expires_s.to_string(), fix));
    }
    Ok((
        now_s.saturating_sub(SIGNED_BACK_S),
        now_s.saturating_add(expires_s),
    ))
}

pub fn no_credentials() -> Box<CosError> {
    CosError::client(
        Reason::InvalidCredentials,
        "nothing can be signed without credentials: set those of the client",
    )
}

pub struct Unsent<'a> {
    pub request: &'a Request,
    /// Headers in addition to those of the request.
    pub headers: &'a [(String, String)],
    /// The Host to sign instead of that of the origin; `""`: Host is not signed.
    pub signed_host: Option<&'a str>,
    pub origin: Origin,
}

impl<'a> Unsent<'a> {
    /// The headers that the caller set, for the request and for the call.
    pub fn own_headers(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let own = self.request.headers.iter().chain(self.headers);
        own.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The headers to sign: those that the caller set, and Host.
    pub fn signed_headers(&self) -> Vec<(&str, &str)> {
        let is_host = |(name, _): &(&str, &str)| name.eq_ignore_ascii_case("host");
        let mut headers: Vec<_> = self.own_headers().collect();
        match self.signed_host {
            None if headers.iter().any(is_host) => {}
            None => headers.push(("host", &self.origin.host)),
            Some(host) => {
                headers.retain(|header| !is_host(header));
                headers.extend((!host.is_empty()).then_some(("host", host)));
            }
        }
        headers
    }

    /// The token to add: none if the caller gave it.
    pub fn token<'s>(&self, signer: &'s Signer) -> Option<(&'static str, &'s str)> {
        let token = signer.credentials().token.as_str();
        let is_given = self.request.has_token() || validate::has_token(self.headers);
        (!token.is_empty() && !is_given).then(|| (token_name(&self.origin.host), token))
    }

    /// The value of Authorization.
    pub fn authorization(
        &self,
        signer: &Signer,
        window: (i64, i64),
        parameters: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> String {
        let keys = signer.credentials();
        let signable = Signable {
            method: &self.request.method,
            key: self.request.key.as_deref().unwrap_or(""),
            parameters,
            headers,
        };
        SigningKey::new(&keys.secret_key, window.0, window.1)
            .authorization(&keys.secret_id, &signable)
    }
}
