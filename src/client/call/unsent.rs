//! Errors of requests that could not be built: nothing was sent.

use crate::client::auth::provider::NoKeys;
use crate::client::auth::source::Keys;
use crate::client::call_control::CallControl;
use crate::client::transport::fault::{Phase, Stop};
use crate::error::redact::Secrets;
use crate::error::{CosError, Failure, Known};
use crate::request::Request;
use crate::signing::endpoint::Origin;
use crate::signing::url;

use super::error_map::Trouble;
use super::next_step::secrets_of;

/// A request of which nothing was sent.
pub struct NothingSent<'a> {
    pub request: &'a Request,
    pub origin: &'a Origin,
    pub control: &'a CallControl,
    /// Their secrets are not shown.
    pub keys: &'a Keys,
}

impl NothingSent<'_> {
    /// Its body, or the place for the response's, cannot be used.
    pub fn local(&self, fault: &ureq::Error) -> Box<CosError> {
        self.error(|secrets| {
            let trouble = Trouble::of(fault, &self.origin.host, &Default::default());
            trouble.in_words(self.control.interrupted(), secrets)
        })
    }

    /// There is nothing to sign it with.
    pub fn unsigned(&self, why: NoKeys) -> Box<CosError> {
        self.error(|secrets| match why {
            NoKeys::Stopped(stop) => self.trouble(stop, Phase::WaitForKeys, secrets),
            failed => Trouble {
                reason: failed.reason(),
                message: failed.to_string(),
                os_errno: 0,
                retry: None,
                case: None,
                causes: failed.causes().to_vec(),
            },
        })
    }

    /// It ended while it waited for a connection.
    pub fn stopped(&self, stop: Stop) -> Box<CosError> {
        self.error(|secrets| self.trouble(stop, Phase::WaitForConnection, secrets))
    }

    fn trouble(&self, stop: Stop, phase: Phase, secrets: &Secrets<'_>) -> Trouble {
        Trouble::stopped(stop, phase, &self.origin.host, self.control, secrets)
    }

    fn error(&self, trouble: impl FnOnce(&Secrets<'_>) -> Trouble) -> Box<CosError> {
        let signer = self.keys.held();
        let secrets = secrets_of(signer.as_deref());
        let trouble = trouble(&secrets);
        let failure = Failure {
            reason: Some(trouble.reason),
            message: &trouble.message,
            method: &self.request.method,
            url: &url::whole(self.origin, self.request),
            bucket: self.request.bucket.as_deref().unwrap_or(""),
            request_sent: Some(false),
            known: Known {
                secrets,
                ..Known::default()
            },
            ..Failure::default()
        };
        let error = failure.error();
        error.with_causes(trouble.os_errno, &trouble.causes, &secrets)
    }
}
