//! Errors from responses and failures of the caller's own HTTP stack.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;

use super::error::{cos_error_reason_t, cos_error_t, guard_error};

use super::strings::{bytes, bytes_or_text, lossy, text};
use super::structs::{self, Sized0};
use crate::error::{ANY_ROOT, CosError, Exchange, Failure, HeaderInput, Known, Reason, Result};

/// One header. Lengths are in bytes, and the bytes need not be UTF-8. If name_len is 0, the
/// name ends with a NUL, and so does the value if value_len is also 0. If name_len is not 0,
/// value_len is the exact length, so 0 means an empty value, and nothing after it is read.
/// Leave out lines without a name. This layout never changes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_header_t {
    /// Name of the header, in any case.
    pub name: *const c_char,
    /// Value of the header.
    pub value: *const c_char,
    /// Number of bytes of name, or 0 if it ends with a NUL.
    pub name_len: usize,
    /// Number of bytes of value.
    pub value_len: usize,
}

/// A response, as any HTTP stack received it. Fill the struct with zeros, set struct_size to
/// `sizeof(cos_exchange_t)`, then set the members that you know. All pointers are borrowed for
/// the duration of the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_exchange_t {
    /// Must be `sizeof(cos_exchange_t)`.
    pub struct_size: usize,
    /// Method of the request: `"HEAD"`, `"GET"`... NULL means that it is not known, and that it
    /// was not HEAD.
    pub method: *const c_char,
    /// URL of the request. NULL means that it is not known.
    pub url: *const c_char,
    /// HTTP status of the final response, 200 to 999. If it is 0, it is taken from a status
    /// line in raw_headers, or from HTTP/2's ":status" in headers. If there is neither, the
    /// body decides: an error in it is returned as that error, a document of COS counts as a
    /// success, and everything else is reported as BAD_RESPONSE.
    pub status: i32,
    /// The response headers in the order in which they arrived.
    pub headers: *const cos_header_t,
    /// Number of headers.
    pub header_count: usize,
    /// The response headers as they were received, with or without a status line. They are used
    /// if headers is NULL. If there are several blocks (a 100 Continue, a redirect, a proxy's
    /// response to CONNECT, then the response), the last one counts.
    pub raw_headers: *const c_char,
    /// Number of bytes of raw_headers, which need not end with a NUL.
    pub raw_headers_len: usize,
    /// The bytes of the body as they were received, compressed with gzip or not.
    pub body: *const c_void,
    /// Number of bytes of body.
    pub body_len: usize,
    /// Must be 1 if fewer bytes arrived than were announced. A 2xx is then reported as
    /// CONNECTION_LOST, unless it reports an error, or cannot have a body (HEAD, 204). Leave it
    /// 0 if a successful response arrived completely but you pass only its beginning.
    pub body_truncated: i32,
    /// The root element that a success must have (`"CopyObjectResult"`). NULL and `"*"` accept any:
    /// unlike cos_client_send, cos_error_from_response takes none from the documents of COS.
    pub expect_root: *const c_char,
    /// Bucket of the request, if the URL does not name it (custom domains) or is not known;
    /// otherwise NULL.
    pub bucket: *const c_char,
    /// Key of the request, under the same conditions as bucket; otherwise NULL.
    pub key: *const c_char,
    /// When the response arrived, in milliseconds of Unix time. If it is 0, no clock skew is
    /// computed.
    pub received_at_ms: i64,
    /// Must be 1 if the URL belongs to COS: a 2xx response without the marks of COS (its
    /// request id, or its Server header) is then reported as BAD_RESPONSE. A captive portal
    /// sends such responses. The library's own client always does this for hosts of COS.
    pub expect_cos: i32,
    /// Must be 1 if the caller received only some of the headers, as under a browser's CORS
    /// rules. The absence of a header then proves nothing about the sender.
    pub headers_filtered: i32,
}

