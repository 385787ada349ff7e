//! Tests of the advice as its readers see it: reviewed texts, and rules for all of them.

use serde::Deserialize;
use std::collections::HashSet;

use super::catalogue::{self, Entry};
use super::situation_tests::{BUCKET_URL, Failed, Given, ID, OBJECT_URL, situation};
use super::{CosError, Known, Language, Reason};

const ROWS: &str = include_str!("../../tests/cases/advice.jsonl");
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

/// The texts are these, filled in, and readable.
fn check(what: &str, error: &CosError, cause: &catalogue::Words, fix: &catalogue::Words) {
    for language in LANGUAGES {
        let text = advice(error, language);
        for words in [cause[language as usize], fix[language as usize]] {
            // There is literal text between the names of a template.
            for literal in words.split(['{', '}']).step_by(2) {
                assert!(text.contains(literal), "{what}: {literal:?} not in {text}");
            }
        }
        let sentence = error.message().trim_end_matches('.');
        assert!(
            !text.contains(sentence),
            "{what}: the message again: {text}"
        );
        assert!(!text.contains("name/cos:*"), "{what}: {text}");
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

/// A response with this code.
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

#[test]
fn every_reason_and_case_has_its_advice() {
    for case in catalogue::cases() {
        for (method, url) in requests() {
            let error = there(case.key, situation(case, method, &url));
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
