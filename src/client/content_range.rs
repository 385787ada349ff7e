//! Whether a response brings the bytes that its request's Range header names (RFC 9110,
//! sections 14 and 15.3.7). A file of other bytes is not a success.

use super::transport::{ResponseHead, number};
use crate::error::excerpt::shortened;

/// So much of a server's header is shown.
const MAX_SHOWN: usize = 80;

/// The Range header of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestedRange<'a> {
    value: &'a str,
    form: RangeForm,
    /// If-Range allows the whole object instead.
    is_conditional: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RangeForm {
    /// Another unit, a malformed value or several Range headers: a server may do as it likes.
    Unclear,
    Single(Spec),
    Several,
}

/// One range of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spec {
    /// `5-`
    From(u64),
    /// `5-9`
    Between(u64, u64),
    /// `-5`
    Last(u64),
}

/// `Content-Range: bytes 5-9/10`; the length of the whole is unknown for `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ContentRange {
    first: u64,
    last: u64,
    whole: Option<u64>,
}

impl<'a> RequestedRange<'a> {
    /// `None` if the headers request no range.
    pub fn of(headers: impl Iterator<Item = (&'a str, &'a str)>) -> Option<RequestedRange<'a>> {
        let (mut asked, mut is_conditional): (Option<RequestedRange<'_>>, bool) = (None, false);
        for (name, value) in headers {
            is_conditional |= name.eq_ignore_ascii_case("if-range");
            if name.eq_ignore_ascii_case("range") {
                let form = match asked {
                    None => form(value),
                    Some(_) => RangeForm::Unclear,
                };
                asked = Some(RequestedRange {
                    value,
                    form,
                    is_conditional,
                });
            }
        }
        asked.map(|asked| RequestedRange {
            is_conditional,
            ..asked
        })
    }

    /// Whether the whole object, of this length, was requested.
    fn allows_whole(&self, length: Option<u64>) -> bool {
        if self.is_conditional || length == Some(0) {
            return true;
        }
        match self.form {
            RangeForm::Unclear | RangeForm::Single(Spec::From(0)) => true,
            RangeForm::Single(Spec::Between(0, last)) => {
                length.is_some_and(|length| last >= length - 1)
            }
            RangeForm::Single(Spec::Last(count)) => length.is_some_and(|length| count >= length),
            RangeForm::Single(_) | RangeForm::Several => false,
        }
    }
}

/// Checks the head of a 206. The error is what is wrong with it, in words.
pub fn check_part(asked: Option<RequestedRange<'_>>, headers: &ResponseHead) -> Result<(), String> {
    let Some(asked) = asked else {
        return Err("HTTP 206 returned a part of the object, but no Range was sent".to_owned());
    };
    let value = shortened(asked.value, MAX_SHOWN);
    let is_multipart = text(headers, "content-type").starts_with("multipart/byteranges");
    match asked.form {
        RangeForm::Unclear => return Ok(()),
        RangeForm::Several if is_multipart => return Ok(()),
        RangeForm::Single(_) if is_multipart => {
            return Err(format!(
                "HTTP 206 returned multipart/byteranges, but Range {value} names one range"
            ));
        }
        _ => {}
    }
    let told = shortened(text(headers, "content-range"), MAX_SHOWN);
    let Some(part) = part(&told) else {
        return Err(format!(
            "HTTP 206 does not name the bytes that it returns for Range {value}: its Content-Range is {told:?}"
        ));
    };
    if let RangeForm::Single(spec) = asked.form
        && !spec.is_met_by(part)
    {
        return Err(format!(
            "Range {value} was sent, but the response has Content-Range {told}"
        ));
    }
    match length(headers) {
        Some(length) if length != part.length() => Err(format!(
            "Content-Range {told} names {} bytes, but Content-Length is {length}",
            part.length()
        )),
        _ => Ok(()),
    }
}

/// Checks the head of a 200 with the content of an object.
pub fn check_whole(
    asked: Option<RequestedRange<'_>>,
    headers: &ResponseHead,
) -> Result<(), String> {
    match asked {
        Some(asked) if !asked.allows_whole(length(headers)) => Err(format!(
            "Range {} was sent, but HTTP 200 returned the whole object",
            shortened(asked.value, MAX_SHOWN)
        )),
        _ => Ok(()),
    }
}

