//! Responses that do not fit the range that was asked for.

use std::borrow::Cow;

use hyper::header::{HeaderValue, RANGE};

use crate::answer::Answer;
use crate::operation::Outcome;
use crate::request::Request;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RangeForm {
    #[default]
    Proper,
    /// 200 with everything.
    Ignored,
    /// 206 with as many bytes of another place.
    Other,
    /// 206 with the first of them only.
    Short,
    /// 206 with five bytes, asked for or not.
    Unasked,
    /// 206 without Content-Range.
    Unnamed,
    /// 206 with the part in multipart/byteranges.
    Multipart,
}

impl RangeForm {
    /// The request that is carried out in place of this one.
    pub fn request<'a>(&self, request: &'a Request) -> Cow<'a, Request> {
        let value = match self {
            RangeForm::Proper | RangeForm::Unnamed | RangeForm::Multipart => {
                return Cow::Borrowed(request);
            }
            RangeForm::Ignored => None,
            RangeForm::Unasked => Some("bytes=0-4".to_string()),
            RangeForm::Other | RangeForm::Short => match ends(request) {
                None => return Cow::Borrowed(request),
                Some((first, _)) if *self == RangeForm::Short => {
                    Some(format!("bytes={first}-{first}"))
                }
                Some((0, last)) => Some(format!("bytes=1-{}", last + 1)),
                Some((first, last)) => Some(format!("bytes=0-{}", last - first)),
            },
        };
        let mut changed = request.clone();
        changed.headers.remove(RANGE);
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            changed.headers.insert(RANGE, value);
        }
        Cow::Owned(changed)
    }

    /// What is sent in place of its outcome.
    pub fn outcome(&self, outcome: Outcome) -> Outcome {
        let mut answer = outcome?;
        if answer.status == 206 {
            match self {
                RangeForm::Unnamed => answer.remove("Content-Range"),
                RangeForm::Multipart => in_parts(&mut answer),
                _ => {}
            }
        }
        Ok(answer)
    }
}

/// First and last byte of `bytes=FIRST-LAST`.
fn ends(request: &Request) -> Option<(u64, u64)> {
    let range = request.header("range")?;
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let ends: (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
    (ends.0 <= ends.1 && ends.1 < u64::MAX).then_some(ends)
}

fn in_parts(answer: &mut Answer) {
    const BOUNDARY: &str = "standin_byteranges";
    let line = |name| format!("{name}: {}\r\n", answer.get(name).unwrap_or(""));
    let (kind, range) = (line("Content-Type"), line("Content-Range"));
    let mut body = format!("--{BOUNDARY}\r\n{kind}{range}\r\n").into_bytes();
    body.extend_from_slice(&answer.body.to_vec());
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    answer.head_length = Some(body.len() as u64);
    answer.body = body.into();
    let kind = format!("multipart/byteranges; boundary={BOUNDARY}");
    answer.set("Content-Type", &kind);
    answer.remove("Content-Range");
}

#[cfg(test)]
#[path = "range_tests.rs"]
mod tests;
