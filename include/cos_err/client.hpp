/// The client.
#ifndef COS_ERR_CLIENT_HPP
#define COS_ERR_CLIENT_HPP

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "call.hpp"
#include "error.hpp"
#include "expected.hpp"
#include "futures.hpp"
#include "options.hpp"
#include "queue.hpp"
#include "request.hpp"
#include "response.hpp"
#include "signed_request.hpp"
#include "transfer.hpp"

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

  /// Starts a call and does not wait for it: it completes in the queue, with this value. Request
  /// and settings are copied. The value is destroyed if the call could not be started.
  template <class Value>
  [[nodiscard]] expected<started> try_start(const request& request, const queue<Value>& queue,
                                            typename cos_err::queue<Value>::value_type value = {}) const {
    return start_with(request, nullptr, queue, std::move(value));
  }
  template <class Value>
  [[nodiscard]] expected<started> try_start(const request& request, const call& call, const queue<Value>& queue,
                                            typename cos_err::queue<Value>::value_type value = {}) const {
    if (call.mistake_.message() != nullptr) return failed(call.mistake_);
    return start_with(request, call.get(), queue, std::move(value));
  }

  /// Starts a call whose result arrives in a future, also if the client is destroyed before. A
  /// call that could not be started reports that by the future too. A cancel token ends the call;
  /// destroying the future does not. In a child of fork, futures of its parent are never ready.
  [[nodiscard]] std::future<expected<response>> try_async(const request& request) const {
    return future_of<glue::held>(request, nullptr, nullptr);
  }
  [[nodiscard]] std::future<expected<response>> try_async(const request& request, const call& call) const {
    return future_of<glue::held>(request, call.get(), &call.mistake_);
  }

  /// Uploads a regular file as an object, or downloads an object into a file, in parts if it is
  /// large, several at a time. The call has no total timeout unless one was set. If it fails, the
  /// detail "UploadId" of the error names an upload whose parts are still stored. Log functions,
  /// providers and interrupt functions may run on threads of the library too, where an exception
  /// ends the call as it ends a started one. cos_client_upload_file and cos_client_download_file in
  /// cos_err.h document the rest.
  [[nodiscard]] expected<response> try_upload_file(const text& bucket, const text& key,
                                                   const std::filesystem::path& path, const transfer& transfer = {},
                                                   const call& call = {}) const {
    return move_with(cos_client_upload_file, {bucket, key, path}, transfer, call);
  }
  [[nodiscard]] expected<response> try_download_file(const text& bucket, const text& key,
                                                     const std::filesystem::path& path, const transfer& transfer = {},
                                                     const call& call = {}) const {
    return move_with(cos_client_download_file, {bucket, key, path}, transfer, call);
  }

  /// Starts the same, as `try_start` starts a call. Transfer and settings are copied.
  template <class Value>
  [[nodiscard]] expected<started> try_start_upload_file(const text& bucket, const text& key,
                                                        const std::filesystem::path& path, const transfer& transfer,
                                                        const call& call, const queue<Value>& queue,
                                                        typename cos_err::queue<Value>::value_type value = {}) const {
    return start_moving(cos_client_start_upload_file, {bucket, key, path}, transfer, call, queue, std::move(value));
  }
  template <class Value>
  [[nodiscard]] expected<started> try_start_download_file(const text& bucket, const text& key,
                                                          const std::filesystem::path& path, const transfer& transfer,
                                                          const call& call, const queue<Value>& queue,
                                                          typename cos_err::queue<Value>::value_type value = {}) const {
    return start_moving(cos_client_start_download_file, {bucket, key, path}, transfer, call, queue, std::move(value));
  }

  /// Starts the same, as `try_async` starts a call.
  [[nodiscard]] std::future<expected<response>> try_async_upload_file(const text& bucket, const text& key,
                                                                      const std::filesystem::path& path,
                                                                      const transfer& transfer = {},
                                                                      const call& call = {}) const {
    return future_file<glue::held>(cos_client_start_upload_file, {bucket, key, path}, transfer, call);
  }
  [[nodiscard]] std::future<expected<response>> try_async_download_file(const text& bucket, const text& key,
                                                                        const std::filesystem::path& path,
                                                                        const transfer& transfer = {},
                                                                        const call& call = {}) const {
    return future_file<glue::held>(cos_client_start_download_file, {bucket, key, path}, transfer, call);
  }

  /// Waits until no call of the client runs, of whatever thread. It ends no call. Returns true if
  /// none runs: then no callback runs any more, so its code may be unloaded after a shutdown.
  bool wait() const noexcept { return cos_client_wait(get(), -1) == 1; }
  [[nodiscard]] bool wait(std::chrono::milliseconds timeout) const noexcept {
    return cos_client_wait(get(), timeout.count() < 0 ? 0 : timeout.count()) == 1;
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
  template <class Value>
  started start(const request& request, const queue<Value>& queue,
                typename cos_err::queue<Value>::value_type value = {}) const {
    return glue::get(try_start(request, queue, std::move(value)));
  }
  template <class Value>
  started start(const request& request, const call& call, const queue<Value>& queue,
                typename cos_err::queue<Value>::value_type value = {}) const {
    return glue::get(try_start(request, call, queue, std::move(value)));
  }
  [[nodiscard]] std::future<response> async(const request& request) const {
    return future_of<glue::thrown>(request, nullptr, nullptr);
  }
  [[nodiscard]] std::future<response> async(const request& request, const call& call) const {
    return future_of<glue::thrown>(request, call.get(), &call.mistake_);
  }
  response upload_file(const text& bucket, const text& key, const std::filesystem::path& path,
                       const transfer& transfer = {}, const call& call = {}) const {
    return glue::get(try_upload_file(bucket, key, path, transfer, call));
  }
  response download_file(const text& bucket, const text& key, const std::filesystem::path& path,
                         const transfer& transfer = {}, const call& call = {}) const {
    return glue::get(try_download_file(bucket, key, path, transfer, call));
  }
  template <class Value>
  started start_upload_file(const text& bucket, const text& key, const std::filesystem::path& path,
                            const transfer& transfer, const call& call, const queue<Value>& queue,
                            typename cos_err::queue<Value>::value_type value = {}) const {
    return glue::get(try_start_upload_file(bucket, key, path, transfer, call, queue, std::move(value)));
  }
  template <class Value>
  started start_download_file(const text& bucket, const text& key, const std::filesystem::path& path,
                              const transfer& transfer, const call& call, const queue<Value>& queue,
                              typename cos_err::queue<Value>::value_type value = {}) const {
    return glue::get(try_start_download_file(bucket, key, path, transfer, call, queue, std::move(value)));
  }
  [[nodiscard]] std::future<response> async_upload_file(const text& bucket, const text& key,
                                                        const std::filesystem::path& path,
                                                        const transfer& transfer = {}, const call& call = {}) const {
    return future_file<glue::thrown>(cos_client_start_upload_file, {bucket, key, path}, transfer, call);
  }
  [[nodiscard]] std::future<response> async_download_file(const text& bucket, const text& key,
                                                          const std::filesystem::path& path,
                                                          const transfer& transfer = {}, const call& call = {}) const {
    return future_file<glue::thrown>(cos_client_start_download_file, {bucket, key, path}, transfer, call);
  }
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

  client(cos_client_t* owned, bool has_log)
      : owned_(owned), futures_(owned != nullptr ? glue::futures::make() : nullptr), has_log_(has_log) {}

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
  template <class Value>
  expected<started> start_with(const request& request, const cos_call_t* call, const queue<Value>& queue,
                               Value&& value) const {
    return queued(detail::first_of({&request.mistake_}), std::move(value), [&](void* user_data, cos_started_t** made) {
      return cos_client_start(get(), request.get(), call, queue.get(), user_data, made);
    });
  }
  template <class Value, class Start>
  expected<started> queued(const detail::mistake* mistake, Value&& value, Start start) const {
    if (mistake != nullptr) return failed(*mistake);
    auto owned = std::make_unique<Value>(std::move(value));
    cos_started_t* made = nullptr;
    cos_error_t* error = start(owned.get(), &made);
    // The queue owns it, and another thread may have taken it.
    if (error == nullptr) static_cast<void>(owned.release());
    return glue::outcome<started>(error, started(made));
  }
  template <class Pending>
  std::future<typename Pending::result> future_of(const request& request, const cos_call_t* call,
                                                  const detail::mistake* mistake) const {
    return fulfilled<Pending>(detail::first_of({&request.mistake_, mistake}), [&](cos_queue_t* queue, void* user_data) {
      return cos_client_start(get(), request.get(), call, queue, user_data, nullptr);
    });
  }
  template <class Pending, class Start>
  std::future<typename Pending::result> fulfilled(const detail::mistake* mistake, Start start) const {
    auto pending = std::make_unique<Pending>();
    auto future = pending->promise.get_future();
    // A client that was moved from has none; the library reports that.
    const auto home = futures_ ? futures_ : glue::futures::make();
    home->start(std::move(pending), [&](cos_queue_t* queue, void* user_data) {
      return mistake != nullptr ? detail::error_of(*mistake) : start(queue, user_data);
    });
    return future;
  }
  static const detail::mistake* wrong(const glue::moved_file& file, const transfer& transfer, const call& call) {
    return detail::first_of({&file.mistake, &transfer.mistake_, &call.mistake_});
  }
  template <class Move>
  expected<response> move_with(Move move, const glue::moved_file& file, const transfer& transfer,
                               const call& call) const {
    if (const detail::mistake* mistake = wrong(file, transfer, call)) return failed(*mistake);
    glue::scope scope;
    cos_response_t* read = nullptr;
    cos_error_t* error = transfer.reporting_to(scope, [&](const cos_transfer_t* settings) {
      return move(get(), file.bucket, file.key, file.path, settings, call.get(), &read);
    });
    return close<response>(scope, error, response(read));
  }
  template <class Start, class Value>
  expected<started> start_moving(Start move, const glue::moved_file& file, const transfer& transfer, const call& call,
                                 const queue<Value>& queue, Value&& value) const {
    return queued(wrong(file, transfer, call), std::move(value), [&](void* user_data, cos_started_t** made) {
      return move(get(), file.bucket, file.key, file.path, transfer.get(), call.get(), queue.get(), user_data, made);
    });
  }
  template <class Pending, class Start>
  std::future<typename Pending::result> future_file(Start move, const glue::moved_file& file,
                                                    const transfer& transfer, const call& call) const {
    return fulfilled<Pending>(wrong(file, transfer, call), [&](cos_queue_t* queue, void* user_data) {
      return move(get(), file.bucket, file.key, file.path, transfer.get(), call.get(), queue, user_data, nullptr);
    });
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
  std::shared_ptr<glue::futures> futures_;
  bool has_log_ = false;
};

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
