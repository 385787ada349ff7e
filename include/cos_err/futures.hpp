/// Calls whose results arrive in a std::future.
#ifndef COS_ERR_FUTURES_HPP
#define COS_ERR_FUTURES_HPP

#include <atomic>
#include <future>
#include <memory>
#include <utility>

#if defined(__unix__) || defined(__APPLE__)
#include <unistd.h>
#endif

#include "callback.hpp"
#include "expected.hpp"
#include "response.hpp"

namespace cos_err {
inline namespace COS_ERR_MODE {
namespace glue {

/// The queue in which a client's calls with a future complete. The thread of the library that
/// brings a completion takes it and fulfils the future, so no thread is needed for that. Each of
/// these calls keeps the queue, which may outlive the client.
class futures : public std::enable_shared_from_this<futures> {
 public:
  /// A call that has not ended yet.
  struct pending {
    pending() = default;
    pending(const pending&) = delete;
    pending& operator=(const pending&) = delete;
    virtual ~pending() = default;
    virtual void fulfil(expected<response> result) noexcept = 0;
    std::shared_ptr<futures> home;
  };

  /// Its functions are those of the shared object that makes the client, not of one that uses it
  /// and may be unloaded.
  static std::shared_ptr<futures> make() {
    auto made = std::make_shared<futures>();
    made->arm();
    return made;
  }
  futures() noexcept : owned_(cos_queue_new(nullptr)) {}

  /// start(queue, user_data) starts a call; if it returns an error, that is the result.
  template <class Start>
  void start(std::unique_ptr<pending> call, Start start) {
    arm();
    call->home = shared_from_this();
    cos_error_t* error = start(owned_.get(), call.get());
    if (error != nullptr) return call->fulfil(unexpected<cos_err::error>(cos_err::error(error)));
    call.release();
  }

 private:
  struct free {
    void operator()(cos_queue_t* queue) const noexcept { cos_queue_free(queue, 0); }
  };

  /// Sets the function that takes completions, once, and again in a child of fork, where the
  /// queue has lost it.
  void arm() {
    if (armed_in_.load(std::memory_order_acquire) == process()) return;
    using self = std::weak_ptr<futures>;
    const auto wake = [](void* state) {
      if (const auto home = static_cast<self*>(state)->lock()) home->take();
    };
    cos_queue_set_notify(owned_.get(), wake, new self(weak_from_this()), release<self>);
    take();
    armed_in_.store(process(), std::memory_order_release);
  }
  void take() noexcept {
    cos_completion_t taken{};
    taken.struct_size = sizeof taken;
    while (cos_queue_next(owned_.get(), 0, &taken) == 1) {
      auto result = outcome<response>(taken.error, response(taken.response));
      if (taken.kind != COS_COMPLETION_CALL) continue;
      const std::unique_ptr<pending> call(static_cast<pending*>(taken.user_data));
      call->fulfil(std::move(result));
    }
  }
  static long process() noexcept {
#if defined(__unix__) || defined(__APPLE__)
    return getpid();
#else
    return 1;
#endif
  }

  std::unique_ptr<cos_queue_t, free> owned_;
  std::atomic<long> armed_in_{0};
};

/// The non-throwing style: the future holds the error.
struct held final : futures::pending {
  using result = expected<response>;
  void fulfil(expected<response> ended) noexcept override { promise.set_value(std::move(ended)); }
  std::promise<expected<response>> promise;
};

#if COS_ERR_EXCEPTIONS
/// The throwing style.
struct thrown final : futures::pending {
  using result = response;
  void fulfil(expected<response> ended) noexcept override {
    if (ended) return promise.set_value(*std::move(ended));
    try {
      ended.error().raise();
    } catch (...) {
      promise.set_exception(std::current_exception());
    }
  }
  std::promise<response> promise;
};
#endif

}  // namespace glue
}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
