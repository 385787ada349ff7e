//! One rule of CORS, and which requests it permits.

use serde_json::Value;

use crate::answer::Answer;
use crate::operation::body::children;

/// What a page asks for.
#[derive(Debug)]
pub struct Asked<'a> {
    pub origin: &'a str,
    pub method: &'a str,
    /// Names, separated by commas.
    pub headers: &'a str,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// Origins, each with at most one `*`.
    origins: Vec<String>,
    /// None: any.
    methods: Option<Vec<String>>,
    /// Request headers, each with at most one `*`.
    headers: Vec<String>,
    /// The response headers that a page may read in addition to those that it always may.
    expose: Vec<String>,
    /// Seconds for which a browser may remember the preflight.
    pub max_age: Option<u64>,
}

impl Rule {
    pub fn permits(&self, asked: &Asked) -> bool {
        let method = |known: &Vec<String>| known.iter().any(|known| known == asked.method);
        let header = |name: &str| {
            let mut patterns = self.headers.iter();
            let name = name.to_ascii_lowercase();
            patterns.any(|pattern| matches(&pattern.to_ascii_lowercase(), &name))
        };
        let mut origins = self.origins.iter();
        let names = asked.headers.split(',').map(str::trim);
        !asked.origin.is_empty()
            && origins.any(|pattern| matches(pattern, asked.origin))
            && self.methods.as_ref().is_none_or(method)
            && names.filter(|name| !name.is_empty()).all(header)
    }

    /// The methods that a response to a preflight for `asked` lists.
    pub fn methods(&self, asked: &str) -> String {
        match &self.methods {
            Some(methods) => methods.join(","),
            None => asked.to_string(),
        }
    }

    /// Sets the headers that every response of this rule has.
    pub fn expose(&self, origin: &str, answer: &mut Answer) {
        let everybody = self.origins.iter().any(|pattern| pattern == "*");
        let origin = if everybody { "*" } else { origin };
        answer.set("Access-Control-Allow-Origin", origin);
        answer.set("Access-Control-Expose-Headers", &self.expose.join(","));
        answer.set("Vary", "Origin");
    }
}

/// Whether a text is one that the pattern, with at most one `*`, describes.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, end)) => {
            text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end)
        }
    }
}

/// The rules of a `CORSConfiguration` that was verified when it was put.
pub fn of_document(document: &[u8]) -> Vec<Rule> {
    let text = String::from_utf8_lossy(document);
    let Ok(document) = roxmltree::Document::parse(text.trim_start()) else {
        return Vec::new();
    };
    let rules = children(document.root_element(), "CORSRule").map(|rule| {
        let texts = |name| {
            let found = children(rule, name).filter_map(|child| child.text());
            found
                .map(|text| text.trim().to_string())
                .collect::<Vec<_>>()
        };
        Rule {
            origins: texts("AllowedOrigin"),
            methods: Some(texts("AllowedMethod")),
            headers: texts("AllowedHeader"),
            expose: texts("ExposeHeader"),
            max_age: texts("MaxAgeSeconds")
                .first()
                .and_then(|text| text.parse().ok()),
        }
    });
    rules.collect()
}

/// Reads `{"origin": "*", "expose": ["x-cos-request-id"]}`, a rule that allows every
/// method and every request header.
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
        origins: vec![origin.ok_or("origin is missing, or no text")?.to_string()],
        headers: vec!["*".to_string()],
        expose: expose.ok_or("expose is a list of texts")?,
        ..Rule::default()
    })
}

fn texts(value: &Value) -> Option<Vec<String>> {
    let values = value.as_array()?.iter();
    values.map(|value| Some(value.as_str()?.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a", "a", true),
            ("a", "ab", false),
            ("ab*ba", "abba", true),
            ("ab*ba", "ab-ba", true),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
