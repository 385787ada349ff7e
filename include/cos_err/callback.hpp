/// Functions of the program that C calls, and the exceptions that they throw.
#ifndef COS_ERR_CALLBACK_HPP
#define COS_ERR_CALLBACK_HPP

#include <atomic>
#include <cstdint>
#include <exception>
#include <type_traits>
#include <utility>

#include "config.hpp"

namespace cos_err {
inline namespace COS_ERR_MODE {
namespace glue {

#if COS_ERR_EXCEPTIONS

/// A call of the C library, through which no exception may pass: an exception from a callback is
/// stored here, ends the call, and is thrown again by `rethrow`. Callbacks run on the thread of
/// their call, so they belong to the innermost call of a thread. Those of started calls run on
/// threads of the library, and belong to none: the error that C makes gets the exception's text.
class scope {
 public:
  scope() noexcept : outer_(innermost()) { innermost() = this; }
  ~scope() { innermost() = outer_; }
  scope(const scope&) = delete;
  scope& operator=(const scope&) = delete;

  void rethrow() {
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    if (thrown_elsewhere_) std::rethrow_exception(std::exchange(elsewhere_, nullptr));
  }
  static bool has_thrown() noexcept {
    return innermost() != nullptr && (innermost()->thrown_ != nullptr || innermost()->thrown_elsewhere_);
  }
  /// Runs a callback of this call on any thread, unless one has thrown there. Callbacks of this kind
  /// never run at once.
  template <class F>
  void run(F&& callback) noexcept {
    if (thrown_elsewhere_) return;
    try {
      callback();
    } catch (...) {
      elsewhere_ = std::current_exception();
      thrown_elsewhere_ = true;
    }
  }
  static void keep(std::exception_ptr thrown) noexcept {
    if (innermost() != nullptr) innermost()->thrown_ = std::move(thrown);
    else tell(thrown);
  }

 private:
  static void tell(const std::exception_ptr& thrown) noexcept {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      cos_callback_set_error(e.what());
    } catch (...) {
      cos_callback_set_error("an exception that is no std::exception");
    }
  }
  /// One per thread, whichever shared object makes the call or contains the callback.
  COS_ERR_VISIBLE static scope*& innermost() noexcept {
    static thread_local scope* scope = nullptr;
    return scope;
  }

  scope* outer_;
  std::exception_ptr thrown_;
  std::exception_ptr elsewhere_;
  std::atomic<bool> thrown_elsewhere_{false};
};

/// Returns the result of a callback; `failed` if it throws, or if another one of its call has
/// thrown.
template <class Result, class F>
Result guarded(Result failed, F&& callback) noexcept {
  if (scope::has_thrown()) return failed;
  try {
    return callback();
  } catch (...) {
    scope::keep(std::current_exception());
    return failed;
  }
}

#else

struct scope {
  void rethrow() noexcept {}
  static constexpr bool has_thrown() noexcept { return false; }
  template <class F>
  void run(F&& callback) noexcept {
    callback();
  }
};

template <class Result, class F>
Result guarded(Result, F&& callback) noexcept {
  return callback();
}

#endif

/// Whether a call has to end. A callback without a result can report it in this way only.
inline std::int32_t must_end(void*) noexcept { return scope::has_thrown(); }

/// A callback's state on its way to C, which passes it to `release`.
template <class State>
void release(void* state) noexcept {
  delete static_cast<State*>(state);
}

/// Whether a callback succeeded: it may return a bool, or nothing.
template <class F, class... Args>
bool content(F& function, Args&&... args) {
  using result = std::decay_t<std::invoke_result_t<F&, Args...>>;
  // A number has another meaning in C, and body_later would be true.
  static_assert(!std::is_arithmetic_v<result> || std::is_same_v<result, bool>,
                "a callback returns nothing, or a bool: false to fail");
  if constexpr (std::is_void_v<result>) {
    function(std::forward<Args>(args)...);
    return true;
  } else {
    return static_cast<bool>(function(std::forward<Args>(args)...));
  }
}

/// Takes the place of a callback that goes back to the beginning.
struct cannot_rewind {};

}  // namespace glue
}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
