//! Answers given word for word, as a test wrote them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde_json::Value;

use crate::net::part::{RawPlan, Then};
use crate::text::unhex;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Status line and headers, without the empty line that ends them.
    head: String,
    body: Bytes,
    /// Bytes of the whole answer to send; negative: so many less than all.
    cut_after: Option<i64>,
    close: bool,
    pub delay_ms: u64,
    /// How often yet; None: always.
    times: Option<u64>,
}

impl Script {
    /// The bytes for one request, and what becomes of the connection.
    pub fn plan(&self, head_request: bool, echo: Option<&str>) -> RawPlan {
        let mut wire = self.head.clone();
        if let Some(echo) = echo {
            wire.push_str(&format!("x-standin-echo: {echo}\r\n"));
        }
        wire.push_str("\r\n");
        let mut wire = wire.into_bytes();
        if !head_request {
            wire.extend_from_slice(&self.body);
        }
        let Some(cut) = self.cut_after else {
            let then = if self.close { Then::Close } else { Then::Keep };
            return RawPlan::new(wire, then);
        };
        let size = usize::try_from(cut.unsigned_abs()).unwrap_or(usize::MAX);
        let end = if cut < 0 {
            wire.len().saturating_sub(size)
        } else {
            size
        };
        wire.truncate(end);
        let then = if self.close { Then::Close } else { Then::Hang };
        RawPlan::new(wire, then)
    }
}

/// Reads one script, or an array of scripts used one after the other.
pub fn parse(json: &[u8]) -> Result<VecDeque<Script>, String> {
    let value: Value = serde_json::from_slice(json).map_err(|e| format!("not JSON: {e}"))?;
    match value {
        Value::Array(values) => values.iter().map(one).collect(),
        value => one(&value).map(|script| VecDeque::from([script])),
    }
}

fn one(value: &Value) -> Result<Script, String> {
    const FIELDS: &[&str] = &[
        "status",
        "reason",
        "headers",
        "body",
        "body_hex",
        "cut_after_bytes",
        "delay_ms",
        "close",
        "times",
    ];
    let object = value.as_object().ok_or("a script is a JSON object")?;
    if let Some(name) = object.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(format!(
            "unknown field \"{name}\"; there are {}",
            FIELDS.join(", ")
        ));
    }
    let number = |name: &str| match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_i64() {
            Some(number) => Ok(Some(number)),
            None => Err(format!("{name} is not a whole number")),
        },
    };
    let natural = |name: &str| match number(name)?.map(u64::try_from) {
        None => Ok(None),
        Some(number) => number.map(Some).map_err(|_| format!("{name} is negative")),
    };
    let status = natural("status")?.ok_or("status is missing")?;
    let body = body(object.get("body"), object.get("body_hex"))?;
    let cut_after = number("cut_after_bytes")?;
    let close = match object.get("close") {
        None | Some(Value::Null) => cut_after.is_some(),
        Some(value) => value.as_bool().ok_or("close is true or false")?,
    };
    let reason = match object.get("reason") {
        None | Some(Value::Null) => None,
        Some(value) => Some(value.as_str().ok_or("reason is a text")?),
    };
    let headers = headers(object.get("headers"))?;
    Ok(Script {
        head: head(status, reason, &headers, body.len(), close),
        body,
        cut_after,
        close,
        delay_ms: natural("delay_ms")?.unwrap_or(0),
        times: natural("times")?,
    })
}

fn body(text: Option<&Value>, hex: Option<&Value>) -> Result<Bytes, String> {
    match (text, hex) {
        (None | Some(Value::Null), None | Some(Value::Null)) => Ok(Bytes::new()),
        (Some(Value::String(text)), None) => Ok(Bytes::from(text.clone())),
        (None, Some(Value::String(hex))) => {
            let bytes =
                unhex(hex).ok_or("body_hex holds something else than pairs of hex digits")?;
            Ok(Bytes::from(bytes))
        }
        _ => Err("give body or body_hex, as a text".to_string()),
    }
}

fn headers(value: Option<&Value>) -> Result<Vec<(String, String)>, String> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let pair = |pair: &Value| match pair.as_array().map(Vec::as_slice) {
        Some([Value::String(name), Value::String(value)]) => Ok((name.clone(), value.clone())),
        _ => Err("headers is a list of [name, value]".to_string()),
    };
    let pairs = value.as_array().ok_or("headers is a list")?;
    pairs.iter().map(pair).collect()
}

fn head(
    status: u64,
    reason: Option<&str>,
    headers: &[(String, String)],
    length: usize,
    close: bool,
) -> String {
    let known = u16::try_from(status)
        .ok()
        .and_then(|code| hyper::StatusCode::from_u16(code).ok());
    let known = known.and_then(|code| code.canonical_reason());
    let reason = reason.or(known).unwrap_or("");
    let mut head = format!("HTTP/1.1 {status} {reason}\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let framed = headers.iter().any(|(name, _)| {
        ["content-length", "transfer-encoding"].contains(&name.to_ascii_lowercase().as_str())
    });
    // Without it a client could not tell where the answer ends, unless by the close.
    if !framed && !close && !matches!(status, 100..200 | 204 | 304) {
        head.push_str(&format!("Content-Length: {length}\r\n"));
    }
    head
}

/// The scripts of every bucket.
#[derive(Default)]
pub struct Scripts(Mutex<HashMap<String, VecDeque<Script>>>);

impl Scripts {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, VecDeque<Script>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn put(&self, name: &str, scripts: VecDeque<Script>) {
        self.lock().insert(name.to_string(), scripts);
    }

    pub fn remove(&self, name: &str) -> bool {
        self.lock().remove(name).is_some()
    }

    /// The script for the next request to this bucket or host name.
    pub fn next(&self, name: &str) -> Option<Script> {
        let mut all = self.lock();
        if all.is_empty() {
            return None;
        }
        let queue = all.get_mut(&name.to_ascii_lowercase())?;
        while queue.front().is_some_and(|script| script.times == Some(0)) {
            queue.pop_front();
        }
        let script = queue.front_mut()?;
        if let Some(times) = script.times.as_mut() {
            *times -= 1;
        }
        Some(script.clone())
    }
}

#[cfg(test)]
#[path = "script_tests.rs"]
mod tests;
