//! Credentials that a function of the caller's gives.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use super::callback::{self, UserData};
use super::guard::guard;
use super::options::{cos_client_options_t, set};
use super::strings::{given, lossy};
use crate::client::{Credentials, KeySource, Provided};
use crate::error::Result;
use crate::error::mask::{self, Secrets};

/// What a credentials provider fills. It lives during the provider's call only, and is
/// for the thread of that call.
pub struct cos_credentials_t {
    _opaque: [u8; 0],
}

/// What a provider said, if anything yet.
type Answer = Option<std::result::Result<Provided, String>>;

/// Gives the keys to sign with, which are copied; token NULL: they are permanent.
/// expires_at_s: Unix seconds until which they are valid; 0: they do not expire.
/// NULL credentials: nothing happens.
#[unsafe(no_mangle)]
pub extern "C" fn cos_credentials_set(
    credentials: *mut cos_credentials_t,
    secret_id: *const c_char,
    secret_key: *const c_char,
    token: *const c_char,
    expires_at_s: i64,
) {
    fill(credentials, || {
        let (id, key, token) = (given(secret_id), given(secret_key), given(token));
        // NULL for all three is no way to be anonymous here.
        let id = id.as_deref().or(Some(""));
        match Credentials::new(id, key.as_deref(), token.as_deref()) {
            Ok(credentials) => Ok(Provided {
                credentials: credentials.unwrap_or_default(),
                expires_at_s: (expires_at_s > 0).then_some(expires_at_s),
            }),
            Err(error) => Err(error.message().to_owned()),
        }
    });
}

/// Tells why there are no credentials: it becomes the cause of the error, which has
/// reason INVALID_CREDENTIALS. NULL: nothing happens.
#[unsafe(no_mangle)]
pub extern "C" fn cos_credentials_set_error(
    credentials: *mut cos_credentials_t,
    message: *const c_char,
) {
    fill(credentials, || Err(lossy(message).into_owned()));
}

/// A function that gives the credentials: it calls cos_credentials_set and returns 0,
/// or cos_credentials_set_error and any other number. It is called by a call that needs
/// credentials, on its thread, by one at a time while the others wait; again shortly
/// before they expire, and once by a call to which COS says that the token expired. It
/// must not unwind, longjmp, or use the same client. Of this function and
/// cos_client_options_set_credentials, the one that is called last counts.
/// release, if not NULL, is called once with user_data after the last use. provide NULL:
/// requests are sent unsigned.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_credentials_provider(
    options: *mut cos_client_options_t,
    provide: Option<
        extern "C" fn(user_data: *mut c_void, credentials: *mut cos_credentials_t) -> i32,
    >,
    user_data: *mut c_void,
    release: Option<extern "C" fn(user_data: *mut c_void)>,
) {
    let data = UserData::new(user_data, release);
    set(options, |o| -> Result<()> {
        o.keys = match provide {
            None => KeySource::Anonymous,
            Some(provide) => KeySource::Provided(Arc::new(move || {
                let mut answer: Answer = None;
                let (code, said) = callback::run(|| provide(data.get(), (&raw mut answer).cast()));
                match answer {
                    Some(Ok(provided)) if code == 0 => Ok(provided),
                    Some(Err(why)) if !why.is_empty() => Err(why),
                    _ if code != 0 => Err(callback::failure(said, "it", code)),
                    _ => Err("it returned 0 without setting credentials".to_owned()),
                }
                .map_err(|why| mask::said(&why, &Secrets::default()))
            })),
        };
        Ok(())
    });
}

fn fill(
    credentials: *mut cos_credentials_t,
    answer: impl FnOnce() -> std::result::Result<Provided, String>,
) {
    // SAFETY: the provider's own argument, and only during its call: the header demands it.
    if let Some(slot) = unsafe { credentials.cast::<Answer>().as_mut() } {
        guard((), || *slot = Some(answer()));
    }
}
