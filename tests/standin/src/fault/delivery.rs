//! From an answer to the bytes on the wire, and when they are sent.

use super::framing::Framing;
use super::surplus::{self, Surplus};
use crate::answer::Answer;
use crate::content::Content;
use crate::net::part::{Part, RawPlan, Then};

/// The default is the whole answer at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    pub way: Way,
    pub framing: Framing,
    /// Header fields in all, as received; 0: as many as there are.
    pub fields: usize,
    /// Size of the header block, status line included; 0: what it takes.
    pub head_kib: usize,
    /// So many blanks in chunks of their own, one every so many milliseconds.
    pub blanks: Option<(u64, u64)>,
    pub ending: Ending,
    /// Header lines word for word, before the others.
    pub lines: Vec<&'static str>,
    /// Size of status line, headers and body; 0: what they take.
    pub whole: usize,
    /// Lines behind the last chunk.
    pub trailers: u64,
    /// So many interim responses, one every so many milliseconds, if so.
    pub interims: Option<(u64, Option<u64>)>,
    pub surplus: Option<Surplus>,
}

/// What an end of the connection looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    #[default]
    Close,
    /// Without the TLS alert that announces it.
    Unclean,
    Reset,
    Linger,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Way {
    #[default]
    Whole,
    /// Half of it, then closes.
    CutStatusLine,
    CutHeaders,
    CutBody,
    /// So many bytes of the header block, then closes.
    CutHead(usize),
    /// Headers and so many bytes of the body, then closes.
    Cut(u64),
    /// So many chunks and half the size line of the next, then closes.
    CutChunk(u64),
    /// All but the chunk that says that there are no more, then closes.
    CutLastChunk,
    /// So many bytes of the header block, then silence.
    StallHead(usize),
    /// Headers and so many bytes of the body, then silence.
    Stall(u64),
    /// A byte of the header block every so many milliseconds.
    SlowHeaders(u64),
    /// So many bytes of the body every so many milliseconds.
    Trickle(usize, u64),
    /// So many bytes of the body at once, then one every so many milliseconds.
    Tail(u64, u64),
    /// Closes after so many requests of a connection, without a word.
    CloseAfter(u64),
    /// Resets at the next request after so many of a connection.
    ResetAfter(u64),
}

impl Delivery {
    /// How this delivery closes.
    pub fn close(&self) -> Then {
        match self.ending {
            Ending::Close => Then::Close,
            Ending::Unclean => Then::Drop,
            Ending::Reset => Then::Reset,
            Ending::Linger => Then::Linger,
        }
    }

    fn then(&self, number: u64) -> Then {
        match self.way {
            Way::CloseAfter(most) if number >= most => self.close(),
            Way::Stall(_) | Way::StallHead(_) => Then::Hang,
            Way::CutStatusLine | Way::CutHeaders | Way::CutBody => self.close(),
            Way::CutHead(_) | Way::Cut(_) | Way::CutChunk(_) | Way::CutLastChunk => self.close(),
            _ if self.framing.needs_close() => self.close(),
            _ => Then::Keep,
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
    answer.lines.clone_from(&delivery.lines);
    let framing = match (head, answer.length(false)) {
        // Without a body there is nothing to frame.
        (true, _) | (_, None) => Framing::default(),
        _ => delivery.framing.clone(),
    };
    let length = framing.announce(&mut answer, head);
    let length = length.or(surplus::announced(delivery, &answer));
    let mut body = framing.part(answer.wire_body(head), delivery.trailers);
    pad(&mut answer, delivery, length, body.wire_length());
    let front = answer.wire_head(length);
    const HALF_A_STATUS_LINE: usize = "HTTP/1.1 4".len();
    let of_head = match delivery.way {
        Way::CutStatusLine => Some(HALF_A_STATUS_LINE),
        Way::CutHeaders => Some(front.len() / 2),
        Way::CutHead(bytes) | Way::StallHead(bytes) => Some(bytes.min(front.len())),
        _ => None,
    };
    let then = delivery.then(number);
    if let Some(bytes) = of_head {
        return RawPlan::new(front[..bytes].to_vec(), then);
    }
    let most = framing.wire_limit(&delivery.way, &answer.body, &body);
    if let Some(most) = most {
        body = body.upto(most);
    }
    let blanks = delivery.blanks.filter(|_| framing.is_chunked());
    let mut plan = arrange(front, blanks, body, &delivery.way, then);
    if let Some((count, every_ms)) = delivery.interims {
        plan.parts.push_front(interims(count, every_ms));
    }
    match &delivery.surplus {
        Some(surplus) => plan.with_surplus(surplus.of(&answer, head), surplus.when),
        None => plan,
    }
}

fn interims(count: u64, every_ms: Option<u64>) -> Part {
    const INTERIM: &[u8] = b"HTTP/1.1 103 Early Hints\r\nx-standin-interim: 1\r\n\r\n";
    let part = Part::new(Content::repeated(INTERIM, count));
    match every_ms {
        Some(every_ms) => part.paced(INTERIM.len(), every_ms),
        None => part,
    }
}

/// In one packet where it is small and nothing is slow.
fn arrange(
    front: Vec<u8>,
    blanks: Option<(u64, u64)>,
    body: Part,
    way: &Way,
    then: Then,
) -> RawPlan {
    const SMALL: u64 = 64 << 10;
    let (front, body) = match way {
        Way::SlowHeaders(every_ms) => (Part::new(front).paced(1, *every_ms), body),
        Way::Trickle(step, every_ms) => (Part::new(front), body.paced(*step, *every_ms)),
        Way::Tail(at_once, every_ms) => {
            let body = body.paced(1, *every_ms).after(*at_once);
            (Part::new(front), body)
        }
        _ if blanks.is_none() && body.wire_length() <= SMALL => {
            let mut whole = front;
            whole.extend_from_slice(&body.collect());
            return RawPlan::new(whole, then);
        }
        _ => (Part::new(front), body),
    };
    let blanks = blanks.map(|(count, every_ms)| {
        const BLANK: &[u8] = b"1\r\n \r\n";
        let count = usize::try_from(count).unwrap_or(0);
        Part::new(BLANK.repeat(count)).paced(BLANK.len(), every_ms)
    });
    RawPlan {
        parts: [Some(front), blanks, Some(body)]
            .into_iter()
            .flatten()
            .collect(),
        then,
        surplus: false,
    }
}

/// Adds fields until the header block has the number and the size asked for.
fn pad(answer: &mut Answer, delivery: &Delivery, length: Option<u64>, body: u64) {
    let length_field = usize::from(length.is_some());
    for number in answer.headers.len() + length_field..delivery.fields {
        let field = (format!("x-standin-field-{number}"), number.to_string());
        answer.headers.push(field);
    }
    // Every line of the filling: `x-standin-fill: ...` and its line end.
    const NAME: &str = "x-standin-fill";
    const LEAST: usize = NAME.len() + 4;
    const USUAL: usize = 1024;
    let size = answer.wire_head(length).len();
    let of_head = delivery.whole.saturating_sub(body as usize);
    let mut missing = (delivery.head_kib << 10).max(of_head).saturating_sub(size);
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
