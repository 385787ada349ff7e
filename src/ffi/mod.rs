//! The C ABI: guard, convert, call, convert. No rule of the model lives here.

// The names are C's.
#![allow(non_camel_case_types)]

pub mod error;
pub mod exchange;
mod guard;
mod strings;
pub mod structs;
pub mod version;
