//! One error model for Tencent Cloud COS, behind one C ABI.
//!
//! - [`error`]: the model, and what fills it from an answer.
//! - [`client`]: the way a request takes, from options to the answer.
//! - [`host`]: the grammar of COS hosts.
//! - [`request`]: what is asked, and the rules of its parts.
//! - [`response`]: what comes back.
//! - [`ffi`]: conversion to and from C, and the guard. It alone knows of C.

#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::panic,
        clippy::too_many_lines,
        reason = "tests fail by panics, and hold tables"
    )
)]

mod client;
mod error;
mod ffi;
mod host;
mod request;
mod response;
