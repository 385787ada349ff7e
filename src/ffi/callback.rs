//! Functions of the caller, with what they are called with.

use std::ffi::c_void;
use std::io;

/// A caller's pointer, released once when nobody needs it any more.
pub struct UserData {
    data: *mut c_void,
    release: Option<extern "C" fn(*mut c_void)>,
}

impl UserData {
    pub fn new(data: *mut c_void, release: Option<extern "C" fn(*mut c_void)>) -> UserData {
        UserData { data, release }
    }

    pub fn get(&self) -> *mut c_void {
        self.data
    }
}

/// A caller's function that goes back to the first byte; NULL: it cannot.
pub type Rewind = Option<extern "C" fn(user_data: *mut c_void) -> i32>;

/// Calls it.
pub fn rewind(rewind: Rewind, data: &UserData) -> io::Result<()> {
    match rewind.map(|rewind| rewind(data.get())) {
        Some(0) => Ok(()),
        Some(code) => Err(io::Error::other(format!("its rewind returned {code}"))),
        None => Err(io::Error::other("it has no rewind function")),
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            release(self.data);
        }
    }
}

// SAFETY: the header says that a call's settings, and so its callbacks, may move
// to another thread, one at a time; the data is the caller's to keep fit for it.
unsafe impl Send for UserData {}
// SAFETY: as above; the library calls back only on the thread that made the call.
unsafe impl Sync for UserData {}
