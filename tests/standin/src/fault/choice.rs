//! The faults of one request, where they depend on the requests before it.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::{Fault, name};

/// Counters and generators kept; beyond that the oldest go.
const KEPT: usize = 50_000;

/// What `random-SEED` picks from, and how often.
const PICKS: &[(&str, u64)] = &[
    ("proper", 10),
    ("slow", 3),
    ("status-400", 1),
    ("status-403", 1),
    ("status-404", 1),
    ("status-500", 1),
    ("status-503", 1),
    ("503-no-id", 1),
    ("gzip", 1),
    ("big-64", 1),
    ("gateway-404", 1),
    ("gateway-502", 1),
    ("portal-302", 1),
    ("reset", 1),
    ("close", 1),
    ("close-after-1", 1),
    ("garbage", 1),
    ("cut-headers", 1),
    ("cut-body", 1),
];

/// The longest answer time that `random-SEED` picks.
const SLOWEST_MS: u64 = 200;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub fault: Fault,
    /// What `random-SEED` picked.
    pub picked: Option<String>,
}

#[derive(Default)]
pub struct Choices(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    /// Requests that met a `fail-N-FAULT`; states of generators.
    /// The keys are hashes: names may be long, and a collision harms only a test.
    numbers: HashMap<u64, u64>,
    /// Keys of `numbers`, oldest first.
    order: VecDeque<u64>,
    picked: BTreeMap<&'static str, u64>,
}

impl Choices {
    /// The faults of a request; `who` is what `fail-N-FAULT` counts by.
    pub fn of_request(
        &self,
        bucket: Option<&str>,
        header: Option<&str>,
        who: &str,
    ) -> Result<Choice, String> {
        let mut choice = Choice::default();
        let listed = header.unwrap_or("").split(',').map(str::trim);
        let listed = listed.filter(|names| !names.is_empty());
        for names in bucket.into_iter().chain(listed) {
            self.add(&mut choice, names, who)?;
        }
        Ok(choice)
    }

    fn add(&self, choice: &mut Choice, names: &str, who: &str) -> Result<(), String> {
        let mut rest = Some(names);
        while let Some(names) = rest {
            // What fails N times may be several faults, so it goes to the end.
            if let Some((times, faults)) = failing(names) {
                let mut broken = choice.fault.clone();
                name::add_all(&mut broken, faults)?;
                let mut memory = self.lock();
                let count = memory.number((who, names));
                *count += 1;
                if *count <= times {
                    choice.fault = broken;
                }
                return Ok(());
            }
            let (first, more) = match names.split_once("-and-") {
                Some((first, more)) => (first, Some(more)),
                None => (names, None),
            };
            match first.strip_prefix("random-").map(str::parse) {
                Some(Ok(seed)) => self.pick(choice, seed)?,
                _ => name::add(&mut choice.fault, first)?,
            }
            rest = more;
        }
        Ok(())
    }

    fn pick(&self, choice: &mut Choice, seed: u64) -> Result<(), String> {
        let mut memory = self.lock();
        let count = memory.number(("random", seed));
        let pick = picked_by(draw(seed, count));
        let delay_ms = draw(seed, count) % SLOWEST_MS + 1;
        *memory.picked.entry(pick).or_default() += 1;
        let text = match pick {
            "slow" => format!("slow-{delay_ms}"),
            other => other.to_string(),
        };
        if pick != "proper" {
            name::add(&mut choice.fault, &text)?;
        }
        choice.picked = Some(text);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often `random-SEED` picked what.
    pub fn picked(&self) -> Value {
        json!(self.lock().picked)
    }

    /// Every counter and generator starts anew.
    pub fn clear(&self) {
        *self.lock() = Memory::default();
    }
}

impl Memory {
    /// The number of this name, 0 at first.
    fn number(&mut self, name: impl Hash) -> &mut u64 {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let key = hasher.finish();
        if !self.numbers.contains_key(&key) {
            if self.order.len() >= KEPT
                && let Some(oldest) = self.order.pop_front()
            {
                self.numbers.remove(&oldest);
            }
            self.order.push_back(key);
        }
        self.numbers.entry(key).or_default()
    }
}

/// `fail-N-times-then-ok:FAULTS`, or `fail-N-FAULTS` for bucket names.
fn failing(names: &str) -> Option<(u64, &str)> {
    if names == "token-expired-once" {
        return Some((1, "status-400-ExpiredToken"));
    }
    let (times, faults) = names.strip_prefix("fail-")?.split_once('-')?;
    let faults = faults.strip_prefix("times-then-ok:").unwrap_or(faults);
    Some((times.parse().ok()?, faults))
}

/// Err: these faults, as in a header, name one that there is not.
pub fn check(listed: &str) -> Result<(), String> {
    let mut fault = Fault::default();
    for names in listed.split(',').map(str::trim) {
        let mut rest = names;
        while !rest.is_empty() {
            if let Some((_, faults)) = failing(rest) {
                name::add_all(&mut fault, faults)?;
                break;
            }
            let (first, more) = rest.split_once("-and-").unwrap_or((rest, ""));
            let seed = first.strip_prefix("random-").map(str::parse::<u64>);
            if !matches!(seed, Some(Ok(_))) {
                name::add(&mut fault, first)?;
            }
            rest = more;
        }
    }
    Ok(())
}

fn picked_by(number: u64) -> &'static str {
    let weights: u64 = PICKS.iter().map(|(_, weight)| weight).sum();
    let mut left = number % weights;
    for (pick, weight) in PICKS {
        if left < *weight {
            return pick;
        }
        left -= weight;
    }
    "proper"
}

/// The next number of a SplitMix64 generator that has given `count` numbers.
fn draw(seed: u64, count: &mut u64) -> u64 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    *count += 1;
    let mut z = seed.wrapping_add(count.wrapping_mul(STEP));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
#[path = "choice_tests.rs"]
mod tests;
