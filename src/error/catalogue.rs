//! The catalogue of codes: the one source of retry class, texts and link.
//!
//! The tables hold facts of COS's documents and SDKs; the wording is ours.
//! Unknown codes pass through: nothing here is needed to report them.

use std::cmp::Ordering;

use once_cell::race::OnceBox;

use super::folded::Folded;
use super::kind::{Responder, Retry};
use super::table::{TablePiece, table};

/// A text in English and Chinese.
pub type Words = [&'static str; 2];

/// A code of a service.
#[derive(Debug)]
pub struct Entry {
    pub code: &'static str,
    folded: Folded<'static>,
    pub service: &'static str,
    /// 0 if the documents name none.
    pub status: u16,
    pub retry: Retry,
    pub cause: Words,
    pub fix: Words,
    pub doc: &'static str,
}

/// The texts for a failure without a code of the service, or for a code in a certain situation.
///
/// The key of the second kind is `CODE?NAME`: the row replaces that of the code (or of the case)
/// if the service's message contains `message`, or, where that is empty, if the fact `NAME` holds.
#[derive(Debug)]
pub struct Case {
    pub key: &'static str,
    /// In lower case.
    pub message: &'static str,
    /// `None`: that of the code, else of the status.
    pub retry: Option<Retry>,
    pub cause: Words,
    pub fix: Words,
}

impl Case {
    /// The text after the question mark: the name of a fact, or of the row.
    pub fn name(&self) -> &'static str {
        self.key.split_once('?').map_or("", |(_, name)| name)
    }
}

/// Rows of one code, ignoring case, are in one piece.
static CODES: &[TablePiece<Entry>] = table!("codes", Entry);
/// Rows of one code or case in its situations are in one piece.
static CASES: &[TablePiece<Case>] = table!("cases", Case);
/// Other spellings that services publish or send, and the codes that they mean.
static ALIASES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/aliases.rs"));

/// The piece in which a row stands, if the first row of no later one is before or at it.
fn piece<R>(
    pieces: &'static [TablePiece<R>],
    is_after: impl Fn(&TablePiece<R>) -> bool,
) -> Option<&'static TablePiece<R>> {
    let next = pieces.partition_point(|piece| !is_after(piece));
    pieces.get(next.checked_sub(1)?)
}

/// The entry of a code, compared ignoring case: of those alike, the one of this responder and
/// status. Of those that are still alike, the first row of the table, which is the commonest.
pub fn find(code: &str, responder: Responder, status: u16) -> Option<&'static Entry> {
    let written = |code| spelt(code, responder, status);
    written(code).or_else(|| written(canonical(code)?))
}

/// The code of which this is another spelling.
fn canonical(alias: &str) -> Option<&'static str> {
    let mut all = ALIASES.iter();
    let found = all.find(|(other, _)| other.eq_ignore_ascii_case(alias))?;
    Some(found.1)
}

fn spelt(code: &str, responder: Responder, status: u16) -> Option<&'static Entry> {
    let code = Folded::new(code);
    let entries = piece(CODES, |piece| piece.folded.order(&code).is_gt())?.rows(entry);
    let first = entries.partition_point(|entry| entry.folded.order(&code).is_lt());
    entries[first..]
        .iter()
        .take_while(|entry| entry.folded.order(&code).is_eq())
        .min_by_key(|entry| {
            (
                entry.status != status,
                !is_of(entry.service, responder),
                entry.service != "cos",
            )
        })
}

/// The rows that replace that of a code or of a case in certain situations.
pub fn conditional(of: &str) -> impl Iterator<Item = &'static Case> {
    let piece = piece(CASES, |piece| order_within(piece.first, of).is_gt());
    let cases = piece.map_or(&[][..], rows_of_cases);
    let first = cases.partition_point(|case| order_within(case.key, of).is_lt());
    let is_of = move |case: &&Case| order_within(case.key, of).is_eq();
    cases[first..].iter().take_while(is_of)
}

/// How the beginning of a key is to the keys of the rows that replace that of a code or a case.
fn order_within(key: &str, of: &str) -> Ordering {
    let (start, rest) = key.as_bytes().split_at(of.len().min(key.len()));
    let behind = || rest.first().cmp(&Some(&b'?'));
    start.cmp(of.as_bytes()).then_with(behind)
}

/// The texts for a failure without a code.
pub fn case(key: &str) -> Option<&'static Case> {
    let cases = rows_of_cases(piece(CASES, |piece| piece.first > key)?);
    let at = cases.binary_search_by_key(&key, |case| case.key).ok()?;
    cases.get(at)
}

fn is_of(service: &str, responder: Responder) -> bool {
    match responder {
        Responder::Ci => service.starts_with("ci"),
        _ => service.starts_with("cos"),
    }
}

