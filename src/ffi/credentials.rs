//! Credentials from a function of the caller.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::Arc;

use super::callback::{self, UserData};
use super::guard::guard;
use super::options::{cos_client_options_t, set};
use super::strings::{given, lossy};
use crate::client::{KeySource, Provided};
use crate::error::Result;
use crate::error::redact::{self, Secrets};
use crate::signing::Credentials;

/// Receives the credentials from a provider. It is valid during the provider's call only, and
/// on the thread of that call.
pub struct cos_credentials_t {
    _opaque: [u8; 0],
}

/// What a provider can read, and what it has set, if anything yet.
struct Provision {
    user_data: usize,
    answer: Option<std::result::Result<Provided, String>>,
    /// All credentials that it has set, which no error may show.
    handed: Vec<Credentials>,
}

/// Sets the credentials to sign with; they are copied. token is NULL for permanent credentials.
/// expires_at_s is the Unix time in seconds until which they are valid, or 0 if they do not
/// expire. NULL credentials are ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_credentials_set(
    credentials: *mut cos_credentials_t,
    secret_id: *const c_char,
    secret_key: *const c_char,
    token: *const c_char,
    expires_at_s: i64,
) {
    fill(credentials, || {
        // SAFETY: as the header requires, they are NUL-terminated strings, or NULL.
        let (id, key, token) = unsafe { (given(secret_id), given(secret_key), given(token)) };
        // NULL for all three is not a way to be anonymous here.
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

/// Sets why there are no credentials. The message becomes the cause of the error, which has
/// reason INVALID_CREDENTIALS. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_credentials_set_error(
    credentials: *mut cos_credentials_t,
    message: *const c_char,
) {
    // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
    fill(credentials, || Err(unsafe { lossy(message) }.into_owned()));
}

/// Returns the pointer that cos_call_set_user_data set for the call that needs the credentials;
/// NULL for another call, or NULL credentials. So a provider can find out for which request it is
/// called, whatever thread it is called on.
#[unsafe(no_mangle)]
pub extern "C" fn cos_credentials_user_data(credentials: *const cos_credentials_t) -> *mut c_void {
    // SAFETY: the provider's own argument, and only during its call: the header requires it.
    let provision = unsafe { credentials.cast::<Provision>().as_ref() };
    provision.map_or(ptr::null_mut(), |provision| {
        ptr::with_exposed_provenance_mut(provision.user_data)
    })
}

/// Sets a function that provides the credentials: it calls cos_credentials_set and returns 0,
/// or calls cos_credentials_set_error and returns any other number. A call that needs
/// credentials calls it; only one call does so at a time, and the others wait. So it must not wait
/// for a call of the same client that it has started: that call needs the credentials. It is called
/// again shortly before the credentials expire, and once by a call whose token COS reports as
/// expired. It must not unwind or longjmp. Of this function and
/// cos_client_options_set_credentials, the last one called counts. release, if not NULL, is called
/// once with user_data after the last use. If provide is NULL, requests are sent unsigned.
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
            Some(provide) => KeySource::Provided(Arc::new(move |user_data| {
                let mut provision = Provision {
                    user_data,
                    answer: None,
                    handed: Vec::new(),
                };
                let (code, said) =
                    callback::run(|| provide(data.get(), (&raw mut provision).cast()));
                let why = match provision.answer {
                    Some(Ok(provided)) if code == 0 => return Ok(provided),
                    Some(Err(why)) if !why.is_empty() => why,
                    _ if code != 0 => callback::failure(said, "it", code),
                    _ => "it returned 0 without setting credentials".to_owned(),
                };
                Err(without(&provision.handed, why))
            })),
        };
        Ok(())
    });
}

fn fill(
    credentials: *mut cos_credentials_t,
    answer: impl FnOnce() -> std::result::Result<Provided, String>,
) {
    // SAFETY: the provider's own argument, and only during its call: the header requires it.
    if let Some(slot) = unsafe { credentials.cast::<Provision>().as_mut() } {
        guard((), || {
            let answer = answer();
            slot.handed
                .extend(answer.as_ref().ok().map(|it| it.credentials.clone()));
            slot.answer = Some(answer);
        });
    }
}

/// A provider's reason without the credentials that came with it: nothing else knows them.
fn without(handed: &[Credentials], why: String) -> String {
    if handed.is_empty() {
        return why;
    }
    let all: Vec<_> = handed.iter().flat_map(Credentials::each_secret).collect();
    let secrets = Secrets {
        of_url: &all,
        ..Secrets::default()
    };
    redact::mask(&why, &secrets).into_owned()
}
