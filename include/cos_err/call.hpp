/// Per-call settings, and how a call is cancelled.
#ifndef COS_ERR_CALL_HPP
#define COS_ERR_CALL_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

#include "callback.hpp"
#include "text.hpp"

namespace cos_err {

/// Cancels the calls that have it in their settings. Any number of threads may use one at once.
class cancel {
 public:
  cancel() noexcept : owned_(cos_cancel_new()) {}
  /// Cancels permanently, within 100 ms. It is one atomic store, so it is safe in a signal
  /// handler.
  void trigger() const noexcept { cos_cancel_trigger(owned_.get()); }
  /// The token of the C library; it is borrowed.
  [[nodiscard]] cos_cancel_t* c_cancel() const noexcept { return owned_.get(); }

 private:
  struct free {
    void operator()(cos_cancel_t* cancel) const noexcept { cos_cancel_free(cancel); }
  };
  std::unique_ptr<cos_cancel_t, free> owned_;
};

inline namespace COS_ERR_MODE {

/// Per-call settings. Only one thread may use them at a time, for any number of calls. The
/// first invalid value is remembered, and the call reports it. cos_call_NAME in cos_err.h
/// documents each member.
class call {
 public:
  call() noexcept : owned_(cos_call_new()) {
    // Progress and log callbacks return nothing: an exception from them ends the call in this
    // way.
    cos_call_set_interrupt(get(), glue::must_end, nullptr, nullptr);
  }

  call& timeout(std::chrono::milliseconds limit) & { return cos_call_set_timeout_ms(get(), limit.count()), *this; }
  call& region(const text& name) & {
    return cos_call_set_region(get(), mistake_.check(name, "the call's region holds a NUL character")), *this;
  }
  call& header(const text& name, const text& value) & {
    const char* const told = "a header field of the call holds a NUL character";
    return cos_call_add_header(get(), mistake_.check(name, told), mistake_.check(value, told)), *this;
  }
  /// The Host to sign instead of the one that the request goes to; "" signs none.
  call& signed_host(const text& host) & {
    return cos_call_set_signed_host(get(), mistake_.check(host, "the signed host holds a NUL character")), *this;
  }
  /// The token may be destroyed before the settings.
  call& cancel(const cos_err::cancel& token) & { return cos_call_set_cancel(get(), token.c_cancel()), *this; }
  /// stop() is called about every 50 ms while the call waits; the call ends if it returns true.
  template <class Stop>
  call& interrupt(Stop stop) & {
    const auto c_stop = [](void* state) -> std::int32_t {
      return glue::guarded<std::int32_t>(1, [&] { return (*static_cast<Stop*>(state))() ? 1 : 0; });
    };
    cos_call_set_interrupt(get(), c_stop, new Stop(std::move(stop)), glue::release<Stop>);
    return *this;
  }
  /// The pointer that the client's credentials provider receives for this call.
  call& user_data(void* data) & { return cos_call_set_user_data(get(), data), *this; }
  /// Repeats a HEAD that failed as a GET, whose response has a body.
  call& explain(bool on = true) & { return cos_call_set_explain(get(), on), *this; }

  call&& timeout(std::chrono::milliseconds limit) && { return std::move(timeout(limit)); }
  call&& user_data(void* data) && { return std::move(user_data(data)); }
  call&& region(const text& name) && { return std::move(region(name)); }
  call&& header(const text& name, const text& value) && { return std::move(header(name, value)); }
  call&& signed_host(const text& host) && { return std::move(signed_host(host)); }
  call&& cancel(const cos_err::cancel& token) && { return std::move(cancel(token)); }
  template <class Stop>
  call&& interrupt(Stop stop) && {
    return std::move(interrupt(std::move(stop)));
  }
  call&& explain(bool on = true) && { return std::move(explain(on)); }

 private:
  friend class client;
  struct free {
    void operator()(cos_call_t* call) const noexcept { cos_call_free(call); }
  };

  cos_call_t* get() const noexcept { return owned_.get(); }

  detail::mistake mistake_;
  std::unique_ptr<cos_call_t, free> owned_;
};

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
