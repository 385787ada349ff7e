use super::*;
use serde_json::Value;

/// Signatures that Tencent's SDKs and the documentation agree on.
const CASES: &str = include_str!("../../cases/sign.jsonl");

struct Case {
    id: String,
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    account: Account,
    start: i64,
    end: i64,
}

impl Case {
    fn read(line: &str) -> Case {
        let row: Value = serde_json::from_str(line).expect("JSON");
        let text = |name: &str| row[name].as_str().expect(name).to_string();
        let pairs = |name: &str| -> Vec<(String, String)> {
            let object = row[name].as_object().expect(name);
            let pair =
                |(n, v): (&String, &Value)| (n.clone(), v.as_str().expect("text").to_string());
            object.iter().map(pair).collect()
        };
        // The HTTP library gives header names in lower case.
        let mut headers: Vec<(String, String)> = pairs("headers")
            .into_iter()
            .map(|(name, value)| (name.to_lowercase(), value))
            .collect();
        headers.push(("authorization".to_string(), text("authorization")));
        let (start, end) = parse_window(&text("key_time")).expect("a window");
        Case {
            id: text("id"),
            method: text("method"),
            path: text("path"),
            query: pairs("params"),
            headers,
            account: Account::new(&text("secret_id"), &text("secret_key"), false),
            start,
            end,
        }
    }

    fn all() -> Vec<Case> {
        CASES.lines().map(Case::read).collect()
    }

    fn named(id: &str) -> Case {
        let found = Case::all().into_iter().find(|case| case.id == id);
        found.expect(id)
    }

    fn header(&mut self, name: &str) -> &mut String {
        let found = self.headers.iter_mut().find(|(n, _)| n == name);
        &mut found.expect("a header").1
    }

    fn verify_at(&self, now: i64) -> Verdict {
        let headers = self.headers.iter();
        let signed = Signed {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: headers.map(|(n, v)| (n.as_str(), v.as_bytes())).collect(),
        };
        verify(&signed, &self.account, now)
    }

    fn verify(&self) -> Verdict {
        self.verify_at(self.start)
    }

    /// The same request as a presigned URL.
    fn presigned(mut self) -> Case {
        let authorization = std::mem::take(self.header("authorization"));
        for pair in authorization.split('&') {
            let (name, value) = pair.split_once('=').expect("a pair");
            self.query.push((name.to_string(), value.to_string()));
        }
        self
    }
}

/// What and why a request is refused with, or what else the verdict is.
fn outcome(verdict: Verdict) -> (String, String) {
    match verdict {
        Verdict::Invalid { why, error } => (error.code, why),
        other => (String::new(), other.text().into_owned()),
    }
}

#[track_caller]
fn refused(verdict: Verdict, code: &str, why: &str) {
    assert_eq!(outcome(verdict), (code.to_string(), why.to_string()));
}

#[test]
fn the_signatures_of_the_facts_are_valid() {
    let cases = Case::all();
    assert!(cases.len() >= 27, "{} cases", cases.len());
    for case in cases {
        // The token of that row is not the stand-in's; this is judged last.
        let expected = match case.id.as_str() {
            "headers-token" => "invalid: unknown token",
            _ => "valid",
        };
        assert_eq!(case.verify().text(), expected, "{}", case.id);
        let id = case.id.clone();
        assert_eq!(case.presigned().verify().text(), expected, "{id} presigned");
    }
}

#[test]
fn every_signed_part_counts() {
    for mut case in Case::all() {
        case.method = "PATCH".to_string();
        refused(case.verify(), "SignatureDoesNotMatch", "signature differs");
    }
    for change in [
        |case: &mut Case| case.path.push('x'),
        |case: &mut Case| case.header("host").push('x'),
        |case: &mut Case| case.header("content-type").push('x'),
        |case: &mut Case| case.account.secret_key.push('x'),
        |case: &mut Case| {
            let authorization = case.header("authorization");
            *authorization = authorization.replace("q-key-time=1", "q-key-time=0");
        },
    ] {
        let mut case = Case::named("put-object-doc-example");
        change(&mut case);
        refused(case.verify(), "SignatureDoesNotMatch", "signature differs");
    }
    let mut case = Case::named("params-specials");
    case.query[0].1.push('x');
    refused(case.verify(), "SignatureDoesNotMatch", "signature differs");
}

