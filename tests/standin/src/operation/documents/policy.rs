//! The bucket's policy: a JSON document.

use serde_json::{Map, Value};

use super::body;
use crate::answer::{Answer, CosError};
use crate::codes;
use crate::operation::body::full;
use crate::operation::{At, Outcome};

const NAME: &str = "policy";

pub fn operate(at: At) -> Outcome {
    match at.request.method.as_str() {
        "PUT" => {
            let policy = verified(body(at.request, false)?)?;
            let text = Value::Object(policy).to_string();
            at.bucket
                .set_document(NAME, "", text.as_bytes())
                .map_err(full)?;
            Ok(Answer::cos(204, at.scene, ""))
        }
        "GET" | "HEAD" => {
            let found = at.bucket.documents.get(NAME, "");
            let policy = found.ok_or_else(|| codes::error("NoSuchBucketPolicy"))?;
            let mut answer = Answer::cos(200, at.scene, policy.clone());
            answer.set("Content-Type", "application/json");
            Ok(answer)
        }
        "DELETE" => {
            at.bucket.remove_document(NAME, "");
            Ok(Answer::cos(204, at.scene, ""))
        }
        _ => Err(codes::error("MethodNotAllowed")),
    }
}

/// The policy with the names that COS returns, whatever the case they came in.
fn verified(text: &str) -> Result<Map<String, Value>, CosError> {
    let malformed = |why: &str| codes::error("MalformedPolicy").message(why);
    let policy: Value = serde_json::from_str(text)
        .map_err(|error| malformed(&format!("It is no JSON: {error}.")))?;
    let Value::Object(mut policy) = policy else {
        return Err(malformed("It is no JSON object."));
    };
    for name in ["Principal", "Version"] {
        if let Some(value) = take(&mut policy, name) {
            policy.insert(name.to_string(), value);
        }
    }
    let statement =
        take(&mut policy, "statement").ok_or_else(|| malformed("It has no Statement."))?;
    let statements = match statement {
        Value::Array(statements) if !statements.is_empty() => statements,
        one @ Value::Object(_) => vec![one],
        _ => return Err(malformed("Statement is no list of statements.")),
    };
    for one in &statements {
        check(one).map_err(|why| malformed(&why))?;
    }
    policy.insert("Statement".to_string(), Value::Array(statements));
    Ok(policy)
}

fn check(statement: &Value) -> Result<(), String> {
    let statement = statement.as_object().ok_or("A statement is no object.")?;
    for name in ["effect", "action", "resource"] {
        if get(statement, name).is_none() {
            return Err(format!("A statement has no {name}."));
        }
    }
    let effect = get(statement, "effect").and_then(Value::as_str);
    let permitted = ["allow", "deny"];
    match effect.is_some_and(|effect| permitted.contains(&effect.to_ascii_lowercase().as_str())) {
        true => Ok(()),
        false => Err("The effect must be allow or deny.".to_string()),
    }
}

fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut all = object.iter();
    let found = all.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

fn take(object: &mut Map<String, Value>, name: &str) -> Option<Value> {
    let found = object.keys().find(|key| key.eq_ignore_ascii_case(name));
    let key = found?.clone();
    object.remove(&key)
}
