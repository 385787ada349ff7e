//! From a request to what is done with it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::account::Account;
use crate::answer::{CosError, Scene};
use crate::codes;
use crate::cors::Rules;
use crate::fault::answer::{Deed, carry_out};
use crate::fault::choice::{Choice, Choices};
use crate::fault::told::Told;
use crate::fault::{self, Fault, Kind, page};
use crate::host::{self, Place};
use crate::ids;
use crate::log::{Log, Origin};
use crate::net::door::Door;
use crate::operation::{self, access};
use crate::request::Request;
use crate::script::Scripts;
use crate::signature::{self, Signed, Verdict};
use crate::store::Store;
use crate::text::unix_now;

/// What all connections share.
pub struct State {
    /// `127.0.0.1:PORT`.
    pub authority: String,
    pub account: Account,
    /// Where the proxy's tunnels lead, by port.
    pub doors: HashMap<u16, Door>,
    /// `USER:PASS` in base64, if the proxy asks for it.
    pub proxy_credentials: Option<String>,
    pub store: Mutex<Store>,
    pub scripts: Scripts,
    pub choices: Choices,
    pub told: Told,
    pub cors: Rules,
    pub log: Log,
}

/// What to do, after how many milliseconds.
pub struct Decision {
    pub delay_ms: u64,
    pub deed: Deed,
    /// What a `random-SEED` picked.
    pub picked: Option<String>,
}

impl From<Deed> for Decision {
    fn from(deed: Deed) -> Decision {
        Decision {
            delay_ms: 0,
            deed,
            picked: None,
        }
    }
}

/// The faults that a request is to meet with; Err: it names an unknown one.
pub fn choose(state: &State, request: &Request) -> Result<Choice, String> {
    let names = request.bucket().and_then(fault::of_bucket);
    let told = request
        .bucket()
        .and_then(|bucket| state.told.next(bucket, &request.method, &request.target));
    let listed = match (request.header("x-standin-fault"), told) {
        (Some(listed), Some(told)) => Some(format!("{listed}, {told}")),
        (listed, told) => listed.or(told),
    };
    if names.is_none() && listed.is_none() {
        return Ok(Choice::default());
    }
    let echo = request.header("x-standin-echo");
    let who = echo.as_deref().or(request.bucket());
    let who = who.unwrap_or_else(|| host::name(&request.host));
    state.choices.of_request(names, listed.as_deref(), who)
}

/// Decides on a request that is none of the control endpoints.
pub fn decide(
    state: &State,
    request: &Request,
    choice: Result<Choice, String>,
    origin: &Origin,
) -> Decision {
    let skew = choice.as_ref().map_or(0, |choice| choice.fault.skew);
    let now = unix_now() + skew;
    let verdict = verify(state, request, now);
    state.log.received(request, verdict.text(), origin);

    let name = request
        .bucket()
        .unwrap_or_else(|| host::name(&request.host));
    if let Some(script) = state.scripts.next(name) {
        let echo = request.header("x-standin-echo");
        return Decision {
            delay_ms: script.delay_ms,
            ..Decision::from(Deed::Raw(script.plan(request.is_head(), echo.as_deref())))
        };
    }
    let scene = scene_of(request, now);
    let (fault, picked) = match choice {
        Ok(choice) => (Ok(choice.fault), choice.picked),
        Err(unknown) => (Err(unknown), None),
    };
    let delay_ms = fault.as_ref().map_or(0, |fault| fault.delay_ms);
    let mut decision = match (fault, verdict) {
        (Ok(fault), _) if request.place == Place::Other => Decision {
            delay_ms,
            ..Decision::from(carry_out(&fault, request, &scene, || {
                Ok(page::gateway(404))
            }))
        },
        _ if request.path.is_none() => error(codes::error("InvalidURI"), &scene),
        (_, Verdict::Invalid { error: refused, .. }) => error(refused, &scene),
        (fault, verdict) => {
            let signed = matches!(verdict, Verdict::Valid);
            Decision {
                delay_ms,
                ..as_cos(state, request, &scene, fault, signed)
            }
        }
    };
    decision.picked = picked;
    decision
}

/// The time, ids and resource of the response to a request.
pub fn scene_of(request: &Request, now: i64) -> Scene {
    Scene {
        now,
        ids: ids::next(now),
        resource: request.resource(),
    }
}

/// An error that no fault has a say in.
fn error(error: CosError, scene: &Scene) -> Decision {
    Decision::from(Deed::Send(error.answer(scene), Box::default()))
}

fn verify(state: &State, request: &Request, now: i64) -> Verdict {
    let headers = request.headers.iter();
    let signed = Signed {
        method: &request.method,
        path: request.whole_path.as_deref().unwrap_or(""),
        query: &request.query,
        headers: headers.map(|(n, v)| (n.as_str(), v.as_bytes())).collect(),
    };
    signature::verify(&signed, &state.account, now)
}

/// A request whose signature is valid or absent.
fn as_cos(
    state: &State,
    request: &Request,
    scene: &Scene,
    fault: Result<Fault, String>,
    signed: bool,
) -> Decision {
    let mut store = state.store.lock().unwrap_or_else(PoisonError::into_inner);
    let mut open = false;
    if let Place::Bucket { bucket, region } = &request.place {
        if fault::of_bucket(bucket).is_some() {
            store.add_fault_bucket(bucket);
        }
        let found = store.find(bucket, region.as_deref());
        open = found.is_some_and(|found| access::is_open(found, request));
    }
    let admitted = signed || open;
    let fault = match fault {
        Ok(fault) if admitted => fault,
        Ok(fault) => Fault {
            kind: Kind::Proper,
            ..fault
        },
        Err(unknown) if admitted => {
            return error(codes::error("InvalidArgument").message(unknown), scene);
        }
        Err(_) => Fault::default(),
    };
    Decision::from(carry_out(&fault, request, scene, || {
        let range = fault.shape.range;
        range.outcome(operation::operate(
            &mut store,
            &range.request(request),
            scene,
            signed,
        ))
    }))
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
