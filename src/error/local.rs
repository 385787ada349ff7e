//! Failures of this machine, distinguished by the system's error number.

use super::kind::Kind;
use super::{CosError, Reason};

/// The case of the catalogue for a shortage: of descriptors, threads, memory or ports.
/// The shortage may pass, so a retry of the same request may succeed.
pub fn shortage(error: &CosError) -> Option<&'static str> {
    let is_local = error.kind() == Kind::Client && error.reason() == Some(Reason::LocalIo);
    is_local.then(|| case(error.os_errno())).flatten()
}

#[cfg(unix)]
fn case(os_errno: i32) -> Option<&'static str> {
    match os_errno {
        libc::EMFILE | libc::ENFILE => Some("local/descriptors"),
        libc::EAGAIN => Some("local/threads"),
        libc::ENOMEM | libc::ENOBUFS => Some("local/memory"),
        libc::EADDRNOTAVAIL => Some("local/ports"),
        _ => None,
    }
}

/// The error numbers of other systems are not known.
#[cfg(not(unix))]
fn case(_: i32) -> Option<&'static str> {
    None
}