/// Checks how many bytes a 206 brought in the end.
pub fn check_received(headers: &ResponseHead, received: u64) -> Result<(), String> {
    let told = text(headers, "content-range");
    match part(told) {
        Some(part) if part.length() != received => Err(format!(
            "Content-Range {told} names {} bytes, but {received} arrived",
            part.length()
        )),
        _ => Ok(()),
    }
}

impl Spec {
    /// A range that ends after the object ends with the object.
    fn is_met_by(self, part: ContentRange) -> bool {
        let ends = part.whole.is_none_or(|whole| part.last == whole - 1);
        match (self, part.whole) {
            (Spec::From(first), _) => part.first == first && ends,
            (Spec::Between(first, last), Some(whole)) => {
                part.first == first && part.last == last.min(whole - 1)
            }
            (Spec::Between(first, last), None) => part.first == first && part.last <= last,
            (Spec::Last(count), Some(whole)) => part.first == whole.saturating_sub(count) && ends,
            (Spec::Last(count), None) => part.length() <= count,
        }
    }
}

impl ContentRange {
    fn length(&self) -> u64 {
        self.last - self.first + 1
    }
}

/// The range of a Range header.
fn form(value: &str) -> RangeForm {
    let Some(specs) = unit(value, '=') else {
        return RangeForm::Unclear;
    };
    match specs.split_once(',') {
        None => spec(specs).map_or(RangeForm::Unclear, RangeForm::Single),
        Some(_) if specs.split(',').all(|each| spec(each).is_some()) => RangeForm::Several,
        Some(_) => RangeForm::Unclear,
    }
}

fn spec(text: &str) -> Option<Spec> {
    let (first, last) = text.trim().split_once('-')?;
    match (first, last) {
        ("", count) => Some(Spec::Last(number(count.as_bytes())?)),
        (first, "") => Some(Spec::From(number(first.as_bytes())?)),
        (first, last) => {
            let (first, last) = (number(first.as_bytes())?, number(last.as_bytes())?);
            (first <= last).then_some(Spec::Between(first, last))
        }
    }
}

fn part(text: &str) -> Option<ContentRange> {
    let (range, whole) = unit(text, ' ')?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let part = ContentRange {
        first: number(first.as_bytes())?,
        last: number(last.as_bytes())?,
        whole: match whole {
            "*" => None,
            whole => Some(number(whole.as_bytes())?),
        },
    };
    let fits = part.first <= part.last && part.last < part.whole.unwrap_or(u64::MAX);
    fits.then_some(part)
}

/// The text after `bytes` and the sign.
fn unit(text: &str, sign: char) -> Option<&str> {
    let (unit, rest) = text.trim().split_once(sign)?;
    unit.trim()
        .eq_ignore_ascii_case("bytes")
        .then(|| rest.trim())
}

fn length(headers: &ResponseHead) -> Option<u64> {
    number(text(headers, "content-length").as_bytes())
}

