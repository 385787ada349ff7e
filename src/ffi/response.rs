//! The response to a request that succeeded.

use std::ffi::{c_char, c_void};
use std::ptr;

use super::exchange::{cos_header_t, with_fields};
use super::guard::guard;
use super::handles::{self, Handle};
use super::strings::{EMPTY, bytes, c_str, given, given_bytes, hand_out_bytes};
use super::structs::{self, Sized0};
use crate::arena::Arena;
use crate::error::Result;
use crate::error::headers::{HeaderInput, Headers};
use crate::response::Response;

/// The response to a request that succeeded. It is immutable: any number of threads may read it
/// at once. Free it once with cos_response_free.
pub struct cos_response_t {
    _opaque: [u8; 0],
}

impl Handle for cos_response_t {
    type Owner = Box<Response>;
}

/// All values of a response. Set struct_size to `sizeof(cos_response_fields_t)`. Pointers are
/// never NULL, and are valid until the response is freed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_response_fields_t {
    /// Must be `sizeof(cos_response_fields_t)`.
    pub struct_size: usize,
    /// See cos_response_status.
    pub status: i32,
    /// Always 0. It keeps the next member at the same offset on every platform.
    pub reserved: i32,
    /// See cos_response_received.
    pub received: i64,
    /// See cos_response_request_id. It points into headers, or to "".
    pub request_id: *const c_char,
    /// See cos_response_bucket_region. It points into headers, or to "".
    pub bucket_region: *const c_char,
    /// The response headers as pairs of NUL-terminated strings: name, value, name, value...
    pub headers: *const c_char,
    /// Number of bytes of headers.
    pub headers_len: usize,
    /// See cos_response_header_count.
    pub header_count: usize,
    /// See cos_response_body.
    pub body: *const c_void,
    /// Number of bytes of body.
    pub body_len: usize,
}

// SAFETY: repr(C), begins with its size; all members are integers and pointers.
unsafe impl Sized0 for cos_response_fields_t {}

/// Creates a response as cos_client_send returns it: for mocks, and to read the XML document of a
/// response that another HTTP stack received. Status and names of headers are kept as given, and
/// body_len bytes of the body are copied. headers and body may be NULL. At the limits of a response,
/// the rest of the headers is left out. The result is never NULL. The caller frees it with
/// cos_response_free. May be called from any thread.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_new(
    status: i32,
    headers: *const cos_header_t,
    header_count: usize,
    body: *const c_void,
    body_len: usize,
) -> *mut cos_response_t {
    guard(ptr::null_mut(), || {
        // SAFETY: the header requires that many readable bytes, or NULL.
        let body = unsafe { bytes(body, body_len) }.to_vec();
        let status = u16::try_from(status).unwrap_or(0);
        let response = with_fields(headers, header_count, |fields| {
            let mut arena = Arena::default();
            let (headers, _) = Headers::read(HeaderInput::Fields(fields), &mut arena);
            Response::new(status, headers, arena, body)
        });
        handles::new(Box::new(response))
    })
}

/// Frees a response and all strings obtained from it. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_free(response: *mut cos_response_t) {
    // SAFETY: made by `hand_out`, and given back only once: the header requires it.
    unsafe { handles::free(response) };
}

/// Writes all values of a response to fields, as many members as fields->struct_size has room
/// for. Returns 1 if fields was written. Returns 0, and writes nothing, if a pointer is NULL or
/// struct_size is too small.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_fields(
    response: *const cos_response_t,
    fields: *mut cos_response_fields_t,
) -> i32 {
    with(response, 0, |response| {
        // SAFETY: the header requires a struct that begins with its size, or NULL.
        i32::from(unsafe { structs::write(&all(response), fields) })
    })
}

fn all(response: &Response) -> cos_response_fields_t {
    let (headers, body) = (response.headers_block(), response.body());
    cos_response_fields_t {
        struct_size: 0,
        status: i32::from(response.status()),
        reserved: 0,
        received: clamped(response.received()),
        request_id: c_str(response.request_id_z()),
        bucket_region: c_str(response.bucket_region_z()),
        headers: headers.as_ptr().cast(),
        headers_len: headers.len() - 1,
        header_count: response.header_count(),
        // SAFETY: the length is NULL.
        body: unsafe { hand_out_bytes(body, std::ptr::null_mut()) },
        body_len: body.len(),
    }
}

/// Returns the HTTP status, 2xx, or 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_status(response: *const cos_response_t) -> i32 {
    with(response, 0, |response| i32::from(response.status()))
}

/// Returns the request id. Returns "" if there is none, or if the response is NULL. The string
/// is valid until the response is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_request_id(response: *const cos_response_t) -> *const c_char {
    with(response, EMPTY, |response| c_str(response.request_id_z()))
}

/// Returns the region of the bucket, from x-cos-bucket-region. Returns "" if the response does
/// not contain it, or if the response is NULL. The string is valid until the response is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_bucket_region(response: *const cos_response_t) -> *const c_char {
    with(response, EMPTY, |response| {
        c_str(response.bucket_region_z())
    })
}

