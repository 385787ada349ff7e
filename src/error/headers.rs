//! The headers of a response: kept whole, in order, and searched once.

use std::borrow::Cow;

use super::header_block::{each_line, final_block, status_number};
use super::redact::one_line;
use crate::arena::{Arena, Pairs, Span};
use crate::printable::is_printable_ascii;

/// More fields than this are TOO_LARGE.
pub const MAX_FIELDS: usize = 128;
/// More bytes of names and values than this are TOO_LARGE.
pub const MAX_BYTES: usize = 64 * 1024;

/// Headers in the form in which a caller passes them.
#[derive(Clone, Copy)]
pub enum HeaderInput<'a> {
    /// Name and value, in the order they arrived.
    Fields(&'a [(&'a [u8], &'a [u8])]),
    /// One block as on the wire, with or without the status line.
    Block(&'a [u8]),
}

/// None.
impl Default for HeaderInput<'_> {
    fn default() -> Self {
        HeaderInput::Fields(&[])
    }
}

/// A limit was exceeded.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    #[error("the response has more than {0} headers")]
    Fields(usize),
    #[error("the response's headers exceed {0} bytes")]
    Bytes(usize),
}

/// The fields kept, and the ones that the reader looks at.
#[derive(Debug, Default)]
pub struct Headers {
    pub fields: Pairs,
    pub seen: KnownHeaders,
}

/// First non-empty value of each field that means something here.
#[derive(Debug, Default)]
pub struct KnownHeaders {
    pub cos_request_id: Span,
    pub ci_request_id: Span,
    /// The id header of an S3-like store that is not COS.
    pub foreign_request_id: Span,
    pub cos_trace_id: Span,
    pub server: Span,
    pub date: Span,
    pub content_type: Span,
    pub content_encoding: Span,
    pub error_code: Span,
    pub error_message: Span,
    pub error_number: Span,
    /// The headers of a website endpoint, in the form of S3.
    pub foreign_error_code: Span,
    pub foreign_error_message: Span,
    pub retry_after: Span,
    pub location: Span,
    pub bucket_region: Span,
    pub delete_marker: Span,
    /// The largest `Age` of all caches on the way, in seconds.
    pub age_s: i64,
    /// A cache on the way says that it had the response: `X-Cache`, `X-Cache-Lookup`, and the like.
    pub is_hit: bool,
}

impl HeaderInput<'_> {
    /// The headers of the final response alone, and the status in its status line (else
    /// 0). Interim responses, redirects that were followed and a proxy's response to
    /// CONNECT may precede it in a block.
    pub fn final_block(self) -> (Self, u16) {
        match self {
            HeaderInput::Fields(_) => (self, 0),
            HeaderInput::Block(block) => {
                let (block, status) = final_block(block);
                (HeaderInput::Block(block), status)
            }
        }
    }

    /// HTTP/2's `:status`, which some stacks list among the headers; 0 if it is not there.
    pub fn pseudo_status(&self) -> u16 {
        let HeaderInput::Fields(fields) = self else {
            return 0;
        };
        let status = fields.iter().find(|(name, _)| *name == b":status");
        status.map_or(0, |(_, value)| status_number(value))
    }

    /// Whether there is no field in it.
    pub fn is_empty(&self) -> bool {
        match self {
            HeaderInput::Fields(fields) => fields.is_empty(),
            HeaderInput::Block(block) => memchr::memchr(b':', block).is_none(),
        }
    }

    /// An upper bound on the number of bytes that the arena needs for them.
    pub fn size(&self) -> usize {
        match self {
            HeaderInput::Fields(fields) => fields.iter().map(|(n, v)| n.len() + v.len() + 2).sum(),
            HeaderInput::Block(block) => block.len(),
        }
    }
}

impl Headers {
    /// Copies the headers in. At a limit the rest is left out and the limit is reported.
    pub fn read(input: HeaderInput<'_>, arena: &mut Arena) -> (Headers, Option<TooLarge>) {
        let mut pairs = arena.pairs();
        let (seen, limit) = KnownHeaders::copy(input, |bytes| pairs.push(bytes));
        if let Some(fields) = pairs.finish() {
            let seen = seen.with_first_values(arena);
            return (Headers { fields, seen }, limit);
        }
        let mut pairs = arena.pairs();
        let (seen, limit) =
            KnownHeaders::copy(input, |bytes| pairs.push(repaired(bytes).as_bytes()));
        let fields = pairs.finish().unwrap_or_default();
        let seen = seen.with_first_values(arena);
        (Headers { fields, seen }, limit)
    }

    /// The first value of a field, its name in any case, with its NUL.
    pub fn find_z<'p>(&self, arena: &'p Arena, name: &str) -> &'p str {
        let same = |field: &str| field.trim_end_matches('\0').eq_ignore_ascii_case(name);
        let mut fields = arena.pairs_z(self.fields);
        fields
            .find(|(field, _)| same(field))
            .map_or("\0", |(_, value)| value)
    }
}

