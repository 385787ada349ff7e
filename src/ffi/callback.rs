//! Callbacks: how they are called, and how they report their own failure.

use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::io;
use std::ptr;

use super::guard::guard;
use super::strings::lossy;
use crate::client::{InCallback, uncancelled};
use crate::error::redact::is_blank;

thread_local! {
    /// The text that the callback on this thread set; NULL outside of callbacks. A
    /// plain pointer, because a thread-local value with a destructor is gone while
    /// functions registered with atexit run.
    static SAID: Cell<*mut String> = const { Cell::new(ptr::null_mut()) };
}

/// Sets the text of a callback's own failure, for use inside a callback. It becomes part of the
/// error's message, and one of its causes. The text counts only if the callback that runs on
/// this thread then fails: a reader that returns less than 0, a writer, a rewind function or a
/// credentials provider that does not return 0, an interrupt check that returns not 0. It is
/// discarded when that callback returns, and a callback begins without one; a later text
/// replaces an earlier one. Outside of a callback the function does nothing. The text is
/// copied, control characters are replaced by spaces, secrets are masked, and at most 512 bytes
/// of it are kept. NULL and "" remove the text.
#[unsafe(no_mangle)]
pub extern "C" fn cos_callback_set_error(text: *const c_char) {
    guard((), || {
        // SAFETY: set by `run` below to a String that outlives the callback, and read on
        // the thread of that callback only.
        if let Some(said) = unsafe { SAID.get().as_mut() } {
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            *said = unsafe { lossy(text) }.into_owned();
        }
    });
}

/// Runs a callback. Returns its result, and the text that it set for its failure.
pub fn run<T>(callback: impl FnOnce() -> T) -> (T, String) {
    let mut said = String::new();
    // A callback may use another client, whose callbacks run inside this one.
    let outer = SAID.replace(&raw mut said);
    let in_callback = InCallback::new();
    let result = uncancelled(callback);
    drop(in_callback);
    SAID.set(outer);
    (result, said)
}

/// Whether a callback runs on this thread.
pub fn is_running() -> bool {
    !SAID.get().is_null()
}

/// Why a callback failed: its own text, otherwise the number that it returned.
pub fn failure(said: String, what: &str, code: impl std::fmt::Display) -> String {
    match is_blank(&said) {
        true => format!("{what} returned {code}"),
        false => said,
    }
}

/// A caller's pointer, released once after its last use.
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
    let Some(rewind) = rewind else {
        return Err(io::Error::other("it has no rewind function"));
    };
    match run(|| rewind(data.get())) {
        (0, _) => Ok(()),
        (code, said) => Err(io::Error::other(failure(said, "its rewind", code))),
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            // It cannot fail: a text that it sets is not that of a callback around it.
            run(|| release(self.data));
        }
    }
}

// SAFETY: the header says on which threads callbacks run; the data is the caller's to keep fit
// for them.
unsafe impl Send for UserData {}
// SAFETY: as above; it says which functions several threads may call at once.
unsafe impl Sync for UserData {}
