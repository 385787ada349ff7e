//! Errors of requests of which nothing was sent.

use std::sync::Arc;

use crate::client::auth::provider::NoKeys;
use crate::client::call_control::CallControl;
use crate::client::state::Client;
use crate::client::transport::fault::{Phase, Stop};
use crate::error::{CosError, Failure, Known};
use crate::request::Request;
use crate::signing::endpoint::Origin;
use crate::signing::signer::Signer;

use super::call_secrets::CallSecrets;
use super::error_map::Trouble;

/// A request of which nothing was sent.
pub struct NothingSent<'a> {
    request: &'a Request,
    origin: &'a Origin,
    control: &'a CallControl,
    secrets: CallSecrets<'a>,
}

impl<'a> NothingSent<'a> {
    /// `used` signed what else the call has sent.
    pub fn new(
        client: &'a Client,
        request: &'a Request,
        origin: &'a Origin,
        control: &'a CallControl,
        used: &[Arc<Signer>],
    ) -> NothingSent<'a> {
        NothingSent {
            request,
            origin,
            control,
            secrets: CallSecrets::new(client, request, origin, used),
        }
    }

    /// Its body, or the place for the response's, cannot be used.
    pub fn local(&self, fault: &ureq::Error) -> Box<CosError> {
        let trouble = Trouble::of(fault, &self.origin.host, &Default::default());
        self.error(&trouble.in_words(self.control.interrupted(), |text| self.secrets.said(text)))
    }

    /// There is nothing to sign it with.
    pub fn unsigned(&self, why: NoKeys) -> Box<CosError> {
        let failed = match why {
            NoKeys::Stopped(stop) => return self.ended(stop, Phase::WaitForKeys),
            NoKeys::Failed(why) => NoKeys::Failed(self.secrets.said(&why)),
        };
        self.error(&Trouble {
            reason: failed.reason(),
            message: failed.to_string(),
            os_errno: 0,
            retry: None,
            case: None,
            causes: failed.causes().to_vec(),
        })
    }

    /// It ended while it waited for a connection.
    pub fn stopped(&self, stop: Stop) -> Box<CosError> {
        self.ended(stop, Phase::WaitForConnection)
    }

    fn ended(&self, stop: Stop, phase: Phase) -> Box<CosError> {
        let host = &self.origin.host;
        self.error(&Trouble::stopped(
            stop,
            phase,
            host,
            self.control,
            &self.secrets,
        ))
    }

    fn error(&self, trouble: &Trouble) -> Box<CosError> {
        let secrets = self.secrets.known();
        let failure = Failure {
            reason: Some(trouble.reason),
            message: &trouble.message,
            method: &self.request.method,
            url: self.secrets.url(),
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