/// Returns the value of a header. Names are compared without regard to case. If there are
/// several headers of the name, the first one is returned. Returns "" if there is none, or if
/// the response is NULL. The string is valid until the response is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_header(
    response: *const cos_response_t,
    name: *const c_char,
) -> *const c_char {
    with(response, EMPTY, |response| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        unsafe { given(name) }.map_or(EMPTY, |name| c_str(response.header_z(&name)))
    })
}

/// Returns the number of headers; repeated names count each time. Returns 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_header_count(response: *const cos_response_t) -> usize {
    with(response, 0, |response| response.header_count())
}

/// Returns the name of a header in lower case. index starts at 0; headers of the same name
/// follow each other. Returns "" if index is too large, or if the response is NULL. The string
/// is valid until the response is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_header_name(
    response: *const cos_response_t,
    index: usize,
) -> *const c_char {
    with(response, EMPTY, |response| {
        c_str(response.header_name_z(index))
    })
}

/// Returns the value of a header. index starts at 0. Returns "" if index is too large, or if the
/// response is NULL. The string is valid until the response is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_header_value(
    response: *const cos_response_t,
    index: usize,
) -> *const c_char {
    with(response, EMPTY, |response| {
        c_str(response.header_value_z(index))
    })
}

/// Returns the bytes of the body, and stores their number in length, which may be NULL. A NUL
/// that is not counted follows the last byte. The result is never NULL; it is empty if the
/// request has a sink, or if the response is NULL. It is valid until the response is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_body(
    response: *const cos_response_t,
    length: *mut usize,
) -> *const c_void {
    let body = with(response, [].as_slice(), |response| response.body());
    // SAFETY: the header requires a writable length, or NULL.
    unsafe { hand_out_bytes(body, length) }
}

/// Returns the number of bytes of the body, in memory or passed to the request's sink. Returns
/// 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_received(response: *const cos_response_t) -> i64 {
    with(response, 0, |response| clamped(response.received()))
}

/// Returns how many elements of the XML document in the body a path names, or whether it has
/// an attribute. The path is below the root element, as in "Contents" or "Contents[2]/Key";
/// an index starts at 0, and a name without one stands for the first element, except at the
/// end of the path, where all elements of the name are counted. "Grantee/@type" is an
/// attribute, and "" the root. Names are without prefix; in them ~1, ~2, ~3 and ~0 stand for
/// /, [, @ and ~.
///
/// The document is read at the first use, as a whole or not at all: cos_response_count of "" is
/// 1 if it was read to its end. Otherwise it is 0, every other count is 0, every value is "",
/// and cos_response_fault returns the reason. A document of another kind, as from a portal, has
/// none of the names that a program looks for: cos_request_set_expect_root makes it an error.
/// Returns 0 also if the path is malformed, or if a pointer is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_count(
    response: *const cos_response_t,
    path: *const c_char,
) -> usize {
    with(response, 0, |response| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let path = unsafe { given_bytes(path) };
        path.map_or(0, |path| response.document().count(path))
    })
}

/// Returns the text of the element or attribute that a path names, as it stands in the
/// document: references resolved, CDATA joined, nothing trimmed. A NUL in it reads U+FFFD.
/// White space between child elements is not text. See cos_response_count for paths, and for a
/// document that cannot be read. Returns "" if there is none, or if a pointer is NULL. The
/// string is valid until the response is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_value(
    response: *const cos_response_t,
    path: *const c_char,
) -> *const c_char {
    with(response, EMPTY, |response| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let path = unsafe { given_bytes(path) };
        path.map_or(EMPTY, |path| c_str(response.document().value_z(path)))
    })
}

/// Returns why the body could not be read as a whole XML document: it is cut or malformed, is
/// not XML, is missing, went to the sink of the request, has a content encoding or bytes that are
/// not characters of its encoding, or has too many bytes, elements or levels. Returns "" if it was
/// read, or if the response is NULL. The string is valid until the response is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_fault(response: *const cos_response_t) -> *const c_char {
    with(response, EMPTY, |response| {
        c_str(response.document().fault_z())
    })
}

/// Returns the XML document in the body as JSON. The root element is the only member of the
/// outermost object. Texts are strings, empty elements "", attributes members such as "@type".
/// The text of an element that has attributes or child elements too is its member "#text".
/// An element is an array where it is documented as a list, where it occurs several times, and,
/// if it is not documented, where it has child elements. Returns "" if the document could not
/// be read, or if the response is NULL. The string is valid until the response is freed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_response_json(response: *const cos_response_t) -> *const c_char {
    with(response, EMPTY, |response| c_str(response.json_z()))
}

/// The handle of a response that the caller may read, and does not own.
pub fn borrowed(response: &Response) -> *const cos_response_t {
    (&raw const *response).cast()
}

fn clamped(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Runs a call and returns its response to the caller, unless the caller passed NULL.
pub fn hand_out(
    response: *mut *mut cos_response_t,
    send: impl FnOnce() -> Result<Response>,
) -> Result<()> {
    let into_raw = |response| handles::new(Box::new(response));
    // SAFETY: the header requires a writable pointer, or NULL.
    unsafe { handles::hand_out(response, send, into_raw) }
}

fn with<'a, T: Copy>(
    response: *const cos_response_t,
    nothing: T,
    read: impl FnOnce(&'a Response) -> T,
) -> T {
    // SAFETY: made by `hand_out`, not freed yet: the header requires it.
    unsafe { handles::read(response, nothing, read) }
}
