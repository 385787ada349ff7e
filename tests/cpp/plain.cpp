// Compiled without exceptions: everything but the throwing style is there.
#include <cerrno>
#include <cstdio>
#include <sstream>

#include "standin.hpp"

#if COS_ERR_EXCEPTIONS
#error "this is about -fno-exceptions"
#endif

static int failures = 0;

static void check(bool holds, const char* what) {
  if (holds) return;
  failures++;
  std::printf("%s does not hold\n", what);
}
#define CHECK(condition) check(static_cast<bool>(condition), #condition)

static void calls() {
  const auto client = cos_err::client::make(standin::options());
  CHECK(client);
  CHECK(client->try_head_bucket(standin::bucket)->status() == 200);
  const auto missing = client->try_head_bucket("missing-1250000000");
  CHECK(!missing && missing.error().code() == "NoSuchBucket" && !missing.error().advice("zh").empty());
  CHECK(missing.error().error_code() == std::error_code(404, cos_err::status_category()));
  std::ostringstream to;
  const auto got = client->try_send(cos_err::request("GET", standin::bucket, "synthetic/1k").sink_stream(to));
  CHECK(got && got->received() == 1024 && to.str().size() == 1024);
  CHECK(!client->try_send(cos_err::request("GET", standin::bucket, "synthetic/1k").sink_writer([](std::string_view) {
    return false;
  })));
  const auto url = client->try_presign(cos_err::request("GET", standin::bucket, "k"), std::chrono::seconds(60));
  CHECK(url && url->find("q-signature=") != std::string::npos);
}

static void started_calls() {
  const auto client = cos_err::client::make(standin::options());
  const cos_err::request get("GET", standin::bucket, "synthetic/1k");
  cos_err::queue queue;
  std::size_t received = 0;
  CHECK(client->try_start(get, queue, [&](const auto& got) { received = got->body().size(); }));
  CHECK(queue.run() == 1 && received == 1024);
  CHECK(client->try_async(get).get()->received() == 1024);
  CHECK(client->try_async(cos_err::request("GET", standin::bucket, "none")).get().error().code() == "NoSuchKey");
}

/// Any file of some size. Not /proc/self/exe, which is two files under an emulator.
static void files(const std::string& path) {
  const auto client = cos_err::client::make(standin::options());
  std::int64_t moved = 0;
  cos_err::transfer how;
  how.part_size(1 << 20).threshold(0).progress([&](const cos_err::file_progress& now) { moved = now.moved; });
  CHECK(client->try_upload_file(standin::bucket, "plain", path, how) && moved > 0);
  cos_err::queue<int> queue;
  CHECK(client->try_start_upload_file(standin::bucket, "plain", path, how, {}, queue, 3) && queue.next()->value == 3);
  CHECK(client->try_async_download_file(standin::bucket, "none", path).get().error().status() == 404);
}

static void mistakes() {
  const auto none = cos_err::client::make(cos_err::client_options().region("cos.ap-beijing"));
  CHECK(!none && none.error().error_code() == cos_err::errc::invalid_argument);
  cos_err::client_failure failure;
  failure.reason = cos_err::errc::connect;
  failure.os_errno = ECONNREFUSED;
  CHECK(cos_err::from_failure(failure).error_code() == std::errc::connection_refused);
}

/// The members that std::expected and ours have in common.
static void expected() {
  using number = cos_err::expected<int, std::string>;
  const number bad = cos_err::unexpected<std::string>("bad");
  CHECK(!bad && bad.error() == "bad" && bad.value_or(7) == 7);
  number good = 3;
  CHECK(good && *good == 3 && good.value() == 3 && good.value_or(7) == 3);
  const auto next = [](int n) -> number { return n + 1; };
  CHECK(*number(3).and_then(next) == 4);
  CHECK(number(bad).and_then(next).error() == "bad");
  CHECK(*number(3).transform([](int n) { return n * 2.5; }) == 7.5);
  CHECK(number(bad).transform([](int n) { return n; }).error() == "bad");
  CHECK(*number(bad).or_else([](std::string) -> number { return 9; }) == 9);
  CHECK(*number(3).or_else([](std::string) -> number { return 9; }) == 3);
  const cos_err::expected<void, int> done;
  CHECK(done.has_value());
  const cos_err::expected<void, int> failed = cos_err::unexpected<int>(4);
  CHECK(!failed && failed.error() == 4);
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  standin::address = argv[1];
  calls();
  started_calls();
  files(argv[0]);
  mistakes();
  expected();
  return failures != 0;
}
