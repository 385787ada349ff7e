//! Credentials, and the signatures of requests.

pub mod credentials;
mod presign;
pub mod provider;
pub mod signature;
pub mod signer;
pub mod source;

pub use credentials::Credentials;
pub use provider::Provided;
pub use source::KeySource;
