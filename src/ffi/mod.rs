//! The C ABI: guard, convert, call, convert. No rule of the model lives here.

#![allow(non_camel_case_types, reason = "the names are C's")]

pub mod body;
pub mod call;
mod callback;
pub mod cancel;
pub mod catalogue;
pub mod client;
pub mod credentials;
pub mod error;
pub mod exchange;
mod guard;
mod handles;
pub mod log;
pub mod options;
pub mod request;
pub mod response;
pub mod sink;
mod strings;
pub mod structs;
pub mod text;
pub mod version;
