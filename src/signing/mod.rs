//! From a request to what an HTTP stack sends: endpoint, URL, signature.
//!
//! Nothing here waits, reads a clock or opens anything.

pub mod credentials;
pub mod endpoint;
pub mod ipv6;
mod presigned;
pub mod signature;
mod signed_request;
pub mod signer;
#[cfg(any(test, feature = "web"))]
pub mod standalone;
pub mod unsent;
pub mod url;

pub use credentials::Credentials;
pub use signed_request::SignedRequest;
