//! Encodings that several parts share: percent, hex, XML, times.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Percent-encodes as COS does in signatures: `%XX` in upper case, `/` too.
pub fn encode(bytes: &[u8]) -> String {
    percent_encode(bytes, RESERVED).to_string()
}

/// Decodes a path once; None unless it is UTF-8 afterwards.
pub fn decode_path(path: &str) -> Option<String> {
    let bytes: Vec<u8> = percent_decode(path.as_bytes()).collect();
    String::from_utf8(bytes).ok()
}

/// Splits and decodes a query, in the order sent. A name without `=` has the value "".
pub fn decode_query(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode_form(name), decode_form(value))
        })
        .collect()
}

/// In a query `+` is a space: form encoders of the SDKs send it so.
fn decode_form(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode(spaced.as_bytes())
        .decode_utf8_lossy()
        .into_owned()
}

pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| DIGITS[usize::from(half)]).collect()
}

/// The bytes of a text of hex digits; None if it is none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}

/// Text for an XML element. Characters that XML 1.0 cannot hold become U+FFFD.
pub fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{9}' | '\u{a}' | '\u{d}' => out.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// Unix seconds as HTTP writes them: `Tue, 09 Apr 2019 03:39:20 GMT`.
pub fn http_date(seconds: i64) -> String {
    let seconds = u64::try_from(seconds).unwrap_or(0);
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds))
}

/// Unix seconds of a date as HTTP writes them; None: it is none.
pub fn parse_http_date(text: &str) -> Option<i64> {
    let time = httpdate::parse_http_date(text).ok()?;
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// Unix seconds as COS writes them in XML: `2019-04-09T03:39:20Z`.
pub fn iso_date(seconds: i64) -> String {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let http = http_date(seconds);
    let part: Vec<&str> = http.split(' ').collect();
    let [_, day, month, year, time, _] = part[..] else {
        return http;
    };
    let month = MONTHS.find(month).map_or(0, |at| at / 3 + 1);
    format!("{year}-{month:02}-{day}T{time}Z")
}

/// The same as COS writes it in lists: `2019-04-09T03:39:20.000Z`.
pub fn list_date(seconds: i64) -> String {
    iso_date(seconds).replace('Z', ".000Z")
}

/// The machine's clock in Unix seconds.
pub fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_both_forms() {
        assert_eq!(http_date(1_554_781_160), "Tue, 09 Apr 2019 03:39:20 GMT");
        assert_eq!(iso_date(1_554_781_160), "2019-04-09T03:39:20Z");
        assert_eq!(iso_date(1_703_980_799), "2023-12-30T23:59:59Z");
        assert_eq!(list_date(1_703_980_799), "2023-12-30T23:59:59.000Z");
    }

    #[test]
    fn query_keeps_order_and_empty_values() {
        let pairs = decode_query("acl&marker=a+b%2Bc&x==");
        let expected = [("acl", ""), ("marker", "a b+c"), ("x", "=")];
        assert_eq!(pairs, expected.map(|(n, v)| (n.to_string(), v.to_string())));
    }

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(decode_path("/100%2525/a+b").as_deref(), Some("/100%25/a+b"));
        assert_eq!(decode_path("/%ff"), None);
    }

    #[test]
    fn hex_both_ways() {
        assert_eq!(unhex("00fFa0"), Some(vec![0, 255, 160]));
        assert_eq!(hex(&[0, 255, 160]), "00ffa0");
        assert_eq!(unhex("0g"), None);
        assert_eq!(unhex("+1"), None);
        assert_eq!(unhex("000"), None);
    }
}
