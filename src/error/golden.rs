//! Advice as its readers see it: reviewed texts, and what holds for all of them.

use serde::Deserialize;
use std::collections::HashSet;

use super::catalogue::{self, Entry};
use super::{CosError, Exchange, Failure, HeaderInput, Known, Language, Reason};

const ROWS: &str = include_str!("../../tests/cases/advice.jsonl");
const BUCKET_URL: &str = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/";
const OBJECT_URL: &str =
    "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/photos/2024/summer.jpg";
const ID: &str = "NjkyMGY3ZDVfMDEwMDAwN2ZfMmYxZF8xMDAwMA==";
/// The longest advice, in characters.
const MAX_ADVICE: usize = 300;
const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];

/// A row of the table (tests/cases/README.md).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    exchange: Option<Given>,
    failure: Option<Failed>,
    en: String,
    zh: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Given {
    method: String,
    url: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    received_at_ms: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Failed {
    reason: String,
    method: String,
    url: String,
    #[serde(default)]
    os_errno: i32,
    #[serde(skip)]
    case: Option<&'static str>,
}

impl Given {
    fn error(&self, known: Known<'_>) -> Option<Box<CosError>> {
        let fields: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_bytes(), value.as_bytes()))
            .collect();
        let exchange = Exchange {
            method: &self.method,
            url: &self.url,
            status: self.status,
            headers: HeaderInput::Fields(&fields),
            body: self.body.as_bytes(),
            body_truncated: false,
            expect_root: "",
            bucket: "",
            key: "",
            received_at_ms: self.received_at_ms,
            known,
        };
        exchange.read()
    }

    fn new(method: &str, url: &str, status: u16, header: (&str, &str)) -> Given {
        Given {
            method: method.to_owned(),
            url: url.to_owned(),
            status,
            headers: vec![(header.0.to_owned(), header.1.to_owned())],
            ..Given::default()
        }
    }

    fn with_body(mut self, body: &str) -> Given {
        self.body = body.to_owned();
        self
    }
}

impl Failed {
    fn error(&self) -> Option<Box<CosError>> {
        let reason = Reason::ALL.iter().find(|r| r.name() == self.reason)?;
        let failure = Failure {
            reason: Some(*reason),
            method: &self.method,
            url: &self.url,
            os_errno: self.os_errno,
            case: self.case,
            ..Failure::default()
        };
        Some(failure.error())
    }
}

fn there(what: &str, error: Option<Box<CosError>>) -> Box<CosError> {
    error.unwrap_or_else(|| panic!("{what}: no error"))
}

fn advice(error: &CosError, language: Language) -> &str {
    error.advice_z(language).trim_end_matches('\0')
}

#[test]
fn the_commonest_failures_have_the_reviewed_advice() {
    let mut ids = HashSet::new();
    for line in ROWS.lines() {
        let row: Row = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let error = match (&row.exchange, &row.failure) {
            (Some(given), None) => given.error(Known::default()),
            (None, Some(failed)) => failed.error(),
            _ => None,
        };
        let error = there(&row.id, error);
        assert_eq!(advice(&error, Language::English), row.en, "{}", row.id);
        assert_eq!(advice(&error, Language::Chinese), row.zh, "{}", row.id);
        assert!(ids.insert(row.id.clone()), "{} twice", row.id);
    }
    assert!(ids.len() >= 20);
}

/// The words are these, filled in, and readable.
fn check(what: &str, error: &CosError, cause: &catalogue::Words, fix: &catalogue::Words) {
    for language in LANGUAGES {
        let text = advice(error, language);
        for words in [cause[language as usize], fix[language as usize]] {
            // Between the names of a template stands literal text.
            for literal in words.split(['{', '}']).step_by(2) {
                assert!(text.contains(literal), "{what}: {literal:?} not in {text}");
            }
        }
        let length = text.chars().count();
        assert!(length <= MAX_ADVICE, "{what}: {length} characters: {text}");
        assert!(!text.contains(['{', '}']), "{what}: {text}");
        assert!(!text.contains("  "), "{what}: {text}");
        assert!(!text.starts_with(char::is_lowercase), "{what}: {text}");
    }
}

