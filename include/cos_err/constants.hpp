/// The constants of cos_err.h. Generated from it by bindings/cpp/generate.py: do not edit.
#ifndef COS_ERR_CONSTANTS_HPP
#define COS_ERR_CONSTANTS_HPP

#include <cstdint>

#include "config.hpp"

namespace cos_err {

/// Which side failed.
enum class error_kind : std::int32_t {
  /// No error: the kind of NULL.
  none = COS_ERROR_KIND_NONE,
  /// Everything before, on the way to, or after an answer.
  client = COS_ERROR_KIND_CLIENT,
  /// An HTTP answer arrived, and it says failure.
  service = COS_ERROR_KIND_SERVICE,
};

/// Why a client error happened. errc{}: no client error.
enum class errc : std::int32_t {
  /// An argument is missing or malformed; the message names it.
  invalid_argument = COS_ERROR_REASON_INVALID_ARGUMENT,
  /// The credentials are missing or malformed.
  invalid_credentials = COS_ERROR_REASON_INVALID_CREDENTIALS,
  /// The host name could not be resolved.
  dns = COS_ERROR_REASON_DNS,
  /// No connection to the server.
  connect = COS_ERROR_REASON_CONNECT,
  /// The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504.
  proxy = COS_ERROR_REASON_PROXY,
  /// The TLS handshake or the certificate failed.
  tls = COS_ERROR_REASON_TLS,
  /// The time allowed ran out.
  timeout = COS_ERROR_REASON_TIMEOUT,
  /// Fewer bytes than announced, a reset, a cut header block.
  connection_lost = COS_ERROR_REASON_CONNECTION_LOST,
  /// The answer is not HTTP.
  protocol = COS_ERROR_REASON_PROTOCOL,
  /// A complete 2xx that is not what was asked for.
  bad_response = COS_ERROR_REASON_BAD_RESPONSE,
  /// The answer exceeds a size limit.
  too_large = COS_ERROR_REASON_TOO_LARGE,
  /// Complete, with the wrong hash.
  checksum = COS_ERROR_REASON_CHECKSUM,
  /// A local file or stream failed, or this machine has no descriptor, thread, memory or port left, or forbids the connection. A shortage passes: its retry class is YES, else NO.
  local_io = COS_ERROR_REASON_LOCAL_IO,
  /// The caller cancelled the call.
  cancelled = COS_ERROR_REASON_CANCELLED,
  /// A callback of the caller failed.
  callback = COS_ERROR_REASON_CALLBACK,
  /// A defect of this library.
  internal = COS_ERROR_REASON_INTERNAL,
};

/// Where an error's code comes from.
enum class code_source : std::int32_t {
  /// The body.
  body = COS_CODE_SOURCE_BODY,
  /// The headers x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint.
  header = COS_CODE_SOURCE_HEADER,
  /// Derived from the status: the answer brought no code.
  status = COS_CODE_SOURCE_STATUS,
  /// A second request, made to learn it.
  probe = COS_CODE_SOURCE_PROBE,
  /// A client error: the code is the reason's name.
  client = COS_CODE_SOURCE_CLIENT,
};

/// Who answered.
enum class responder : std::int32_t {
  /// No answer, or one that was given without its header fields.
  unknown = COS_RESPONDER_UNKNOWN,
  /// COS.
  cos = COS_RESPONDER_COS,
  /// Data processing (Cloud Infinite).
  ci = COS_RESPONDER_CI,
  /// Something else: a gateway, CDN, proxy or portal.
  other = COS_RESPONDER_OTHER,
};

/// Whether the same request may be sent again.
enum class retry : std::int32_t {
  /// It would fail again.
  no = COS_RETRY_NO,
  /// It may work later.
  yes = COS_RETRY_YES,
  /// It may work after a repair: clock, credentials, restore.
  after_fix = COS_RETRY_AFTER_FIX,
};

/// How much a log tells; each level tells what those before it tell.
enum class log_level : std::int32_t {
  /// Calls that failed after they were accepted.
  error = COS_ERR_LOG_ERROR,
  /// Another host, another clock, other credentials.
  warn = COS_ERR_LOG_WARN,
  /// Tries that failed, and why others follow.
  info = COS_ERR_LOG_INFO,
  /// Tries that succeeded.
  debug = COS_ERR_LOG_DEBUG,
};

/// A reason's name, "Timeout" ...; "" for errc{}.
inline const char* name_of(errc reason) noexcept {
  return cos_error_reason_name(static_cast<cos_error_reason_t>(reason));
}

}  // namespace cos_err

#endif
