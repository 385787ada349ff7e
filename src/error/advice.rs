//! What to do about an error, in English and Chinese.

use super::{CosError, Language, explanation, placeholders};

impl CosError {
    pub fn advice_z(&self, language: Language) -> &str {
        self.lazy.rare().advice[language as usize]
            .get_or_init(|| Box::new(of(self, language) + "\0"))
    }
}

/// One sentence of cause and one of what to do.
fn of(error: &CosError, language: Language) -> String {
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
