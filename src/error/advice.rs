//! What to do about an error, in English and Chinese.

use std::borrow::Cow;

use super::{CosError, explanation, placeholders};
use crate::host;

/// The languages that the catalogue is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English = 0,
    Chinese = 1,
}

impl Language {
    /// `zh` and its variants (`zh-CN`, `zh_TW` ...); everything else is English.
    pub fn of(tag: &str) -> Language {
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        match primary.eq_ignore_ascii_case("zh") {
            true => Language::Chinese,
            false => Language::English,
        }
    }
}

/// One sentence of cause and one of what to do.
pub fn of(error: &CosError, language: Language) -> String {
    let (cause, fix) = explanation::words(error);
    let space = if language == Language::English {
        " "
    } else {
        ""
    };
    let at = language as usize;
    let text = [cause[at], space, fix[at]].concat();
    placeholders::fill(&text, error, language).into_owned()
}

/// A key as people write it.
pub fn decoded(key: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(key).decode_utf8_lossy()
}

/// A bucket's name that ends in its APPID twice, with one of them taken off.
pub fn with_appid_once(bucket: &str) -> Option<&str> {
    let (once, _) = bucket.rsplit_once('-')?;
    host::has_appid_twice(bucket).then_some(once)
}
