/// Client configuration.
#ifndef COS_ERR_OPTIONS_HPP
#define COS_ERR_OPTIONS_HPP

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "callback.hpp"
#include "constants.hpp"
#include "expected.hpp"
#include "text.hpp"

namespace cos_err {

/// Credentials that sign requests.
struct credentials {
  std::string secret_id;
  std::string secret_key;
  /// Empty for permanent credentials.
  std::string token;
  /// The time until which the credentials are valid, if they expire.
  std::optional<std::chrono::system_clock::time_point> expires_at;
};

inline namespace COS_ERR_MODE {

/// Client configuration with the default values of the C library. Only one thread may use it at
/// a time. The first invalid value is remembered, and the constructor of the client reports it.
/// cos_client_options_NAME in cos_err.h documents each member.
class client_options {
 public:
  client_options() noexcept : owned_(cos_client_options_new()) {}

  client_options& region(const text& name) & { return put(cos_client_options_set_region, name), *this; }
  client_options& endpoint(const text& url) & { return put(cos_client_options_set_endpoint, url), *this; }
  client_options& connect_to(const text& address) & { return put(cos_client_options_set_connect_to, address), *this; }
  client_options& ca_file(const std::filesystem::path& path) & {
    return put(cos_client_options_set_ca_file, path), *this;
  }
  client_options& user_agent(const text& suffix) & { return put(cos_client_options_set_user_agent, suffix), *this; }
  client_options& proxy(const text& url) & { return put(cos_client_options_set_proxy, url), *this; }
  client_options& credentials(const text& secret_id, const text& secret_key, const text& token = nullptr) & {
    cos_client_options_set_credentials(get(), mistake_.check(secret_id, told), mistake_.check(secret_key, told),
                                       mistake_.check(token, told));
    return *this;
  }
  /// provide() returns cos_err::credentials, or expected<cos_err::credentials, std::string> if it
  /// may fail, with the cause as text. One call at a time calls it, and again shortly before the
  /// credentials expire. A provide(void*) receives the pointer of call::user_data.
  template <class Provide>
  client_options& credentials_provider(Provide provide) &;
  /// The callback receives (cos_err::log_level, std::string_view line), on the thread that makes
  /// the call, and for started calls on threads of the library.
  template <class Tell>
  client_options& log(log_level level, Tell tell) & {
    const auto c_tell = [](void* state, cos_log_level_t line_level, const char* line) {
      glue::guarded<int>(0, [&] {
        (*static_cast<Tell*>(state))(static_cast<log_level>(line_level), std::string_view(line));
        return 0;
      });
    };
    cos_client_options_set_log(get(), static_cast<cos_log_level_t>(level), c_tell, new Tell(std::move(tell)),
                               glue::release<Tell>);
    has_log_ = true;
    return *this;
  }
  client_options& connect_timeout(std::chrono::milliseconds limit) & {
    return cos_client_options_set_connect_timeout_ms(get(), limit.count()), *this;
  }
  client_options& io_timeout(std::chrono::milliseconds limit) & {
    return cos_client_options_set_io_timeout_ms(get(), limit.count()), *this;
  }
  client_options& total_timeout(std::chrono::milliseconds limit) & {
    return cos_client_options_set_total_timeout_ms(get(), limit.count()), *this;
  }
  client_options& max_connections(std::int32_t number) & {
    return cos_client_options_set_max_connections(get(), number), *this;
  }
  client_options& max_started(std::int64_t calls) & {
    return cos_client_options_set_max_started(get(), calls), *this;
  }
  client_options& max_attempts(std::int32_t number) & {
    return cos_client_options_set_max_attempts(get(), number), *this;
  }
  client_options& retry_step(std::chrono::milliseconds step) & {
    return cos_client_options_set_retry_step_ms(get(), step.count()), *this;
  }
  client_options& backup_domain(bool on) & { return cos_client_options_set_backup_domain(get(), on), *this; }
  /// Only this function reads the environment: COS_SECRET_ID, COS_SECRET_KEY, COS_SESSION_TOKEN,
  /// COS_REGION, COS_ENDPOINT.
  client_options& load_env() & { return cos_client_options_load_env(get()), *this; }

  client_options&& region(const text& name) && { return std::move(region(name)); }
  client_options&& endpoint(const text& url) && { return std::move(endpoint(url)); }
  client_options&& connect_to(const text& address) && { return std::move(connect_to(address)); }
  client_options&& ca_file(const std::filesystem::path& path) && { return std::move(ca_file(path)); }
  client_options&& user_agent(const text& suffix) && { return std::move(user_agent(suffix)); }
  client_options&& proxy(const text& url) && { return std::move(proxy(url)); }
  client_options&& credentials(const text& secret_id, const text& secret_key, const text& token = nullptr) && {
    return std::move(credentials(secret_id, secret_key, token));
  }
  template <class Provide>
  client_options&& credentials_provider(Provide provide) && {
    return std::move(credentials_provider(std::move(provide)));
  }
  template <class Tell>
  client_options&& log(log_level level, Tell tell) && {
    return std::move(log(level, std::move(tell)));
  }
  client_options&& connect_timeout(std::chrono::milliseconds limit) && { return std::move(connect_timeout(limit)); }
  client_options&& io_timeout(std::chrono::milliseconds limit) && { return std::move(io_timeout(limit)); }
  client_options&& total_timeout(std::chrono::milliseconds limit) && { return std::move(total_timeout(limit)); }
  client_options&& max_connections(std::int32_t number) && { return std::move(max_connections(number)); }
  client_options&& max_started(std::int64_t calls) && { return std::move(max_started(calls)); }
  client_options&& max_attempts(std::int32_t number) && { return std::move(max_attempts(number)); }
  client_options&& retry_step(std::chrono::milliseconds step) && { return std::move(retry_step(step)); }
  client_options&& backup_domain(bool on) && { return std::move(backup_domain(on)); }
  client_options&& load_env() && { return std::move(load_env()); }

 private:
  friend class client;
  struct free {
    void operator()(cos_client_options_t* options) const noexcept { cos_client_options_free(options); }
  };
  static constexpr const char* told = "an option of the client holds a NUL character";

  cos_client_options_t* get() const noexcept { return owned_.get(); }
  void put(void (*set)(cos_client_options_t*, const char*), const text& value) noexcept {
    set(get(), mistake_.check(value, told));
  }

  detail::mistake mistake_;
  std::unique_ptr<cos_client_options_t, free> owned_;
  bool has_log_ = false;
};

namespace glue {

inline void give(cos_credentials_t* to, const cos_err::credentials& keys) {
  // 0 means never, so the first second of the epoch counts as past, as the seconds before it.
  std::int64_t expires_s = 0;
  if (keys.expires_at) {
    const auto since = std::chrono::duration_cast<std::chrono::seconds>(keys.expires_at->time_since_epoch());
    expires_s = since.count() > 0 ? since.count() : 1;
  }
  cos_credentials_set(to, keys.secret_id.c_str(), keys.secret_key.c_str(),
                      keys.token.empty() ? nullptr : keys.token.c_str(), expires_s);
}

template <class Provide>
auto asked(Provide& provide, const cos_credentials_t* for_call) {
  // A parameter with a default of its own is not meant for the pointer.
  if constexpr (std::is_invocable_v<Provide&>) {
    return provide();
  } else {
    return provide(cos_credentials_user_data(for_call));
  }
}

/// Passes on the provider's result, credentials or cause. Returns not 0 if it failed.
inline std::int32_t hand_over(cos_credentials_t* to, const cos_err::credentials& keys) { return give(to, keys), 0; }
inline std::int32_t hand_over(cos_credentials_t* to, const expected<cos_err::credentials, std::string>& keys) {
  if (keys) return hand_over(to, *keys);
  cos_credentials_set_error(to, keys.error().c_str());
  return -1;
}

}  // namespace glue

template <class Provide>
client_options& client_options::credentials_provider(Provide provide) & {
  const auto c_provide = [](void* state, cos_credentials_t* to) -> std::int32_t {
    return glue::guarded<std::int32_t>(
        -1, [&] { return glue::hand_over(to, glue::asked(*static_cast<Provide*>(state), to)); });
  };
  cos_client_options_set_credentials_provider(get(), c_provide, new Provide(std::move(provide)),
                                              glue::release<Provide>);
  return *this;
}

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
