//! The body of a request.

use std::ffi::{c_char, c_void};
use std::io;
use std::sync::Arc;

use super::callback::{self, Rewind, UserData};
use super::request::{cos_request_t, set};
use super::strings::{bytes, path};
use crate::error::{CosError, Result};
use crate::request::{Body, Moved, Reader, Source};

/// Returned by a reader that has no bytes now, or by a writer that takes none now: the call waits,
/// and calls the function again after cos_started_resume, a writer with the same bytes. All
/// timeouts continue, also that of cos_client_options_set_io_timeout_ms. Meanwhile other calls
/// may use the thread and the connection's share of max_connections, for up to 1024 calls at a
/// time. Only calls of cos_client_start can wait so; in another call it is an error with reason
/// CALLBACK.
pub const COS_BODY_LATER: i32 = -1_000_000;

/// Sets the body: length bytes, which are copied. If body is NULL or length is 0, the body is
/// empty. It replaces a body of any kind that was set before, as the other setters of bodies
/// do.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_body(
    request: *mut cos_request_t,
    body: *const c_void,
    length: usize,
) {
    set(request, |request| {
        // SAFETY: the header requires that many readable bytes, or NULL.
        request.body = Body::Memory(unsafe { bytes(body, length) }.into());
        Ok(())
    });
}

/// Sets a regular file as the body. A call opens it before anything is sent, and sends the
/// length that it has then; the file is only read. If it cannot be read, or becomes shorter
/// during the call, the error has reason LOCAL_IO. NULL is reported as INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_body_file(request: *mut cos_request_t, path: *const c_char) {
    set_file(request, path, || Ok(None));
}

/// Sets a part of a regular file as the body, as for UploadPart: length bytes from offset. In
/// all else it is the same as cos_request_set_body_file.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_body_file_range(
    request: *mut cos_request_t,
    path: *const c_char,
    offset: i64,
    length: i64,
) {
    set_file(request, path, || {
        Ok(Some((
            not_negative("offset", offset, BYTES)?,
            not_negative("length", length, BYTES)?,
        )))
    });
}

/// Sets a function that provides the body. read stores at most size bytes in buffer and returns
/// their number, 0 at the end, or less than 0 to fail. In a started call it may return
/// COS_BODY_LATER instead. length is the number of bytes to read; if it is -1, the length is not
/// known, and the body is sent in chunks. rewind goes back to the first byte and returns 0. If
/// rewind is NULL, the request is not retried once a byte was read, and cannot be sent by
/// another call. If the reader fails or ends early, the error has reason CALLBACK, or the reason
/// of an earlier cancellation or timeout. Both functions must not unwind or longjmp. release, if
/// not NULL, is called once with user_data after the last use. If read is NULL, INVALID_ARGUMENT
/// is reported.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_body_reader(
    request: *mut cos_request_t,
    read: Option<extern "C" fn(user_data: *mut c_void, buffer: *mut c_void, size: usize) -> i64>,
    rewind: Option<extern "C" fn(user_data: *mut c_void) -> i32>,
    length: i64,
    user_data: *mut c_void,
    release: Option<extern "C" fn(user_data: *mut c_void)>,
) {
    let data = UserData::new(user_data, release);
    set(request, |request| {
        let read = read.ok_or_else(|| CosError::missing("read", "set a function"))?;
        let length = match length {
            -1 => None,
            length => Some(not_negative(
                "length",
                length,
                "must be 0 or more (bytes), or -1 if it is not known",
            )?),
        };
        let source = ReaderFunctions { read, rewind, data };
        request.body = Body::Reader(Arc::new(Reader::new(Box::new(source), length)));
        Ok(())
    });
}

fn set_file(
    request: *mut cos_request_t,
    file: *const c_char,
    part: impl FnOnce() -> Result<Option<(u64, u64)>>,
) {
    set(request, |request| {
        request.body = Body::File {
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            path: unsafe { path("body_file", file) }?,
            part: part()?,
        };
        Ok(())
    });
}

const BYTES: &str = "must be 0 or more (bytes)";

fn not_negative(name: &str, number: i64, fix: &str) -> Result<u64> {
    u64::try_from(number).map_err(|_| CosError::argument(name, &number.to_string(), fix))
}

/// A caller's reader.
struct ReaderFunctions {
    read: extern "C" fn(*mut c_void, *mut c_void, usize) -> i64,
    rewind: Rewind,
    data: UserData,
}

impl Source for ReaderFunctions {
    fn read(&self, buffer: &mut [u8]) -> io::Result<Moved<usize>> {
        let read = || (self.read)(self.data.get(), buffer.as_mut_ptr().cast(), buffer.len());
        let (put, said) = callback::run(read);
        match usize::try_from(put) {
            Ok(put) => Ok(Moved::Done(put)),
            Err(_) if put == i64::from(COS_BODY_LATER) => Ok(Moved::Later),
            Err(_) => Err(io::Error::other(callback::failure(said, "it", put))),
        }
    }

    fn can_rewind(&self) -> bool {
        self.rewind.is_some()
    }

    fn rewind(&self) -> io::Result<()> {
        callback::rewind(self.rewind, &self.data)
    }
}