impl KnownHeaders {
    /// Values that have no comma of their own: where a stack has joined repeated headers, the
    /// first value counts. They are shown and logged as one line; a field may hold tabs.
    fn with_first_values(mut self, arena: &mut Arena) -> KnownHeaders {
        let single = [
            &mut self.cos_request_id,
            &mut self.ci_request_id,
            &mut self.foreign_request_id,
            &mut self.cos_trace_id,
            &mut self.error_code,
            &mut self.error_number,
            &mut self.foreign_error_code,
            &mut self.bucket_region,
        ];
        for span in single.into_iter().filter(|span| !span.is_empty()) {
            let bytes = arena.bytes(*span);
            let comma = memchr::memchr(b',', bytes);
            if comma.is_none() && is_printable_ascii(bytes) {
                continue;
            }
            let value = arena.get(*span);
            let first = match comma {
                Some(comma) => value[..comma].trim_end(),
                None => value,
            };
            match one_line(first) {
                Cow::Borrowed(line) if line.len() == value.len() => {}
                line => {
                    let line = line.into_owned();
                    *span = arena.push(&line);
                }
            }
        }
        self
    }

    /// Hands name and value of each field to `push`.
    fn copy(
        input: HeaderInput<'_>,
        mut push: impl FnMut(&[u8]) -> Span,
    ) -> (KnownHeaders, Option<TooLarge>) {
        let mut seen = KnownHeaders::default();
        let (mut count, mut bytes) = (0, 0);
        let mut keep = |name: &[u8], value: &[u8]| {
            bytes += name.len() + value.len();
            count += 1;
            if count > MAX_FIELDS {
                return Err(TooLarge::Fields(MAX_FIELDS));
            }
            if bytes > MAX_BYTES {
                return Err(TooLarge::Bytes(MAX_BYTES));
            }
            let name = trimmed(name);
            push(name);
            let value = trimmed(value);
            let kept = push(value);
            match seen.slot(name) {
                Some(slot) => *slot = slot.or(kept),
                None => seen.read_cache_field(name, value),
            }
            Ok(())
        };
        let end = match input {
            HeaderInput::Fields(fields) => fields.iter().try_for_each(|(n, v)| keep(n, v)),
            HeaderInput::Block(block) => each_line(block, &mut keep),
        };
        (seen, end.err())
    }

    /// Whether a cache sent the response: its dates and ids are then those of an earlier time.
    pub fn is_cached(&self, arena: &Arena) -> bool {
        // Tencent's CDN names itself so, and does not always report a hit.
        arena.get(self.server).starts_with("NWS") || self.age_s > 0 || self.is_hit
    }

    /// Whether a header names who sent the response: known where no mark of COS is there.
    pub fn names_another(&self) -> bool {
        !self.server.is_empty() || !self.foreign_request_id.is_empty()
    }

    /// Each cache on the way may add a field of its own: one that says so is enough.
    fn read_cache_field(&mut self, name: &[u8], value: &[u8]) {
        match name.len() {
            3 if name.eq_ignore_ascii_case(b"age") => self.age_s = self.age_s.max(oldest(value)),
            7 | 12 | 14 | 15 if is_cache_status(name) => self.is_hit |= says_hit(value),
            _ => {}
        }
    }

    /// The slot that a header fills. Lengths are compared first: most headers match none.
    fn slot(&mut self, name: &[u8]) -> Option<&mut Span> {
        // Compared first as most servers write them: COS's own names are in lower case.
        let is = |expected: &str| {
            let expected = expected.as_bytes();
            name == expected || name.eq_ignore_ascii_case(expected)
        };
        Some(match name.len() {
            4 if is("Date") => &mut self.date,
            6 if is("Server") => &mut self.server,
            7 if is("x-errno") => &mut self.error_number,
            8 if is("Location") => &mut self.location,
            11 if is("Retry-After") => &mut self.retry_after,
            12 if is("Content-Type") => &mut self.content_type,
            14 if is("x-cos-trace-id") => &mut self.cos_trace_id,
            15 if is("x-ci-request-id") => &mut self.ci_request_id,
            16 if is("x-cos-request-id") => &mut self.cos_request_id,
            16 if is("Content-Encoding") => &mut self.content_encoding,
            16 if is("x-cos-error-code") => &mut self.error_code,
            16 if is("x-amz-error-code") => &mut self.foreign_error_code,
            16 if is("x-amz-request-id") || is("x-oss-request-id") => &mut self.foreign_request_id,
            16 if is("x-obs-request-id") || is("x-iss-request-id") => &mut self.foreign_request_id,
            19 if is("x-cos-error-message") => &mut self.error_message,
            19 if is("x-amz-error-message") => &mut self.foreign_error_message,
            19 if is("x-cos-bucket-region") => &mut self.bucket_region,
            19 if is("x-cos-delete-marker") => &mut self.delete_marker,
            _ => return None,
        })
    }
}

