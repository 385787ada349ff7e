/// Errors of libcos_err from results of Tencent's C++ SDK, in a program that keeps the SDK.
///
///     qcloud_cos::CosResult result = cos.HeadBucket(request, &response);
///     if (const auto error = cos_err::from_sdk_result(result, {"HEAD", "", "examplebucket-1250000000", ""})) {
///       std::cerr << *error << '\n' << error->advice() << '\n';
///     }
///
/// The SDK is not needed: any type with the getters of its CosResult will do.
#ifndef COS_ERR_SDK_RESULT_HPP
#define COS_ERR_SDK_RESULT_HPP

#include <cstddef>
#include <optional>
#include <string>

#include "error.hpp"
#include "exchange.hpp"

namespace cos_err {

/// The request that failed, because a result does not name it. Leave empty what is not known.
struct sdk_request {
  /// Method: "HEAD", "GET" ... Set it for a HEAD, whose response has neither code nor message.
  std::string method;
  std::string url;
  /// Bucket and key, if the URL is not known.
  std::string bucket;
  std::string key;
};

namespace detail {

/// A text with U+FFFD for each NUL, which would end it.
inline std::string visible(std::string text) {
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at)) text.replace(at, 1, "\uFFFD");
  return text;
}

/// Earlier versions of the SDK have their own words for a call without a response.
template <class Result>
auto error_info(const Result& result, int) -> decltype(std::string(result.GetErrorInfo())) {
  return result.GetErrorInfo();
}
template <class Result>
std::string error_info(const Result&, long) {
  return {};
}

}  // namespace detail

/// Makes an error of what the SDK reports; nothing if it reports a success. What the service sent is
/// in the error, what the SDK makes up is not, and error::has_lost tells what the SDK lost.
template <class Result>
[[nodiscard]] std::optional<error> from_sdk_result(const Result& result, const sdk_request& request = {}) {
  if (result.IsSucc()) return std::nullopt;
  const std::string code = detail::visible(result.GetErrorCode());
  const std::string given = detail::visible(result.GetErrorMsg());
  const std::string message = given.empty() ? detail::visible(detail::error_info(result, 0)) : given;
  const std::string request_id = detail::visible(result.GetXCosRequestId());
  const std::string trace_id = detail::visible(result.GetXCosTraceId());
  const std::string resource = detail::visible(result.GetResourceAddr());
  const std::string server_time = result.GetXCosServerTime();
  const cos_header_t detail = detail::c_header({"ServerTime", server_time});
  cos_sdk_error_t sdk{};
  sdk.struct_size = sizeof sdk;
  sdk.method = detail::or_null(request.method);
  sdk.url = detail::or_null(request.url);
  sdk.bucket = detail::or_null(request.bucket);
  sdk.key = detail::or_null(request.key);
  // Without a response it is -1.
  sdk.status = result.GetHttpStatus() > 0 ? result.GetHttpStatus() : 0;
  sdk.code = code.c_str();
  sdk.message = message.c_str();
  sdk.request_id = request_id.c_str();
  sdk.trace_id = trace_id.c_str();
  sdk.resource = resource.c_str();
  sdk.details = &detail;
  sdk.detail_count = server_time.empty() ? 0 : 1;
  return error(cos_error_from_sdk(&sdk));
}

}  // namespace cos_err

#endif
