/// Where started calls complete, and how they are cancelled and resumed.
#ifndef COS_ERR_QUEUE_HPP
#define COS_ERR_QUEUE_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

#include "callback.hpp"
#include "expected.hpp"
#include "response.hpp"

namespace cos_err {

/// Why a queue gave out no completion.
enum class no_completion : std::int32_t {
  /// None came in time.
  timeout = 0,
  /// The queue is shut down, and nothing will come.
  shut_down = -1,
  /// The queue was moved from, or a callback of a call tried to wait.
  invalid = -2,
};

/// What the destructor of a queue does with calls that still run. Nobody learns how they end.
enum class unfinished { cancel, finish };

inline namespace COS_ERR_MODE {

/// A move-only function that receives the result of a call.
class handler {
 public:
  /// An empty handler ignores the result.
  handler() noexcept = default;
  template <class F, std::enable_if_t<!std::is_same_v<std::decay_t<F>, handler> &&
                                          std::is_invocable_v<std::decay_t<F>&, expected<response>>,
                                      int> = 0>
  handler(F&& function) : owned_(new holder<std::decay_t<F>>(std::forward<F>(function))) {}

  void operator()(expected<response> result) {
    if (owned_) owned_->call(std::move(result));
  }

 private:
  struct callable {
    virtual ~callable() = default;
    virtual void call(expected<response> result) = 0;
  };
  template <class F>
  struct holder final : callable {
    template <class From>
    explicit holder(From&& from) : function(std::forward<From>(from)) {}
    void call(expected<response> result) override { static_cast<void>(function(std::move(result))); }
    F function;
  };

  std::unique_ptr<callable> owned_;
};

/// A call that was started. Destroying it does not end the call. Any number of threads may use
/// it at once.
class started {
 public:
  /// Belongs to no call: its functions do nothing.
  started() noexcept = default;

  /// The call ends within 100 ms with errc::cancelled, unless it has ended. Its completion still arrives.
  void cancel() const noexcept { cos_started_cancel(owned_.get()); }
  /// The reader or writer that returned "later" is called again. A resume that comes before that
  /// is remembered.
  void resume() const noexcept { cos_started_resume(owned_.get()); }

 private:
  friend class client;
  struct free {
    void operator()(cos_started_t* owned) const noexcept { cos_started_free(owned); }
  };

  explicit started(cos_started_t* owned) noexcept : owned_(owned) {}

  std::unique_ptr<cos_started_t, free> owned_;
};

/// A call that has ended: the value that it was started with, and its result.
template <class Value>
struct completion {
  Value value;
  expected<response> result;
};

/// Receives the completions of started calls, each with the value that its call was started with:
/// a function that receives the result, or anything else that can be moved. The queue owns these
/// values until they are taken. Those that nobody takes are destroyed with the queue, or when
/// their call ends, possibly on a thread of the library. Any number of threads may use one queue
/// at once, but none may be in it when it is destroyed. cos_queue_NAME in cos_err.h documents
/// each member.
template <class Value = handler>
class queue {
 public:
  using value_type = Value;

  explicit queue(unfinished then = unfinished::cancel) noexcept : owned_(cos_queue_new(discard), free{then}) {}

  /// Waits until a call has ended, and takes its completion.
  [[nodiscard]] expected<completion<Value>, no_completion> next() const { return take(-1); }
  /// Waits for a limited time. 0 ms does not wait, and is all that callbacks may use.
  [[nodiscard]] expected<completion<Value>, no_completion> next(std::chrono::milliseconds timeout) const {
    return take(timeout.count() < 0 ? 0 : timeout.count());
  }

  /// Waits for a completion as `next` does, calls its function with its result, and does so with
  /// all others that are there. Returns their number. An exception of a function propagates; what
  /// was not taken stays in the queue.
  std::size_t run() const { return run_all(next()); }
  std::size_t run(std::chrono::milliseconds timeout) const { return run_all(next(timeout)); }

  /// The descriptor for an event loop. It is borrowed: remove it from the loop before the queue
  /// is destroyed.
  [[nodiscard]] expected<std::intptr_t> try_descriptor() const {
    std::intptr_t made = -1;
    cos_error_t* error = cos_queue_fd(get(), &made);
    return glue::outcome<std::intptr_t>(error, std::move(made));
  }
#if COS_ERR_EXCEPTIONS
  [[nodiscard]] std::intptr_t descriptor() const { return glue::get(try_descriptor()); }
#endif

  /// wake() is called on a thread of the library when a completion comes into the empty queue,
  /// possibly on several at once. It must not block. Its exceptions are discarded. A call of a
  /// former function may still begin or run when notify or the destructor of the queue returns:
  /// what wake refers to must live until wake is destroyed, at the latest when client.wait() has
  /// returned true for each client with calls in the queue. Wake may use the queue only as long
  /// as that lives.
  template <class Wake>
  void notify(Wake wake) const {
    const auto c_wake = [](void* state) { glue::guarded<int>(0, [&] { return (*static_cast<Wake*>(state))(), 0; }); };
    cos_queue_set_notify(get(), c_wake, new Wake(std::move(wake)), glue::release<Wake>);
  }
  /// Removes the function. It may still run, as above.
  void notify(std::nullptr_t) const noexcept { cos_queue_set_notify(get(), nullptr, nullptr, nullptr); }

  /// Permanently refuses further calls. Those that run still complete.
  void shutdown() const noexcept { cos_queue_shutdown(get()); }

 private:
  friend class client;
  struct free {
    unfinished then;
    void operator()(cos_queue_t* owned) const noexcept { cos_queue_free(owned, then == unfinished::cancel); }
  };

  cos_queue_t* get() const noexcept { return owned_.get(); }
  static void discard(void* value) { delete static_cast<Value*>(value); }

  expected<completion<Value>, no_completion> take(std::int64_t timeout_ms) const {
    cos_completion_t taken{};
    taken.struct_size = sizeof taken;
    for (;;) {
      const std::int32_t count = cos_queue_next(get(), timeout_ms, &taken);
      if (count != 1) return unexpected<no_completion>(static_cast<no_completion>(count));
      auto result = glue::outcome<response>(taken.error, response(taken.response));
      // Of a later version of the library.
      if (taken.kind != COS_COMPLETION_CALL) continue;
      const std::unique_ptr<Value> value(static_cast<Value*>(taken.user_data));
      return completion<Value>{std::move(*value), std::move(result)};
    }
  }
  std::size_t run_all(expected<completion<Value>, no_completion> taken) const {
    std::size_t count = 0;
    for (; taken; taken = next(std::chrono::milliseconds(0))) {
      ++count;
      taken->value(std::move(taken->result));
    }
    return count;
  }

  std::unique_ptr<cos_queue_t, free> owned_;
};

}  // namespace COS_ERR_MODE
}  // namespace cos_err

#endif
