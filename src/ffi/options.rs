//! Client configuration.

use std::ffi::{OsString, c_char};

use super::handles::{self, Handle};
use super::strings::{given, required};
use crate::client::{KeySource, Options, milliseconds};
use crate::error::Result;
use crate::signing::Credentials;

/// Client configuration. Only one thread may use it at a time. Setters copy their arguments.
/// The first invalid value is remembered, and cos_client_new reports it by name.
pub struct cos_client_options_t {
    _opaque: [u8; 0],
}

impl Handle for cos_client_options_t {
    type Owner = Box<Options>;
}

/// Creates options that have their default values. The result is never NULL. The caller frees
/// it with cos_client_options_free; clients that were made from it do not need it any more.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_new() -> *mut cos_client_options_t {
    handles::new(Box::default())
}

/// Frees options. NULL is ignored.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_free(options: *mut cos_client_options_t) {
    // SAFETY: made by cos_client_options_new, and given back only once: the header requires it.
    unsafe { handles::free(options) };
}

/// Sets the region of the buckets, such as "ap-guangzhou", or "accelerate". It is required if
/// the endpoint contains {region}, as the default does. NULL is reported as INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_region(
    options: *mut cos_client_options_t,
    region: *const c_char,
) {
    set(options, |o| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        o.set_region(unsafe {
            required(
                "region",
                region,
                "use the bucket's region, as in ap-guangzhou",
            )
        }?)
    });
}

/// Sets scheme and host of requests, http:// or https://, in which {bucket} and {region} are
/// replaced. The default is "https://{bucket}.cos.{region}.myqcloud.com". A host of COS or CI
/// must begin with "{bucket}."; one without it, such as
/// "https://cos.ap-guangzhou.myqcloud.com", is reported as INVALID_ARGUMENT, because every call
/// would reach the same bucket. Only service and account hosts
/// ("https://service.cos.myqcloud.com") do not need it: a call that names a bucket is then
/// INVALID_ARGUMENT. So is a region that differs from the one in a host of COS. Custom domains,
/// names with underscores and IP addresses are used as they are. An IPv6 address must be in
/// brackets ("http://[::1]:9000"), without a zone. NULL is reported as INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_endpoint(
    options: *mut cos_client_options_t,
    endpoint: *const c_char,
) {
    set(options, |o| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        o.set_endpoint(unsafe { required("endpoint", endpoint, "begin it with https://") }?)
    });
}

/// Connects to this "host:port" instead of the endpoint's address; the Host header, the TLS
/// server name and the signature remain those of the endpoint. An IPv6 address must be in
/// brackets ("[::1]:9000"). This is for tests and private links. NULL is reported as
/// INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_connect_to(
    options: *mut cos_client_options_t,
    address: *const c_char,
) {
    set(options, |o| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        o.set_connect_to(unsafe { required("connect_to", address, "set host:port") }?)
    });
}

/// Sets a PEM file of CA certificates to trust in addition to the roots of the system.
/// cos_client_new reads it. It may have a byte order mark, UTF-16 and any line ends; trust
/// settings in a TRUSTED CERTIFICATE block are ignored. A certificate that cannot be used is
/// reported as INVALID_ARGUMENT with the number of its block. NULL is reported as
/// INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_ca_file(
    options: *mut cos_client_options_t,
    path: *const c_char,
) {
    set(options, |o| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        o.set_ca_file(unsafe { required("ca_file", path, "set the path of a PEM file") }?)
    });
}

/// Sets the text that follows "libcos_err/VERSION " in User-Agent. NULL is reported as
/// INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_user_agent(
    options: *mut cos_client_options_t,
    suffix: *const c_char,
) {
    set(options, |o| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        o.set_user_agent(unsafe {
            required("user_agent", suffix, "set a name, as in myprogram/1.0")
        }?)
    });
}

/// Sets the credentials that sign requests. token is NULL for permanent credentials. If all
/// three are NULL, which is the default, requests are sent unsigned. Errors never show the
/// values.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_credentials(
    options: *mut cos_client_options_t,
    secret_id: *const c_char,
    secret_key: *const c_char,
    token: *const c_char,
) {
    set(options, |o| {
        // A value that is not UTF-8 is as wrong as one with a space, and as secret.
        // SAFETY: as the header requires, they are NUL-terminated strings, or NULL.
        let (id, key, token) = unsafe { (given(secret_id), given(secret_key), given(token)) };
        let keys = Credentials::new(id.as_deref(), key.as_deref(), token.as_deref())?;
        o.keys = keys.map_or(KeySource::Anonymous, KeySource::Fixed);
        Ok(())
    });
}

/// Sets the timeout in milliseconds for name resolution, connecting, the proxy tunnel and the
/// TLS handshake together. It must be at least 1. The default is 5 000.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_connect_timeout_ms(
    options: *mut cos_client_options_t,
    ms: i64,
) {
    set(options, |o| {
        milliseconds("connect_timeout_ms", ms).map(|time| o.timeouts.connect = time)
    });
}

/// Sets the time in milliseconds that may pass without a byte in either direction, or with
/// waiting after COS_BODY_LATER. It must be at least 1. The default is 30 000. If it expires on
/// a kept-alive connection before the first byte of a response, the next attempt is made at once
/// on a new connection. Waiting for a free connection does not count. A body with the header
/// x-cos-traffic-limit gets more time: COS may still read at that speed what was sent before.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_io_timeout_ms(
    options: *mut cos_client_options_t,
    ms: i64,
) {
    set(options, |o| {
        milliseconds("io_timeout_ms", ms).map(|time| o.timeouts.io = time)
    });
}

