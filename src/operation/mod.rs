//! What can be asked, and what comes back.

mod body;
mod head_bucket;
mod request;
mod response;
mod sink;

pub use body::{Body, Reader, Source};
pub use request::{CI_TOKEN, COS_TOKEN, Report, Request, check_header, trimmed};
pub use response::Response;
pub use sink::{Drain, Sink};
