//! Runs the rows of `tests/cases/scans.jsonl`.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Finding, Scan, Subject};
use crate::error::request_id::Maker;
use crate::error::{CosError, Language, Responder, Retry};

const ROWS: &str = include_str!("../../../tests/cases/scans.jsonl");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    text: String,
    /// The expected members of each finding.
    found: Vec<Map<String, Value>>,
    /// What no finding shows.
    #[serde(default)]
    hides: Vec<String>,
}

fn rows() -> Vec<Row> {
    let rows = ROWS.lines().map(serde_json::from_str);
    rows.map(|row| row.expect("a row")).collect()
}

/// The findings in a text that is fed in pieces of this length.
fn findings(text: &[u8], piece: usize) -> Vec<Finding> {
    let mut scan = Scan::default();
    let mut found = Vec::new();
    for piece in text.chunks(piece).chain([&b""[..]]) {
        scan.feed(piece);
        found.extend(std::iter::from_fn(|| scan.next()));
    }
    found
}

fn members(finding: &Finding) -> Value {
    let mut members = match &finding.subject {
        Subject::Error(error) => of_error(error),
        Subject::Success(status, id) => {
            json!({"kind": "success", "status": status, "request_id": id.trim_end_matches('\0')})
        }
        Subject::Id(id) => json!({
            "kind": "id",
            "request_id": id.id_z.trim_end_matches('\0'),
            "code": id.code_z.trim_end_matches('\0'),
            "responder": if id.maker == Maker::Ci { "ci" } else { "cos" },
            "made_at_s": id.made_at_s,
        }),
    };
    members["line"] = finding.line.into();
    members
}

fn of_error(error: &CosError) -> Value {
    json!({
        "kind": "error",
        "code": error.code(),
        "status": error.status(),
        "message": error.message(),
        "request_id": error.request_id(),
        "trace_id": error.trace_id(),
        "resource": error.resource(),
        "url": error.url(),
        "operation": error.operation(),
        "responder": match error.responder() {
            Responder::Cos => "cos",
            Responder::Ci => "ci",
            Responder::Other => "other",
            Responder::Unknown => "unknown",
        },
        "retry": match error.retry() {
            Retry::No => "no",
            Retry::Yes => "yes",
            Retry::AfterFix => "after-fix",
        },
    })
}

#[test]
fn each_row_finds_what_it_says_whatever_the_pieces_are() {
    for row in rows() {
        for piece in [1, 7, usize::MAX] {
            let found = findings(row.text.as_bytes(), piece);
            let count = (row.found.len(), &row.id);
            assert_eq!(
                (found.len(), &row.id),
                count,
                "{:?}",
                found.iter().map(members).collect::<Vec<_>>()
            );
            for (finding, expected) in found.iter().zip(&row.found) {
                let told = members(finding);
                for (name, value) in expected {
                    assert_eq!(&told[name], value, "{}: {name}: {told}", row.id);
                }
            }
        }
    }
}

#[test]
fn no_finding_shows_a_secret() {
    for row in rows().iter().filter(|row| !row.hides.is_empty()) {
        for finding in findings(row.text.as_bytes(), usize::MAX) {
            let Subject::Error(error) = &finding.subject else {
                continue;
            };
            let shown = [
                error.text(),
                error.json_z(),
                error.advice_z(Language::English),
                &members(&finding).to_string(),
            ]
            .concat();
            for secret in &row.hides {
                assert!(!shown.contains(secret.as_str()), "{}: {shown}", row.id);
            }
        }
    }
}

#[test]
fn a_row_behind_a_long_log_is_found_at_its_line() {
    let log = "10:00 INFO nothing: happened={here}\n".repeat(4_000);
    let start = log.len() as u64;
    // Only a short text may be one exception over many lines.
    let is_line = |row: &&Row| {
        let is_first = row.found.first().is_some_and(|found| found["line"] == 1);
        is_first && row.text.trim().lines().count() == 1
    };
    for row in rows().iter().filter(is_line) {
        let text = log.clone() + &row.text;
        let found = findings(text.as_bytes(), 64 * 1024);
        let first = found
            .first()
            .map(|finding| (finding.line, finding.offset >= start));
        assert_eq!(first, Some((4_001, true)), "{}", row.id);
    }
}

#[test]
fn damaged_rows_take_linear_time_and_no_more_than_their_text() {
    let mut seed = 1u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 33).unwrap_or(0) % below
    };
    for row in rows().iter().filter(|row| row.text.len() > 2) {
        for _ in 0..200 {
            let mut text = row.text.clone().into_bytes();
            for _ in 0..1 + random(6) {
                let at = random(text.len());
                match random(3) {
                    0 => text[at] = u8::try_from(random(256)).unwrap_or(0),
                    1 => drop(text.drain(at..(at + random(40)).min(text.len()))),
                    _ => text.extend_from_within(at / 2..at),
                }
                text.push(b' ');
            }
            for finding in findings(&text, 1 + random(text.len())) {
                assert!(finding.offset <= text.len() as u64 && finding.line <= text.len() as u64);
            }
        }
    }
}
