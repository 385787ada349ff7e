//! Calls that are started, run on threads of the library, and complete in a queue.

mod call;
mod handle;
mod job;
mod line;
mod running;
mod timekeeper;
mod worker_pool;
mod workers;

pub use call::{NewCall, start};
pub use handle::Started;
pub use job::Job;
pub use running::Running;
pub use workers::Workers;
