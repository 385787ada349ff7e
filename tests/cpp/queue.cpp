// Started calls against the stand-in: queues, what a call can still be told, futures.
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "check.hpp"
#include "running.hpp"
#include "standin.hpp"

using namespace std::chrono_literals;
using cos_err::no_completion;
using standin::bucket;

static const cos_err::request& there() {
  static const cos_err::request request("GET", bucket, "synthetic/1k");
  return request;
}
static const cos_err::request& missing() {
  static const cos_err::request request("GET", bucket, "no/such/key");
  return request;
}
static const cos_err::request& hangs() {
  static const cos_err::request request("GET", standin::fault("hang"));
  return request;
}

/// Counts how many of it exist: each is moved along, and destroyed once.
class counted {
 public:
  explicit counted(int number = 0) : number_(std::make_unique<int>(number)) { ++alive; }
  counted(counted&& other) noexcept : number_(std::move(other.number_)) { ++alive; }
  ~counted() { --alive; }
  int number() const { return *number_; }
  static inline std::atomic<int> alive{0};

 private:
  std::unique_ptr<int> number_;
};

static void values_come_back() {
  const cos_err::client client(standin::options());
  const cos_err::queue<counted> queue;
  {
    cos_err::request request("HEAD", bucket, "synthetic/1k");
    for (int i = 0; i < 100; i++) client.start(i % 2 == 0 ? request : missing(), queue, counted(i));
    request.header("x-standin-fault", "status-403");
  }
  std::set<int> numbers;
  for (int i = 0; i < 100; i++) {
    const auto ended = queue.next();
    CHECK(ended && ended->result.has_value() == (ended->value.number() % 2 == 0));
    if (ended && !ended->result) CHECK_IS(ended->result.error().code(), "NoSuchKey");
    if (ended) numbers.insert(ended->value.number());
  }
  CHECK_IS(numbers.size(), 100u);
  CHECK_IS(counted::alive.load(), 0);
  const auto none = queue.next(0ms);
  CHECK(!none && none.error() == no_completion::timeout);
  queue.shutdown();
  const auto last = queue.next();
  CHECK(!last && last.error() == no_completion::shut_down);
  CHECK_THROWS_AND(cos_err::client_error, client.start(there(), queue, counted(1)),
                   { CHECK_IS(thrown.reason(), cos_err::errc::invalid_argument); });
  CHECK_IS(counted::alive.load(), 0);
}

static void functions_are_called() {
  const cos_err::client client(standin::options());
  cos_err::queue queue;
  std::string told;
  auto only_moved = std::make_unique<int>(7);
  const auto started = client.try_start(there(), cos_err::call().timeout(20s), queue,
                                        [&, only_moved = std::move(only_moved)](cos_err::expected<cos_err::response> got) {
                                          told += std::to_string(*only_moved) + std::to_string(got->received());
                                        });
  CHECK(started.has_value());
  CHECK_IS(queue.run(), 1u);
  CHECK_IS(told, "71024");
  client.start(missing(), queue, [&](const auto& got) -> int { return told = got.error().code(), 3; });
  CHECK_IS(queue.run(20s), 1u);
  CHECK_IS(told, "NoSuchKey");
  client.start(there(), queue);
  CHECK_IS(queue.run(), 1u);
  // An exception of a function passes; the other completion is still there.
  for (int i = 0; i < 2; i++) client.start(there(), queue, [](const auto&) { throw std::domain_error("enough"); });
  CHECK(client.wait());
  CHECK_THROWS(std::domain_error, queue.run(0ms));
  CHECK_THROWS(std::domain_error, queue.run(0ms));
  CHECK_IS(queue.run(0ms), 0u);
  // A queue that was moved from is empty.
  const cos_err::queue other = std::move(queue);
  CHECK_IS(queue.next().error(), no_completion::invalid);
  CHECK(!client.try_start(there(), queue));
  CHECK(client.try_start(there(), other) && other.run() == 1);
}

static void values_are_discarded_once() {
  const cos_err::client client(standin::options());
  {
    const cos_err::queue<counted> queue;
    for (int i = 0; i < 10; i++) client.start(there(), queue, counted(i));
    CHECK(client.wait());
    for (int i = 0; i < 10; i++) client.start(hangs(), queue, counted(i));
    CHECK(queue.next().has_value());
    CHECK_IS(counted::alive.load(), 19);
    CHECK(!client.wait(0ms));
  }
  // The queue has cancelled those that hung.
  CHECK(client.wait());
  CHECK_IS(counted::alive.load(), 0);
  std::atomic<int> left{0};
  {
    const cos_err::queue<counted> queue(cos_err::unfinished::finish);
    const auto took = [&](std::string_view) { ++left; };
    client.start(cos_err::request("GET", bucket, "synthetic/1k").sink_writer(took), queue, counted());
  }
  CHECK(client.wait());
  CHECK(left > 0);
  CHECK_IS(counted::alive.load(), 0);
}

