//! A request that another HTTP stack sends: where it goes, and what is signed of it.

use super::credentials::token_name;
use super::endpoint::Origin;
use super::signature::{Signable, SigningKey};
use super::signer::Signer;
use crate::error::{CosError, Reason, Result, SIGNED_BACK_S};
use crate::request::{Request, validate};

/// A hundred years: the end of a signature has to be a time.
const LONGEST_S: i64 = 36_525 * 86_400;

/// Query parameters of a signature. Those of another one would stand beside them.
const OF_SIGNATURE: [&str; 7] = [
    "q-sign-algorithm",
    "q-ak",
    "q-sign-time",
    "q-key-time",
    "q-header-list",
    "q-url-param-list",
    "q-signature",
];

/// Checks for how long a signature is to hold.
pub fn check_lifetime(expires_s: i64) -> Result<()> {
    if (1..=LONGEST_S).contains(&expires_s) {
        return Ok(());
    }
    let fix = format!("must be from 1 to {LONGEST_S} (seconds)");
    Err(CosError::argument(
        "expires_s",
        &expires_s.to_string(),
        &fix,
    ))
}

/// The time for which a signature made now holds, in Unix seconds.
pub fn window(now_s: i64, expires_s: i64) -> (i64, i64) {
    (
        now_s.saturating_sub(SIGNED_BACK_S),
        now_s.saturating_add(expires_s),
    )
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
    /// Checks what only a request that is signed for another HTTP stack may have. Such a stack
    /// joins or replaces what is given twice, and the signature does not hold.
    pub fn check(&self) -> Result<()> {
        let of_request = |name: &str| self.request.has_header(name);
        let mut names = self.headers.iter().map(|(name, _)| name);
        if let Some(name) = names.find(|name| of_request(name)) {
            let fix = "it is set for the request and for the call: set it once";
            return Err(CosError::argument("header name", name, fix));
        }
        let mut query = self.request.query.iter().map(|(name, _)| name.as_str());
        if let Some(name) = query.find(|name| OF_SIGNATURE.contains(name)) {
            let fix = "leave it out: it belongs to the signature that is made";
            return Err(CosError::argument("query name", name, fix));
        }
        self.check_token()
    }

    /// A token of the caller's is given once, and is not empty.
    fn check_token(&self) -> Result<()> {
        let query = self.request.query.iter();
        let query = query.map(|(name, value)| (name.as_str(), value.as_deref().unwrap_or("")));
        let mut tokens = self
            .own_headers()
            .chain(query)
            .filter(|(name, _)| validate::is_token_name(name));
        match (tokens.next(), tokens.next()) {
            (Some((name, "")), _) => Err(CosError::argument(
                "token",
                name,
                "it is empty: set the token, or leave it out to sign with the client's",
            )),
            (Some(_), Some((name, _))) => Err(CosError::argument(
                "token",
                name,
                "it is the second one: give the token once, as a header or a query parameter",
            )),
            _ => Ok(()),
        }
    }

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
