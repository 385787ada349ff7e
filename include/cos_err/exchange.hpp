/// For programs that keep their own HTTP stack.
#ifndef COS_ERR_EXCHANGE_HPP
#define COS_ERR_EXCHANGE_HPP

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error.hpp"

namespace cos_err {

/// A response, as any HTTP stack received it. Leave what you do not know unchanged, but always
/// set status: an exchange that has neither a status nor headers nor a body is an error. Views
/// are borrowed during from_response only; a NUL in method, url, expect_root, bucket or key ends
/// it.
struct exchange {
  /// Method of the request: "HEAD", "GET" ... Empty means that it is not known, and that it was
  /// not HEAD.
  std::string method;
  /// URL of the request. Empty means that it is not known.
  std::string url;
  /// HTTP status. If it is 0, the body alone decides.
  int status = 0;
  /// The headers in the order in which they arrived.
  std::vector<field> headers;
  /// The headers as they were received, in one block. It is used if headers is empty.
  std::string_view raw_headers;
  /// The bytes of the body as they were received, compressed with gzip or not.
  std::string_view body;
  /// Must be true if fewer bytes arrived than were announced. A 2xx is then reported as
  /// connection_lost.
  bool body_truncated = false;
  /// The root element that a success must have. Empty accepts any.
  std::string expect_root;
  /// Bucket and key, for custom domains, whose URL does not contain them.
  std::string bucket;
  std::string key;
  /// When the response arrived. Without it, no clock skew is computed.
  std::optional<std::chrono::system_clock::time_point> received_at;
  /// Must be true if the URL belongs to COS: a 2xx response without the marks of COS is then
  /// reported as errc::bad_response.
  bool expect_cos = false;
  /// Must be true if the caller received only some of the headers: the absence of a header then
  /// proves nothing.
  bool headers_filtered = false;
};

/// A failure of the program's own transport, before or after the status line of a
/// response arrived. Views are borrowed during from_failure only.
struct client_failure {
  errc reason{};
  /// One human-readable line. If it is empty, the text of the reason is used.
  std::string message;
  /// The operating system's error number, or 0 if there is none.
  int os_errno = 0;
  std::string method;
  std::string url;
  /// Text of the underlying failure.
  std::string cause;
  /// The headers of the response whose body is incomplete, in the order in which they arrived.
  std::vector<field> headers;
  /// HTTP status of that response, or 0 if none arrived.
  int status = 0;
  /// Whether the request, or a part of it, may have reached the server. std::nullopt means that
  /// it is not known; a status or headers then imply true, and without them the reason decides.
  std::optional<bool> request_sent;
};

namespace detail {

inline const char* or_null(const std::string& value) noexcept { return value.empty() ? nullptr : value.c_str(); }

/// Empty text points to a NUL: in a header without a name, length 0 means that a NUL ends it.
inline cos_header_t c_header(const field& field) noexcept {
  return {field.name.empty() ? "" : field.name.data(), field.value.empty() ? "" : field.value.data(),
          field.name.size(), field.value.size()};
}

inline std::vector<cos_header_t> c_headers(const std::vector<field>& fields) {
  std::vector<cos_header_t> headers;
  headers.reserve(fields.size());
  for (const field& field : fields) headers.push_back(c_header(field));
  return headers;
}

/// The value for cos_client_failure_t.
inline std::int32_t c_sent(std::optional<bool> sent) noexcept { return !sent ? 0 : *sent ? 1 : -1; }

}  // namespace detail

/// Parses a response. Returns nothing if it is a success, otherwise the error that it reports.
[[nodiscard]] inline std::optional<error> from_response(const exchange& answer) {
  const std::vector<cos_header_t> headers = detail::c_headers(answer.headers);
  cos_exchange_t exchange{};
  exchange.struct_size = sizeof exchange;
  exchange.method = detail::or_null(answer.method);
  exchange.url = detail::or_null(answer.url);
  exchange.status = answer.status;
  exchange.headers = headers.empty() ? nullptr : headers.data();
  exchange.header_count = headers.size();
  exchange.raw_headers = answer.raw_headers.empty() ? nullptr : answer.raw_headers.data();
  exchange.raw_headers_len = answer.raw_headers.size();
  exchange.body = answer.body.data();
  exchange.body_len = answer.body.size();
  exchange.body_truncated = answer.body_truncated;
  exchange.expect_root = detail::or_null(answer.expect_root);
  exchange.bucket = detail::or_null(answer.bucket);
  exchange.key = detail::or_null(answer.key);
  if (answer.received_at) {
    exchange.received_at_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(answer.received_at->time_since_epoch()).count();
  }
  exchange.expect_cos = answer.expect_cos;
  exchange.headers_filtered = answer.headers_filtered;
  cos_error_t* read = cos_error_from_response(&exchange);
  if (read == nullptr) return std::nullopt;
  return error(read);
}

/// Makes a client error from a failure of the program's own transport.
[[nodiscard]] inline error from_failure(const client_failure& failed) {
  const std::vector<cos_header_t> headers = detail::c_headers(failed.headers);
  cos_client_failure_t failure{};
  failure.struct_size = sizeof failure;
  failure.reason = static_cast<cos_error_reason_t>(failed.reason);
  failure.message = detail::or_null(failed.message);
  failure.os_errno = failed.os_errno;
  failure.method = detail::or_null(failed.method);
  failure.url = detail::or_null(failed.url);
  failure.cause = detail::or_null(failed.cause);
  failure.headers = headers.empty() ? nullptr : headers.data();
  failure.header_count = headers.size();
  failure.status = failed.status;
  failure.request_sent = detail::c_sent(failed.request_sent);
  return error(cos_error_client(&failure));
}

}  // namespace cos_err

#endif
