//! Structs that grow: their first member says how much of them the caller knows.

use std::mem::{MaybeUninit, size_of};

/// A struct of the header whose first member is `size_t struct_size`.
///
/// # Safety
/// The type is `repr(C)`, begins with a `usize`, and all its bytes may be zero.
pub unsafe trait Sized0: Copy {}

/// Reads as much of a caller's struct as the caller knows; the rest is zero.
/// The error is its size if that holds no member but itself; `None` for NULL.
///
/// # Safety
/// NULL, or a struct of which as many bytes are readable as its first member says.
pub unsafe fn read<T: Sized0>(from: *const T) -> Result<T, Option<usize>> {
    // SAFETY: the caller's word.
    let given = unsafe { size(from) }.ok_or(None)?;
    // A size in whole words: half a pointer is not a pointer.
    let known = given.min(size_of::<T>()) / align_of::<T>() * align_of::<T>();
    if known <= size_of::<usize>() {
        return Err(Some(given));
    }
    let mut value = MaybeUninit::<T>::zeroed();
    // SAFETY: `known` bytes are readable at `from` by the caller's word and fit in a `T`;
    // a `T` of zero bytes is valid by the trait's contract.
    unsafe {
        std::ptr::copy_nonoverlapping(from.cast::<u8>(), value.as_mut_ptr().cast::<u8>(), known);
        Ok(value.assume_init())
    }
}

/// Writes as much of a struct as the caller knows. False if nothing was written.
///
/// # Safety
/// NULL, or a struct of which as many bytes are writable as its first member says.
pub unsafe fn write<T: Sized0>(value: &T, to: *mut T) -> bool {
    // SAFETY: the caller's word.
    let Some(known) = (unsafe { known_size(to) }) else {
        return false;
    };
    let skip = size_of::<usize>();
    // SAFETY: `known` bytes are writable at `to` by the caller's word; the size itself stays.
    unsafe {
        let source = std::ptr::from_ref(value).cast::<u8>().add(skip);
        std::ptr::copy_nonoverlapping(source, to.cast::<u8>().add(skip), known - skip);
    }
    true
}

/// # Safety
/// As for [`write`].
unsafe fn known_size<T: Sized0>(at: *const T) -> Option<usize> {
    // SAFETY: the caller's word.
    let size = unsafe { size(at) }?;
    (size > size_of::<usize>()).then_some(size.min(size_of::<T>()))
}

/// The size that the caller has set; `None` for NULL.
///
/// # Safety
/// NULL, or a struct that begins with its size.
pub unsafe fn size<T: Sized0>(at: *const T) -> Option<usize> {
    // An element of an array whose distance is the caller's may lie anywhere.
    // SAFETY: the caller's word.
    (!at.is_null()).then(|| unsafe { at.cast::<usize>().read_unaligned() })
}
