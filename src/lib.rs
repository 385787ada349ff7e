//! One error model for Tencent Cloud COS, behind one C ABI.
//!
//! - [`error`]: the model, and what fills it from an answer.
//! - [`client`]: the way a request takes, from options to the answer.
//! - [`host`]: the grammar of COS hosts.
//! - [`operation`]: requests, responses, and calls with names of their own.
//! - [`ffi`]: conversion to and from C, and the guard. It alone knows of C.

mod client;
mod error;
mod ffi;
mod host;
mod operation;
