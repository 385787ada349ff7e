//! Puts names and numbers into the catalogue's texts.
//!
//! Each placeholder becomes a phrase that reads right even when its value is not known.

use std::borrow::Cow;

use super::excerpt::shortened;
use super::redact::one_line;
use super::request_info::decoded;
use super::{CosError, Kind, Language};
use crate::host::with_appid_once;

/// Names longer than this are shortened: a key may have 850 bytes, an advice has 300 characters.
pub const MAX_NAME: usize = 60;

/// Inserted text is not searched again: a key may be `{host}`.
pub fn fill<'t>(text: &'t str, error: &CosError, language: Language) -> Cow<'t, str> {
    if placeholder(text).is_none() {
        return Cow::Borrowed(text);
    }
    // Most names fit, and the NUL that follows.
    let mut filled = String::with_capacity(text.len() + 2 * MAX_NAME);
    let mut rest = text;
    while let Some((before, name, after)) = placeholder(rest) {
        filled.push_str(before);
        let begins = filled.is_empty() || before.ends_with(". ");
        let at = filled.len();
        match language {
            Language::English => filled.push_str(&english(name, error)),
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
    let open = memchr::memchr(b'{', text.as_bytes())?;
    let (before, inner) = (&text[..open], &text[open + 1..]);
    let close = memchr::memchr(b'}', inner.as_bytes())?;
    Some((before, &inner[..close], &inner[close + 1..]))
}

fn english(name: &str, error: &CosError) -> String {
    let noun = |value: &str, noun: &str| match value.is_empty() {
        true => format!("the {noun}"),
        false => [noun, " ", &shortened(&one_line(value), MAX_NAME)].concat(),
    };
    match name {
        "bucket" => noun(error.asked().bucket, "bucket"),
        "region" => noun(error.asked().region, "region"),
        "host" => noun(error.asked().host, "host"),
        "key" => noun(&decoded(error.asked().key), "object"),
        "name" => bucket_name(error),
        "part" => noun(&first_part(error), "object"),
        "code" => shortened(error.code(), MAX_NAME).into_owned(),
        "skew" => match error.clock_skew_s() {
            None => "probably wrong".to_owned(),
            Some(0) => "in step with the server's".to_owned(),
            Some(s @ 1..) => format!("{s} s behind the server's"),
            Some(s) => format!("{} s ahead of the server's", s.unsigned_abs()),
        },
        "permission" => match permission(error) {
            Permission::Named(name) => format!("name/cos:{name}"),
            Permission::Read => "the read permission".to_owned(),
            Permission::Write => "the write permission".to_owned(),
            Permission::Unknown => "the permission for this operation".to_owned(),
        },
        "retry" => match write(error) {
            Write::No => "retry",
            Write::Yes => "first check whether the write took effect, then retry",
            Write::Unknown => "if this was a write, first check whether it took effect, then retry",
        }
        .to_owned(),
        "effect" => match write(error) {
            Write::No => "",
            Write::Yes => ", and check whether the write took effect",
            Write::Unknown => ", and check whether a write took effect",
        }
        .to_owned(),
        "backoff" => match wait(error) {
            None => "exponential backoff and jitter".to_owned(),
            Some(s) => format!("exponential backoff after {s} s (Retry-After)"),
        },
        "probe" if error.asked().method == "HEAD" => {
            "; a GET instead of the HEAD returns the exact code".to_owned()
        }
        "probe" => String::new(),
        _ => match error.operation() {
            "" => "the operation".to_owned(),
            known => known.to_owned(),
        },
    }
}

fn chinese(name: &str, before: &str, after: &str, error: &CosError) -> String {
    // There is a space between Latin and Han; after a name, which may be Han itself, always.
    let space = |there: bool| if there { " " } else { "" };
    let front = space(before.ends_with(is_han));
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
        "name" => format!("{front}{}{behind}", bucket_name(error)),
        "part" => noun(&first_part(error), "对象"),
        "code" => shortened(error.code(), MAX_NAME).into_owned(),
        "skew" => match error.clock_skew_s() {
            None => "可能不准".to_owned(),
            Some(0) => "与服务器一致".to_owned(),
            Some(s @ 1..) => format!("比服务器慢 {s} 秒"),
            Some(s) => format!("比服务器快 {} 秒", s.unsigned_abs()),
        },
        "permission" => match permission(error) {
            Permission::Named(name) => format!("{front}name/cos:{name} 权限"),
            Permission::Read => "读权限".to_owned(),
            Permission::Write => "写权限".to_owned(),
            Permission::Unknown => "该操作所需的权限".to_owned(),
        },
        "retry" => match write(error) {
            Write::No => "请",
            Write::Yes => "请先确认写操作是否已经生效，再",
            Write::Unknown => "如果是写操作，请先确认是否已经生效，再",
        }
        .to_owned(),
        "effect" => match write(error) {
            Write::No => "",
            Write::Yes | Write::Unknown => "，并确认写操作是否已经生效",
        }
        .to_owned(),
        "backoff" => match wait(error) {
            None => "以带随机抖动的指数退避方式重试".to_owned(),
            Some(s) => format!("在 {s} 秒（Retry-After）后以指数退避方式重试"),
        },
        "probe" if error.asked().method == "HEAD" => {
            "；改用 GET 代替 HEAD 请求可以得到具体错误码".to_owned()
        }
        "probe" => String::new(),
        _ => match error.operation() {
            "" => "该操作".to_owned(),
            known => format!("{front}{known}{behind}"),
        },
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The bucket's name with its APPID once.
fn bucket_name(error: &CosError) -> String {
    let bucket = error.asked().bucket;
    let once = with_appid_once(bucket).unwrap_or(bucket);
    shortened(&one_line(once), MAX_NAME).into_owned()
}

/// The key of the first item that failed.
fn first_part(error: &CosError) -> String {
    let key = |part: &super::Part| error.arena.get(part.key).to_owned();
    error.parts().first().map(key).unwrap_or_default()
}

/// `Retry-After` in seconds, rounded up. More than a day is not waited for.
fn wait(error: &CosError) -> Option<i64> {
    let ms = error.retry_after_ms()?;
    let s = ms.saturating_add(999) / 1000;
    (1..=86_400).contains(&s).then_some(s)
}

/// The action that an access policy has to allow.
enum Permission {
    Named(&'static str),
    Read,
    Write,
    Unknown,
}

/// Operations whose permission no document names.
const UNNAMED: [&str; 4] = [
    "PutRename",
    "PostObjectDecompression",
    "GetObjectDecompression",
    "GetBucketDecompression",
];

fn permission(error: &CosError) -> Permission {
    match (error.operation(), error.asked().method) {
        (known, _) if !known.is_empty() && !UNNAMED.contains(&known) => Permission::Named(known),
        (_, "GET" | "HEAD") => Permission::Read,
        (_, "PUT" | "POST" | "DELETE") => Permission::Write,
        _ => Permission::Unknown,
    }
}

/// Whether the request may have changed something although it failed.
enum Write {
    No,
    Yes,
    Unknown,
}

fn write(error: &CosError) -> Write {
    let is_client = error.kind() == Kind::Client;
    match error.asked().method {
        _ if is_client && !error.request_sent() => Write::No,
        "GET" | "HEAD" | "OPTIONS" => Write::No,
        "" => Write::Unknown,
        _ => Write::Yes,
    }
}

#[cfg(test)]
mod tests {
    use crate::error::{Exchange, HeaderInput, Language};

    #[test]
    fn a_name_in_advice_has_no_control_character() {
        let exchange = Exchange {
            method: "HEAD",
            url: "https://a\u{1}b-1250000000-1250000000.cos.ap-guangzhou.myqcloud.com/",
            status: 404,
            headers: HeaderInput::Fields(&[
                (b"Server", b"tencent-cos"),
                (b"x-cos-request-id", b"id"),
            ]),
            ..Exchange::default()
        };
        let error = exchange.read().expect("a 404");
        for language in [Language::English, Language::Chinese] {
            let advice = error.advice_z(language);
            assert!(advice.contains("b-1250000000"), "{advice}");
            assert!(
                !advice.trim_end_matches('\0').contains(char::is_control),
                "{advice:?}"
            );
        }
    }
}
