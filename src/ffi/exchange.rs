//! Errors from answers and failures of the caller's own HTTP stack.

use std::ffi::{c_char, c_void};

use super::error::{cos_error_reason_t, cos_error_t};
use super::guard::guard_error;
use super::strings::{bytes, bytes_or_text, lossy, text};
use super::structs::{self, Sized0};
use crate::error::{CosError, Exchange, Failure, HeaderInput, Known, Reason, Result};

/// A header field. Lengths are in bytes; length 0 means that the string is
/// NUL-terminated. The bytes need not be UTF-8. This layout is frozen.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_header_t {
    pub name: *const c_char,
    pub value: *const c_char,
    pub name_len: usize,
    pub value_len: usize,
}

/// An answer, as any HTTP stack has it. Fill it with zeros, set struct_size to
/// `sizeof(cos_exchange_t)` and the members you know. Everything is borrowed
/// for the call only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_exchange_t {
    pub struct_size: usize,
    /// `"HEAD"`, `"GET"` ...; NULL: not known, not HEAD.
    pub method: *const c_char,
    /// The URL that was asked; NULL: not known.
    pub url: *const c_char,
    /// HTTP status; 0: not known, the body alone decides.
    pub status: i32,
    /// The header fields in the order they arrived, header_count of them.
    pub headers: *const cos_header_t,
    pub header_count: usize,
    /// Or one block as on the wire, with or without the status line; used if headers is NULL.
    pub raw_headers: *const c_char,
    pub raw_headers_len: usize,
    /// The body's bytes as received, gzip or not.
    pub body: *const c_void,
    pub body_len: usize,
    /// Not 0: fewer bytes arrived, or were kept, than were announced.
    pub body_truncated: i32,
    /// The root element of a success (`"CopyObjectResult"` ...); NULL: any.
    pub expect_root: *const c_char,
    /// Bucket and key where the URL does not name them (custom domains), or is not known; else NULL.
    pub bucket: *const c_char,
    pub key: *const c_char,
    /// When the answer arrived, Unix time in milliseconds; 0: not known, no skew is computed.
    pub received_at_ms: i64,
}

/// A failure without an answer, for integrators whose own transport failed.
/// Fill it with zeros, set struct_size to `sizeof(cos_client_failure_t)` and
/// the members you know. Everything is borrowed for the call only.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_client_failure_t {
    pub struct_size: usize,
    /// One of COS_ERROR_REASON_*.
    pub reason: cos_error_reason_t,
    /// For people, one line; NULL: the reason's constant text.
    pub message: *const c_char,
    /// The operating system's error number; 0: none.
    pub os_errno: i32,
    pub method: *const c_char,
    pub url: *const c_char,
    /// What is under the failure, in words; NULL: nothing known.
    pub cause: *const c_char,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_exchange_t {}
// SAFETY: as above.
unsafe impl Sized0 for cos_client_failure_t {}

/// Reads an answer: NULL if it is a success, else the error that it is.
/// exchange NULL, or too small a struct_size: an INVALID_ARGUMENT error.
/// The caller frees the error with cos_error_free. Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_error_from_response(exchange: *const cos_exchange_t) -> *mut cos_error_t {
    guard_error(|| {
        let given =
            structs::read(exchange).ok_or_else(|| no_struct("exchange", "cos_exchange_t"))?;
        read(&given)
    })
}

/// Makes a client error from a failure of the caller's own transport. Never
/// NULL: failure NULL, too small a struct_size or a reason that does not exist
/// give an INVALID_ARGUMENT error. The caller frees it with cos_error_free.
/// Any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_error_client(failure: *const cos_client_failure_t) -> *mut cos_error_t {
    guard_error(|| {
        let given =
            structs::read(failure).ok_or_else(|| no_struct("failure", "cos_client_failure_t"))?;
        Err(client(&given)?)
    })
}

fn no_struct(name: &str, type_name: &str) -> Box<CosError> {
    let fix = format!("point to a {type_name} whose struct_size is sizeof({type_name})");
    CosError::missing(name, &fix)
}

fn read(given: &cos_exchange_t) -> Result<()> {
    let headers = headers(given);
    let mut few = [Field::default(); FEW_FIELDS];
    let many: Vec<Field<'_>>;
    let fields = match few.get_mut(..headers.len()) {
        Some(few) => {
            few.iter_mut()
                .zip(headers)
                .for_each(|(to, from)| *to = field(from));
            &*few
        }
        None => {
            many = headers.iter().map(field).collect();
            &many
        }
    };
    let exchange = Exchange {
        method: text("method", given.method)?.unwrap_or(""),
        url: &lossy(given.url),
        status: Exchange::check_status(given.status)?,
        headers: match given.headers.is_null() {
            true => HeaderInput::Block(bytes_or_text(given.raw_headers, given.raw_headers_len)),
            false => HeaderInput::Fields(fields),
        },
        body: bytes(given.body, given.body_len),
        body_truncated: given.body_truncated != 0,
        expect_root: text("expect_root", given.expect_root)?.unwrap_or(""),
        bucket: text("bucket", given.bucket)?.unwrap_or(""),
        key: text("key", given.key)?.unwrap_or(""),
        received_at_ms: given.received_at_ms,
        known: Known::default(),
    };
    exchange.read().map_or(Ok(()), Err)
}

/// Name and value.
type Field<'a> = (&'a [u8], &'a [u8]);

/// So many fields are converted without an allocation: more than COS sends.
const FEW_FIELDS: usize = 24;

fn headers(given: &cos_exchange_t) -> &[cos_header_t] {
    if given.headers.is_null() || given.header_count == 0 {
        return &[];
    }
    // One more than the limit is enough to see that it is exceeded.
    let count = given.header_count.min(crate::error::MAX_HEADER_FIELDS + 1);
    // SAFETY: the header demands `header_count` fields that outlive the call.
    unsafe { std::slice::from_raw_parts(given.headers, count) }
}

fn field(header: &cos_header_t) -> Field<'_> {
    (
        bytes_or_text(header.name, header.name_len),
        bytes_or_text(header.value, header.value_len),
    )
}

fn client(given: &cos_client_failure_t) -> Result<Box<CosError>> {
    let Some(reason) = Reason::from_number(given.reason) else {
        let fix = "give one of COS_ERROR_REASON_*";
        return Err(CosError::argument("reason", &given.reason.to_string(), fix));
    };
    let cause = lossy(given.cause);
    let causes = if cause.is_empty() {
        Vec::new()
    } else {
        vec![cause.into_owned()]
    };
    Ok(Failure {
        reason: Some(reason),
        message: &lossy(given.message),
        os_errno: given.os_errno,
        method: &lossy(given.method),
        url: &lossy(given.url),
        causes: &causes,
        ..Failure::default()
    }
    .error())
}
