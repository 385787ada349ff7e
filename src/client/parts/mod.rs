//! Files that are moved in parts.

mod checkpoint;
mod complete;
mod context;
mod download;
mod download_begin;
mod file_call;
mod group;
mod helper;
mod layout;
mod ledger;
mod moved_part;
mod progress;
mod requests;
mod settings;
mod source_file;
mod upload;
mod upload_begin;

pub use file_call::FileCall;
pub use settings::{FileReport, FileSettings};
