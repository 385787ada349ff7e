//! Invalid arguments: their names, their values, and what to do.

use std::borrow::Cow;

use super::excerpt::shortened;
use super::exchange::Exchange;
use super::reason::Reason;
use super::redact::MASK;
use super::{CosError, Result};

impl CosError {
    /// An invalid argument: its name, its value, and what to do.
    pub fn argument(name: &str, value: &str, fix: &str) -> Box<CosError> {
        // A value of any length must not make a message of any length.
        let shown = shortened(value, 120);
        CosError::client(Reason::InvalidArgument, &format!("{name} {shown:?}: {fix}"))
    }

    /// The same without its value.
    pub fn argument_text(name: &str, fix: &str) -> Box<CosError> {
        CosError::client(Reason::InvalidArgument, &format!("{name}: {fix}"))
    }

    /// The same for a URL, in which user and password are not shown.
    pub fn url_argument(name: &str, url: &str, fix: &str) -> Box<CosError> {
        CosError::argument(name, &without_user(url), fix)
    }

    /// A required argument that is missing.
    pub fn missing(name: &str, fix: &str) -> Box<CosError> {
        CosError::client(
            Reason::InvalidArgument,
            &format!("{name} is missing: {fix}"),
        )
    }
}

/// The first mistake of several setters, reported as often as it is read.
#[derive(Clone, Debug, Default)]
pub struct FirstMistake(Option<(Reason, String)>);

impl FirstMistake {
    pub fn note(&mut self, outcome: Result<()>) {
        if let Err(error) = outcome
            && self.0.is_none()
        {
            let reason = error.reason().unwrap_or(Reason::InvalidArgument);
            self.0 = Some((reason, error.message().to_owned()));
        }
    }

    pub fn check(&self) -> Result<()> {
        match &self.0 {
            Some((reason, message)) => Err(CosError::client(*reason, message)),
            None => Ok(()),
        }
    }
}

impl Exchange<'_> {
    /// Checks what a caller handed in.
    pub fn check_status(status: i32) -> Result<u16> {
        match u16::try_from(status) {
            Ok(status @ (0 | 200..=999)) => Ok(status),
            Ok(100..=199) => Err(CosError::argument(
                "status",
                &status.to_string(),
                "it belongs to an interim response: set the status of the final response (200 to 999)",
            )),
            _ => Err(CosError::argument(
                "status",
                &status.to_string(),
                "set the HTTP status of the final response (200 to 999), or 0 if it is not known",
            )),
        }
    }
}

/// A URL without the text before its last `@`, which may be a password.
fn without_user(url: &str) -> Cow<'_, str> {
    let Some((before, after)) = url.rsplit_once('@') else {
        return Cow::Borrowed(url);
    };
    let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric());
    let scheme = match before.split_once("://") {
        Some((scheme, _)) if is_name(scheme) => &before[..scheme.len() + 3],
        _ => "",
    };
    Cow::Owned(format!("{scheme}{MASK}@{after}"))
}
