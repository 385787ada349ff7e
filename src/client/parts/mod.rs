//! Files that are moved in parts.

mod complete;
mod context;
mod file_call;
mod group;
mod helper;
mod layout;
mod ledger;
mod progress;
mod requests;
mod settings;
mod source_file;
mod upload;

pub use file_call::FileCall;
pub use settings::{FileReport, FileSettings};
