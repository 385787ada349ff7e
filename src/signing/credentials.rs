//! SecretId, SecretKey and token.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::redact::Secrets;
use crate::error::{CosError, Reason, Result, redact};
use crate::host::Host;
use crate::request::validate::{CI_TOKEN, COS_TOKEN};

/// SecretId and SecretKey, and the token if they are temporary.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    pub secret_id: String,
    /// Each copy is overwritten before its memory is freed.
    pub secret_key: Zeroizing<String>,
    /// `""` for permanent credentials. It is overwritten as well.
    pub token: Zeroizing<String>,
}

impl Credentials {
    /// Checks the caller's values. If all three are absent, requests are anonymous.
    pub fn new(
        secret_id: Option<&str>,
        secret_key: Option<&str>,
        token: Option<&str>,
    ) -> Result<Option<Credentials>> {
        if secret_id.is_none() && secret_key.is_none() && token.is_none() {
            return Ok(None);
        }
        let credentials = Credentials {
            secret_id: separate(present("secret_id", secret_id)?)?,
            secret_key: Zeroizing::new(present("secret_key", secret_key)?),
            token: Zeroizing::new(clean("token", token.unwrap_or(""))?),
        };
        Ok(Some(credentials))
    }

    /// Each of them, and whether it is the id.
    pub fn each_secret(&self) -> [(&str, bool); 3] {
        let Credentials {
            secret_id,
            secret_key,
            token,
        } = self;
        [(secret_id, true), (secret_key, false), (token, false)]
    }

    /// The secrets that must not appear in any output.
    pub fn secrets(&self) -> Secrets<'_> {
        Secrets {
            id: &self.secret_id,
            key: &self.secret_key,
            token: &self.token,
            ..Secrets::default()
        }
    }
}

fn present(name: &str, value: Option<&str>) -> Result<String> {
    match value {
        None | Some("") => Err(invalid(
            name,
            "is missing: set both secret_id and secret_key, or neither to send unsigned requests",
        )),
        Some(value) => clean(name, value),
    }
}

/// An ampersand would end the id within the signature, and begin another parameter.
fn separate(id: String) -> Result<String> {
    if id.contains('&') {
        return Err(strange("secret_id"));
    }
    Ok(id)
}

/// Values are never shown: a wrong secret is a secret all the same.
fn clean(name: &str, value: &str) -> Result<String> {
    if value.contains(['\n', '\r']) {
        return Err(invalid(
            name,
            "contains a line break: remove it (a file read as a whole often ends with one)",
        ));
    }
    if value.contains(char::is_whitespace) {
        return Err(invalid(
            name,
            "contains white space: remove every space and tab",
        ));
    }
    if value.contains(|c: char| c.is_control() || !c.is_ascii()) {
        return Err(strange(name));
    }
    Ok(value.to_owned())
}

fn strange(name: &str) -> Box<CosError> {
    invalid(
        name,
        "contains a character that no key has: copy it again from the console",
    )
}

fn invalid(name: &str, what: &str) -> Box<CosError> {
    CosError::client(Reason::InvalidCredentials, &format!("{name} {what}"))
}

/// Never shows more than the head of the SecretId.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("secret_id", &redact::secret_id(&self.secret_id))
            .finish_non_exhaustive()
    }
}

/// The name by which a token goes to a host.
pub fn token_name(host: &str) -> &'static str {
    if Host::parse(host).is_some_and(|host| host.is_ci()) {
        CI_TOKEN
    } else {
        COS_TOKEN
    }
}
