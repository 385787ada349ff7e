//! Random numbers, for waits and names.

use std::hash::{BuildHasher, RandomState};

/// A number from 0 to 1 that differs from call to call and from process to process.
pub fn random_fraction() -> f64 {
    (random() >> 11) as f64 / (1u64 << 53) as f64
}

/// A number that differs from call to call and from process to process.
pub fn random() -> u64 {
    // The keys are random for each program that starts, and differ for each state made; a
    // child of fork has those of its parent.
    RandomState::new().hash_one(std::process::id())
}
