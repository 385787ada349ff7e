//! Where credentials come from, and what is signed without being sent.

pub mod provider;
pub mod source;
mod unsent;

pub use provider::Provided;
pub use source::KeySource;
