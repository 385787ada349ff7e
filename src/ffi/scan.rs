//! Scans a text for C.

use std::cell::RefCell;
use std::ffi::{c_char, c_void};

use super::error::{
    COS_RESPONDER_CI, COS_RESPONDER_COS, COS_RESPONDER_UNKNOWN, cos_error_t, cos_responder_t,
    into_raw,
};
use super::guard::guard;
use super::handles::{self, Handle};
use super::strings::{EMPTY, bytes, c_str};
use super::structs::{self, Sized0};
use crate::error::{Finding, FoundId, Maker, Scan, Subject};

/// What was found in a text, one of COS_FINDING_*.
pub type cos_finding_kind_t = i32;

/// An error: of a response, a body, or an exception.
pub const COS_FINDING_ERROR: cos_finding_kind_t = 1;
/// A response that reports success.
pub const COS_FINDING_SUCCESS: cos_finding_kind_t = 2;
/// A request id, about which the text says nothing more than perhaps a code.
pub const COS_FINDING_REQUEST_ID: cos_finding_kind_t = 3;

/// Reads a text in which a user has found trouble: responses as `curl -i` and `curl -v` print
/// them, a header block, an XML or JSON body, the exceptions of other SDKs, or a log with request
/// ids. Used by one thread at a time.
pub struct cos_scan_t {
    _opaque: [u8; 0],
}

/// The scan, and the strings of its last finding.
pub struct Scanning {
    scan: Scan,
    last: Option<Subject>,
}

impl Handle for cos_scan_t {
    type Owner = Box<RefCell<Scanning>>;
}

/// One piece of a text that was recognised. Set struct_size to `sizeof(cos_finding_t)`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cos_finding_t {
    /// Must be `sizeof(cos_finding_t)`.
    pub struct_size: usize,
    /// COS_FINDING_*.
    pub kind: cos_finding_kind_t,
    /// HTTP status of a success; 0 if it is not known. Of an error, call cos_error_status.
    pub status: i32,
    /// The line in which the piece begins, from 1; 0 for a response, of which a text may have
    /// several.
    pub line: u64,
    /// The number of bytes of the text before the piece.
    pub offset: u64,
    /// The error, which the caller frees with cos_error_free; NULL if there is none.
    pub error: *mut cos_error_t,
    /// The request id of a success, or the id that was found; "" if there is none. Valid until
    /// the scan is used again.
    pub request_id: *const c_char,
    /// A code that stands in the same line as a request id; "" if there is none. Valid until the
    /// scan is used again.
    pub code: *const c_char,
    /// The service that made the request id: COS_RESPONDER_COS or COS_RESPONDER_CI.
    pub responder: cos_responder_t,
    /// Always 0: keeps the next member where it is on every platform.
    pub reserved: i32,
    /// When the request id was made, in Unix seconds by the clock of the server.
    pub made_at_s: i64,
}

/// The size of a finding whose last member is the error.
const ERROR_END: usize = std::mem::offset_of!(cos_finding_t, error) + size_of::<*mut cos_error_t>();

// SAFETY: repr(C), begins with its size, and zero is a value of every member.
unsafe impl Sized0 for cos_finding_t {}

/// Creates a scan of a text. The caller frees it with cos_scan_free.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_scan_new() -> *mut cos_scan_t {
    guard(std::ptr::null_mut(), || {
        let scan = Scan::default();
        handles::new(Box::new(RefCell::new(Scanning { scan, last: None })))
    })
}

/// Frees a scan, but not the errors that it returned. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_scan_free(scan: *mut cos_scan_t) {
    // SAFETY: made by `cos_scan_new`, and given back only once: the header requires it.
    unsafe { handles::free(scan) };
}

/// Adds the next piece of the text. A piece of no bytes ends the text. Call cos_scan_next until
/// it returns 0 after each piece: a scan then retains at most 2 MiB and the piece, however long
/// the text is. NULL as text counts as no bytes, and NULL as scan is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_scan_feed(scan: *mut cos_scan_t, text: *const c_void, length: usize) {
    // SAFETY: the header requires that many readable bytes, or NULL.
    let piece = unsafe { bytes(text, length) };
    with(scan, (), |scanning| scanning.scan.feed(piece));
}

/// Takes the next finding. Returns 1 if finding was written; 0 if the next piece of the text is
/// needed, if an ended text has nothing more, or if an argument is NULL or finding.struct_size
/// too small. A short text tells everything only after its end.
#[unsafe(no_mangle)]
pub extern "C" fn cos_scan_next(scan: *mut cos_scan_t, finding: *mut cos_finding_t) -> i32 {
    with(scan, 0, |scanning| {
        // SAFETY: the header requires NULL, or a struct as large as its first member says.
        let given = unsafe { structs::read(finding) };
        // An error that does not reach the caller would never be freed.
        let is_writable = given.is_ok_and(|given| given.struct_size >= ERROR_END);
        let Some(found) = is_writable.then(|| scanning.scan.next()).flatten() else {
            return 0;
        };
        let value = value(found, &mut scanning.last);
        // SAFETY: as above.
        i32::from(unsafe { structs::write(&value, finding) })
    })
}

fn with<T: Copy>(scan: *mut cos_scan_t, nothing: T, use_it: impl FnOnce(&mut Scanning) -> T) -> T {
    let use_it = |cell: &RefCell<Scanning>| {
        cell.try_borrow_mut()
            .map_or(nothing, |mut scan| use_it(&mut scan))
    };
    // SAFETY: made by `cos_scan_new`, not freed, used by one thread: the header requires it.
    unsafe { handles::read(scan.cast_const(), nothing, use_it) }
}

/// The finding for C; its strings are kept in `last`.
fn value(found: Finding, last: &mut Option<Subject>) -> cos_finding_t {
    let mut value = cos_finding_t {
        struct_size: 0,
        kind: COS_FINDING_ERROR,
        status: 0,
        line: found.line,
        offset: found.offset,
        error: std::ptr::null_mut(),
        request_id: EMPTY,
        code: EMPTY,
        responder: COS_RESPONDER_UNKNOWN,
        reserved: 0,
        made_at_s: 0,
    };
    match found.subject {
        Subject::Error(error) => value.error = into_raw(error),
        told => describe(last.insert(told), &mut value),
    }
    value
}

fn describe(subject: &Subject, value: &mut cos_finding_t) {
    match subject {
        Subject::Error(_) => {}
        Subject::Success(status, id_z) => {
            value.kind = COS_FINDING_SUCCESS;
            value.status = i32::from(*status);
            value.request_id = c_str(id_z);
        }
        Subject::Id(id) => describe_id(id, value),
    }
}

fn describe_id(id: &FoundId, value: &mut cos_finding_t) {
    value.kind = COS_FINDING_REQUEST_ID;
    value.request_id = c_str(&id.id_z);
    value.code = c_str(&id.code_z);
    value.responder = match id.maker {
        Maker::Cos => COS_RESPONDER_COS,
        Maker::Ci => COS_RESPONDER_CI,
    };
    value.made_at_s = id.made_at_s;
}
