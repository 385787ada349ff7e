//! CORS: what a browser lets a page of another origin do and read.

mod rule;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::answer::{Answer, CosError, Scene};
use crate::codes;
use crate::host::Place;
use crate::request::Request;
use crate::store::Store;
use rule::{Asked, Rule};

pub use rule::parse;

/// Rules that the control endpoint set, by bucket. A bucket without one has those of
/// its `?cors`.
#[derive(Default)]
pub struct Rules(Mutex<HashMap<String, Rule>>);

impl Rules {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Rule>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn put(&self, bucket: &str, rule: Rule) {
        self.lock().insert(bucket.to_string(), rule);
    }

    pub fn remove(&self, bucket: &str) -> bool {
        self.lock().remove(bucket).is_some()
    }

    /// The rule that permits a request of another origin: the one that the control
    /// endpoint set, or the first of the bucket's own configuration.
    fn of(&self, store: &Mutex<Store>, asked: &Asked, request: &Request) -> Option<Rule> {
        let bucket = request.bucket()?;
        let permits = |rule: &Rule| rule.permits(asked);
        if let Some(rule) = self.lock().get(bucket) {
            return Some(rule.clone()).filter(permits);
        }
        let region = match &request.place {
            Place::Bucket { region, .. } => region.as_deref(),
            _ => None,
        };
        let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
        let document = store.find(bucket, region)?.documents.get("cors", "")?;
        let mut rules = rule::of_document(document).into_iter();
        rules.find(permits)
    }

    /// The response to a preflight, which is an error if no rule permits it. None for any other request.
    pub fn preflight(
        &self,
        store: &Mutex<Store>,
        request: &Request,
        scene: &Scene,
    ) -> Option<Result<Answer, CosError>> {
        let method = request.header("access-control-request-method");
        let method = method.filter(|_| request.method == "OPTIONS")?;
        let headers = request.header("access-control-request-headers");
        let headers = headers.unwrap_or_default();
        let asked = Asked {
            origin: &request.header("origin").unwrap_or_default(),
            method: &method,
            headers: &headers,
        };
        let Some(rule) = self.of(store, &asked, request) else {
            return Some(Err(codes::error("AccessForbidden")));
        };
        let mut answer = Answer::cos(200, scene, "");
        answer.remove("Content-Type");
        answer.set("Access-Control-Allow-Methods", &rule.methods(&method));
        answer.set("Access-Control-Allow-Headers", &headers);
        if let Some(seconds) = rule.max_age {
            answer.set("Access-Control-Max-Age", &seconds.to_string());
        }
        rule.expose(asked.origin, &mut answer);
        Some(Ok(answer))
    }

    /// Adds the headers of the rule to a response.
    pub fn apply(&self, store: &Mutex<Store>, request: &Request, answer: &mut Answer) {
        let Some(origin) = request.header("origin") else {
            return;
        };
        // A preflight has its own headers already.
        if answer.has("Access-Control-Allow-Origin") || request.method == "OPTIONS" {
            return;
        }
        let asked = Asked {
            origin: &origin,
            method: &request.method,
            headers: "",
        };
        if let Some(rule) = self.of(store, &asked, request) {
            rule.expose(&origin, answer);
        }
    }
}

#[cfg(test)]
#[path = "cors_tests.rs"]
mod tests;
