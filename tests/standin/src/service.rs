//! From a request to what is done with it.

use std::sync::{Mutex, PoisonError};

use crate::answer::Scene;
use crate::bucket;
use crate::codes;
use crate::fault::{self, Fault, Kind};
use crate::fault_answer::{Deed, carry_out, gateway};
use crate::host::{self, Place};
use crate::ids;
use crate::log::Log;
use crate::request::Request;
use crate::script::Scripts;
use crate::signature::{self, Account, Signed, Verdict};
use crate::store::{Access, Bucket, Store};
use crate::text::unix_now;

/// What all connections share.
pub struct State {
    /// `127.0.0.1:PORT`.
    pub authority: String,
    pub account: Account,
    pub store: Mutex<Store>,
    pub scripts: Scripts,
    pub log: Log,
}

/// What to do, after how many milliseconds.
pub struct Decision {
    pub delay_ms: u64,
    pub deed: Deed,
}

/// Decides on a request that is none of the control endpoints.
pub fn decide(state: &State, request: &Request, connection: u64) -> Decision {
    let bucket = match &request.place {
        Place::Bucket { bucket, .. } => Some(bucket.as_str()),
        _ => None,
    };
    let header = request.header("x-standin-fault");
    let fault = fault::of_request(bucket.and_then(fault::of_bucket), header.as_deref());
    let skew = fault.as_ref().map_or(0, |fault| fault.skew);
    let now = unix_now() + skew;
    let verdict = verify(state, request, now);
    state.log.received(request, &verdict.text(), connection);

    let name = bucket.unwrap_or_else(|| host::name(&request.host));
    if let Some(script) = state.scripts.next(&name.to_ascii_lowercase()) {
        let echo = request.header("x-standin-echo");
        return Decision {
            delay_ms: script.delay_ms,
            deed: Deed::Raw(script.plan(request.is_head(), echo.as_deref())),
        };
    }
    let scene = Scene {
        now,
        ids: ids::next(now),
        resource: request.resource(),
    };
    let (delay_ms, deed) = match (fault, verdict) {
        (Ok(fault), _) if request.place == Place::Other => {
            let deed = carry_out(&fault, request, &scene, || Ok(gateway(404)));
            (fault.delay_ms, deed)
        }
        _ if request.path.is_none() => {
            let error = codes::error("InvalidURI");
            (0, Deed::Send(error.answer(&scene)))
        }
        (_, Verdict::Invalid { error, .. }) => (0, Deed::Send(error.answer(&scene))),
        (fault, verdict) => {
            let signed = matches!(verdict, Verdict::Valid);
            as_cos(state, request, &scene, fault, signed)
        }
    };
    Decision { delay_ms, deed }
}

fn verify(state: &State, request: &Request, now: i64) -> Verdict {
    let headers = request.headers.iter();
    let signed = Signed {
        method: &request.method,
        path: request.path.as_deref().unwrap_or(""),
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
) -> (u64, Deed) {
    let mut store = state.store.lock().unwrap_or_else(PoisonError::into_inner);
    let mut open = false;
    if let Place::Bucket { bucket, region } = &request.place {
        if fault::of_bucket(bucket).is_some() {
            let everywhere = || Bucket::new(None, Access::Private);
            store
                .buckets
                .entry(bucket.clone())
                .or_insert_with(everywhere);
        }
        let found = store.find(bucket, region.as_deref());
        open = found.is_some_and(|found| found.access == Access::PublicRead);
    }
    let admitted = signed || (open && request.only_reads());
    let fault = match fault {
        Ok(fault) if admitted => fault,
        Ok(fault) => Fault {
            kind: Kind::Proper,
            ..fault
        },
        Err(unknown) if admitted => {
            let error = codes::error("InvalidArgument").message(unknown);
            return (0, Deed::Send(error.answer(scene)));
        }
        Err(_) => Fault::default(),
    };
    let deed = carry_out(&fault, request, scene, || {
        bucket::operate(&mut store, request, scene, signed)
    });
    (fault.delay_ms, deed)
}
