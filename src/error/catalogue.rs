//! What is known about each code: the one source of retry class, words and link.
//!
//! The tables hold facts of COS's documents and SDKs; the wording is ours.
//! Unknown codes pass through: nothing here is needed to report them.

use once_cell::race::OnceBox;

use super::kind::{Responder, Retry};

/// A text in English and Chinese.
pub type Words = [&'static str; 2];

/// A code of a service.
#[derive(Debug)]
pub struct Entry {
    pub code: &'static str,
    pub service: &'static str,
    /// 0 if the documents name none.
    pub status: u16,
    pub retry: Retry,
    pub cause: Words,
    pub fix: Words,
    pub doc: &'static str,
}

/// A failure without a code of the service.
#[derive(Debug)]
pub struct Case {
    pub key: &'static str,
    pub cause: Words,
    pub fix: Words,
}

const CODES: [&str; 2] = [
    include_str!("codes/cos.tsv"),
    include_str!("codes/numbers.tsv"),
];
const CASES: &str = include_str!("codes/cases.tsv");

/// Built by whoever asks first. Nobody waits for it: a child of fork would for ever,
/// for a thread that it does not have.
static ENTRIES: OnceBox<Vec<Entry>> = OnceBox::new();
static CASE_INDEX: OnceBox<Vec<Case>> = OnceBox::new();

fn all_entries() -> &'static [Entry] {
    ENTRIES.get_or_init(|| {
        let rows = CODES.iter().flat_map(|table| rows(table));
        let mut entries: Vec<Entry> = rows.filter_map(entry).collect();
        entries.sort_by_key(|entry| entry.code);
        Box::new(entries)
    })
}

fn all_cases() -> &'static [Case] {
    CASE_INDEX.get_or_init(|| {
        let mut cases: Vec<Case> = rows(CASES).filter_map(case_row).collect();
        cases.sort_by_key(|case| case.key);
        Box::new(cases)
    })
}

/// The entry of a code: of those alike, the one of this responder and status.
pub fn find(code: &str, responder: Responder, status: u16) -> Option<&'static Entry> {
    let entries = all_entries();
    let first = entries.partition_point(|entry| entry.code < code);
    entries[first..]
        .iter()
        .take_while(|entry| entry.code == code)
        .max_by_key(|entry| {
            (
                entry.status == status,
                rank(entry.service, responder),
                entry.service == "cos",
            )
        })
}

/// The words of a failure without a code.
pub fn case(key: &str) -> Option<&'static Case> {
    let at = all_cases()
        .binary_search_by_key(&key, |case| case.key)
        .ok()?;
    all_cases().get(at)
}

/// Whether a code is one of the catalogue's, whoever sends it.
pub fn is_code(text: &str) -> bool {
    find(text, Responder::Unknown, 0).is_some()
}

fn rank(service: &str, responder: Responder) -> u8 {
    match responder {
        Responder::Ci => u8::from(service.starts_with("ci")),
        _ => u8::from(service.starts_with("cos")),
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}

fn entry(cells: Vec<&'static str>) -> Option<Entry> {
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
    ] = cells[..]
    else {
        return None;
    };
    Some(Entry {
        code,
        service,
        status: status.parse().ok()?,
        retry: Retry::from_name(retry)?,
        cause: [cause_en, cause_zh],
        fix: [fix_en, fix_zh],
        doc,
    })
}

fn case_row(cells: Vec<&'static str>) -> Option<Case> {
    let [key, cause_en, fix_en, cause_zh, fix_zh] = cells[..] else {
        return None;
    };
    Some(Case {
        key,
        cause: [cause_en, cause_zh],
        fix: [fix_en, fix_zh],
    })
}

#[cfg(test)]
pub fn entries() -> &'static [Entry] {
    all_entries()
}

#[cfg(test)]
pub fn cases() -> &'static [Case] {
    all_cases()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let lines: usize = CODES.iter().map(|table| table.lines().count() - 1).sum();
        assert_eq!(entries().len(), lines);
        assert_eq!(cases().len(), CASES.lines().count() - 1);
    }

    #[test]
    fn no_two_causes_are_alike_and_chinese_is_chinese() {
        let words = entries()
            .iter()
            .map(|e| (&e.cause, &e.fix))
            .chain(cases().iter().map(|c| (&c.cause, &c.fix)));
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
        assert!(!is_code("NoSuchThing"));
    }
}
