/// The client.
#ifndef COS_ERR_CLIENT_HPP
#define COS_ERR_CLIENT_HPP

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "call.hpp"
#include "error.hpp"
#include "expected.hpp"
#include "options.hpp"
#include "request.hpp"
#include "response.hpp"
#include "signed_request.hpp"

namespace cos_err {
inline namespace COS_ERR_MODE {

/// Sends requests, and keeps connections open between them. Any number of threads may use one at
/// once. A call in progress may outlive the client. Each operation exists as `name`, which
/// throws, and as `try_name`, which returns the error. Exceptions of the program's callbacks pass
/// through both.
class client {
 public:
  /// Checks the options; nothing is sent.
  [[nodiscard]] static expected<client> make(const client_options& options) {
    if (options.mistake_.message() != nullptr) return failed(options.mistake_);
    cos_client_t* made = nullptr;
    cos_error_t* error = cos_client_new(options.get(), &made);
    return glue::outcome<client>(error, client(made, options.has_log_));
  }

  /// Sends a request and receives the response.
  [[nodiscard]] expected<response> try_send(const request& request) const {
    // An exception from a progress or log callback ends the call by its settings, so there must
    // be some.
    if (request.is_watched_ || has_log_) return try_send(request, call());
    return send_with(request, nullptr);
  }
  [[nodiscard]] expected<response> try_send(const request& request, const call& call) const {
    if (call.mistake_.message() != nullptr) return failed(call.mistake_);
    return send_with(request, call.get());
  }

  /// Checks whether a bucket exists and may be used. The response contains its region.
  [[nodiscard]] expected<response> try_head_bucket(const text& bucket) const {
    if (has_log_) return try_head_bucket(bucket, call());
    return head_with(bucket, nullptr);
  }
  [[nodiscard]] expected<response> try_head_bucket(const text& bucket, const call& call) const {
    if (call.mistake_.message() != nullptr) return failed(call.mistake_);
    return head_with(bucket, call.get());
  }

  /// Returns the URL of a request, signed for a duration from now on; nothing is sent. The URL is
  /// a secret while it is valid.
  [[nodiscard]] expected<std::string> try_presign(const request& request, std::chrono::seconds valid) const {
    return try_presign(request, valid, call());
  }
  [[nodiscard]] expected<std::string> try_presign(const request& request, std::chrono::seconds valid,
                                                  const call& call) const {
    return url_with(request, call, [&](char** url) {
      return cos_client_presign(get(), request.get(), call.get(), valid.count(), url);
    });
  }

  /// Returns the URL of a request without a signature; nothing is sent.
  [[nodiscard]] expected<std::string> try_url(const request& request, const call& call = {}) const {
    return url_with(request, call,
                    [&](char** url) { return cos_client_url(get(), request.get(), call.get(), url); });
  }

  /// Signs a request that another HTTP stack sends, for a duration from now on; nothing is sent.
  /// cos_client_sign in cos_err.h documents what it contains.
  [[nodiscard]] expected<signed_request> try_sign(const request& request, std::chrono::seconds valid,
                                                  const call& call = {}) const {
    if (request.mistake_.message() != nullptr) return failed(request.mistake_);
    if (call.mistake_.message() != nullptr) return failed(call.mistake_);
    glue::scope scope;
    cos_signed_t* made = nullptr;
    cos_error_t* error = cos_client_sign(get(), request.get(), call.get(), valid.count(), &made);
    return close<signed_request>(scope, error, signed_request(made));
  }

  /// Sets how far the server's clock is ahead of the system's, for a client that only signs.
  void clock_skew(std::chrono::seconds skew) const noexcept { cos_client_set_clock_skew_s(get(), skew.count()); }

#if COS_ERR_EXCEPTIONS
  explicit client(const client_options& options) : client(glue::get(make(options))) {}
  response send(const request& request) const { return glue::get(try_send(request)); }
  response send(const request& request, const call& call) const { return glue::get(try_send(request, call)); }
  response head_bucket(const text& bucket) const { return glue::get(try_head_bucket(bucket)); }
  response head_bucket(const text& bucket, const call& call) const {
    return glue::get(try_head_bucket(bucket, call));
  }
  [[nodiscard]] std::string presign(const request& request, std::chrono::seconds valid) const {
    return glue::get(try_presign(request, valid));
  }
  [[nodiscard]] std::string presign(const request& request, std::chrono::seconds valid, const call& call) const {
    return glue::get(try_presign(request, valid, call));
  }
  [[nodiscard]] std::string url(const request& request, const call& call = {}) const {
    return glue::get(try_url(request, call));
  }
  [[nodiscard]] signed_request sign(const request& request, std::chrono::seconds valid, const call& call = {}) const {
    return glue::get(try_sign(request, valid, call));
  }
#endif

  /// Permanently cancels every call of the client, in progress or later, with errc::cancelled.
  void shutdown() const noexcept { cos_client_shutdown(get()); }

 private:
  struct free {
    void operator()(cos_client_t* client) const noexcept { cos_client_free(client); }
  };

  client(cos_client_t* owned, bool has_log) noexcept : owned_(owned), has_log_(has_log) {}

  cos_client_t* get() const noexcept { return owned_.get(); }

  static unexpected<error> failed(const detail::mistake& mistake) {
    return unexpected<error>(error(detail::error_of(mistake)));
  }
  /// Ends a call: an exception of a callback takes precedence over the error that C made of it.
  template <class T>
  static expected<T> close(glue::scope& scope, cos_error_t* error, T&& result) {
    expected<T> outcome = glue::outcome<T>(error, std::forward<T>(result));
    scope.rethrow();
    return outcome;
  }
  template <class Make>
  expected<std::string> url_with(const request& request, const call& call, Make make) const {
    if (request.mistake_.message() != nullptr) return failed(request.mistake_);
    if (call.mistake_.message() != nullptr) return failed(call.mistake_);
    glue::scope scope;
    char* url = nullptr;
    cos_error_t* error = make(&url);
    const std::unique_ptr<char, void (*)(char*)> owned(url, cos_text_free);
    return close<std::string>(scope, error, error != nullptr ? std::string() : std::string(url));
  }
  expected<response> send_with(const request& request, const cos_call_t* call) const {
    if (request.mistake_.message() != nullptr) return failed(request.mistake_);
    glue::scope scope;
    cos_response_t* read = nullptr;
    cos_error_t* error = cos_client_send(get(), request.get(), call, &read);
    return close<response>(scope, error, response(read));
  }
  expected<response> head_with(const text& bucket, const cos_call_t* call) const {
    detail::mistake mistake;
    const char* name = mistake.check(bucket, "the bucket holds a NUL character");
    if (mistake.message() != nullptr) return failed(mistake);
    glue::scope scope;
    cos_response_t* read = nullptr;
    cos_error_t* error = cos_err_head_bucket(get(), name, call, &read);
    return close<response>(scope, error, response(read));
  }

  std::unique_ptr<cos_client_t, free> owned_;
  bool has_log_ = false;
};

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
