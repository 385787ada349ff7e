//! The C ABI: guard, convert, call, convert. No rule of the model lives here.

#![allow(non_camel_case_types, reason = "the names are C's")]

pub mod body;
pub mod call;
mod callback;
pub mod cancel;
pub mod client;
pub mod credentials;
pub mod error;
pub mod exchange;
// Linked into the shared library by build.rs; here for its test alone.
#[cfg(all(test, target_os = "linux", target_pointer_width = "64"))]
mod find_object;
mod guard;
pub mod log;
pub mod options;
pub mod request;
pub mod response;
mod shared;
pub mod sink;
mod strings;
pub mod structs;
pub mod text;
pub mod version;
