//! The sink: the destination of a success's body.

use std::ffi::{c_char, c_void};
use std::io;
use std::sync::Arc;

use super::body::COS_BODY_LATER;
use super::callback::{self, Rewind, UserData};
use super::request::{cos_request_t, set};
use super::response::{self, cos_response_t};
use super::strings::path;
use crate::error::CosError;
use crate::request::{BodyWriter, Drain, Moved, Sink, TakeHead};

/// Writes the body of a success to a file. The bytes go into a temporary file in the same
/// directory (.cos-*.part), which is created before anything is sent. It is renamed when it is
/// complete, its checksum is right and it was closed without an error. Until then, and on
/// failure, a file of that name stays as it was; a failure of the file system has reason
/// LOCAL_IO. The directory is held open: a chdir or a renamed directory does not matter.
///
/// A replaced file passes on its owner, group and permission bits as far as the system allows,
/// the bits of the group only together with the group. It is replaced, not overwritten: other
/// hard links keep the former content, and programs that have it open continue to read that. If
/// the path is a symbolic link, the link stays, and its target is replaced. A mount point, a
/// device or a pipe is reported as INVALID_ARGUMENT before anything is sent. The file is not
/// flushed to storage unless cos_request_set_sink_sync is on.
///
/// The body of an error goes into the error. A response that is not the content of an object is
/// read into memory first, at most 64 MiB. path is copied; NULL is reported as
/// INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_sink_file(request: *mut cos_request_t, path: *const c_char) {
    let file = path;
    set(request, |request| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        request.sink = Sink::File(unsafe { self::path("sink_file", file) }?);
        Ok(())
    });
}

/// Sets whether the file of cos_request_set_sink_file is flushed to storage (fsync) before it
/// is renamed, and its directory after that, so that the file survives a crash of the system.
/// The default is 0, which turns it off, as in curl and in Tencent's SDKs. A failure to flush
/// has reason LOCAL_IO: if the file cannot be flushed, a file of that name stays as it was; if
/// only the directory cannot, the file is already replaced, and a crash may undo that. Without
/// a file as the sink it has no effect.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_sink_sync(request: *mut cos_request_t, on: i32) {
    set(request, |request| {
        request.sink_sync = on != 0;
        Ok(())
    });
}

/// Sets a function that receives the body of a success piece by piece. The body of an error goes
/// into the error. write takes all size bytes and returns 0; in a started call it may take none
/// and return COS_BODY_LATER. Any other number ends the call with reason CALLBACK, or with the
/// reason of an earlier cancellation or timeout. rewind discards the bytes taken so far and
/// returns 0, because the body then starts again from its first byte. If rewind is NULL, the
/// request is not retried once a byte was written. The checksum is verified only after the last
/// piece. Both functions must not unwind or longjmp. release, if not NULL, is called once with
/// user_data after the last use. If write is NULL, INVALID_ARGUMENT is reported.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_sink_writer(
    request: *mut cos_request_t,
    write: Option<extern "C" fn(user_data: *mut c_void, bytes: *const c_void, size: usize) -> i32>,
    rewind: Option<extern "C" fn(user_data: *mut c_void) -> i32>,
    user_data: *mut c_void,
    release: Option<extern "C" fn(user_data: *mut c_void)>,
) {
    let data = UserData::new(user_data, release);
    set(request, |request| {
        let write = write.ok_or_else(|| CosError::missing("write", "set a function"))?;
        let functions = WriterFunctions {
            write,
            rewind,
            data,
        };
        request.sink = Sink::Writer(Arc::new(BodyWriter::new(Box::new(functions))));
        Ok(())
    });
}

/// Sets a function that receives the head of a success, status and headers, before the first
/// byte of the body goes to the sink, and again for each retry. It is not called for an error.
/// The response has no body then, and is valid only during the callback. If the function returns
/// not 0, the call ends with reason CALLBACK, or with the reason of an earlier cancellation or
/// timeout, and is not retried. It must not unwind or longjmp. release, if not NULL, is called
/// once with user_data after the last use. If head is NULL, the function is removed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_head(
    request: *mut cos_request_t,
    head: Option<extern "C" fn(user_data: *mut c_void, head: *const cos_response_t) -> i32>,
    user_data: *mut c_void,
    release: Option<extern "C" fn(user_data: *mut c_void)>,
) {
    let data = UserData::new(user_data, release);
    set(request, |request| {
        request.head = head.map(|head| -> Arc<TakeHead> {
            Arc::new(move |response| {
                let shown = response::borrowed(response);
                match callback::run(|| head(data.get(), shown)) {
                    (0, _) => Ok(()),
                    (code, said) => Err(io::Error::other(callback::failure(said, "it", code))),
                }
            })
        });
        Ok(())
    });
}

/// A caller's writer.
struct WriterFunctions {
    write: extern "C" fn(*mut c_void, *const c_void, usize) -> i32,
    rewind: Rewind,
    data: UserData,
}

impl Drain for WriterFunctions {
    fn write(&self, bytes: &[u8]) -> io::Result<Moved<()>> {
        let write = || (self.write)(self.data.get(), bytes.as_ptr().cast(), bytes.len());
        match callback::run(write) {
            (0, _) => Ok(Moved::Done(())),
            (COS_BODY_LATER, _) => Ok(Moved::Later),
            (code, said) => Err(io::Error::other(callback::failure(said, "it", code))),
        }
    }

    fn can_rewind(&self) -> bool {
        self.rewind.is_some()
    }

    fn rewind(&self) -> io::Result<()> {
        callback::rewind(self.rewind, &self.data)
    }
}
