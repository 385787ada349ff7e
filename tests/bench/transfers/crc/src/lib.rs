//! CRC-64/XZ for the C programs of the benchmark.

use std::ffi::c_void;

use crc64fast::Digest;

/// A checksum of nothing yet, which lives as long as the process.
#[unsafe(no_mangle)]
pub extern "C" fn crc_new() -> *mut Digest {
    Box::leak(Box::new(Digest::new()))
}

/// Begins anew.
///
/// # Safety
/// `crc` is from `crc_new`, and nobody else uses it now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crc_reset(crc: *mut Digest) {
    // SAFETY: what the caller promises.
    unsafe { *crc = Digest::new() };
}

/// Adds bytes.
///
/// # Safety
/// As above; `bytes` are `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crc_write(crc: *mut Digest, bytes: *const c_void, length: usize) {
    // SAFETY: what the caller promises.
    unsafe { (*crc).write(std::slice::from_raw_parts(bytes.cast(), length)) };
}

/// The checksum of the bytes so far.
///
/// # Safety
/// As `crc_reset`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn crc_sum(crc: *const Digest) -> u64 {
    // SAFETY: what the caller promises.
    unsafe { (*crc).sum64() }
}