fn entry(cells: [&'static str; 10]) -> Option<Entry> {
    let [
        code,
        service,
        status,
        retry,
        cause_en,
        fix_en,
        cause_zh,
        fix_zh,
        doc,
        _,
    ] = cells;
    Some(Entry {
        code,
        folded: Folded::new(code),
        service,
        status: status.parse().ok()?,
        retry: Retry::from_name(retry)?,
        cause: [cause_en, cause_zh],
        fix: [fix_en, fix_zh],
        doc,
    })
}

fn rows_of_cases(piece: &'static TablePiece<Case>) -> &'static [Case] {
    piece.rows(|cells| Some(case_row(cells)))
}

fn case_row(cells: [&'static str; 7]) -> Case {
    let [key, message, retry, cause_en, fix_en, cause_zh, fix_zh] = cells;
    Case {
        key,
        message,
        retry: Retry::from_name(retry),
        cause: [cause_en, cause_zh],
        fix: [fix_en, fix_zh],
    }
}

/// The rows of the catalogue for an error, each looked up once.
#[derive(Debug)]
pub struct Rows {
    pub entry: Option<&'static Entry>,
    /// Looked up when its texts are read, or its retry class may differ from that of the code.
    pub case: OnceBox<Option<&'static Case>>,
}

/// Returns all rows, ordered by their code.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    CODES.iter().flat_map(|piece| piece.rows(entry))
}

#[cfg(test)]
pub fn cases() -> impl Iterator<Item = &'static Case> {
    CASES.iter().flat_map(rows_of_cases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::explanation;
    use std::collections::HashSet;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let rows = |table: &str| table.lines().count() - 1;
        let codes = rows(include_str!("codes/cos.tsv")) + rows(include_str!("codes/numbers.tsv"));
        assert_eq!(entries().count(), codes);
        assert_eq!(cases().count(), rows(include_str!("codes/cases.tsv")));
        assert!(entries().is_sorted_by(|a, b| a.folded.order(&b.folded).is_le()));
        assert!(cases().is_sorted_by_key(|case| case.key));
    }

    #[test]
    fn conditional_rows_belong_to_a_code_or_a_case_and_say_when() {
        for row in cases() {
            assert!(
                row.message.chars().all(|c| !c.is_ascii_uppercase()),
                "{}",
                row.key
            );
            let Some((of, name)) = row.key.split_once('?') else {
                assert_eq!(row.message, "", "{}", row.key);
                continue;
            };
            let is_exact = spelt(of, Responder::Unknown, 0).is_some_and(|entry| entry.code == of);
            assert!(is_exact || case(of).is_some(), "{}", row.key);
            let is_fact = explanation::is_fact(name);
            assert!(is_fact == row.message.is_empty(), "{}", row.key);
            assert!(
                conditional(of).any(|other| other.key == row.key),
                "{}",
                row.key
            );
        }
    }

    #[test]
    fn codes_are_compared_ignoring_case_and_by_their_aliases() {
        let code = |text| find(text, Responder::Cos, 0).map(|entry| entry.code);
        for (written, known) in [
            ("RequestTimeOut", "RequestTimeout"),
            ("nosuchkey", "NoSuchKey"),
            ("SLOWDOWN", "SlowDown"),
            ("BadRquest", "BadRequest"),
            ("badrquest", "BadRequest"),
            ("QuotaOperationConflict", "QuotaOperationConfilct"),
            ("ImcompleteBody", "IncompleteBody"),
            ("InvaildAccessKeyId", "InvalidAccessKeyId"),
            ("InvalidPolicyDocunment", "InvalidPolicyDocument"),
            ("TooManyBucket", "TooManyBuckets"),
        ] {
            assert_eq!(code(written), Some(known), "{written}");
        }
        assert_eq!(code(""), None);
        assert_eq!(code("NoSuchKe"), None);
    }

    #[test]
    fn no_alias_is_a_code_or_another_alias() {
        let mut seen = HashSet::new();
        for (alias, code) in ALIASES {
            assert!(entries().any(|entry| entry.code == *code), "{alias}");
            assert!(spelt(alias, Responder::Unknown, 0).is_none(), "{alias}");
            assert!(seen.insert(alias.to_ascii_lowercase()), "twice: {alias}");
        }
    }

    #[test]
    fn no_two_causes_are_alike_and_chinese_is_chinese() {
        let words = entries()
            .map(|e| (&e.cause, &e.fix))
            .chain(cases().map(|c| (&c.cause, &c.fix)));
        let mut seen = HashSet::new();
        for (cause, fix) in words {
            for (language, text) in cause.iter().enumerate() {
                assert!(seen.insert((language, text)), "twice: {text}");
            }
            for text in [cause[1], fix[1]] {
                assert!(
                    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                    "no Han: {text}"
                );
            }
            assert!(!cause[0].is_empty() && !fix[0].is_empty());
        }
    }

    #[test]
    fn a_code_of_two_services_is_told_apart() {
        let ci = find("-166", Responder::Ci, 0).map(|e| e.service);
        let v4 = find("-166", Responder::Unknown, 0).map(|e| e.service);
        assert_eq!((ci, v4), (Some("ci-errno"), Some("cos-v4")));
        let denied = find("AccessDenied", Responder::Cos, 403).map(|e| e.service);
        assert_eq!(denied, Some("cos"));
        assert!(find("NoSuchThing", Responder::Unknown, 0).is_none());
    }

    #[test]
    fn a_code_with_two_statuses_reads_as_the_commonest_where_the_status_is_unknown() {
        let status = |code, responder, status| find(code, responder, status).map(|e| e.status);
        for (code, responder, commonest, other) in [
            ("InvalidObjectState", Responder::Cos, 403, 409),
            ("TemporaryRedirect", Responder::Cos, 307, 302),
            ("AccessDenied", Responder::Ci, 403, 401),
            ("InvalidContent", Responder::Ci, 400, 413),
        ] {
            assert_eq!(status(code, responder, 0), Some(commonest), "{code}");
            assert_eq!(status(code, responder, 200), Some(commonest), "{code}");
            assert_eq!(status(code, responder, other), Some(other), "{code}");
        }
    }
}