/// The fields in which a cache says whether it had the response.
fn is_cache_status(name: &[u8]) -> bool {
    const NAMES: [&str; 6] = [
        "x-cache",
        "cache-status",
        "x-cache-lookup",
        "x-cache-status",
        "eo-cache-status",
        "cf-cache-status",
    ];
    let mut names = NAMES.iter().filter(|own| own.len() == name.len());
    names.any(|own| name.eq_ignore_ascii_case(own.as_bytes()))
}

fn says_hit(value: &[u8]) -> bool {
    value
        .windows(3)
        .any(|word| word.eq_ignore_ascii_case(b"hit"))
}

/// The largest number of a list, which is what is left of several `Age` fields; 0 if it has none.
fn oldest(value: &[u8]) -> i64 {
    let ages = value.split(|b| *b == b',').filter_map(|age| {
        let age = std::str::from_utf8(age.trim_ascii()).ok()?;
        let is_number = !age.is_empty() && age.bytes().all(|b| b.is_ascii_digit());
        // A number too large is a very long time, and not none.
        is_number.then(|| age.parse().unwrap_or(i64::MAX))
    });
    ages.max().unwrap_or(0)
}

/// Without white space at both ends. Nearly every string has none.
fn trimmed(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b'!'..=b'~', .., b'!'..=b'~'] => bytes,
        _ => bytes.trim_ascii(),
    }
}

/// A string as text: what is not UTF-8, and inner NULs, become U+FFFD.
fn repaired(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\0', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(input: HeaderInput<'_>) -> Vec<(String, String)> {
        let mut arena = Arena::with_capacity(0);
        let (headers, _) = Headers::read(input, &mut arena);
        let text = |string: &str| string.trim_end_matches('\0').to_owned();
        let fields = arena.pairs_z(headers.fields);
        fields.map(|(n, v)| (text(n), text(v))).collect()
    }

    #[test]
    fn strings_that_are_no_text_are_repaired_each_by_itself() {
        let fields = [
            (b"a".as_slice(), b"\xff".as_slice()),
            (b"b", b""),
            (b"c", b"x\0y"),
        ];
        let expected = [("a", "\u{fffd}"), ("b", ""), ("c", "x\u{fffd}y")];
        let expected: Vec<_> = expected.map(|(n, v)| (n.to_owned(), v.to_owned())).into();
        assert_eq!(values(HeaderInput::Fields(&fields)), expected);
    }

    #[test]
    fn a_block_is_read_with_status_line_folding_and_odd_lines() {
        let block =
            b"HTTP/1.1 404 Not Found\r\nDate: x\r\nA: one\r\n\ttwo\r\nnonsense\r\nB:\r\n\r\n";
        let expected = [("Date", "x"), ("A", "one two"), ("B", "")];
        let expected: Vec<_> = expected.map(|(n, v)| (n.to_owned(), v.to_owned())).into();
        assert_eq!(values(HeaderInput::Block(block)), expected);
    }

    #[test]
    fn limits_are_told_and_what_came_before_is_kept() {
        let many = vec![(b"a".as_slice(), b"b".as_slice()); MAX_FIELDS + 1];
        let mut arena = Arena::with_capacity(0);
        let (headers, limit) = Headers::read(HeaderInput::Fields(&many), &mut arena);
        assert_eq!(
            (arena.pairs_z(headers.fields).len(), limit),
            (MAX_FIELDS, Some(TooLarge::Fields(MAX_FIELDS)))
        );
        let long = vec![b'x'; MAX_BYTES];
        let fields = [(b"id".as_slice(), b"1".as_slice()), (b"big", &long)];
        let (headers, limit) = Headers::read(HeaderInput::Fields(&fields), &mut arena);
        assert_eq!(
            (arena.pairs_z(headers.fields).len(), limit),
            (1, Some(TooLarge::Bytes(MAX_BYTES)))
        );
    }

    #[test]
    fn an_empty_field_does_not_hide_a_later_one() {
        let fields = [
            (b"X-Cos-Request-Id".as_slice(), b" ".as_slice()),
            (b"x-cos-request-id".as_slice(), b"id".as_slice()),
        ];
        let mut arena = Arena::with_capacity(0);
        let (headers, _) = Headers::read(HeaderInput::Fields(&fields), &mut arena);
        assert_eq!(arena.get(headers.seen.cos_request_id), "id");
    }

    #[test]
    fn what_is_looked_at_is_one_line_and_the_field_is_as_it_came() {
        let read = |value: &'static [u8]| {
            let fields = [(b"x-cos-request-id".as_slice(), value)];
            let mut arena = Arena::with_capacity(0);
            let (headers, _) = Headers::read(HeaderInput::Fields(&fields), &mut arena);
            let kept = headers.find_z(&arena, "x-cos-request-id").to_owned();
            (arena.get(headers.seen.cos_request_id).to_owned(), kept)
        };
        for (value, line) in [
            ("a\t\tb\0", "a b"),
            ("a \u{85} b\0", "a b"),
            ("a\u{2028}b, c\0", "a b"),
            ("a b\0", "a b"),
        ] {
            let bytes = value.trim_end_matches('\0').as_bytes();
            assert_eq!(read(bytes), (line.to_owned(), value.to_owned()));
        }
    }
}