fn text<'h>(headers: &'h ResponseHead, name: &str) -> &'h str {
    headers.get(name).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(fields: &[(&str, &str)]) -> ResponseHead {
        ResponseHead::with(fields)
    }

    fn asked(value: &str) -> Option<RequestedRange<'_>> {
        RequestedRange::of([("Range", value)].into_iter())
    }

    fn is_part(range: &str, told: &str) -> bool {
        check_part(asked(range), &head(&[("content-range", told)])).is_ok()
    }

    #[test]
    fn a_part_is_the_one_that_was_asked_for() {
        for (range, told) in [
            ("bytes=5-9", "bytes 5-9/10"),
            ("Bytes= 5-9 ", "bytes  5-9/10"),
            ("bytes=5-99", "bytes 5-9/10"),
            ("bytes=5-9", "bytes 5-9/*"),
            ("bytes=5-99", "bytes 5-9/*"),
            ("bytes=5-", "bytes 5-9/10"),
            ("bytes=-5", "bytes 5-9/10"),
            ("bytes=-50", "bytes 0-9/10"),
            ("bytes=-5", "bytes 5-9/*"),
            ("bytes=0-0", "bytes 0-0/10"),
            // Not for us to judge.
            ("items=5-9", "bytes 0-4/10"),
            ("bytes=9-5", "bytes 0-4/10"),
            ("bytes=5-6,8-9", "bytes 5-9/10"),
        ] {
            assert!(is_part(range, told), "{range} {told}");
        }
        for (range, told) in [
            ("bytes=5-9", "bytes 0-4/10"),
            ("bytes=5-9", "bytes 5-8/10"),
            ("bytes=5-9", "bytes 4-9/10"),
            ("bytes=5-9", "bytes 5-10/11"),
            ("bytes=5-9", "bytes 5-10/*"),
            ("bytes=5-", "bytes 5-8/10"),
            ("bytes=5-", "bytes 4-9/10"),
            ("bytes=-5", "bytes 0-4/10"),
            ("bytes=-5", "bytes 4-9/10"),
            ("bytes=-5", "bytes 4-9/*"),
            ("bytes=5-9", ""),
            ("bytes=5-9", "bytes */10"),
            ("bytes=5-9", "items 5-9/10"),
            ("bytes=5-9", "bytes 9-5/10"),
            ("bytes=5-9", "bytes 5-9/9"),
            ("bytes=5-9", "bytes +5-9/10"),
            ("bytes=5-9", "bytes 5-99999999999999999999/10"),
        ] {
            assert!(!is_part(range, told), "{range} {told}");
        }
    }

    #[test]
    fn the_whole_is_a_part_only_where_it_is_what_was_asked_for() {
        let is_whole = |range: &str, length: &str| {
            let fields = [("content-length", length)];
            let fields = if length.is_empty() {
                &fields[..0]
            } else {
                &fields[..]
            };
            check_whole(asked(range), &head(fields)).is_ok()
        };
        for (range, length) in [
            ("bytes=0-", "10"),
            ("bytes=0-", ""),
            ("bytes=0-9", "10"),
            ("bytes=0-99", "10"),
            ("bytes=-10", "10"),
            ("bytes=5-9", "0"),
            ("items=5-9", "10"),
        ] {
            assert!(is_whole(range, length), "{range} {length}");
        }
        for (range, length) in [
            ("bytes=5-9", "10"),
            ("bytes=0-8", "10"),
            ("bytes=0-9", ""),
            ("bytes=-9", "10"),
            ("bytes=1-", "10"),
            ("bytes=0-4,5-9", "10"),
        ] {
            assert!(!is_whole(range, length), "{range} {length}");
        }
        let conditional = [("range", "bytes=5-9"), ("If-Range", "\"e\"")];
        let asked = RequestedRange::of(conditional.into_iter());
        assert!(check_whole(asked, &head(&[("content-length", "10")])).is_ok());
        assert!(check_whole(None, &head(&[("content-length", "10")])).is_ok());
    }

    #[test]
    fn parts_nobody_asked_for_and_lengths_that_differ_are_told() {
        assert!(check_part(None, &head(&[("content-range", "bytes 0-4/10")])).is_err());
        let twice = [("range", "bytes=0-4"), ("Range", "bytes=5-9")];
        assert!(check_part(RequestedRange::of(twice.into_iter()), &head(&[])).is_ok());
        let named = ("content-range", "bytes 5-9/10");
        let fields = head(&[named, ("content-length", "10")]);
        let told = check_part(asked("bytes=5-9"), &fields);
        let expected = "Content-Range bytes 5-9/10 names 5 bytes, but Content-Length is 10";
        assert_eq!(told, Err(expected.to_owned()));
        assert!(check_received(&fields, 5).is_ok());
        assert!(check_received(&fields, 4).is_err());
        assert!(check_received(&head(&[]), 4).is_ok());
        let parts = head(&[("content-type", "multipart/byteranges; boundary=b")]);
        assert!(check_part(asked("bytes=0-1"), &parts).is_err());
        assert!(check_part(asked("bytes=0-1,3-4"), &parts).is_ok());
        assert!(check_part(asked("bytes=0-1,3-4"), &head(&[])).is_err());
    }
}
