//! Who sent the response: COS, data processing, or a server in between.

use super::headers::Headers;
use super::kind::Responder;
use super::request_id::{self, Maker};
use crate::arena::{Arena, Span};

/// Judges by the marks that only Tencent's services leave. All newer SDKs use
/// the id header as the test; a page of a gateway has none of these.
pub fn judge(headers: &Headers, body_request_id: Span, arena: &Arena) -> Responder {
    let seen = &headers.seen;
    let server = arena.get(seen.server);
    let maker = || request_id::decode(arena.get(body_request_id)).map(|(maker, _)| maker);
    if !seen.cos_request_id.is_empty() || server == "tencent-cos" {
        Responder::Cos
    } else if !seen.ci_request_id.is_empty() || server == "tencent-ci" {
        Responder::Ci
    } else if let Some(maker) = maker() {
        match maker {
            Maker::Cos => Responder::Cos,
            Maker::Ci => Responder::Ci,
        }
    } else if headers.fields.is_empty() {
        Responder::Unknown
    } else {
        Responder::Other
    }
}
