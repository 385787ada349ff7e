//! May the same request be sent again?

use super::kind::{Kind, Retry};
use super::{CosError, catalogue};

/// A catalogued code decides before the status.
pub fn of(error: &CosError) -> Retry {
    if error.kind() == Kind::Client {
        return error.reason().map_or(Retry::No, |reason| reason.retry());
    }
    match catalogue::find(error.code(), error.responder(), error.status()) {
        Some(entry) => entry.retry,
        None => of_status(error.status()),
    }
}

fn of_status(status: u16) -> Retry {
    match status {
        429 | 500 | 502 | 503 | 504 => Retry::Yes,
        _ => Retry::No,
    }
}
