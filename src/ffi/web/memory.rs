//! The module's linear memory, in which the host writes what it passes.

use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::ffi::c_void;
use std::ptr;

/// The alignment of every block: that of the widest member of a struct.
const ALIGN: usize = align_of::<u64>();

/// Returns a block of zeros, aligned to 8 bytes; NULL if size is 0 or there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn cos_web_allocate(size: usize) -> *mut c_void {
    match Layout::from_size_align(size, ALIGN) {
        // SAFETY: the size is not zero.
        Ok(layout) if size > 0 => unsafe { alloc_zeroed(layout) }.cast(),
        _ => ptr::null_mut(),
    }
}

/// Frees a block of cos_web_allocate, of the same size. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_web_release(block: *mut c_void, size: usize) {
    if block.is_null() {
        return;
    }
    if let Ok(layout) = Layout::from_size_align(size, ALIGN) {
        // SAFETY: the block was allocated with this layout, and is freed once.
        unsafe { dealloc(block.cast(), layout) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_zeros_and_aligned() {
        for size in [1, 7, 4096] {
            let block = cos_web_allocate(size);
            assert!(!block.is_null() && block.addr().is_multiple_of(ALIGN));
            // SAFETY: the block has that many bytes.
            let bytes = unsafe { std::slice::from_raw_parts(block.cast::<u8>(), size) };
            assert!(bytes.iter().all(|byte| *byte == 0));
            cos_web_release(block, size);
        }
        assert!(cos_web_allocate(0).is_null() && cos_web_allocate(usize::MAX).is_null());
        cos_web_release(ptr::null_mut(), 1);
    }
}
