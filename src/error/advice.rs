//! What to do about an error, in English and Chinese.

use std::borrow::Cow;

use super::catalogue::{self, Words};
use super::kind::{CodeSource, Kind};
use super::local;
use super::mask::one_line;
use super::{CosError, Reason};
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
    fill(&text, error, language).into_owned()
}

/// The cause alone, in English: the message of an error whose service said nothing.
pub fn cause(error: &CosError) -> String {
    let case = appid_twice(error).or(error.case);
    let words = match case.and_then(catalogue::case) {
        Some(case) => case.cause,
        None => by_code(error).map_or(unknown().0, |(cause, _)| cause),
    };
    fill(words[0], error, Language::English).into_owned()
}

fn words(error: &CosError) -> (Words, Words) {
    let case = match (error.kind, error.reason) {
        (Kind::Client, reason) => error
            .case
            .or_else(|| local::shortage(error))
            .or_else(|| Some(case_of_reason(reason.unwrap_or(Reason::Internal)))),
        (Kind::Service, _) => appid_twice(error).or(error.case).or_else(|| expired(error)),
    };
    let case = case
        .and_then(catalogue::case)
        .map(|case| (case.cause, case.fix));
    case.or_else(|| by_code(error)).unwrap_or_else(unknown)
}

/// An AccessDenied whose message is itself a code has that code's words.
fn by_code(error: &CosError) -> Option<(Words, Words)> {
    let code = error.code();
    let inner = error.message().trim_end_matches('.');
    let code = match code == "AccessDenied" && catalogue::is_code(inner) {
        true => inner,
        false => code,
    };
    catalogue::find(code, error.responder, error.status).map(|entry| (entry.cause, entry.fix))
}

/// A bucket that was not found, and why: tools add the APPID to a name that has it.
fn appid_twice(error: &CosError) -> Option<&'static str> {
    let is_absent = error.code() == "NoSuchBucket" || error.case == Some("derived/head-object-404");
    (is_absent && host::has_appid_twice(error.asked().bucket)).then_some("bucket/appid-twice")
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
///
/// What is put in is not looked through again: a key may be called `{host}`.
fn fill<'t>(text: &'t str, error: &CosError, language: Language) -> Cow<'t, str> {
    if !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let mut filled = String::with_capacity(text.len() + MAX_NAME);
    let mut rest = text;
    while let Some((before, name, after)) = placeholder(rest) {
        filled.push_str(before);
        let begins = filled.is_empty() || before.ends_with(". ");
        let at = filled.len();
        match language {
            Language::English => filled.push_str(&english(name, before, error)),
            Language::Chinese => filled.push_str(&chinese(name, before, after, error)),
        }
        // A sentence begins with a capital letter; Han has none.
        if begins && let Some(first) = filled.get_mut(at..at + 1) {
            first.make_ascii_uppercase();
        }
        rest = after;
    }
    Cow::Owned(filled + rest)
}

/// Text before the next `{name}`, the name, and what follows.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, inner) = text.split_once('{')?;
    let (name, after) = inner.split_once('}')?;
    Some((before, name, after))
}

fn english(name: &str, before: &str, error: &CosError) -> String {
    let noun = |value: &str, noun: &str| match value.is_empty() {
        true => format!("the {noun}"),
        false => format!("{noun} {}", shortened(&one_line(value), MAX_NAME)),
    };
    match name {
        "bucket" => noun(error.asked().bucket, "bucket"),
        "region" => noun(error.asked().region, "region"),
        "host" => noun(error.asked().host, "host"),
        "key" => noun(&decoded(error.asked().key), "object"),
        "skew" => match error.clock_skew_s() {
            None => "probably wrong".to_owned(),
            Some(0) => "in step with the server's".to_owned(),
            Some(s @ 1..) => format!("{s} s behind the server's"),
            Some(s) => format!("{} s ahead of the server's", s.unsigned_abs()),
        },
        _ => operation(error, before, "the operation"),
    }
}

fn chinese(name: &str, before: &str, after: &str, error: &CosError) -> String {
    // Between Latin and Han stands a space; behind a name, which may be Han itself, always.
    let space = |there: bool| if there { " " } else { "" };
    let behind = space(after.starts_with(is_han));
    let noun = |value: &str, noun: &str| match value.is_empty() {
        true => format!("该{noun}"),
        false => format!("{noun} {}{behind}", shortened(&one_line(value), MAX_NAME)),
    };
    match name {
        "bucket" => noun(error.asked().bucket, "存储桶"),
        "region" => noun(error.asked().region, "地域"),
        "host" => noun(error.asked().host, "主机"),
        "key" => noun(&decoded(error.asked().key), "对象"),
        "skew" => match error.clock_skew_s() {
            None => "可能不准".to_owned(),
            Some(0) => "与服务器一致".to_owned(),
            Some(s @ 1..) => format!("比服务器慢 {s} 秒"),
            Some(s) => format!("比服务器快 {} 秒", s.unsigned_abs()),
        },
        _ => match operation(error, before, "该操作") {
            name if name.is_ascii() => space(before.ends_with(is_han)).to_owned() + &name + behind,
            unknown => unknown,
        },
    }
}

/// A permission's name (`cos:{operation}`) with an unknown operation is a pattern, not a noun.
fn operation(error: &CosError, before: &str, unknown: &str) -> String {
    match (error.operation(), before.ends_with(':')) {
        ("", true) => "*".to_owned(),
        ("", false) => unknown.to_owned(),
        (known, _) => known.to_owned(),
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
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