static void calls_are_cancelled() {
  const cos_err::client client(standin::options());
  const cos_err::queue<int> queue;
  const cos_err::started ended = client.start(there(), queue, 1);
  CHECK(queue.next()->result.has_value());
  const cos_err::started runs = client.start(hangs(), queue, 2);
  ended.cancel();
  ended.resume();
  CHECK_IS(queue.next(0ms).error(), no_completion::timeout);
  runs.cancel();
  const auto cancelled = queue.next();
  CHECK(cancelled->value == 2 && cancelled->result.error().reason() == cos_err::errc::cancelled);
  const cos_err::cancel token;
  CHECK(client.try_start(hangs(), cos_err::call().cancel(token), queue, 3).has_value());
  token.trigger();
  CHECK_IS(queue.next()->result.error().error_code(), std::errc::operation_canceled);
  const auto late = client.try_start(hangs(), cos_err::call().timeout(20ms), queue, 4);
  CHECK_IS(queue.next()->result.error().reason(), cos_err::errc::timeout);
  client.start(hangs(), queue, 5);
  client.shutdown();
  CHECK_IS(queue.next()->result.error().reason(), cos_err::errc::cancelled);
  cos_err::started().cancel();
}

static void starts_are_limited() {
  const cos_err::client client(standin::options().max_started(2));
  const cos_err::queue<int> queue;
  CHECK(client.try_start(hangs(), queue) && client.try_start(hangs(), queue));
  const auto third = client.try_start(hangs(), queue);
  CHECK(!third && third.error().reason() == cos_err::errc::invalid_argument);
  client.shutdown();
  CHECK(queue.next() && queue.next());
  const std::string nul("a\0b", 3);
  CHECK(!client.try_start(cos_err::request("GET", bucket, nul), queue));
  CHECK(!client.try_start(there(), cos_err::call().region(nul), queue));
  CHECK(!cos_err::client::make(standin::options().max_started(0)));
}

/// A body that another thread provides piece by piece, and a sink that takes it so.
class pieces {
 public:
  std::int64_t read(char* to) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (next_ == given_) return waits_ = true, changed_.notify_all(), cos_err::body_later;
    waits_ = false;
    *to = static_cast<char>('a' + next_++);
    return 1;
  }
  cos_err::sink_result write(std::string_view bytes) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (written_.size() >= static_cast<std::size_t>(given_)) {
      return waits_ = true, changed_.notify_all(), cos_err::sink_result::later;
    }
    waits_ = false;
    written_ += bytes;
    return cos_err::sink_result::taken;
  }
  /// Waits until the call waits, and lets it go on.
  void give(const cos_err::started& call) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return waits_; });
    ++given_;
    waits_ = false;
    call.resume();
  }
  std::string written() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return written_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int given_ = 0, next_ = 0;
  bool waits_ = false;
  std::string written_;
};

static void bodies_wait() {
  const cos_err::client client(standin::options());
  const cos_err::queue<int> queue;
  pieces body;
  cos_err::request put("PUT", bucket, "later");
  put.body_reader([&](char* to, std::size_t) { return body.read(to); }, 5);
  const cos_err::started upload = client.start(put, queue, 1);
  for (int i = 0; i < 5; i++) body.give(upload);
  CHECK(queue.next()->result.has_value());
  pieces sink;
  cos_err::request get("GET", bucket, "later");
  get.sink_writer([&](std::string_view bytes) { return sink.write(bytes); });
  const cos_err::started download = client.start(get, queue, 2);
  sink.give(download);
  CHECK(queue.next()->result.has_value());
  CHECK_IS(sink.written(), "abcde");
}

static void exceptions_are_told() {
  const cos_err::client client(standin::options());
  const cos_err::queue<int> queue;
  cos_err::request put("PUT", bucket, "throws");
  put.body_reader([](char*, std::size_t) -> std::int64_t { throw std::domain_error("no more paper"); }, 5);
  client.start(put, queue);
  const auto failed = queue.next();
  CHECK_IS(failed->result.error().reason(), cos_err::errc::callback);
  CHECK(failed->result.error().message().find("no more paper") != std::string_view::npos);
  cos_err::request get = cos_err::request("GET", bucket, "synthetic/1k").sink_writer([](std::string_view) { throw 3; });
  client.start(get, queue);
  const auto other = queue.next();
  CHECK(other->result.error().message().find("no std::exception") != std::string_view::npos);
}

