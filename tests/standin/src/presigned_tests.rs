//! Presigned URLs that Tencent's Python SDK made.

use serde_json::Value;

use super::*;
use crate::request::{Request, example};

const CASES: &str = include_str!("../../cases/presign.jsonl");

struct Case {
    id: String,
    request: Request,
    account: Account,
    now: i64,
    expires_s: i64,
}

impl Case {
    fn read(line: &str) -> Case {
        let row: Value = serde_json::from_str(line).expect("JSON");
        let text = |name: &str| row[name].as_str().expect(name).to_string();
        let url = text("url");
        let (host, target) = url
            .strip_prefix("https://")
            .and_then(|rest| Some(rest.split_at(rest.find('/')?)))
            .expect("a URL");
        let mut request = example(host, target, &[("host", host)]);
        request.method = text("method");
        for (name, value) in row["headers"].as_object().into_iter().flatten() {
            let name: hyper::header::HeaderName = name.parse().expect("a name");
            let value = value.as_str().expect("text").parse().expect("a value");
            request.headers.insert(name, value);
        }
        let account = Account::new(&text("secret_id"), &text("secret_key"), false);
        if let Some(token) = row["token"].as_str() {
            account.put_token(token, b"{}").expect("a token");
        }
        Case {
            id: text("id"),
            request,
            account,
            now: row["now"].as_i64().expect("a time"),
            expires_s: row["expires_s"].as_i64().expect("a length"),
        }
    }

    fn all() -> Vec<Case> {
        let cases: Vec<Case> = CASES.lines().map(Case::read).collect();
        assert!(!cases.is_empty());
        cases
    }

    fn verify_at(&self, now: i64) -> Verdict {
        let request = &self.request;
        let headers = request.headers.iter();
        let signed = Signed {
            method: &request.method,
            path: request.path.as_deref().expect("UTF-8"),
            query: &request.query,
            headers: headers.map(|(n, v)| (n.as_str(), v.as_bytes())).collect(),
        };
        verify(&signed, &self.account, now)
    }

    fn code(&self) -> String {
        match self.verify_at(self.now) {
            Verdict::Invalid { error, .. } => error.code,
            other => other.text().into_owned(),
        }
    }
}

#[test]
fn they_are_valid() {
    for case in Case::all() {
        assert_eq!(case.verify_at(case.now).text(), "valid", "{}", case.id);
        let last = case.now + case.expires_s;
        assert_eq!(case.verify_at(last).text(), "valid", "{}", case.id);
    }
}

#[test]
fn they_expire() {
    for case in Case::all() {
        let Verdict::Invalid { error, .. } = case.verify_at(case.now + case.expires_s + 1) else {
            panic!("{} is valid for ever", case.id);
        };
        let told = (error.status, error.code.as_str(), error.message.as_str());
        assert_eq!(told, (403, "AccessDenied", "Request has expired."));
    }
}

#[test]
fn they_are_for_one_request() {
    for mut case in Case::all() {
        case.request.method = "DELETE".to_string();
        assert_eq!(case.code(), "SignatureDoesNotMatch", "{}", case.id);
    }
    for mut case in Case::all() {
        case.request
            .headers
            .insert("host", "b-1.example".parse().expect("a value"));
        assert_eq!(case.code(), "SignatureDoesNotMatch", "{}", case.id);
    }
}

#[test]
fn signed_headers_must_be_sent_as_signed() {
    let with_headers = Case::all()
        .into_iter()
        .find(|case| case.request.headers.len() > 1);
    let mut case = with_headers.expect("a URL with signed headers");
    let sent = case.request.headers.clone();
    for name in sent.keys() {
        case.request.headers = sent.clone();
        case.request
            .headers
            .insert(name, "other".parse().expect("a value"));
        assert_eq!(case.code(), "SignatureDoesNotMatch", "{name}");
        case.request.headers.remove(name);
        assert_eq!(case.code(), "SignatureDoesNotMatch", "{name}");
    }
}
