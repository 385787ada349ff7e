//! What is sent although nobody asked for it.

use super::Delivery;
use crate::answer::Answer;
use crate::content::Content;
use crate::net::part::{Part, RawPlan, Start};

/// The default is a 200 in the segment of the response before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surplus {
    pub what: What,
    pub when: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One more response, with this status.
    Response(u16),
    /// A body where there can be none: to HEAD, of 204 and 304.
    Body,
}

impl Default for What {
    fn default() -> What {
        What::Response(200)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    #[default]
    SameSegment,
    /// The same segment; over TLS in a record of its own.
    NextRecord,
    NextSegment,
    /// So many milliseconds after the response has been read.
    Idle(u64),
}

/// The body of a response that nobody asked for.
pub const FOREIGN: &str = "bytes of another's object..";

/// Adds the fault of this name; None: no such fault.
pub fn add(surplus: &mut Option<Surplus>, name: &str) -> Option<()> {
    let rest = name.strip_prefix("surplus")?;
    let mut changed = surplus.clone().unwrap_or_default();
    match rest {
        "" => {}
        "-record" => changed.when = When::NextRecord,
        "-later" => changed.when = When::NextSegment,
        "-body" => changed.what = What::Body,
        _ => match rest.strip_prefix("-idle-") {
            Some(milliseconds) => changed.when = When::Idle(milliseconds.parse().ok()?),
            None => {
                let status = rest.strip_prefix("-status-")?.parse().ok();
                let status = status.filter(|status| (200..1000).contains(status))?;
                changed.what = What::Response(status);
            }
        },
    }
    *surplus = Some(changed);
    Some(())
}

impl Surplus {
    /// The bytes that come after this answer; empty: none can.
    pub fn of(&self, answer: &Answer, head: bool) -> Content {
        let none_can = head || matches!(answer.status, 204 | 304);
        match self.what {
            What::Response(status) => {
                let mut surplus = Answer::plain(status, FOREIGN);
                surplus.set("Server", "tencent-cos");
                surplus.set("x-standin-surplus", "1");
                let mut bytes = surplus.wire_head(surplus.length(false));
                bytes.extend_from_slice(&surplus.wire_body(false).to_vec());
                bytes.into()
            }
            What::Body if !none_can => Content::default(),
            What::Body if answer.body.is_empty() => FOREIGN.into(),
            What::Body => answer.body.clone(),
        }
    }
}

/// The length that a 204 or 304 announces, which has no body by right.
pub fn announced(delivery: &Delivery, answer: &Answer) -> Option<u64> {
    let surplus = delivery.surplus.as_ref()?;
    let bodiless = matches!(answer.status, 204 | 304) && surplus.what == What::Body;
    bodiless.then(|| surplus.of(answer, false).len())
}

impl RawPlan {
    /// The same with this surplus at its end.
    pub fn with_surplus(mut self, bytes: Content, when: When) -> RawPlan {
        if bytes.is_empty() {
            return self;
        }
        self.surplus = true;
        let part = match when {
            When::SameSegment if self.parts.len() == 1 => {
                let mut whole = Content::default();
                for part in self.parts.drain(..) {
                    whole.push(part.collect().into());
                }
                whole.push(bytes);
                Part::new(whole.to_vec())
            }
            When::NextRecord => {
                self.parts.iter_mut().for_each(|part| part.held = true);
                Part::new(bytes)
            }
            When::SameSegment | When::NextSegment => Part::new(bytes),
            When::Idle(milliseconds) => Part::new(bytes).from(Start::idle(milliseconds)),
        };
        self.parts.push_back(part);
        self
    }
}

#[cfg(test)]
#[path = "surplus_tests.rs"]
mod tests;
