//! The retry class of an error.

use super::kind::{Kind, Retry};
use super::{CosError, Part, catalogue, explanation, local};

impl CosError {
    pub fn retry(&self) -> Retry {
        of(self)
    }

    /// Whether the request for one item of a partial failure may be retried.
    pub fn part_retry(&self, part: &Part) -> Retry {
        of_part(self, part)
    }
}

/// The catalogue decides before the status. A partial failure has the most
/// cautious class of its parts: the same request would repeat all of them.
fn of(error: &CosError) -> Retry {
    if local::shortage(error).is_some() {
        return Retry::Yes;
    }
    if error.kind() == Kind::Client {
        let of_reason = || error.reason().map_or(Retry::No, |reason| reason.retry());
        return error.own_retry.unwrap_or_else(of_reason);
    }
    let parts = error.parts().iter().map(|part| of_part(error, part));
    if let Some(retry) = parts.min_by_key(|retry| caution(*retry)) {
        return retry;
    }
    explanation::retry(error).unwrap_or_else(|| of_status(error.status()))
}

/// The class of one item of a partial failure. Items have no status.
fn of_part(error: &CosError, part: &Part) -> Retry {
    let code = error.arena.get(part.code);
    catalogue::find(code, error.responder(), 0).map_or(Retry::No, |entry| entry.retry)
}

/// From the most cautious class, 0, upwards.
fn caution(retry: Retry) -> u8 {
    match retry {
        Retry::No => 0,
        Retry::AfterFix => 1,
        Retry::Yes => 2,
    }
}

/// 514 and 520 to 524 are those of edges that limit the rate or cannot reach their origin.
fn of_status(status: u16) -> Retry {
    match status {
        408 | 429 | 500 | 502 | 503 | 504 | 514 | 520..=524 => Retry::Yes,
        _ => Retry::No,
    }
}