/// A failure of the caller's own transport, before or after the status line of a response
/// arrived. Fill the struct with zeros, set struct_size to `sizeof(cos_client_failure_t)`, then
/// set the members that you know. All pointers are borrowed for the duration of the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_client_failure_t {
    /// Must be `sizeof(cos_client_failure_t)`.
    pub struct_size: usize,
    /// Why the transport failed, one of COS_ERROR_REASON_*.
    pub reason: cos_error_reason_t,
    /// One human-readable line. If it is NULL, the text of the reason is used.
    pub message: *const c_char,
    /// The operating system's error number, or 0 if there is none.
    pub os_errno: i32,
    /// Method of the request. NULL means that it is not known.
    pub method: *const c_char,
    /// URL of the request. NULL means that it is not known.
    pub url: *const c_char,
    /// Text of the underlying failure. NULL means that it is not known.
    pub cause: *const c_char,
    /// The response headers in the order in which they arrived, if the failure came after them
    /// (an incomplete body after a 200). NULL means that none arrived.
    pub headers: *const cos_header_t,
    /// Number of headers.
    pub header_count: usize,
    /// HTTP status of the response whose body is incomplete, or 0 if none arrived.
    pub status: i32,
    /// 1: the request, or a part of it, may have reached the server. -1: it certainly did not;
    /// status and headers must then not be set, except for PROXY, where they are those of the
    /// proxy. 0: not known; a status or headers then imply 1, and without them the reason
    /// decides.
    pub request_sent: i32,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_exchange_t {}
// SAFETY: as above.
unsafe impl Sized0 for cos_client_failure_t {}

/// Parses a response. Returns NULL if it is a success, otherwise the error that it reports. A
/// 303 with Location that COS sends after a form upload is a success too. An INVALID_ARGUMENT
/// error is returned if exchange is NULL, its struct_size is too small, a member has a value
/// that cannot be right, or neither status nor headers nor body are given. The caller frees the
/// error with cos_error_free. May be called from any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_error_from_response(exchange: *const cos_exchange_t) -> *mut cos_error_t {
    guard_error(|| {
        // SAFETY: the header requires a struct that begins with its size, or NULL.
        let given = unsafe { structs::read(exchange) }
            .map_err(|size| no_struct("exchange", "cos_exchange_t", size))?;
        read(&given, Known::default())
    })
}

/// Makes a client error from a failure of the caller's own transport. The result is never NULL.
/// If failure is NULL, its struct_size is too small, or reason, status or request_sent has a
/// value that does not exist, the result is an INVALID_ARGUMENT error. The caller frees it with
/// cos_error_free. May be called from any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_error_client(failure: *const cos_client_failure_t) -> *mut cos_error_t {
    guard_error(|| {
        // SAFETY: the header requires a struct that begins with its size, or NULL.
        let given = unsafe { structs::read(failure) }
            .map_err(|size| no_struct("failure", "cos_client_failure_t", size))?;
        Err(client(&given)?)
    })
}

/// A NULL pointer, or a struct_size that leaves no room for a member.
pub fn no_struct(name: &str, type_name: &str, size: Option<usize>) -> Box<CosError> {
    match size {
        None => CosError::missing(
            name,
            &format!("point to a {type_name} whose struct_size is sizeof({type_name})"),
        ),
        Some(size) => CosError::client(
            Reason::InvalidArgument,
            &format!("{name}.struct_size {size}: set it to sizeof({type_name})"),
        ),
    }
}

/// `known` is what the caller knows in addition to the struct.
pub fn read(given: &cos_exchange_t, known: Known<'_>) -> Result<()> {
    with_fields(given.headers, given.header_count, |fields| {
        let exchange = Exchange {
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            method: unsafe { text("method", given.method) }?.unwrap_or(""),
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            url: &unsafe { lossy(given.url) },
            status: Exchange::check_status(given.status)?,
            headers: match given.headers.is_null() {
                // SAFETY: the header requires that many readable bytes, or NULL.
                true => HeaderInput::Block(unsafe {
                    bytes(given.raw_headers.cast(), given.raw_headers_len)
                }),
                false => HeaderInput::Fields(fields),
            },
            // SAFETY: the header requires that many readable bytes, or NULL.
            body: unsafe { bytes(given.body, given.body_len) },
            body_truncated: given.body_truncated != 0,
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            expect_root: unsafe { text("expect_root", given.expect_root) }?
                .filter(|root| *root != ANY_ROOT)
                .unwrap_or(""),
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            bucket: unsafe { text("bucket", given.bucket) }?.unwrap_or(""),
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            key: unsafe { text("key", given.key) }?.unwrap_or(""),
            received_at_ms: given.received_at_ms,
            known: Known {
                marks_expected: given.expect_cos != 0,
                headers_filtered: given.headers_filtered != 0,
                ..known
            },
        };
        exchange.read().map_or(Ok(()), Err)
    })
}

