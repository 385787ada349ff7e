/// The constants of cos_err.h. Generated from it by bindings/cpp/generate.py: do not edit.
#ifndef COS_ERR_CONSTANTS_HPP
#define COS_ERR_CONSTANTS_HPP

#include <cstdint>

#include "config.hpp"

namespace cos_err {

/// The side that failed.
enum class error_kind : std::int32_t {
  /// There is no error: this is the kind of NULL.
  none = COS_ERROR_KIND_NONE,
  /// The failure happened on the client's side: before, during or after the transfer of the response.
  client = COS_ERROR_KIND_CLIENT,
  /// An HTTP response arrived, and it reports a failure.
  service = COS_ERROR_KIND_SERVICE,
};

/// Why a client error happened. Numbers are never reused. errc{} means that there is no client error.
enum class errc : std::int32_t {
  /// An argument is missing or malformed. The message names it.
  invalid_argument = COS_ERROR_REASON_INVALID_ARGUMENT,
  /// The credentials are missing or malformed.
  invalid_credentials = COS_ERROR_REASON_INVALID_CREDENTIALS,
  /// The host name could not be resolved.
  dns = COS_ERROR_REASON_DNS,
  /// The server could not be reached.
  connect = COS_ERROR_REASON_CONNECT,
  /// The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504.
  proxy = COS_ERROR_REASON_PROXY,
  /// The TLS handshake failed, or the server's certificate was rejected.
  tls = COS_ERROR_REASON_TLS,
  /// A timeout expired.
  timeout = COS_ERROR_REASON_TIMEOUT,
  /// The connection was closed or reset before the response was complete.
  connection_lost = COS_ERROR_REASON_CONNECTION_LOST,
  /// The response is not valid HTTP.
  protocol = COS_ERROR_REASON_PROTOCOL,
  /// A complete 2xx response does not have the expected content.
  bad_response = COS_ERROR_REASON_BAD_RESPONSE,
  /// The response exceeds a size limit.
  too_large = COS_ERROR_REASON_TOO_LARGE,
  /// The transferred bytes do not match their checksum.
  checksum = COS_ERROR_REASON_CHECKSUM,
  /// A local file or stream failed, or this machine lacks a resource. The resource is a descriptor, thread, memory, a port, or the permission to connect. The retry class is YES if there is a shortage, because it may pass; otherwise NO.
  local_io = COS_ERROR_REASON_LOCAL_IO,
  /// The caller cancelled the call.
  cancelled = COS_ERROR_REASON_CANCELLED,
  /// A callback of the caller failed.
  callback = COS_ERROR_REASON_CALLBACK,
  /// This library has a defect.
  internal = COS_ERROR_REASON_INTERNAL,
};

/// Where an error's code comes from.
enum class code_source : std::int32_t {
  /// The body contains the code.
  body = COS_CODE_SOURCE_BODY,
  /// The header x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint contains the code.
  header = COS_CODE_SOURCE_HEADER,
  /// The code was derived from the status, because the response contains none.
  status = COS_CODE_SOURCE_STATUS,
  /// The response to a second request, sent for this purpose, contains the code.
  probe = COS_CODE_SOURCE_PROBE,
  /// This is a client error: the code is the name of its reason.
  client = COS_CODE_SOURCE_CLIENT,
};

/// Who sent the response.
enum class responder : std::int32_t {
  /// No response arrived, or its headers were not given.
  unknown = COS_RESPONDER_UNKNOWN,
  /// COS sent the response.
  cos = COS_RESPONDER_COS,
  /// The data processing service (Cloud Infinite) sent the response.
  ci = COS_RESPONDER_CI,
  /// Another server sent the response: a gateway, CDN, proxy or captive portal.
  other = COS_RESPONDER_OTHER,
};

/// Whether a retry of the same request may succeed.
enum class retry : std::int32_t {
  /// A retry would fail again.
  no = COS_RETRY_NO,
  /// A retry may succeed later.
  yes = COS_RETRY_YES,
  /// A retry may succeed after something is fixed: the clock, the credentials, a restore.
  after_fix = COS_RETRY_AFTER_FIX,
};

/// A field that an SDK may have lost. cos_error_lost returns a sum of them.
enum class lost : std::int32_t {
  /// The error code is not known. cos_error_code is derived from the status and the request.
  code = COS_LOST_CODE,
  /// The message, or characters of it, are not known.
  message = COS_LOST_MESSAGE,
  /// The resource is not known. cos_error_resource is the URL, if that is known.
  resource = COS_LOST_RESOURCE,
  /// The request id is not known.
  request_id = COS_LOST_REQUEST_ID,
  /// The trace id is not known.
  trace_id = COS_LOST_TRACE_ID,
  /// The response headers are not known, and with them the clock skew, Retry-After and the hints.
  headers = COS_LOST_HEADERS,
  /// The body is not known, and with it the details and parts.
  body = COS_LOST_BODY,
  /// The HTTP status of a response that arrived is not known.
  status = COS_LOST_STATUS,
  /// The reason of a failure without a response is not known. cos_error_reason is CONNECT, and the request may have been sent.
  reason = COS_LOST_REASON,
};

/// How much a log contains. Each level includes those before it.
enum class log_level : std::int32_t {
  /// Logs calls that failed, unless they were rejected before they began.
  error = COS_ERR_LOG_ERROR,
  /// Logs a switch to another host, a corrected clock and renewed credentials.
  warn = COS_ERR_LOG_WARN,
  /// Logs attempts that failed, and the reason of each retry.
  info = COS_ERR_LOG_INFO,
  /// Logs attempts that succeeded.
  debug = COS_ERR_LOG_DEBUG,
};

/// Returns the name of a reason, such as "Timeout", or "" for errc{}.
inline const char* name_of(errc reason) noexcept {
  return cos_error_reason_name(static_cast<cos_error_reason_t>(reason));
}

}  // namespace cos_err

#endif
