//! What is known about each code: the one source of retry class, words and link.
//!
//! The tables hold facts of COS's documents and SDKs; the wording is ours.
//! Unknown codes pass through: nothing here is needed to report them.

use miniz_oxide::inflate::decompress_slice_iter_to_slice;
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

/// A table as build.rs leaves it: sorted by its first column and deflated.
struct Table {
    deflated: &'static [u8],
    length: &'static str,
    text: OnceBox<String>,
}

macro_rules! table {
    ($name:literal) => {
        Table {
            deflated: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflated")),
            length: include_str!(concat!(env!("OUT_DIR"), "/", $name, ".length")),
            text: OnceBox::new(),
        }
    };
}

static CODES: Table = table!("codes");
static CASES: Table = table!("cases");

impl Table {
    /// Each row's cells; rows of another length are left out.
    fn rows<const N: usize>(&'static self) -> impl Iterator<Item = [&'static str; N]> {
        let text = self.text.get_or_init(|| Box::new(self.inflated()));
        text.lines().filter_map(|line| {
            let mut cells = [""; N];
            let mut written = 0;
            for cell in line.split('\t') {
                *cells.get_mut(written)? = cell;
                written += 1;
            }
            (written == N).then_some(cells)
        })
    }

    fn inflated(&self) -> String {
        let mut bytes = vec![0; self.length.parse().unwrap_or(0)];
        // Room for all of it is there, and the data is ours: it cannot fail.
        let deflated = std::iter::once(self.deflated);
        let _ = decompress_slice_iter_to_slice(&mut bytes, deflated, false, true);
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// Built by whoever asks first. Nobody waits for it: a child of fork would for ever,
/// for a thread that it does not have.
static ENTRIES: OnceBox<Vec<Entry>> = OnceBox::new();
static CASE_INDEX: OnceBox<Vec<Case>> = OnceBox::new();

fn all_entries() -> &'static [Entry] {
    ENTRIES.get_or_init(|| Box::new(CODES.rows().filter_map(entry).collect()))
}

fn all_cases() -> &'static [Case] {
    CASE_INDEX.get_or_init(|| Box::new(CASES.rows().map(case_row).collect()))
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

fn entry(cells: [&'static str; 9]) -> Option<Entry> {
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
    ] = cells;
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

fn case_row([key, cause_en, fix_en, cause_zh, fix_zh]: [&'static str; 5]) -> Case {
    Case {
        key,
        cause: [cause_en, cause_zh],
        fix: [fix_en, fix_zh],
    }
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
        let rows = |table: &str| table.lines().count() - 1;
        let codes = rows(include_str!("codes/cos.tsv")) + rows(include_str!("codes/numbers.tsv"));
        assert_eq!(entries().len(), codes);
        assert_eq!(cases().len(), rows(include_str!("codes/cases.tsv")));
        assert!(entries().is_sorted_by_key(|entry| entry.code));
        assert!(cases().is_sorted_by_key(|case| case.key));
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
