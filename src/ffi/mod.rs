//! The C ABI: guard, convert, call, convert. No rule of the model lives here.

#![allow(non_camel_case_types, reason = "the names are C's")]

#[cfg(feature = "client")]
pub mod body;
#[cfg(feature = "client")]
pub mod call;
#[cfg(feature = "client")]
mod callback;
#[cfg(feature = "client")]
pub mod cancel;
pub mod catalogue;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod credentials;
#[cfg(feature = "client")]
pub mod document;
pub mod error;
pub mod exchange;
#[cfg(feature = "client")]
pub mod files;
mod handles;
#[cfg(feature = "client")]
pub mod log;
#[cfg(feature = "client")]
pub mod options;
#[cfg(feature = "client")]
pub mod queue;
#[cfg(feature = "client")]
pub mod request;
#[cfg(feature = "client")]
pub mod response;
pub mod scan;
pub mod sdk;
#[cfg(feature = "client")]
pub mod sign;
#[cfg(feature = "client")]
pub mod sink;
#[cfg(feature = "client")]
pub mod started;
mod strings;
pub mod structs;
pub mod text;
#[cfg(feature = "client")]
pub mod transfer;
pub mod version;
#[cfg(any(test, feature = "web"))]
mod web;

use crate::guard;
