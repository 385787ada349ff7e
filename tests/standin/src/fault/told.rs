//! Faults that a control endpoint was told, for clients that cannot name them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::choice;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As in `x-standin-fault`.
    faults: String,
    /// How often yet; None: always.
    times: Option<u64>,
    /// None: all.
    methods: Option<Vec<String>>,
    /// Only of requests with this text in path and query; None: all.
    target: Option<String>,
}

/// What every bucket's next requests are to meet with.
#[derive(Default)]
pub struct Told(Mutex<HashMap<String, VecDeque<Entry>>>);

impl Told {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, VecDeque<Entry>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn put(&self, bucket: &str, entries: VecDeque<Entry>) {
        self.lock().insert(bucket.to_string(), entries);
    }

    pub fn remove(&self, bucket: &str) -> bool {
        self.lock().remove(bucket).is_some()
    }

    /// The faults of the next request; entries for other requests wait.
    pub fn next(&self, bucket: &str, method: &str, target: &str) -> Option<String> {
        let mut all = self.lock();
        let queue = all.get_mut(bucket)?;
        queue.retain(|entry| entry.times != Some(0));
        let of_method = |entry: &Entry| match &entry.methods {
            Some(methods) => methods.iter().any(|known| known == method),
            None => true,
        };
        let of_target = |entry: &Entry| match &entry.target {
            Some(text) => target.contains(text),
            None => true,
        };
        let entry = queue
            .iter_mut()
            .find(|entry| of_method(entry) && of_target(entry))?;
        if let Some(times) = entry.times.as_mut() {
            *times -= 1;
        }
        Some(entry.faults.clone())
    }
}

/// Reads one entry, or an array of entries used one after the other.
pub fn parse(json: &[u8]) -> Result<VecDeque<Entry>, String> {
    let value: Value = serde_json::from_slice(json).map_err(|e| format!("not JSON: {e}"))?;
    match value {
        Value::Array(values) => values.iter().map(one).collect(),
        value => one(&value).map(|entry| VecDeque::from([entry])),
    }
}

fn one(value: &Value) -> Result<Entry, String> {
    const FIELDS: &[&str] = &["faults", "times", "methods", "target"];
    let object = value.as_object().ok_or("an entry is a JSON object")?;
    if let Some(name) = object.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        let fields = FIELDS.join(", ");
        return Err(format!("unknown field \"{name}\"; there are {fields}"));
    }
    let faults = object.get("faults").and_then(Value::as_str);
    let faults = faults.ok_or("faults is missing, or no text")?;
    choice::check(faults)?;
    let times = match object.get("times") {
        None | Some(Value::Null) => None,
        Some(times) => Some(times.as_u64().ok_or("times is not a natural number")?),
    };
    let methods = match object.get("methods") {
        None | Some(Value::Null) => None,
        Some(methods) => Some(texts(methods).ok_or("methods is a list of texts")?),
    };
    let target = match object.get("target") {
        None | Some(Value::Null) => None,
        Some(target) => Some(target.as_str().ok_or("target is no text")?.to_string()),
    };
    Ok(Entry {
        faults: faults.to_string(),
        target,
        times,
        methods,
    })
}

fn texts(value: &Value) -> Option<Vec<String>> {
    let values = value.as_array()?.iter();
    values
        .map(|value| Some(value.as_str()?.to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(json: &str) -> Told {
        let told = Told::default();
        told.put("b-1", parse(json.as_bytes()).expect("entries"));
        told
    }

    #[test]
    fn entries_are_used_in_order_and_used_up() {
        let told =
            told(r#"[{"faults": "reset", "times": 1}, {"faults": "cut-3, rst", "times": 2}]"#);
        let next = || told.next("b-1", "GET", "/");
        let text = |text: &str| Some(text.to_string());
        assert_eq!(told.next("b-2", "GET", "/"), None);
        assert_eq!(next(), text("reset"));
        assert_eq!((next(), next()), (text("cut-3, rst"), text("cut-3, rst")));
        assert_eq!(next(), None);
    }

    #[test]
    fn entries_are_for_methods_and_targets() {
        let told = told(
            r#"[{"faults": "reset", "target": "partNumber=2&", "times": 1}, {"faults": "hang", "methods": ["PUT", "POST"]}]"#,
        );
        assert_eq!(told.next("b-1", "GET", "/"), None);
        for _ in 0..3 {
            assert_eq!(told.next("b-1", "POST", "/"), Some("hang".to_string()));
        }
        let second = "/key?partNumber=2&uploadId=1";
        assert_eq!(told.next("b-1", "PUT", second), Some("reset".to_string()));
        assert_eq!(told.next("b-1", "PUT", second), Some("hang".to_string()));
        assert!(told.remove("b-1") && !told.remove("b-1"));
        assert_eq!(told.next("b-1", "PUT", "/"), None);
    }

    #[test]
    fn mistakes_are_named() {
        for (json, expected) in [
            ("{", "not JSON"),
            ("3", "an entry is"),
            ("{}", "faults is missing"),
            (r#"{"fault": "reset"}"#, "unknown field \"fault\""),
            (r#"{"faults": "colour"}"#, "The stand-in knows no fault"),
            (
                r#"{"faults": "fail-2-colour"}"#,
                "The stand-in knows no fault",
            ),
            (r#"{"faults": "hang", "times": -1}"#, "times is not"),
            (
                r#"{"faults": "hang", "methods": "GET"}"#,
                "methods is a list",
            ),
            (r#"{"faults": "hang", "target": 1}"#, "target is no text"),
        ] {
            let mistake = parse(json.as_bytes()).expect_err(json);
            assert!(mistake.starts_with(expected), "{json}: {mistake}");
        }
        assert!(parse(br#"{"faults": "fail-2-cut-3-and-rst, random-7"}"#).is_ok());
    }
}
