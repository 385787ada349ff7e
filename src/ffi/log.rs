//! The log callback.

use std::ffi::{CString, c_char, c_void};
use std::sync::Arc;

use super::callback::{self, UserData};
use super::options::{cos_client_options_t, set};
use crate::client::{Level, Log};
use crate::error::CosError;

/// How much a log contains, one of COS_ERR_LOG_*. Each level includes those before it.
pub type cos_log_level_t = i32;

/// Logs calls that failed, unless they were rejected before they began.
pub const COS_ERR_LOG_ERROR: cos_log_level_t = 1;
/// Logs a switch to another host, a corrected clock and renewed credentials.
pub const COS_ERR_LOG_WARN: cos_log_level_t = 2;
/// Logs attempts that failed, and the reason of each retry.
pub const COS_ERR_LOG_INFO: cos_log_level_t = 3;
/// Logs attempts that succeeded.
pub const COS_ERR_LOG_DEBUG: cos_log_level_t = 4;

/// Sets a log callback, called with one line per event up to level: `event=NAME call=NUMBER
/// name=value ...`, texts in quotes. Events are attempt, retry, host, clock, credentials and
/// failed. The lines of one call have the same number; attempt and failed name the path of the
/// URL. A line has at most 8 KiB; a text that was cut for it ends with an ellipsis. No line
/// contains a SecretKey, a token or a signature. A line is valid during the callback only. The
/// callback must not unwind or longjmp. release, if not NULL, is called once with user_data
/// after the last use. If log is NULL, nothing is logged, at no cost.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_log(
    options: *mut cos_client_options_t,
    level: cos_log_level_t,
    log: Option<extern "C" fn(user_data: *mut c_void, level: cos_log_level_t, line: *const c_char)>,
    user_data: *mut c_void,
    release: Option<extern "C" fn(user_data: *mut c_void)>,
) {
    let data = UserData::new(user_data, release);
    set(options, |o| {
        let level = match level {
            COS_ERR_LOG_ERROR => Level::Error,
            COS_ERR_LOG_WARN => Level::Warn,
            COS_ERR_LOG_INFO => Level::Info,
            COS_ERR_LOG_DEBUG => Level::Debug,
            other => {
                let fix = "must be COS_ERR_LOG_ERROR, COS_ERR_LOG_WARN, COS_ERR_LOG_INFO or COS_ERR_LOG_DEBUG";
                return Err(CosError::argument("log level", &other.to_string(), fix));
            }
        };
        o.log = log.map(|log| Log {
            level,
            write: Arc::new(move |level, line| {
                // Quoting leaves no NUL in a line.
                let line = CString::new(line).unwrap_or_default();
                callback::run(|| log(data.get(), level as i32, line.as_ptr()));
            }),
        });
        Ok(())
    });
}
