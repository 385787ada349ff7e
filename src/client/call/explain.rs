//! Explains a HEAD that failed, by a GET whose response has a body with the error code.
//!
//! Assumed, not established: that COS refuses GET for the reason it refused
//! HEAD. It needs cos:GetBucket, so it can be denied for a reason of its own.

use std::time::Duration;

use crate::client::call_options::Call;
use crate::error::{CosError, Responder};
use crate::request::Request;

/// The request that a failed HEAD is explained by, if one can.
pub fn probe(request: &Request, error: &CosError) -> Option<Request> {
    let can = request.method == "HEAD"
        && error.responder() == Responder::Cos
        && matches!(error.status(), 400 | 403 | 404 | 405 | 409);
    if !can {
        return None;
    }
    let mut probe = Request::new("GET", request.bucket.as_deref(), request.key.as_deref());
    match request.key {
        Some(_) => {
            probe.query = request.query.clone();
            probe.headers = without_range(&request.headers);
            probe.set_header("range", "bytes=0-0");
        }
        None => probe.set_query("max-keys", Some("1")),
    }
    Some(probe)
}

/// The call's settings for the probe. Its own Range is not that of the call.
pub fn call(call: &Call) -> Call {
    Call {
        timeout: call.timeout,
        region: call.region.clone(),
        headers: without_range(&call.headers),
        cancel: call.cancel.clone(),
        interrupt: call.interrupt.clone(),
        user_data: call.user_data,
        signed_host: call.signed_host.clone(),
        ..Call::default()
    }
}

fn without_range(headers: &[(String, String)]) -> Vec<(String, String)> {
    let is_kept =
        |name: &str| !name.eq_ignore_ascii_case("range") && !name.eq_ignore_ascii_case("if-range");
    let kept = headers.iter().filter(|(name, _)| is_kept(name));
    kept.cloned().collect()
}

/// What is listed of a probe that succeeded.
#[derive(Default)]
pub struct Answered {
    pub status: u16,
    /// In a form that may be shown.
    pub request_id: String,
}

/// A probe that succeeded explains nothing: it is listed.
pub fn list(mut head: Box<CosError>, answer: &Answered, elapsed: Duration) -> Box<CosError> {
    head.add_other_attempt(answer.status, &answer.request_id, elapsed);
    head
}

/// Merges the errors of the HEAD and the probe: the probe's code and message if it failed alike.
pub fn merge(mut head: Box<CosError>, probe: Box<CosError>) -> Box<CosError> {
    if probe.status() != head.status() {
        head.append_attempts(&probe);
        return head;
    }
    let mut explained = probe;
    explained.explain(&head);
    explained
}
