//! Looks a code up in the catalogue where there is no error at hand.
//!
//! The texts are built once and never freed, so that C may keep them.

use once_cell::race::OnceBox;

use super::catalogue::{self, Entry};
use super::kind::{Kind, Responder, Retry};
use super::{CosError, Language, placeholders};
use crate::arena::Arena;

/// A row of the catalogue, with its texts as C reads them.
pub struct Code {
    entry: &'static Entry,
    name_z: String,
    doc_url_z: String,
    advice_z: [OnceBox<String>; 2],
}

/// Holds all rows in the order of the catalogue, and the first row of each code.
struct Codes {
    rows: Vec<Code>,
    firsts: Vec<usize>,
}

/// The first caller builds it. No other caller waits for it, as for the catalogue itself.
static CODES: OnceBox<Codes> = OnceBox::new();

fn codes() -> &'static Codes {
    CODES.get_or_init(|| Box::new(Codes::new(&catalogue::entries().collect::<Vec<_>>())))
}

/// Returns the number of different codes.
pub fn count() -> usize {
    codes().firsts.len()
}

/// The name of a code with its NUL; `None` beyond the last.
pub fn name_z(index: usize) -> Option<&'static str> {
    let Codes { rows, firsts } = codes();
    let row = rows.get(*firsts.get(index)?)?;
    Some(&row.name_z)
}

/// The row of a code, in any spelling that the catalogue knows.
pub fn code(text: &str, responder: Responder) -> Option<&'static Code> {
    let entry = catalogue::find(text, responder, 0)?;
    codes()
        .rows
        .iter()
        .find(|row| std::ptr::eq(row.entry, entry))
}

impl Codes {
    fn new(entries: &[&'static Entry]) -> Codes {
        let is_first = |at: &usize| match at.checked_sub(1) {
            Some(before) => !entries[before].code.eq_ignore_ascii_case(entries[*at].code),
            None => true,
        };
        Codes {
            rows: entries.iter().copied().map(Code::new).collect(),
            firsts: (0..entries.len()).filter(is_first).collect(),
        }
    }
}

impl Code {
    fn new(entry: &'static Entry) -> Code {
        Code {
            entry,
            name_z: [entry.code, "\0"].concat(),
            doc_url_z: [entry.doc, "\0"].concat(),
            advice_z: Default::default(),
        }
    }

    /// Returns 0 if the documents name none.
    pub fn status(&self) -> u16 {
        self.entry.status
    }

    pub fn retry(&self) -> Retry {
        self.entry.retry
    }

    pub fn doc_url_z(&self) -> &str {
        &self.doc_url_z
    }

    pub fn advice_z(&self, language: Language) -> &str {
        self.advice_z[language as usize]
            .get_or_init(|| Box::new(general_advice(self.entry, language) + "\0"))
    }
}

/// Cause and fix for an error about which only the code is known.
fn general_advice(entry: &Entry, language: Language) -> String {
    let mut error = CosError::empty(Kind::Service, Arena::default());
    error.code = error.arena.push(entry.code);
    let at = language as usize;
    let space = [" ", ""][at];
    let text = [entry.cause[at], space, entry.fix[at]].concat();
    placeholders::fill(&text, &error, language).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];

    fn names() -> impl Iterator<Item = &'static str> {
        (0..count()).filter_map(name_z)
    }

    #[test]
    fn each_code_is_listed_once() {
        let mut listed: Vec<_> = names().map(str::to_ascii_lowercase).collect();
        let of_table = catalogue::entries();
        let mut expected: Vec<_> = of_table
            .map(|entry| entry.code.to_ascii_lowercase() + "\0")
            .collect();
        listed.sort();
        expected.sort();
        expected.dedup();
        assert_eq!(listed, expected);
        assert_eq!(name_z(count()), None);
    }

    #[test]
    fn the_advice_of_every_row_is_in_general_words() {
        for row in &codes().rows {
            for language in LANGUAGES {
                let text = row.advice_z(language);
                let name = row.entry.code;
                assert!(text.ends_with('\0') && text.len() > 20, "{name}: {text}");
                assert!(!text.contains(['{', '}']), "{name}: {text}");
                assert!(!text.contains("  "), "{name}: {text}");
            }
        }
    }

    #[test]
    fn placeholders_read_as_their_unknown_phrases() {
        let advice = |name, language| {
            let row = code(name, Responder::Unknown);
            row.map_or("", |row| row.advice_z(language))
        };
        let bucket = advice("NoSuchBucket", Language::English);
        assert!(bucket.to_lowercase().contains("the bucket"), "{bucket}");
        let slow = advice("SlowDown", Language::Chinese);
        assert!(slow.contains("带随机抖动的指数退避"), "{slow}");
    }

    #[test]
    fn spelling_and_responder_choose_the_row_as_they_do_for_an_error() {
        let status = |name, responder| code(name, responder).map(|row| row.entry.status);
        assert_eq!(status("SlowDown", Responder::Unknown), Some(503));
        assert_eq!(status("SlowDown", Responder::Cos), Some(503));
        assert_eq!(status("SlowDown", Responder::Ci), Some(429));
        assert_eq!(status("slowdown", Responder::Ci), Some(429));
        assert_eq!(status("ImcompleteBody", Responder::Cos), Some(400));
        assert_eq!(status("NoSuchThing", Responder::Cos), None);
        assert_eq!(status("", Responder::Unknown), None);
        let legal = |responder| code("UnavailableForLegalReasons", responder).map(Code::retry);
        assert_eq!(legal(Responder::Ci), Some(Retry::No));
        assert_eq!(legal(Responder::Unknown), Some(Retry::AfterFix));
    }
}
