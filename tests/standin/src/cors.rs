//! CORS rules of buckets: what a browser lets a page of another origin read.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::answer::{Answer, CosError};
use crate::codes;
use crate::request::Request;

/// One bucket's rule. It allows every method and every request header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// An origin, or `*`.
    origin: String,
    /// The response headers that a page may read in addition to those that it always may.
    expose: Vec<String>,
}

/// Rules by bucket. A bucket without one responds as COS does without CORS.
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

    /// The rule that a request of another origin meets.
    fn of(&self, request: &Request) -> Option<Rule> {
        let origin = request.header("origin")?;
        let rule = self.lock().get(request.bucket()?).cloned();
        rule.filter(|rule| rule.origin == "*" || rule.origin == origin)
    }

    /// The response to a preflight, which is an error if no rule allows it. None for any other request.
    pub fn preflight(&self, request: &Request) -> Option<Result<Answer, CosError>> {
        let method = request.header("access-control-request-method");
        if request.method != "OPTIONS" || method.is_none() {
            return None;
        }
        if self.of(request).is_none() {
            return Some(Err(codes::error("AccessDenied")));
        }
        let mut answer = Answer::plain(200, "");
        let headers = request.header("access-control-request-headers");
        let allowed = [
            ("Access-Control-Allow-Methods", method),
            ("Access-Control-Allow-Headers", headers),
        ];
        for (name, value) in allowed {
            answer.set(name, &value.unwrap_or_default());
        }
        Some(Ok(answer))
    }

    /// Adds the headers of the rule to a response.
    pub fn apply(&self, request: &Request, answer: &mut Answer) {
        let Some(rule) = self.of(request) else { return };
        answer.set("Access-Control-Allow-Origin", &rule.origin);
        answer.set("Access-Control-Expose-Headers", &rule.expose.join(","));
        answer.set("Vary", "Origin");
    }
}

/// Reads `{"origin": "*", "expose": ["x-cos-request-id"]}`.
pub fn parse(json: &[u8]) -> Result<Rule, String> {
    let value: Value = serde_json::from_slice(json).map_err(|e| format!("not JSON: {e}"))?;
    let object = value.as_object().ok_or("a rule is a JSON object")?;
    if let Some(name) = object
        .keys()
        .find(|n| !["origin", "expose"].contains(&n.as_str()))
    {
        return Err(format!(
            "unknown field \"{name}\"; there are origin, expose"
        ));
    }
    let origin = object.get("origin").and_then(Value::as_str);
    let expose = object.get("expose").map_or(Some(Vec::new()), texts);
    Ok(Rule {
        origin: origin.ok_or("origin is missing, or no text")?.to_string(),
        expose: expose.ok_or("expose is a list of texts")?,
    })
}

fn texts(value: &Value) -> Option<Vec<String>> {
    let values = value.as_array()?.iter();
    values.map(|value| Some(value.as_str()?.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::testing::PUBLIC;
    use crate::request::example;

    const ORIGIN: (&str, &str) = ("origin", "http://page.example");

    fn rules(json: &str) -> Rules {
        let rules = Rules::default();
        rules.put("public-1250000000", parse(json.as_bytes()).expect("a rule"));
        rules
    }

    fn applied(rules: &Rules, headers: &[(&'static str, &str)]) -> Answer {
        let mut answer = Answer::plain(404, "");
        rules.apply(&example(PUBLIC, "/", headers), &mut answer);
        answer
    }

    #[test]
    fn a_rule_exposes_the_headers_that_it_lists() {
        let rules = rules(r#"{"origin": "*", "expose": ["Date", "x-cos-request-id"]}"#);
        let answer = applied(&rules, &[ORIGIN]);
        assert_eq!(answer.get("access-control-allow-origin"), Some("*"));
        let exposed = answer.get("access-control-expose-headers");
        assert_eq!(exposed, Some("Date,x-cos-request-id"));
        assert!(!applied(&rules, &[]).has("access-control-allow-origin"));
        assert!(rules.remove("public-1250000000") && !rules.remove("public-1250000000"));
        assert!(!applied(&rules, &[ORIGIN]).has("access-control-allow-origin"));
    }

    #[test]
    fn a_rule_is_for_its_origin() {
        let rules = rules(r#"{"origin": "http://page.example"}"#);
        let other = [("origin", "http://other.example")];
        assert!(applied(&rules, &[ORIGIN]).has("access-control-allow-origin"));
        assert!(!applied(&rules, &other).has("access-control-allow-origin"));
    }

    #[test]
    fn a_preflight_is_allowed_by_a_rule_only() {
        let headers = [
            ORIGIN,
            ("access-control-request-method", "PUT"),
            ("access-control-request-headers", "authorization"),
        ];
        let mut request = example(PUBLIC, "/", &headers);
        let rules = rules(r#"{"origin": "*"}"#);
        assert!(rules.preflight(&request).is_none());
        request.method = "OPTIONS".into();
        let allowed = rules.preflight(&request).and_then(Result::ok);
        let allowed = allowed.expect("an answer");
        assert_eq!(allowed.get("access-control-allow-methods"), Some("PUT"));
        let header = allowed.get("access-control-allow-headers");
        assert_eq!((allowed.status, header), (200, Some("authorization")));
        let refused = Rules::default().preflight(&request);
        assert_eq!(refused.and_then(Result::err).map(|e| e.status), Some(403));
    }

    #[test]
    fn mistakes_are_named() {
        for (json, expected) in [
            ("{", "not JSON"),
            ("3", "a rule is"),
            ("{}", "origin is missing"),
            (
                r#"{"origin": "*", "exposed": []}"#,
                "unknown field \"exposed\"",
            ),
            (r#"{"origin": "*", "expose": "Date"}"#, "expose is a list"),
        ] {
            let mistake = parse(json.as_bytes()).expect_err(json);
            assert!(mistake.starts_with(expected), "{json}: {mistake}");
        }
    }
}