/// Requests with ordinary names, with the longest, and one that nothing is known of.
fn requests() -> [(&'static str, String); 4] {
    let host = "b".repeat(49) + "-1250000000.cos.na-siliconvalley.myqcloud.com";
    let key = "k".repeat(850);
    [
        ("GET", OBJECT_URL.to_owned()),
        ("POST", format!("https://{host}/{key}?uploadId=1")),
        ("PUT", format!("https://{host}/?object-lock")),
        ("", String::new()),
    ]
}

/// An answer that brings this code.
fn answer(entry: &Entry, method: &str, url: &str) -> Option<Box<CosError>> {
    let status = if entry.status == 0 { 400 } else { entry.status };
    let maker = match entry.service.starts_with("ci") {
        true => ("x-ci-request-id", ID),
        false => ("x-cos-request-id", ID),
    };
    let body = format!("<Error><Code>{}</Code></Error>", entry.code);
    let given = Given::new(method, url, status, maker).with_body(&body);
    given.error(Known::default())
}

#[test]
fn every_code_has_its_advice() {
    for entry in catalogue::entries() {
        let what = format!("{} of {}", entry.code, entry.service);
        for (method, url) in requests() {
            let error = there(&what, answer(entry, method, &url));
            check(&what, &error, &entry.cause, &entry.fix);
        }
    }
}

/// The failure that a case of the catalogue is for.
fn situation(key: &str, method: &str, url: &str) -> Option<Box<CosError>> {
    let cos = ("x-cos-request-id", ID);
    let mut known = Known::default();
    let at = |status, header| Given::new(method, url, status, header);
    let empty = |url: &str, status| Given::new(method, url, status, cos);
    let given = match key.split_once('/').unwrap_or((key, "")) {
        ("reason", reason) => {
            let (reason, method, url) = (reason.to_owned(), method.to_owned(), url.to_owned());
            return Failed {
                reason,
                method,
                url,
                os_errno: 0,
                case: None,
            }
            .error();
        }
        ("local" | "tls", name) => {
            let (reason, os_errno, case) = match name {
                "descriptors" => (Reason::LocalIo, libc::EMFILE, None),
                "threads" => (Reason::LocalIo, libc::EAGAIN, None),
                "memory" => (Reason::LocalIo, libc::ENOBUFS, None),
                "ports" => (Reason::LocalIo, libc::EADDRNOTAVAIL, None),
                "forbidden" => (Reason::LocalIo, libc::EACCES, Some("local/forbidden")),
                "no-roots" => (Reason::Tls, 0, Some("tls/no-roots")),
                _ => return None,
            };
            let failed = Failed {
                reason: reason.name().to_owned(),
                method: method.to_owned(),
                url: url.to_owned(),
                os_errno,
                case,
            };
            return failed.error();
        }
        ("other", "") => at(418, ("Server", "nginx")),
        ("other", "3xx") => at(302, ("Server", "nginx")),
        ("other", "5xx") => at(502, ("Server", "nginx")),
        ("other", status) => at(status.parse().ok()?, ("Server", "nginx")),
        ("derived", "head-bucket-404") => empty(BUCKET_URL, 404),
        ("derived", "head-object-404") => Given::new("HEAD", OBJECT_URL, 404, cos),
        ("derived", "version-404") => {
            Given::new("HEAD", &format!("{OBJECT_URL}?versionId=v1"), 404, cos)
        }
        ("derived", "subresource-404") => empty(&format!("{OBJECT_URL}?tagging"), 404),
        ("derived", "409-complete") => {
            Given::new("POST", &format!("{OBJECT_URL}?uploadId=1"), 409, cos)
        }
        // One of the requests above completes an upload.
        ("derived", "409") => Given::new("PUT", url, 409, cos),
        ("derived", "403-unsigned") => {
            known.signed = Some(false);
            empty(url, 403)
        }
        ("derived", "403-skew") => Given {
            // Two hours behind the time in the request id.
            received_at_ms: 1_763_761_077_000,
            ..empty(url, 403)
        },
        ("derived", "400-token") => {
            known.token = true;
            empty(url, 400)
        }
        ("derived", "http") => empty(url, 418),
        ("derived", status) => empty(url, status.parse().ok()?),
        ("bucket", "appid-twice") => {
            let host = "imgbed-1250000000-1250000000.cos.ap-guangzhou.myqcloud.com";
            Given::new("HEAD", &format!("https://{host}/"), 404, cos)
        }
        ("message", "expired") => at(403, cos).with_body(
            "<Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>",
        ),
        ("unknown", "") => at(403, cos).with_body("<Error><Code>NoSuchThing</Code></Error>"),
        _ => return None,
    };
    given.error(known)
}

#[test]
fn every_reason_and_case_has_its_advice() {
    for case in catalogue::cases() {
        for (method, url) in requests() {
            let error = there(case.key, situation(case.key, method, &url));
            check(case.key, &error, &case.cause, &case.fix);
        }
    }
    for reason in Reason::ALL {
        let key = format!("reason/{}", reason.name());
        assert!(catalogue::case(&key).is_some(), "{key}");
    }
}

#[test]
fn names_are_put_in_once_and_nothing_in_them_is_a_placeholder() {
    let url = BUCKET_URL.to_owned() + "%7Bhost%7D/%E7%85%A7%E7%89%87";
    let given = Given::new("GET", &url, 404, ("Server", "tencent-cos"))
        .with_body("<Error><Code>NoSuchKey</Code></Error>");
    let error = there(&url, given.error(Known::default()));
    let [english, chinese] = LANGUAGES.map(|language| advice(&error, language));
    let begin = "Bucket examplebucket-1250000000 does not hold object {host}/照片: ";
    assert!(english.starts_with(begin), "{english}");
    let begin = "存储桶 examplebucket-1250000000 中没有对象 {host}/照片：";
    assert!(chinese.starts_with(begin), "{chinese}");
}
