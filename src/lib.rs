//! One error model for Tencent Cloud COS, with one C ABI.
//!
//! - [`arena`]: one buffer for all strings of an object.
//! - [`document`]: the XML document of a success.
//! - [`error`]: the model, and what fills it from a response.
//! - [`client`]: the path of a request, from options to the response.
//! - [`guard`]: no panic leaves it.
//! - [`host`]: the grammar of COS hosts.
//! - [`operations`]: the table of COS operations.
//! - [`printable`]: what makes most texts quick to look through.
//! - [`request`]: a request, and the rules of its parts.
//! - [`response`]: the response to a request that succeeded.
//! - [`signing`]: endpoint, URL and signature of a request.
//! - [`words`]: bytes, eight at once.
//! - [`ffi`]: conversion to and from C, inside the guard. It alone knows of C.
//! - `unwinder/find_object.rs`: a query of the unwinder inside the shared library to the loader.

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::panic,
        clippy::too_many_lines,
        reason = "tests fail by panics, and hold tables"
    )
)]
#![cfg_attr(
    not(feature = "client"),
    allow(
        dead_code,
        unused_imports,
        reason = "what the client alone uses of the other modules"
    )
)]

mod arena;
#[cfg(feature = "client")]
mod client;
mod document;
mod error;
mod ffi;
// Linked into the shared library by build.rs; here for its test alone.
#[cfg(all(test, target_os = "linux", target_pointer_width = "64"))]
#[path = "unwinder/find_object.rs"]
mod find_object;
mod guard;
mod host;
mod operations;
mod printable;
mod request;
mod response;
mod signing;
mod words;
