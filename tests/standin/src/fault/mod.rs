//! What a request is to meet with.
//!
//! `name`, `transfer_name` and `message_name` read a fault's name, `choice` picks the faults of one request,
//! `told` has those that a control endpoint was told,
//! `answer` makes their answer, and `delivery` the bytes on the wire.

pub mod answer;
pub mod choice;
pub mod delivery;
pub mod framing;
pub mod listed;
pub mod message_name;
pub mod name;
pub mod page;
pub mod range;
pub mod surplus;
pub mod told;
pub mod transfer_name;

pub use delivery::Delivery;

use crate::receive::Reading;
use range::RangeForm;

/// The default is a proper answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// Seconds that the server's clock is ahead.
    pub skew: i64,
    pub delay_ms: u64,
    /// What of the body is read before this is carried out.
    pub reading: Reading,
    pub kind: Kind,
    pub shape: Shape,
    pub delivery: Delivery,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Proper,
    /// An answer of COS; the code is the one that fits unless given.
    Status(u16, Option<String>),
    /// The same for HEAD; a proper answer for every other method.
    HeadStatus(u16),
    /// HTML of a gateway in front of COS.
    Gateway(u16),
    /// HTML of the proxy that the request came through; proper without one.
    Proxy(ProxyFault),
    PortalRedirect(u16),
    PortalEmpty,
    PortalHtml,
    EchoSecrets,
    Hang,
    Reset,
    Close,
    Garbage,
    /// Reset on hosts below myqcloud.com, proper on all others.
    HostDown,
}

/// What a proxy does in place of a tunnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyFault {
    Status(u16),
    Hang,
    Close,
    Garbage,
    /// A tunnel, but `100 Continue` before its 200.
    Continue,
    /// A tunnel, but its 200 has lines that end with a line feed alone.
    LineFeeds,
}

/// How an answer differs from the usual one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    pub body: BodyForm,
    pub date: DateForm,
    /// Elements left out of the error, lower case.
    pub missing: Vec<String>,
    /// Neither id headers nor id elements.
    pub no_ids: bool,
    /// The error body is padded to this size.
    pub body_kib: Option<usize>,
    pub retry_after_s: Option<u64>,
    /// A cache's copy of this age in seconds.
    pub cached_s: Option<u64>,
    /// So many empty gzip members before the one that holds the body.
    pub gzip_members: usize,
    pub range: RangeForm,
    pub extra_headers: usize,
    pub header_kib: usize,
    /// In headers of any answer.
    pub wrong_crc: bool,
    pub wrong_etag: bool,
    /// This byte of a body differs.
    pub corrupt: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodyForm {
    #[default]
    Xml,
    Gzip,
    Gbk,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateForm {
    #[default]
    Now,
    Absent,
    Epoch,
}

/// A fault bucket's faults: `fault-slow-50-1250000000` has `slow-50`.
pub fn of_bucket(bucket: &str) -> Option<&str> {
    let (name, appid) = bucket.strip_prefix("fault-")?.rsplit_once('-')?;
    let digits = !appid.is_empty() && appid.bytes().all(|b| b.is_ascii_digit());
    digits.then_some(name)
}

#[cfg(test)]
mod documented_tests;
