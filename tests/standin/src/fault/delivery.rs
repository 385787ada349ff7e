//! From an answer to the bytes on the wire, and when they are sent.

use std::time::Duration;

use bytes::Bytes;

use crate::answer::Answer;
use crate::net::link::{Part, RawPlan, Then};

/// The default is the whole answer at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    pub way: Way,
    /// Header fields in all, as received; 0: as many as there are.
    pub fields: usize,
    /// Size of the header block, status line included; 0: what it takes.
    pub head_kib: usize,
    /// Closes without the TLS alert that announces it.
    pub unclean: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Way {
    #[default]
    Whole,
    /// Half of it, then closes.
    CutStatusLine,
    CutHeaders,
    CutBody,
    /// Headers and so many bytes of the body, then closes.
    Cut(usize),
    /// Headers and so many bytes of the body, then silence.
    Stall(usize),
    /// A byte of the header block every so many milliseconds.
    SlowHeaders(u64),
    /// A byte of the body every so many milliseconds.
    Drip(u64),
    /// Closes after so many requests of a connection, without a word.
    CloseAfter(u64),
    /// Resets at the next request after so many of a connection.
    ResetAfter(u64),
}

impl Delivery {
    /// How this delivery closes.
    pub fn close(&self) -> Then {
        if self.unclean {
            Then::Drop
        } else {
            Then::Close
        }
    }
}

/// `head`: the answer is to HEAD; `number`: of the request in its connection, from 1.
pub fn plan(mut answer: Answer, delivery: &Delivery, head: bool, number: u64) -> RawPlan {
    match delivery.way {
        Way::ResetAfter(most) if number > most => return RawPlan::new("", Then::Reset),
        // What is cut must be announced, for HEAD too.
        Way::CutStatusLine | Way::CutHeaders | Way::CutBody => {
            answer.head_length = Some(answer.body.len());
        }
        _ => {}
    }
    pad(&mut answer, delivery, head);
    let (front, body) = (answer.wire_head(head), answer.wire_body(head));
    const HALF_A_STATUS_LINE: usize = "HTTP/1.1 4".len();
    let close = delivery.close();
    match delivery.way {
        Way::Whole | Way::ResetAfter(_) => upto(front, body, Then::Keep),
        Way::CloseAfter(most) if number < most => upto(front, body, Then::Keep),
        Way::CloseAfter(_) => upto(front, body, close),
        Way::CutStatusLine => RawPlan::new(front[..HALF_A_STATUS_LINE].to_vec(), close),
        Way::CutHeaders => RawPlan::new(front[..front.len() / 2].to_vec(), close),
        Way::CutBody => upto(front, body.slice(..body.len() / 2), close),
        Way::Cut(bytes) => upto(front, body.slice(..bytes.min(body.len())), close),
        Way::Stall(bytes) => upto(front, body.slice(..bytes.min(body.len())), Then::Hang),
        Way::SlowHeaders(milliseconds) => RawPlan {
            parts: [dripping(front, milliseconds), Part::at_once(body)].into(),
            then: Then::Keep,
        },
        Way::Drip(milliseconds) => RawPlan {
            parts: [Part::at_once(front), dripping(body, milliseconds)].into(),
            then: Then::Keep,
        },
    }
}

/// In one packet where it is small.
fn upto(mut front: Vec<u8>, body: Bytes, then: Then) -> RawPlan {
    const SMALL: usize = 64 << 10;
    if body.len() <= SMALL {
        front.extend_from_slice(&body);
        return RawPlan::new(front, then);
    }
    RawPlan {
        parts: [Part::at_once(front), Part::at_once(body)].into(),
        then,
    }
}

fn dripping(bytes: impl Into<Bytes>, milliseconds: u64) -> Part {
    Part {
        bytes: bytes.into(),
        every: Some(Duration::from_millis(milliseconds)),
    }
}

/// Adds fields until the header block has the number and the size asked for.
fn pad(answer: &mut Answer, delivery: &Delivery, head: bool) {
    let length_field = usize::from(answer.length(head).is_some());
    for number in answer.headers.len() + length_field..delivery.fields {
        let field = (format!("x-standin-field-{number}"), number.to_string());
        answer.headers.push(field);
    }
    // Every line of the filling: `x-standin-fill: ...` and its line end.
    const NAME: &str = "x-standin-fill";
    const LEAST: usize = NAME.len() + 4;
    const USUAL: usize = 1024;
    let size = answer.wire_head(head).len();
    let mut missing = (delivery.head_kib << 10).saturating_sub(size);
    while missing > LEAST {
        let line = if missing > USUAL + LEAST {
            USUAL
        } else {
            missing
        };
        let field = (NAME.to_string(), "x".repeat(line - LEAST));
        answer.headers.push(field);
        missing -= line;
    }
}

#[cfg(test)]
#[path = "delivery_tests.rs"]
mod tests;
