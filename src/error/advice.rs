//! What to do about an error, in English and Chinese.

use std::borrow::Cow;

use super::catalogue::{self, Words};
use super::kind::{CodeSource, Kind};
use super::pool::Pool;
use super::{CosError, Reason};

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

/// Names longer than this are shortened: a key may have 850 bytes, an advice has 300 characters.
const MAX_NAME: usize = 60;

/// One sentence of cause and one of what to do.
pub fn of(error: &CosError, language: Language) -> String {
    let (cause, fix) = words(error);
    let space = if language == Language::English {
        " "
    } else {
        ""
    };
    let at = language as usize;
    let text = [cause[at], space, fix[at]].concat();
    fill(&text, error, &error.pool, language).into_owned()
}

/// The cause alone, in English: the message of an error whose service said nothing.
pub fn cause(error: &CosError, pool: &Pool) -> String {
    let words = match error.case.and_then(catalogue::case) {
        Some(case) => case.cause,
        None => by_code(error, pool).map_or(unknown().0, |(cause, _)| cause),
    };
    fill(words[0], error, pool, Language::English).into_owned()
}

fn words(error: &CosError) -> (Words, Words) {
    let case = match (error.kind, error.reason) {
        (Kind::Client, reason) => Some(case_of_reason(reason.unwrap_or(Reason::Internal))),
        (Kind::Service, _) => error.case.or_else(|| expired(error)),
    };
    let case = case
        .and_then(catalogue::case)
        .map(|case| (case.cause, case.fix));
    case.or_else(|| by_code(error, &error.pool))
        .unwrap_or_else(unknown)
}

/// An AccessDenied whose message is itself a code has that code's words.
fn by_code(error: &CosError, pool: &Pool) -> Option<(Words, Words)> {
    let code = pool.get(error.code);
    let inner = pool.get(error.message).trim_end_matches('.');
    let code = match code == "AccessDenied" && catalogue::is_code(inner) {
        true => inner,
        false => code,
    };
    catalogue::find(code, error.responder, error.status).map(|entry| (entry.cause, entry.fix))
}

/// COS tells an expired signature from a missing permission in the message alone.
fn expired(error: &CosError) -> Option<&'static str> {
    let denied = error.code_source != CodeSource::Status && error.code() == "AccessDenied";
    let message = error.message().trim_end_matches('.');
    (denied && message.eq_ignore_ascii_case("Request has expired")).then_some("message/expired")
}

fn unknown() -> (Words, Words) {
    catalogue::case("unknown").map_or(([""; 2], [""; 2]), |case| (case.cause, case.fix))
}

macro_rules! reason_cases {
    ($($name:ident)*) => {
        fn case_of_reason(reason: Reason) -> &'static str {
            match reason { $(Reason::$name => concat!("reason/", stringify!($name)),)* }
        }
    };
}

reason_cases! {
    InvalidArgument InvalidCredentials Dns Connect Proxy Tls Timeout ConnectionLost Protocol
    BadResponse TooLarge Checksum LocalIo Cancelled Callback Internal
}

/// Puts names into a text. Each becomes a noun phrase that reads right even when the value is unknown.
fn fill<'t>(text: &'t str, error: &CosError, pool: &Pool, language: Language) -> Cow<'t, str> {
    let mut filled = Cow::Borrowed(text);
    let zh = language == Language::Chinese;
    let mut put = |name: &str, known: &dyn Fn() -> String| {
        if filled.contains(name) {
            filled = Cow::Owned(filled.replace(name, &known()));
        }
    };
    let noun = |value: &str, en: &str, zh_noun: &str| match (value.is_empty(), zh) {
        (true, false) => format!("the {en}"),
        (true, true) => format!("该{zh_noun}"),
        (false, false) => format!("{en} {}", shortened(value, MAX_NAME)),
        (false, true) => format!("{zh_noun} {}", shortened(value, MAX_NAME)),
    };
    put("{bucket}", &|| {
        noun(pool.get(error.bucket), "bucket", "存储桶")
    });
    put("{region}", &|| {
        noun(pool.get(error.region), "region", "地域")
    });
    put("{host}", &|| noun(pool.get(error.host), "host", "主机"));
    put("{key}", &|| {
        noun(&decoded(pool.get(error.key)), "object", "对象")
    });
    put("{skew}", &|| skew(error.clock_skew_s, zh));
    let operation = error.operation();
    // A permission's name with an unknown operation is a pattern, not a noun.
    put("cos:{operation}", &|| {
        format!("cos:{}", if operation.is_empty() { "*" } else { operation })
    });
    put("ci:{operation}", &|| {
        format!("ci:{}", if operation.is_empty() { "*" } else { operation })
    });
    put("{operation}", &|| match (operation.is_empty(), zh) {
        (false, _) => operation.to_owned(),
        (true, false) => "the operation".to_owned(),
        (true, true) => "该操作".to_owned(),
    });
    filled
}

/// Server minus local: positive means that the local clock is behind.
fn skew(skew_s: Option<i64>, zh: bool) -> String {
    match (skew_s, zh) {
        (None | Some(0), false) => "off from the server".to_owned(),
        (None | Some(0), true) => "与服务器不一致".to_owned(),
        (Some(s), false) if s > 0 => format!("{s} s behind the server"),
        (Some(s), false) => format!("{} s ahead of the server", s.unsigned_abs()),
        (Some(s), true) if s > 0 => format!("比服务器慢 {s} 秒"),
        (Some(s), true) => format!("比服务器快 {} 秒", s.unsigned_abs()),
    }
}

/// A key as people write it.
fn decoded(key: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(key).decode_utf8_lossy()
}

/// At most `max` characters, the rest as an ellipsis.
pub fn shortened(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}
