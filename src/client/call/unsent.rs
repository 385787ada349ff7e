//! Errors of requests that could not be built: nothing was sent.

use crate::client::auth::provider::NoKeys;
use crate::client::call_control::CallControl;
use crate::client::transport::fault::{Phase, Stop};
use crate::error::redact::Secrets;
use crate::error::{CosError, Failure};
use crate::request::Request;
use crate::signing::endpoint::Origin;
use crate::signing::url;

use super::error_map::Trouble;

/// Its body, or the place for the response's, cannot be used.
pub fn local(
    request: &Request,
    origin: &Origin,
    control: &CallControl,
    fault: &ureq::Error,
) -> Box<CosError> {
    let trouble = Trouble::of(fault, &origin.host, &Default::default());
    let trouble = trouble.in_words(control.interrupted(), &Secrets::default());
    error(request, origin, &trouble)
}

/// There is nothing to sign it with.
pub fn unsigned(
    request: &Request,
    origin: &Origin,
    control: &CallControl,
    why: NoKeys,
) -> Box<CosError> {
    let trouble = match why {
        NoKeys::Stopped(stop) => stopped_in(Phase::WaitForKeys, origin, control, stop),
        failed => Trouble {
            reason: failed.reason(),
            message: failed.to_string(),
            os_errno: 0,
            retry: None,
            case: None,
            causes: failed.causes().to_vec(),
        },
    };
    error(request, origin, &trouble)
}

/// It ended while it waited for a connection.
pub fn stopped(
    request: &Request,
    origin: &Origin,
    control: &CallControl,
    stop: Stop,
) -> Box<CosError> {
    let trouble = stopped_in(Phase::WaitForConnection, origin, control, stop);
    error(request, origin, &trouble)
}

/// No secret is known yet.
fn stopped_in(phase: Phase, origin: &Origin, control: &CallControl, stop: Stop) -> Trouble {
    Trouble::stopped(stop, phase, &origin.host, control, &Secrets::default())
}

fn error(request: &Request, origin: &Origin, trouble: &Trouble) -> Box<CosError> {
    let failure = Failure {
        reason: Some(trouble.reason),
        message: &trouble.message,
        method: &request.method,
        url: &url::whole(origin, request),
        bucket: request.bucket.as_deref().unwrap_or(""),
        request_sent: Some(false),
        ..Failure::default()
    };
    let error = failure.error();
    error.with_causes(trouble.os_errno, &trouble.causes, &Secrets::default())
}
