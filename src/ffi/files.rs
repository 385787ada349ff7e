//! Calls that move a file.

use std::ffi::{c_char, c_void};
use std::path::Path;
use std::sync::Arc;

use super::call::cos_call_t;
use super::client::{cos_client_t, run};
use super::error::cos_error_t;
use super::queue::cos_queue_t;
use super::response::cos_response_t;
use super::started::{cos_started_t, start};
use super::strings::{path, required};
use super::transfer::{self, cos_transfer_t};
use crate::client::{FileCall, FileSettings};
use crate::error::Result;

/// Uploads a regular file as the object bucket/key. A file of at least
/// cos_transfer_set_threshold bytes is sent in parts, several at a time; transfer may be NULL,
/// which means default settings. Waits until the object is complete. *response is the response
/// of the request that created the object, or of a HEAD of it; otherwise the same as
/// cos_client_send.
///
/// The CRC-64 of each part, and that of the whole object, are compared with those of the server.
/// If a part fails, the others are ended, and its error is returned, with number and byte range
/// of the part in the message. Then the upload is aborted, for which up to 5 seconds more are
/// taken, also when the call was cancelled; if that fails, the detail UploadId of the error
/// names the upload whose parts are still stored. If the file changes meanwhile, the error has
/// reason LOCAL_IO. A lost response of the request that completes the object is an error only if
/// the object is not there. If the response of the request that begins an upload was lost, an
/// upload without parts may stay, whose id nobody knows: let a lifecycle rule remove it.
///
/// The call has no total timeout unless one was set; the requests that begin an upload, or ask
/// for an object, have 60 seconds. Progress and log functions and credentials
/// providers may be called on threads of the library. In a callback of the client it returns
/// INVALID_ARGUMENT. May be called from any thread.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_upload_file(
    client: *mut cos_client_t,
    bucket: *const c_char,
    key: *const c_char,
    path: *const c_char,
    transfer: *const cos_transfer_t,
    call: *const cos_call_t,
    response: *mut *mut cos_response_t,
) -> *mut cos_error_t {
    run(client, call, response, |client, call| {
        let file = file(FileCall::upload, bucket, key, path, transfer)?;
        client.move_file(&file, call)
    })
}

/// Downloads the object bucket/key into a file, which appears under its name when it is whole,
/// and replaces another one of that name, as cos_request_set_sink_file does. An object of at
/// least cos_transfer_set_threshold bytes is received in parts, several at a time; transfer may
/// be NULL, which means default settings. A HEAD, whose response is *response if the object came
/// in parts, gives size, version and ETag; the parts are those of this one object: if it is
/// replaced meanwhile, the error is PreconditionFailed. Otherwise the same as cos_client_send.
///
/// The CRC-64 of the whole is compared with that of the server; if the server has none, a line
/// of the log says so. Space for the whole file is allocated first. If a part fails, the others
/// are ended, its error is returned, with number and byte range of the part in the message, and
/// no file is left.
///
/// What is said of timeouts, callbacks and threads at cos_client_upload_file holds here too.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_download_file(
    client: *mut cos_client_t,
    bucket: *const c_char,
    key: *const c_char,
    path: *const c_char,
    transfer: *const cos_transfer_t,
    call: *const cos_call_t,
    response: *mut *mut cos_response_t,
) -> *mut cos_error_t {
    run(client, call, response, |client, call| {
        let file = file(FileCall::download, bucket, key, path, transfer)?;
        client.move_file(&file, call)
    })
}

/// Starts what cos_client_upload_file does, and does not wait for it: its completion comes into
/// the queue, with the same response or error. It counts as one call of
/// cos_client_options_set_max_started. Otherwise the same as cos_client_start.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_start_upload_file(
    client: *mut cos_client_t,
    bucket: *const c_char,
    key: *const c_char,
    path: *const c_char,
    transfer: *const cos_transfer_t,
    call: *const cos_call_t,
    queue: *mut cos_queue_t,
    user_data: *mut c_void,
    started: *mut *mut cos_started_t,
) -> *mut cos_error_t {
    start(client, call, queue, user_data, started, || {
        file(FileCall::upload, bucket, key, path, transfer).map(FileCall::into_started)
    })
}

/// The same for cos_client_download_file.
#[unsafe(no_mangle)]
#[must_use]
pub extern "C" fn cos_client_start_download_file(
    client: *mut cos_client_t,
    bucket: *const c_char,
    key: *const c_char,
    path: *const c_char,
    transfer: *const cos_transfer_t,
    call: *const cos_call_t,
    queue: *mut cos_queue_t,
    user_data: *mut c_void,
    started: *mut *mut cos_started_t,
) -> *mut cos_error_t {
    start(client, call, queue, user_data, started, || {
        file(FileCall::download, bucket, key, path, transfer).map(FileCall::into_started)
    })
}

type MakeFileCall = fn(&str, &str, &Path, Arc<FileSettings>) -> FileCall;

fn file(
    make: MakeFileCall,
    bucket: *const c_char,
    key: *const c_char,
    file: *const c_char,
    transfer: *const cos_transfer_t,
) -> Result<FileCall> {
    let fix = "use its full name, as in examplebucket-1250000000";
    Ok(make(
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        unsafe { required("bucket", bucket, fix) }?,
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        unsafe { required("key", key, "set the name of the object") }?,
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        &unsafe { path("path", file) }?,
        transfer::hold(transfer),
    ))
}
