//! What can be asked, and what comes back.

mod head_bucket;
mod request;
mod response;

pub use request::{Request, check_header};
pub use response::Response;
