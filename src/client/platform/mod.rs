//! What differs between systems. A port is a file here, and what the compiler then still names.

#[cfg(any(target_os = "linux", target_os = "android"))]
mod linux;
#[cfg(any(target_os = "linux", target_os = "android"))]
pub use linux::*;

#[cfg(target_vendor = "apple")]
mod apple;
#[cfg(target_vendor = "apple")]
pub use apple::*;

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
compile_error!(
    "the client has no file for this system in src/client/platform; without the feature `client` it needs none"
);

/// What the system reports of the acknowledgements of a connection.
pub struct Acknowledgements {
    /// Segments that were sent and not acknowledged.
    pub missing: u32,
    /// How often the first of them was sent again.
    pub retransmissions: u8,
    /// Milliseconds since the latest one came.
    pub latest_ms: u32,
}
