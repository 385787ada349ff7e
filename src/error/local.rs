//! Failures of this machine, distinguished by the system's error number.

use super::kind::Kind;
use super::{CosError, Reason};

/// The case of the catalogue for a shortage: of descriptors, threads, memory or ports.
/// The shortage may pass, so a retry of the same request may succeed.
pub fn shortage(error: &CosError) -> Option<&'static str> {
    let is_local = error.kind() == Kind::Client && error.reason() == Some(Reason::LocalIo);
    match error.os_errno() {
        _ if !is_local => None,
        libc::EMFILE | libc::ENFILE => Some("local/descriptors"),
        libc::EAGAIN => Some("local/threads"),
        libc::ENOMEM | libc::ENOBUFS => Some("local/memory"),
        libc::EADDRNOTAVAIL => Some("local/ports"),
        _ => None,
    }
}
