//! How an answer is sent: by the HTTP library, or byte for byte by us.

use std::time::Duration;

use bytes::Bytes;

use crate::answer::Answer;
use crate::net::link::{Part, RawPlan, Then};

/// The default leaves all to the HTTP library.
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

pub enum Sending {
    Library(Answer),
    Raw(RawPlan),
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
pub fn prepare(mut answer: Answer, delivery: &Delivery, head: bool, number: u64) -> Sending {
    let padded = delivery.fields > 0 || delivery.head_kib > 0;
    match delivery.way {
        Way::ResetAfter(most) if number > most => {
            return Sending::Raw(RawPlan::new("", Then::Reset));
        }
        Way::Whole | Way::ResetAfter(_) if !padded => return Sending::Library(answer),
        Way::CloseAfter(most) if number < most && !padded => return Sending::Library(answer),
        // What is cut must be announced, for HEAD too.
        Way::CutStatusLine | Way::CutHeaders | Way::CutBody => {
            answer.head_length = Some(answer.body.len());
        }
        _ => {}
    }
    // No sign of the close to come.
    if matches!(delivery.way, Way::CloseAfter(_)) && !answer.has("Connection") {
        answer.set("Connection", "keep-alive");
    }
    pad(&mut answer, delivery, head);
    let front = Bytes::from(answer.wire_head(head));
    let body = answer.wire_body(head);
    let whole = |then| RawPlan {
        parts: [Part::at_once(front.clone()), Part::at_once(body.clone())].into(),
        then,
    };
    let upto = |front_end: usize, body_end: usize, then| RawPlan {
        parts: [
            Part::at_once(front.slice(..front_end)),
            Part::at_once(body.slice(..body_end.min(body.len()))),
        ]
        .into(),
        then,
    };
    const HALF_A_STATUS_LINE: usize = "HTTP/1.1 4".len();
    let close = delivery.close();
    Sending::Raw(match delivery.way {
        Way::CutStatusLine => upto(HALF_A_STATUS_LINE, 0, close),
        Way::CutHeaders => upto(front.len() / 2, 0, close),
        Way::CutBody => upto(front.len(), body.len() / 2, close),
        Way::Cut(bytes) => upto(front.len(), bytes, close),
        Way::Stall(bytes) => upto(front.len(), bytes, Then::Hang),
        Way::SlowHeaders(milliseconds) => RawPlan {
            parts: [dripping(front, milliseconds), Part::at_once(body)].into(),
            then: Then::Keep,
        },
        Way::Drip(milliseconds) => RawPlan {
            parts: [Part::at_once(front), dripping(body, milliseconds)].into(),
            then: Then::Keep,
        },
        Way::CloseAfter(most) if number >= most => whole(close),
        Way::Whole | Way::CloseAfter(_) | Way::ResetAfter(_) => whole(Then::Keep),
    })
}

fn dripping(bytes: Bytes, milliseconds: u64) -> Part {
    Part {
        bytes,
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
