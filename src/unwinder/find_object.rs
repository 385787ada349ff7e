//! `_dl_find_object` for the unwinder that is linked into the shared library.
//!
//! The unwinder of newer compilers calls the loader to find the tables of an
//! address are, by a function that glibc has only since 2.35. With this one in
//! its place the shared library needs no more than dl_iterate_phdr, which every
//! glibc has. build.rs compiles this file by itself, against `core` alone: the
//! static library must not define a symbol of the C library.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::{null, null_mut};

/// `struct dl_find_object` on 64-bit machines. The unwinder reads `tables` alone.
#[repr(C)]
pub struct DlFindObject {
    flags: u64,
    map_start: *const c_void,
    map_end: *const c_void,
    link_map: *mut c_void,
    tables: *const c_void,
    reserved: [u64; 7],
}

/// `struct dl_phdr_info`, as far as every glibc has it.
#[repr(C)]
struct LoadedObject {
    base: usize,
    name: *const c_char,
    segments: *const Segment,
    count: u16,
}

/// `Elf64_Phdr`
#[repr(C)]
struct Segment {
    kind: u32,
    flags: u32,
    offset: u64,
    address: usize,
    physical: u64,
    in_file: u64,
    size: usize,
    align: u64,
}

const LOAD: u32 = 1;
const EH_FRAME: u32 = 0x6474_e550;

struct Search {
    address: usize,
    found: Option<DlFindObject>,
}

unsafe extern "C" {
    fn dl_iterate_phdr(
        visit: unsafe extern "C" fn(*const LoadedObject, usize, *mut c_void) -> c_int,
        search: *mut c_void,
    ) -> c_int;
}

/// 0 and the object that the address lies in, or -1.
///
/// # Safety
/// `result` can be written to.
#[cfg_attr(not(test), unsafe(no_mangle))]
pub unsafe extern "C" fn _dl_find_object(
    address: *const c_void,
    result: *mut DlFindObject,
) -> c_int {
    let address = address as usize;
    let mut search = Search {
        address,
        found: None,
    };
    // SAFETY: the loader calls `visit` during this call alone, with `search`.
    unsafe { dl_iterate_phdr(visit, (&raw mut search).cast()) };
    match search.found {
        Some(found) => {
            // SAFETY: the caller's word.
            unsafe { result.write(found) };
            0
        }
        None => -1,
    }
}

/// 1, which ends the visits, if this is the object.
unsafe extern "C" fn visit(
    object: *const LoadedObject,
    _size: usize,
    search: *mut c_void,
) -> c_int {
    // SAFETY: both are the loader's word, and last longer than this call; so do the segments.
    let (object, search) = unsafe { (&*object, &mut *search.cast::<Search>()) };
    // SAFETY: as above.
    let segments =
        unsafe { core::slice::from_raw_parts(object.segments, usize::from(object.count)) };
    let mut mapping = None;
    let mut tables = null();
    for segment in segments {
        let start = object.base.wrapping_add(segment.address);
        match segment.kind {
            LOAD if search.address.wrapping_sub(start) < segment.size => {
                mapping = Some((start, start.wrapping_add(segment.size)));
            }
            EH_FRAME => tables = start as *const c_void,
            _ => {}
        }
    }
    let Some((start, end)) = mapping else {
        return 0;
    };
    search.found = (!tables.is_null()).then_some(DlFindObject {
        flags: 0,
        map_start: start as *const c_void,
        map_end: end as *const c_void,
        link_map: null_mut(),
        tables,
        reserved: [0; 7],
    });
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_has_tables_and_a_small_number_has_none() {
        let mut found = core::mem::MaybeUninit::<DlFindObject>::uninit();
        let here = visit as *const c_void;
        // SAFETY: it is written to when the result is 0, and read only then.
        let found = unsafe {
            assert_eq!(_dl_find_object(8 as *const c_void, found.as_mut_ptr()), -1);
            assert_eq!(_dl_find_object(here, found.as_mut_ptr()), 0);
            found.assume_init()
        };
        assert!(found.map_start <= here && here < found.map_end);
        // Version 1 of the table, as the linker writes it.
        // SAFETY: the loader has mapped it.
        assert_eq!(unsafe { found.tables.cast::<u8>().read() }, 1);
    }
}
