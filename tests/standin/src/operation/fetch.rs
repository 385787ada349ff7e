//! Asynchronous fetches of a URL into a bucket: each task is accepted, and has
//! succeeded when it is asked for. Nothing is fetched, so no task is kept.

use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use super::Outcome;
use crate::answer::{Answer, CosError, Scene};
use crate::codes;
use crate::request::Request;
use crate::store::{Access, Store};
use crate::text::hex;

pub fn operate(
    store: &mut Store,
    region: &str,
    request: &Request,
    scene: &Scene,
    signed: bool,
) -> Outcome {
    let path = request.path.as_deref().unwrap_or("");
    let (bucket, task) = path
        .trim_start_matches('/')
        .split_once('/')
        .unwrap_or((path, ""));
    let bucket = store.find(bucket, Some(region));
    let bucket = bucket.ok_or_else(|| codes::error("NoSuchBucket"))?;
    if !signed || bucket.access == Access::Forbidden {
        return Err(codes::error("AccessDenied"));
    }
    let task = match (request.method.as_str(), task) {
        ("POST", "") => {
            check(request)?;
            hex(&Sha1::digest(&scene.ids.request_id))
        }
        ("GET", task) if !task.is_empty() => task.to_string(),
        _ => return Err(codes::error("MethodNotAllowed")),
    };
    let body = json!({
        "code": 0,
        "message": "SUCCESS",
        "request_id": scene.ids.request_id,
        "data": {"taskid": task},
    });
    let mut answer = Answer::cos(200, scene, body.to_string());
    answer.set("Content-Type", "application/json");
    Ok(answer)
}

/// A task has at least a URL and a key.
fn check(request: &Request) -> Result<(), CosError> {
    let invalid = |why: String| codes::error("InvalidArgument").message(why);
    let task: Value = serde_json::from_slice(request.bytes())
        .map_err(|error| invalid(format!("The body is no JSON: {error}.")))?;
    let missing = |name: &&&str| {
        task.get(**name)
            .and_then(Value::as_str)
            .is_none_or(str::is_empty)
    };
    match ["Url", "Key"].iter().find(missing) {
        Some(name) => Err(invalid(format!("{name} is missing."))),
        None => Ok(()),
    }
}