/// Sets the timeout in milliseconds for a whole call, with all its attempts and waits. It must
/// be at least 1. The default is 60 000; a call that transfers a file or uses a reader or
/// writer has no limit by default.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_total_timeout_ms(
    options: *mut cos_client_options_t,
    ms: i64,
) {
    set(options, |o| {
        milliseconds("total_timeout_ms", ms).map(|time| o.timeouts.total = Some(time))
    });
}

/// Sets how many connections may be in use at once, 1 to 65536, and how many calls of
/// cos_client_start run at once. Further calls wait, within their total timeouts only, and go on
/// in the order in which they began to wait; a call that ends while it waits for its first
/// connection has made no attempt. A call whose callback does not return for 50 ms lets another
/// go on, and so does one that waits after COS_BODY_LATER, for up to 1024 calls at a time. The
/// default is 64. Idle connections are kept in addition. They hold at most 64 MiB of memory.
/// There are at most 8192, and at most as many as a quarter of the process's limit on open
/// descriptors or as may be in use, whichever is more. One that was idle for 50 s is not used
/// again; it is closed when the next request ends, or with the client. A kept-alive connection is
/// checked before each request: it is closed if anything arrived on it that no request caused.
/// Bytes that arrive after this check are the response to the request, by the rules of HTTP/1.1.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_max_connections(
    options: *mut cos_client_options_t,
    number: i32,
) {
    set(options, |o| o.set_max_connections(number));
}

/// Sets how many calls of cos_client_start may be there at once: those that wait, those that
/// run, and those whose completion was not taken yet. A start beyond it is reported as
/// INVALID_ARGUMENT at once. It must be at least 1. The default is 100 000.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_max_started(
    options: *mut cos_client_options_t,
    calls: i64,
) {
    set(options, |o| o.set_max_started(calls));
}

/// Sets how many attempts a call may make, 1 (no retry) to 20. The default is 3. A kept-alive
/// connection that turns out to be closed before a byte of the response arrived is replaced
/// once within an attempt; not for a POST, which may have been executed, unless it deletes
/// objects.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_max_attempts(
    options: *mut cos_client_options_t,
    attempts: i32,
) {
    set(options, |o| o.set_max_attempts(attempts));
}

/// Sets the milliseconds, 0 to 60000, that are added to the wait before a retry for each
/// attempt made before it: with 1000, the waits last at least 1 s, 2 s, 3 s... The default is
/// 0: the waits are random, up to 100 ms, 200 ms, 400 ms...
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_retry_step_ms(
    options: *mut cos_client_options_t,
    ms: i64,
) {
    set(options, |o| o.set_retry_step_ms(ms));
}

/// Sets whether a host of COS that cannot be reached is replaced once by its backup domain,
/// tencentcos.cn. This never happens if an endpoint was set, nor with accelerate. The default
/// is 1; 0 turns it off.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_backup_domain(
    options: *mut cos_client_options_t,
    on: i32,
) {
    set(options, |o| {
        o.backup_domain = on != 0;
        Ok(())
    });
}

/// Sets an HTTP proxy, "http://[user:password@]host:port"; an IPv6 address must be in brackets.
/// Requests over https:// go through a tunnel (CONNECT). Requests over http:// are sent to the
/// proxy with the whole URL in the request line (RFC 9112, section 3.2.2), unless
/// cos_client_options_set_connect_to is set: then they go through a tunnel too. User and
/// password are sent to the proxy only. A refused tunnel is reported as PROXY, and so is the
/// status 407 without a tunnel; any other response that a proxy sends to a request over http://
/// is an error with the responder OTHER, as that of a gateway. Scheme and port must be given.
/// SOCKS and https:// proxies are not supported. The environment's proxy variables are ignored.
/// NULL is reported as INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_set_proxy(
    options: *mut cos_client_options_t,
    url: *const c_char,
) {
    set(options, |o| {
        // SAFETY: as the header requires, it is a NUL-terminated string, or NULL.
        o.set_proxy(unsafe { required("proxy", url, "set http://host:port") }?)
    });
}

/// Sets credentials, region and endpoint from COS_SECRET_ID, COS_SECRET_KEY, COS_SESSION_TOKEN,
/// COS_REGION and COS_ENDPOINT, as far as they are set. Only this function reads the
/// environment, and only when it is called.
#[unsafe(no_mangle)]
pub extern "C" fn cos_client_options_load_env(options: *mut cos_client_options_t) {
    // One that is not UTF-8 is as wrong as one with a space, and not one that is not set.
    let lossy = |value: OsString| value.to_string_lossy().into_owned();
    let variable = |name: &str| Some(std::env::var_os(name)?.into_string().unwrap_or_else(lossy));
    set(options, |o| o.load_env(variable));
}

/// Runs a setter. NULL options: nothing happens.
pub fn set(options: *mut cos_client_options_t, setter: impl FnOnce(&mut Options) -> Result<()>) {
    // SAFETY: made by cos_client_options_new, used by one thread: the header requires it.
    unsafe { handles::change(options, |options| options.set(setter)) };
}

/// The options at a pointer; `None` for NULL.
pub fn get<'a>(options: *const cos_client_options_t) -> Option<&'a Options> {
    // SAFETY: as above.
    unsafe { handles::get(options) }
}
