//! The names of faults in messages: what is more, or other, than one proper response.

use super::delivery::Way;
use super::range::RangeForm;
use super::{BodyForm, Fault, name, surplus, transfer_name};
use transfer_name::pair;

/// Adds the fault of this name; None: no such fault.
pub fn add(fault: &mut Fault, name: &str) -> Option<()> {
    surplus::add(&mut fault.delivery.surplus, name)
        .or_else(|| odd_line(fault, name))
        .or_else(|| range(fault, name))
        .or_else(|| numbered(fault, name))
}

/// Header lines that a client has to cope with.
fn odd_line(fault: &mut Fault, name: &str) -> Option<()> {
    let line = match name.strip_prefix("line-")? {
        "folded" => "Content-Security-Policy: default-src 'self';\r\n img-src *",
        "blank-colon" => "Via : 1.1 standin",
        "blank-first" => " x-standin-blank: 1",
        "no-colon" => "x-standin-no-colon",
        "del" => "x-standin-del: a\x7fb",
        "bare-cr" => "x-standin-cr: a\rb",
        _ => return None,
    };
    fault.delivery.lines.push(line);
    Some(())
}

fn range(fault: &mut Fault, name: &str) -> Option<()> {
    fault.shape.range = match name.strip_prefix("range-")? {
        "ignored" => RangeForm::Ignored,
        "other" => RangeForm::Other,
        "short" => RangeForm::Short,
        "unasked" => RangeForm::Unasked,
        "unnamed" => RangeForm::Unnamed,
        "multipart" => RangeForm::Multipart,
        _ => return None,
    };
    Some(())
}

fn numbered(fault: &mut Fault, name: &str) -> Option<()> {
    let number = |prefix| name.strip_prefix(prefix);
    if let Some(age) = number("cached-") {
        const CENTURY_S: u64 = 100 * 365 * 86400;
        fault.shape.cached_s = Some(bounded(age, CENTURY_S)?);
    } else if let Some(size) = number("whole-") {
        const MOST: u64 = 1 << 20;
        fault.delivery.whole = usize::try_from(bounded(size, MOST)?).ok()?;
    } else if let Some(count) = number("trailers-") {
        fault.delivery.trailers = count.parse().ok()?;
        transfer_name::needs_chunks(fault);
    } else if let Some(tail) = number("tail-") {
        let (bytes, every_ms) = pair(tail)?;
        fault.delivery.way = Way::Tail(bytes, every_ms);
    } else if let Some(count) = number("gzip-members-") {
        const MOST: u64 = 1_000_000;
        fault.shape.gzip_members = usize::try_from(bounded(count, MOST)?).ok()?;
        fault.shape.body = BodyForm::Gzip;
        name::needs_error(fault, 404, None);
    } else {
        const MOST: u64 = 100_000_000;
        let flood = number("interims-")?;
        let (count, every_ms) = match pair(flood) {
            Some((count, every_ms)) => (count, Some(every_ms)),
            None => (flood.parse().ok()?, None),
        };
        fault.delivery.interims = (count <= MOST).then_some((count, every_ms))?.into();
    }
    Some(())
}

fn bounded(text: &str, most: u64) -> Option<u64> {
    text.parse().ok().filter(|number| *number <= most)
}

#[cfg(test)]
#[path = "message_name_tests.rs"]
mod tests;
