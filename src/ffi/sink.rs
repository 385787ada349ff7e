//! Where the body of a success goes.

use std::ffi::{c_char, c_void};
use std::io;
use std::sync::Arc;

use super::callback::{self, Rewind, UserData};
use super::request::{cos_request_t, set};
use super::strings::path;
use crate::error::CosError;
use crate::operation::{Drain, Sink};

/// The body of a success goes into a file. It is written under another name in the
/// same folder (.cos-*.part) and gets its own when it is whole and its checksum is
/// right; until then, and on failure, a file of that name stays as it was. It is made
/// before anything is sent: if that fails, the error has reason LOCAL_IO. That the
/// system has it on its disk is not waited for. The body of an error goes into the
/// error. An answer that is not the content of an object is judged first, and may have
/// 64 MiB at most. NULL: a mistake.
#[unsafe(no_mangle)]
pub extern "C" fn cos_request_set_sink_file(request: *mut cos_request_t, path: *const c_char) {
    let file = path;
    set(request, |request| {
        request.sink = Sink::File(self::path("sink_file", file)?);
        Ok(())
    });
}

/// The body of a success goes to a function, piece by piece, on the thread that made
/// the call; that of an error goes into the error. write takes all size bytes and
/// returns 0; any other number ends the call with reason CALLBACK, or with that of what
/// had told it to end by then. rewind forgets what was taken and returns 0, for the
/// first byte comes again; NULL: it cannot, and nothing is asked again once a byte was
/// written. That the checksum is right is known after the last piece only. They must
/// not unwind, longjmp, or use the same client.
/// release, if not NULL, is called once with user_data after the last use. write NULL:
/// a mistake.
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
        let write = write.ok_or_else(|| CosError::missing("write", "give a function"))?;
        request.sink = Sink::Writer(Arc::new(Functions {
            write,
            rewind,
            data,
        }));
        Ok(())
    });
}

/// A caller's writer.
struct Functions {
    write: extern "C" fn(*mut c_void, *const c_void, usize) -> i32,
    rewind: Rewind,
    data: UserData,
}

impl Drain for Functions {
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        match (self.write)(self.data.get(), bytes.as_ptr().cast(), bytes.len()) {
            0 => Ok(()),
            code => Err(io::Error::other(format!("it returned {code}"))),
        }
    }

    fn can_rewind(&self) -> bool {
        self.rewind.is_some()
    }

    fn rewind(&self) -> io::Result<()> {
        callback::rewind(self.rewind, &self.data)
    }
}
