//! Calls that are started, run on threads of the library, and complete in a queue.

mod call;
mod handle;
mod timekeeper;
mod workers;

pub use call::{NewCall, start};
pub use handle::Started;
pub use workers::Workers;
