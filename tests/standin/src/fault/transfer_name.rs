//! The names of faults in transfers of bodies, up and down.

use super::Fault;
use super::delivery::{Ending, Way};
use super::framing::{CHUNK, Framing};

/// The largest chunk; each is made in memory.
const CHUNK_LIMIT: u64 = 16 << 20;
const BLANKS_LIMIT: u64 = 10_000;

/// Adds the fault of this name; None: no such fault.
pub fn add(fault: &mut Fault, name: &str) -> Option<()> {
    plain(fault, name)
        .or_else(|| upload(fault, name))
        .or_else(|| framing(fault, name))
        .or_else(|| numbered_way(fault, name))
}

fn plain(fault: &mut Fault, name: &str) -> Option<()> {
    match name {
        "unclean" => fault.delivery.ending = Ending::Unclean,
        "rst" => fault.delivery.ending = Ending::Reset,
        "linger" => fault.delivery.ending = Ending::Linger,
        "blackhole" => fault.reading.discard = true,
        "no-crc" => fault.reading.no_crc = true,
        "wrong-crc" => fault.shape.wrong_crc = true,
        "wrong-etag" => fault.shape.wrong_etag = true,
        "no-length" => fault.delivery.framing = Framing::Close,
        "chunked" => fault.delivery.framing = Framing::Chunks(CHUNK),
        "cut-last-chunk" => {
            needs_chunks(fault);
            fault.delivery.way = Way::CutLastChunk;
        }
        _ => return None,
    }
    Some(())
}

fn upload(fault: &mut Fault, name: &str) -> Option<()> {
    if let Some(status) = name.strip_prefix("interim-") {
        // 101 is none: another protocol would follow.
        let status = status.parse().ok();
        fault.reading.interim = Some(status.filter(|s| matches!(s, 100 | 102..=199))?);
        return Some(());
    }
    let amount = name.strip_prefix("read-")?;
    if let Some(pace) = amount.strip_prefix("trickle-") {
        fault.reading.pace = Some(pair(pace)?);
        return Some(());
    }
    fault.reading.only = Some(amount.parse().ok()?);
    // What follows on the connection is the rest of the body.
    if fault.delivery.way == Way::Whole {
        fault.delivery.way = Way::CloseAfter(1);
    }
    Some(())
}

fn framing(fault: &mut Fault, name: &str) -> Option<()> {
    let number = |prefix| name.strip_prefix(prefix);
    if let Some(size) = number("chunked-") {
        let size = size.parse().ok();
        let size = size.filter(|size| (1..=CHUNK_LIMIT).contains(size))?;
        fault.delivery.framing = Framing::Chunks(size);
    } else if let Some(more) = number("length-more-") {
        fault.delivery.framing = Framing::LengthMore(more.parse().ok()?);
    } else if let Some(less) = number("length-less-") {
        fault.delivery.framing = Framing::LengthLess(less.parse().ok()?);
    } else if let Some(blanks) = number("blanks-") {
        let (count, every_ms) = pair(blanks)?;
        needs_chunks(fault);
        fault.delivery.blanks = Some((count.min(BLANKS_LIMIT), every_ms));
    } else {
        fault.shape.corrupt = Some(number("corrupt-")?.parse().ok()?);
    }
    Some(())
}

fn numbered_way(fault: &mut Fault, name: &str) -> Option<()> {
    let number = |prefix| name.strip_prefix(prefix);
    fault.delivery.way = if let Some(bytes) = number("stall-head-") {
        Way::StallHead(bytes.parse().ok()?)
    } else if let Some(bytes) = number("cut-head-") {
        Way::CutHead(bytes.parse().ok()?)
    } else if let Some(chunks) = number("cut-chunk-") {
        let chunks = chunks.parse().ok()?;
        needs_chunks(fault);
        Way::CutChunk(chunks)
    } else if let Some(bytes) = number("stall-") {
        Way::Stall(bytes.parse().ok()?)
    } else if let Some(bytes) = number("cut-") {
        Way::Cut(bytes.parse().ok()?)
    } else if let Some(milliseconds) = number("slow-headers-") {
        Way::SlowHeaders(milliseconds.parse().ok()?)
    } else if let Some(milliseconds) = number("drip-") {
        Way::Trickle(1, milliseconds.parse().ok()?)
    } else {
        let (step, milliseconds) = pair(number("trickle-")?)?;
        Way::Trickle(usize::try_from(step).ok()?, milliseconds)
    };
    Some(())
}

pub(super) fn needs_chunks(fault: &mut Fault) {
    if !fault.delivery.framing.is_chunked() {
        fault.delivery.framing = Framing::Chunks(CHUNK);
    }
}

/// `N-MS`.
pub(super) fn pair(text: &str) -> Option<(u64, u64)> {
    let (first, second) = text.split_once('-')?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

#[cfg(test)]
#[path = "transfer_name_tests.rs"]
mod tests;