static void loops_are_woken() {
  const cos_err::client client(standin::options());
  const cos_err::queue<int> queue;
  pollfd ready{static_cast<int>(queue.descriptor()), POLLIN, 0};
  CHECK_IS(poll(&ready, 1, 0), 0);
  std::promise<void> woken;
  auto told = std::make_unique<std::atomic<bool>>(false);
  queue.notify([&woken, told = std::move(told)] {
    if (!told->exchange(true)) woken.set_value();
    throw std::domain_error("nobody sees it");
  });
  client.start(there(), queue, 9);
  woken.get_future().wait();
  CHECK_IS(poll(&ready, 1, -1), 1);
  CHECK_IS(queue.next(0ms)->value, 9);
  CHECK_IS(poll(&ready, 1, 0), 0);
  queue.notify(nullptr);
  client.start(there(), queue, 10);
  CHECK_IS(queue.next()->value, 10);
}

static void futures_are_fulfilled() {
  const cos_err::client client(standin::options());
  CHECK_IS(client.async(there()).get().received(), 1024);
  CHECK_THROWS_AND(cos_err::service_error,
                   static_cast<void>(client.async(missing(), cos_err::call().timeout(20s)).get()),
                   { CHECK_IS(thrown.code(), "NoSuchKey"); });
  CHECK_IS(client.try_async(missing()).get().error().code(), "NoSuchKey");
  CHECK(client.try_async(there(), cos_err::call()).get().has_value());
  const std::string nul("a\0b", 3);
  CHECK_THROWS(cos_err::client_error, static_cast<void>(client.async(cos_err::request("GET", bucket, nul)).get()));
  CHECK_IS(client.try_async(there(), cos_err::call().region(nul)).get().error().reason(), cos_err::errc::invalid_argument);
  std::vector<std::future<cos_err::expected<cos_err::response>>> all;
  for (int i = 0; i < 100; i++) all.push_back(client.try_async(i % 4 == 0 ? missing() : there()));
  int right = 0;
  for (int i = 0; i < 100; i++) right += all[static_cast<std::size_t>(i)].get().has_value() == (i % 4 != 0);
  CHECK_IS(right, 100);
  const cos_err::cancel token;
  auto hanging = client.async(hangs(), cos_err::call().cancel(token));
  CHECK(hanging.wait_for(0ms) == std::future_status::timeout);
  token.trigger();
  CHECK_THROWS_AND(cos_err::client_error, static_cast<void>(hanging.get()),
                   { CHECK_IS(thrown.reason(), cos_err::errc::cancelled); });
}

static void futures_outlive_the_client() {
  std::vector<std::future<cos_err::response>> all;
  const cos_err::cancel token;
  {
    cos_err::client client(standin::options());
    for (int i = 0; i < 20; i++) all.push_back(client.async(there()));
    all.push_back(client.async(hangs(), cos_err::call().cancel(token)));
    // Nobody waits for this one.
    static_cast<void>(client.async(there()));
    const cos_err::client moved = std::move(client);
    CHECK_THROWS(cos_err::client_error, static_cast<void>(client.async(there()).get()));
    CHECK(moved.async(there()).get().status() == 200);
  }
  for (int i = 0; i < 20; i++) CHECK_IS(all[static_cast<std::size_t>(i)].get().received(), 1024);
  token.trigger();
  CHECK_THROWS(cos_err::client_error, static_cast<void>(all.back().get()));
}

static void a_child_has_futures_of_its_own() {
  const cos_err::client client(standin::options());
  CHECK_IS(client.async(there()).get().status(), 200);
  const cos_err::cancel token;
  auto of_parent = client.async(hangs(), cos_err::call().cancel(token));
  const pid_t child = fork();
  if (child == 0) {
    const bool good = client.try_async(there()).get().has_value() && of_parent.wait_for(0ms) == std::future_status::timeout;
    // Another program, so that nobody counts what the child has of its parent's threads as lost.
    execl("/bin/sh", "sh", "-c", good ? "exit 0" : "exit 1", nullptr);
    _exit(2);
  }
  int status = -1;
  CHECK_IS(waitpid(child, &status, 0), child);
  CHECK_IS(status, 0);
  token.trigger();
  CHECK_THROWS(cos_err::client_error, static_cast<void>(of_parent.get()));
}

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: queue STANDIN-ADDRESS\n", 2;
  standin::address = argv[1];
  const long before = running::threads();
  values_come_back();
  functions_are_called();
  values_are_discarded_once();
  calls_are_cancelled();
  starts_are_limited();
  bodies_wait();
  exceptions_are_told();
  loops_are_woken();
  futures_are_fulfilled();
  futures_outlive_the_client();
  a_child_has_futures_of_its_own();
  running::threads_end(before);
  return check_report();
}
