//! The language of a text.

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
