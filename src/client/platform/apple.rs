//! macOS. It compiles, and was never run.

use std::net::TcpStream;

use super::Acknowledgements;

/// Opens a directory. The system has no way to open one that may be entered, but not read.
pub const DIRECTORY: i32 = libc::O_RDONLY | libc::O_DIRECTORY;

/// Errors that other systems do not have, with their texts.
pub const OWN_ERRORS: &[(i32, &str)] = &[];

/// The system counts retransmitted bytes, not how often one segment was sent again: a dead path is
/// found by the timeouts only.
pub fn acknowledgements(_stream: &TcpStream) -> Option<Acknowledgements> {
    None
}
