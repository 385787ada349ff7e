//! The C ABI: guard, convert, call, convert. No rule of the model lives here.

// The names are C's.
#![allow(non_camel_case_types)]

pub mod call;
mod callback;
pub mod cancel;
pub mod client;
pub mod error;
pub mod exchange;
mod guard;
pub mod options;
pub mod request;
pub mod response;
mod strings;
pub mod structs;
pub mod version;
