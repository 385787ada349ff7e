//! Explains codes and request ids without an error, for C.

use std::ffi::c_char;

use super::error::{
    COS_RESPONDER_CI, COS_RESPONDER_COS, COS_RESPONDER_OTHER, cos_responder_t, cos_retry_t,
};
use super::guard::guard;
use super::strings::{EMPTY, c_str, lossy};
use super::structs::{self, Sized0};
use crate::error::lookup::{self, Code};
use crate::error::{Language, Maker, Responder, decode_id};

/// The contents of a request id. Set struct_size to `sizeof(cos_id_t)`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_id_t {
    /// Must be `sizeof(cos_id_t)`.
    pub struct_size: usize,
    /// The service that made the id: COS_RESPONDER_COS or COS_RESPONDER_CI.
    pub responder: cos_responder_t,
    /// Always 0: keeps the next member where it is on every platform.
    pub reserved: i32,
    /// When the id was made, in Unix seconds by the clock of the server.
    pub made_at_s: i64,
}

// SAFETY: repr(C), begins with its size, and zero is a value of every member.
unsafe impl Sized0 for cos_id_t {}

/// Returns the number of different codes in the catalogue. Codes are added in later
/// versions. May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_code_count() -> usize {
    guard(0, lookup::count)
}

/// Returns the name of a code, "NoSuchBucket" ..., index from 0; "" beyond the last. The
/// order may change between versions. The string is static: do not free it. May be called on any
/// thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_code_name(index: usize) -> *const c_char {
    guard(EMPTY, || lookup::name_z(index).map_or(EMPTY, c_str))
}

/// Returns the HTTP status that the documents give for a code; 0 if they give none, if the code
/// is unknown or NULL. Upper and lower case are not distinguished, and the misspelt forms that
/// services send are known. Some codes of COS and of data processing differ in status, retry
/// class and advice: responder chooses the service. With
/// COS_RESPONDER_UNKNOWN, and any other number, COS comes first. If one service sends a code
/// with two statuses, this is the one in which users meet it most: 403 for InvalidObjectState,
/// and 307 for TemporaryRedirect. May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_code_status(code: *const c_char, responder: cos_responder_t) -> i32 {
    with(code, responder, 0, |code| i32::from(code.status()))
}

/// Returns the retry class of a code, COS_RETRY_*; -1 if the code is unknown or NULL. The class
/// of an error may differ, because its message and its request are known too.
/// cos_code_status describes code and responder. May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_code_retry(code: *const c_char, responder: cos_responder_t) -> cos_retry_t {
    with(code, responder, -1, |code| code.retry() as i32)
}

/// Returns the cause of a code and what to do, in general words, in "en" or "zh"; NULL and
/// unknown languages read as "en". "" is returned if the code is unknown, and for a NULL
/// code. The advice of an error is more exact: it names bucket, object and permission.
/// cos_code_status describes code and responder. The string is static: do not free it. May be called on
/// any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_code_advice(
    code: *const c_char,
    responder: cos_responder_t,
    language: *const c_char,
) -> *const c_char {
    with(code, responder, EMPTY, |code| {
        // SAFETY: as the header requires, it is NULL, or a NUL-terminated string.
        let language = Language::of(&unsafe { lossy(language) });
        c_str(code.advice_z(language))
    })
}

/// Returns the URL of the page that documents a code; "" if the code is unknown or NULL.
/// cos_code_status describes code and responder. The string is static: do not free it.
/// May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_code_doc_url(
    code: *const c_char,
    responder: cos_responder_t,
) -> *const c_char {
    with(code, responder, EMPTY, |code| c_str(code.doc_url_z()))
}

/// Reads a request id of COS or of data processing: which service made it, and when. Returns
/// 1 if id was written; 0 if nothing was: a NULL, too small a struct_size, or the request id
/// of another system. The form of request ids is not documented, so take the result as a
/// hint. May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_id_read(request_id: *const c_char, id: *mut cos_id_t) -> i32 {
    guard(0, || {
        // SAFETY: as the header requires, it is NULL, or a NUL-terminated string.
        let Some((maker, made_at_s)) = decode_id(&unsafe { lossy(request_id) }) else {
            return 0;
        };
        let value = cos_id_t {
            struct_size: 0,
            responder: match maker {
                Maker::Cos => COS_RESPONDER_COS,
                Maker::Ci => COS_RESPONDER_CI,
            },
            reserved: 0,
            made_at_s,
        };
        // SAFETY: the header requires NULL, or a struct as large as its first member says.
        i32::from(unsafe { structs::write(&value, id) })
    })
}

/// Reads a row of the catalogue; `nothing` where there is none.
fn with<T: Copy>(
    code: *const c_char,
    responder: cos_responder_t,
    nothing: T,
    read: impl FnOnce(&'static Code) -> T,
) -> T {
    guard(nothing, || {
        // SAFETY: as the header requires, it is NULL, or a NUL-terminated string.
        let code = unsafe { lossy(code) };
        lookup::code(&code, responder_of(responder)).map_or(nothing, read)
    })
}

fn responder_of(number: cos_responder_t) -> Responder {
    match number {
        COS_RESPONDER_COS => Responder::Cos,
        COS_RESPONDER_CI => Responder::Ci,
        COS_RESPONDER_OTHER => Responder::Other,
        _ => Responder::Unknown,
    }
}