/// Name and value.
type RawHeader<'a> = (&'a [u8], &'a [u8]);

/// So many fields are converted without an allocation: more than COS sends.
const FEW_FIELDS: usize = 24;

/// Calls `read` with the caller's headers.
pub fn with_fields<T>(
    headers: *const cos_header_t,
    count: usize,
    read: impl FnOnce(&[RawHeader<'_>]) -> T,
) -> T {
    let headers = given_headers(headers, count);
    // Not filled with zeros first: that would cost as much as reading the fields.
    let mut few = [const { MaybeUninit::uninit() }; FEW_FIELDS];
    match few.get_mut(..headers.len()) {
        Some(few) => {
            few.iter_mut().zip(headers).for_each(|(to, from)| {
                to.write(field(from));
            });
            // SAFETY: there are as many of them as headers, and each was written.
            read(unsafe { std::slice::from_raw_parts(few.as_ptr().cast(), few.len()) })
        }
        None => read(&headers.iter().map(field).collect::<Vec<_>>()),
    }
}

/// The caller's headers.
pub fn given_headers<'a>(headers: *const cos_header_t, count: usize) -> &'a [cos_header_t] {
    if headers.is_null() || count == 0 {
        return &[];
    }
    // One more than the limit is enough to see that it is exceeded.
    let count = count.min(crate::error::MAX_HEADER_FIELDS + 1);
    // SAFETY: the header requires `count` fields that outlive the call.
    unsafe { std::slice::from_raw_parts(headers, count) }
}

/// A name with a length comes from a receive buffer, where no NUL ends an empty value.
fn field(header: &cos_header_t) -> RawHeader<'_> {
    let value = match header.name_len {
        // SAFETY: the header requires that many readable bytes, or a string.
        0 => unsafe { bytes_or_text(header.value, header.value_len) },
        // SAFETY: the header requires that many readable bytes, or NULL.
        _ => unsafe { bytes(header.value.cast(), header.value_len) },
    };
    // SAFETY: as above.
    let name = unsafe { bytes_or_text(header.name, header.name_len) };
    (name, value)
}

fn client(given: &cos_client_failure_t) -> Result<Box<CosError>> {
    let Some(reason) = Reason::from_number(given.reason) else {
        let fix = "must be one of COS_ERROR_REASON_*";
        return Err(CosError::argument("reason", &given.reason.to_string(), fix));
    };
    let status = Exchange::check_status(given.status)?;
    let request_sent = request_sent(given.request_sent)?;
    let has_response = status != 0 || !given_headers(given.headers, given.header_count).is_empty();
    if request_sent == Some(false) && has_response && reason != Reason::Proxy {
        return Err(CosError::argument(
            "request_sent",
            "-1",
            "a response arrived, so set it to 1 or 0, or leave status and headers out; only for PROXY they may be those of the proxy",
        ));
    }
    // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
    let cause = unsafe { lossy(given.cause) };
    let causes = match cause.is_empty() {
        true => Vec::new(),
        false => vec![cause.into_owned()],
    };
    Ok(with_fields(given.headers, given.header_count, |fields| {
        Failure {
            reason: Some(reason),
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            message: &unsafe { lossy(given.message) },
            os_errno: given.os_errno,
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            method: &unsafe { lossy(given.method) },
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            url: &unsafe { lossy(given.url) },
            causes: &causes,
            request_sent,
            status,
            headers: fields,
            ..Failure::default()
        }
        .error()
    }))
}

/// Whether the request may have reached the server; `None`: not known.
fn request_sent(given: i32) -> Result<Option<bool>> {
    match given {
        0 => Ok(None),
        1 => Ok(Some(true)),
        -1 => Ok(Some(false)),
        _ => Err(CosError::argument(
            "request_sent",
            &given.to_string(),
            "set it to 1 (it may have reached the server), -1 (it certainly did not) or 0 (not known)",
        )),
    }
}
