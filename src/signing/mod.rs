//! From a request to what an HTTP stack sends: endpoint, URL, signature.
//!
//! Nothing here waits, reads a clock or opens anything.

pub mod credentials;
pub mod endpoint;
pub mod ipv6;
pub mod signature;
pub mod signer;
pub mod url;

pub use credentials::Credentials;