#[test]
fn what_is_signed_must_be_sent() {
    let mut case = Case::named("put-object-doc-example");
    case.headers.retain(|(name, _)| name != "content-md5");
    let why = "content-md5 is signed but was not sent";
    refused(case.verify(), "SignatureDoesNotMatch", why);
}

#[test]
fn what_is_not_signed_may_be_sent() {
    let mut case = Case::named("get-object-simple");
    case.headers
        .push(("x-cos-meta-a".to_string(), "1".to_string()));
    case.query.push(("unsigned".to_string(), "1".to_string()));
    assert_eq!(case.verify().text(), "valid");
}

#[test]
fn the_window_includes_its_ends() {
    let case = Case::named("head-bucket");
    assert_eq!(case.verify_at(case.start).text(), "valid");
    assert_eq!(case.verify_at(case.end).text(), "valid");
    for now in [case.start - 1, case.end + 1] {
        let Verdict::Invalid { error, .. } = case.verify_at(now) else {
            panic!("valid at {now}");
        };
        let code_and_message = (error.code.as_str(), error.message.as_str());
        assert_eq!(code_and_message, ("AccessDenied", "Request has expired"));
        assert_eq!(error.details, [("ServerTime", iso_date(now))]);
    }
}

#[test]
fn who_signed() {
    let mut case = Case::named("head-bucket");
    case.account.secret_id = "AKIDOTHER".to_string();
    let why = "unknown SecretId AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000";
    refused(case.verify(), "InvalidAccessKeyId", why);
}

#[test]
fn host_and_token_must_be_signed() {
    let mut case = Case::named("head-bucket");
    let authorization = case.header("authorization");
    *authorization = authorization.replace("header-list=host", "header-list=");
    refused(case.verify(), "AccessDenied", "host is not signed");
    let mut case = Case::named("head-bucket");
    case.headers
        .push((TOKEN_NAME.to_string(), "STANDINTOKEN".to_string()));
    refused(
        case.verify(),
        "AccessDenied",
        "x-cos-security-token is not signed",
    );
    case.account.lenient = true;
    assert_eq!(case.verify().text(), "valid");
}

#[test]
fn an_empty_token_counts_as_absent() {
    let empty = || (TOKEN_NAME.to_string(), String::new());
    let mut case = Case::named("head-bucket");
    case.headers.push(empty());
    assert_eq!(case.verify().text(), "valid");
    let mut case = Case::named("head-bucket").presigned();
    case.query.push(empty());
    assert_eq!(case.verify().text(), "valid");
    // The one in the query counts beside an empty header.
    case.query.last_mut().expect("a query").1 = "EXPIREDTOKEN".to_string();
    case.headers.push(empty());
    refused(case.verify(), "ExpiredToken", "expired token");
}

#[test]
fn tokens_in_a_presigned_url() {
    for (token, expected) in [
        ("STANDINTOKEN", ("", "valid")),
        ("EXPIREDTOKEN-2", ("ExpiredToken", "expired token")),
        ("DENIEDTOKEN", ("AccessDenied", "denied token")),
        ("other", ("InvalidAccessKeyId", "unknown token")),
    ] {
        let mut case = Case::named("head-bucket").presigned();
        case.query.push((TOKEN_NAME.to_string(), token.to_string()));
        refused(case.verify(), expected.0, expected.1);
    }
}

#[test]
fn no_signature_and_no_sense() {
    let mut case = Case::named("head-bucket");
    *case.header("authorization") = String::new();
    assert_eq!(case.verify().text(), "absent");
    *case.header("authorization") = "Basic dXNlcjpwYXNz".to_string();
    refused(case.verify(), "AccessDenied", "malformed");
    let mut case = Case::named("head-bucket");
    let authorization = case.header("authorization");
    *authorization = authorization.replace("q-key-time=", "q-key-time=soon");
    refused(case.verify(), "AccessDenied", "q-key-time is malformed");
}

#[test]
fn a_mismatch_shows_what_the_server_signed() {
    let mut case = Case::named("get-object-simple");
    case.account.secret_key.push('x');
    let Verdict::Invalid { error, .. } = case.verify() else {
        panic!("valid");
    };
    let format =
        "get\n/exampleobject\n\nhost=examplebucket-1250000000.cos.ap-beijing.myqcloud.com\n";
    let digest = hex(&Sha1::digest(format.as_bytes()));
    let expected = [
        (
            "StringToSign",
            format!("sha1\n1700000000;1700003660\n{digest}\n"),
        ),
        ("FormatString", format.to_string()),
    ];
    assert_eq!(error.details, expected);
}
