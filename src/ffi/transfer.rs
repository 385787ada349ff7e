//! Settings of the transfers of files.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use super::callback::{self, UserData};
use super::handles::{self, Handle};
use super::strings::{path, required, text};
use crate::client::{FileReport, FileSettings};
use crate::error::Result;

/// Settings of cos_client_upload_file and cos_client_download_file. Any number of calls on any
/// threads may use them at once while no setter runs; only one thread may call setters at a
/// time. The first invalid value is remembered, and the call reports it by name. A call has its
/// own copy: once it has begun, the settings may be changed and freed.
pub struct cos_transfer_t {
    _opaque: [u8; 0],
}

impl Handle for cos_transfer_t {
    type Owner = Box<Arc<FileSettings>>;
}

/// Creates settings that have their default values. The result is never NULL. The caller frees
/// them with cos_transfer_free.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_new() -> *mut cos_transfer_t {
    handles::new(Box::default())
}

/// Drops the caller's reference. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_free(transfer: *mut cos_transfer_t) {
    // SAFETY: made by cos_transfer_new, and given back only once: the header requires it.
    unsafe { handles::free(transfer) };
}

/// Sets the size of a part in bytes: 1 MiB (1048576) to 5 GiB (5368709120). The default is 8 MiB.
/// For a file that would have more than 10000 parts of this size, a larger size is used.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_set_part_size(transfer: *mut cos_transfer_t, bytes: i64) {
    set(transfer, |settings| settings.set_part_size(bytes));
}

/// Sets how many parts are moved at once: 1 to 1000. The default is 5. Each part needs a
/// connection of cos_client_options_set_max_connections. The thread that runs the transfer moves
/// parts itself; threads of the library, which calls of cos_client_start need too, move others:
/// each for as long as there are parts. Leave some of max_connections to other calls.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_set_parallel(transfer: *mut cos_transfer_t, parts: i32) {
    set(transfer, |settings| settings.set_parallel(parts));
}

/// Sets the size in bytes from which a file is moved in parts: 0 to 5 GiB (5368709120). The
/// default is 16 MiB. A smaller file, and an empty one, is moved by one request.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_set_threshold(transfer: *mut cos_transfer_t, bytes: i64) {
    set(transfer, |settings| settings.set_threshold(bytes));
}

/// Adds a header to those added before. For an upload it is a header of the object, such as
/// Content-Type or x-cos-meta-name, and is sent with the request that creates it; for a download
/// it is sent with each request. Headers of customer-provided encryption keys and
/// x-cos-traffic-limit are sent with each request of both, x-cos-callback and x-cos-callback-var
/// also with the request that completes an upload. If-Match is for downloads: another object is
/// PreconditionFailed. A header about one request, such as Range or Content-MD5, is
/// INVALID_ARGUMENT, also in the settings of the call. NULL is reported as INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_add_header(
    transfer: *mut cos_transfer_t,
    name: *const c_char,
    value: *const c_char,
) {
    set(transfer, |settings| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let name = unsafe { required("header name", name, "set a name, as in Content-Type") }?;
        settings.add_header(
            name,
            // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
            unsafe { required("header value", value, "set a text, which may be empty") }?,
        )
    });
}

/// Sets whether each body of an upload is sent with a Content-MD5, for which each part is read
/// twice; 0 is the default. The CRC-64 is compared in both cases.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_set_content_md5(transfer: *mut cos_transfer_t, on: i32) {
    set(transfer, |settings| {
        settings.content_md5 = on != 0;
        Ok(())
    });
}

/// Sets the version of the object that a download fetches. NULL or "", the default, is the latest.
/// An upload ignores it.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_set_version_id(
    transfer: *mut cos_transfer_t,
    version_id: *const c_char,
) {
    set(transfer, |settings| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        let version_id = unsafe { text("version_id", version_id) }?;
        settings.version_id = version_id.map(str::to_owned);
        Ok(())
    });
}

/// Sets a function that receives the progress of a transfer: the bytes of the file that were
/// moved, and its size. It is called for the first and the last numbers, and in between at most
/// ten times per second. The bytes become fewer when a part begins again. Calls of one transfer
/// never run at once, but may run on threads of the library. It must not unwind or longjmp.
/// release, if not NULL, is called once with user_data after the last use. If report is NULL, the
/// function is removed.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_set_progress(
    transfer: *mut cos_transfer_t,
    report: Option<extern "C" fn(user_data: *mut c_void, moved: i64, size: i64)>,
    user_data: *mut c_void,
    release: Option<extern "C" fn(user_data: *mut c_void)>,
) {
    let data = UserData::new(user_data, release);
    set(transfer, |settings| {
        settings.progress = report.map(|report| -> Arc<FileReport> {
            Arc::new(move |moved, size| {
                let (moved, size) = (moved.cast_signed(), size.cast_signed());
                callback::run(|| report(data.get(), moved, size));
            })
        });
        Ok(())
    });
}

/// Sets the file in which a transfer in parts keeps what it has done, so that another one of the
/// same object and file goes on after its end, even if that was sudden. The file must be that
/// of one transfer alone: its content is replaced. It is removed when the transfer succeeds.
/// After a failure it stays: then the parts of an upload stay stored, which the detail UploadId
/// of the error names, and the temporary file of a download stays in the directory of path.
///
/// It holds no secrets, and only its owner may read it. While a transfer uses it, another one
/// with the same file returns LOCAL_IO. The parts that were moved are read from the disk again,
/// and compared with their checksums. If the file, the object, the headers or the size of the
/// parts are others than before, or if the checkpoint cannot be read, the transfer begins anew,
/// and the old upload is aborted. A checkpoint of another object or file is INVALID_ARGUMENT.
/// NULL removes the setting.
#[unsafe(no_mangle)]
pub extern "C" fn cos_transfer_set_checkpoint(transfer: *mut cos_transfer_t, path: *const c_char) {
    set(transfer, |settings| {
        settings.checkpoint = match path.is_null() {
            true => None,
            // SAFETY: as the header requires, it is a NUL-terminated string.
            false => Some(unsafe { self::path("checkpoint", path) }?),
        };
        Ok(())
    });
}

/// Runs a setter. NULL: nothing happens.
fn set(transfer: *mut cos_transfer_t, setter: impl FnOnce(&mut FileSettings) -> Result<()>) {
    // SAFETY: made by cos_transfer_new, used by one thread: the header requires it.
    unsafe { handles::change(transfer, |settings| Arc::make_mut(settings).set(setter)) };
}

/// A reference of its own to the settings; the default ones for NULL.
pub fn hold(transfer: *const cos_transfer_t) -> Arc<FileSettings> {
    // SAFETY: made by cos_transfer_new, not freed before the call entered: the header requires it.
    let held = unsafe { handles::get(transfer) };
    held.cloned().unwrap_or_default()
}
