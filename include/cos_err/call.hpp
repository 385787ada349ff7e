/// What one call does otherwise than its client, and how it is ended.
#ifndef COS_ERR_CALL_HPP
#define COS_ERR_CALL_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

#include "callback.hpp"
#include "text.hpp"

namespace cos_err {

/// Ends the calls that carry it. Any number of threads may use one at once.
class cancel {
 public:
  cancel() noexcept : owned_(cos_cancel_new()) {}
  /// For good, within 100 ms. One atomic store: safe in a signal handler.
  void trigger() const noexcept { cos_cancel_trigger(owned_.get()); }
  /// The token as the C library knows it; borrowed.
  [[nodiscard]] cos_cancel_t* c_cancel() const noexcept { return owned_.get(); }

 private:
  struct free {
    void operator()(cos_cancel_t* cancel) const noexcept { cos_cancel_free(cancel); }
  };
  std::unique_ptr<cos_cancel_t, free> owned_;
};

inline namespace COS_ERR_MODE {

/// Settings of a call. For one thread at a time; they may serve any number of calls. The
/// first mistake is kept, and the call reports it. What each member means: cos_err.h,
/// cos_call_NAME.
class call {
 public:
  call() noexcept : owned_(cos_call_new()) {
    // Progress and log return nothing: what they throw ends the call in this way.
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
  /// The token may be destroyed before the settings.
  call& cancel(const cos_err::cancel& token) & { return cos_call_set_cancel(get(), token.c_cancel()), *this; }
  /// stop() is asked about every 50 ms while the call waits; true ends it.
  template <class Stop>
  call& interrupt(Stop stop) & {
    const auto c_stop = [](void* state) -> std::int32_t {
      return glue::guarded<std::int32_t>(1, [&] { return (*static_cast<Stop*>(state))() ? 1 : 0; });
    };
    cos_call_set_interrupt(get(), c_stop, new Stop(std::move(stop)), glue::release<Stop>);
    return *this;
  }
  /// A HEAD that failed is asked again by GET, whose answer has a body.
  call& explain(bool on = true) & { return cos_call_set_explain(get(), on), *this; }

  call&& timeout(std::chrono::milliseconds limit) && { return std::move(timeout(limit)); }
  call&& region(const text& name) && { return std::move(region(name)); }
  call&& header(const text& name, const text& value) && { return std::move(header(name, value)); }
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
