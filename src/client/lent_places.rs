//! How many places of one kind are lent.

use std::sync::Arc;
use std::time::Instant;

use super::place::CallPlace;

/// Places of a kind that are lent at a time. Each costs a thread.
const MOST_LENT: usize = 1024;

#[derive(Default)]
pub struct LentPlaces(usize);

impl LentPlaces {
    pub fn count(&self) -> usize {
        self.0
    }

    /// Counts one more. False: too many are lent.
    pub fn lend(&mut self) -> bool {
        let may_lend = self.0 < MOST_LENT;
        self.0 += usize::from(may_lend);
        may_lend
    }

    /// Counts those whose callbacks have not returned for long, as far as they may be lent. How
    /// many these are.
    pub fn lend_stuck<'a>(
        &mut self,
        places: impl Iterator<Item = &'a Arc<CallPlace>>,
        now: Instant,
    ) -> usize {
        let left = MOST_LENT - self.0;
        let stuck = places
            .filter(|place| place.is_stuck(now))
            .take(left)
            .count();
        self.0 += stuck;
        stuck
    }

    pub fn take_back(&mut self) {
        self.0 -= 1;
    }
}
