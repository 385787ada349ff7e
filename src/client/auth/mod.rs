//! Where credentials come from, and presigned URLs.

mod presign;
pub mod provider;
pub mod source;

pub use provider::Provided;
pub use source::KeySource;
