// Files that are moved in parts.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "check.hpp"
#include "running.hpp"
#include "standin.hpp"

using standin::bucket;
namespace fs = std::filesystem;

/// The smallest part that COS takes.
static constexpr std::int64_t part = 1 << 20;
/// Five parts, the last of them short.
static constexpr std::int64_t size = 4 * part + 123;

static fs::path scratch;

static std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

static fs::path made() {
  const fs::path path = scratch / "file";
  std::string bytes(static_cast<std::size_t>(size), '\0');
  unsigned number = 1;
  for (char& byte : bytes) byte = static_cast<char>((number = number * 1103515245 + 12345) >> 16);
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

static cos_err::transfer in_parts(std::int32_t parallel = 3) {
  return cos_err::transfer().part_size(part).threshold(part).parallel(parallel);
}

/// Each request for a part takes so long that its end is reported, and that the call can be ended.
class slow_parts {
 public:
  slow_parts() {
    CHECK(standin::faults(R"([{"faults": "slow-150", "target": "partNumber="},)"
                          R"( {"faults": "slow-150", "methods": ["GET"]}])"));
  }
  ~slow_parts() { CHECK(standin::faults("[]")); }
};

/// What a progress function receives, one call at a time.
struct reports {
  std::vector<cos_err::file_progress> all;
  void check(bool from_nothing) const {
    CHECK(!all.empty());
    if (all.empty()) return;
    CHECK_IS(all.back().moved, size);
    CHECK(from_nothing ? all.front().moved < part : all.front().moved >= part);
    for (const auto& now : all) CHECK(now.size == size && now.moved >= 0 && now.moved <= size);
  }
};

static void up_and_down(const cos_err::client& client) {
  const fs::path file = made();
  reports sent, received;
  cos_err::transfer how = in_parts();
  how.header("x-cos-meta-color", "red").progress([&](const cos_err::file_progress& now) { sent.all.push_back(now); });
  CHECK_IS(client.upload_file(bucket, "cpp/parts", file, how).status(), 200);
  sent.check(true);
  const cos_err::response head = client.send(cos_err::request("HEAD", bucket, "cpp/parts"));
  CHECK_IS(head.header("x-cos-meta-color"), "red");
  CHECK_IS(head.header("Content-Length"), std::to_string(size));
  // An ETag of parts has their number.
  CHECK(head.header("ETag").find("-5\"") != std::string_view::npos);
  how = in_parts().progress([&](const cos_err::file_progress& now) { received.all.push_back(now); });
  const auto got = client.try_download_file(bucket, "cpp/parts", scratch / "got", how, cos_err::call());
  CHECK(got && got->header("x-cos-meta-color") == "red");
  CHECK(contents(scratch / "got") == contents(file));
  received.check(true);
  // By one request, with the settings' defaults.
  client.download_file(bucket, "cpp/parts", scratch / "whole");
  client.upload_file(bucket, "cpp/whole", scratch / "whole");
  CHECK(client.send(cos_err::request("GET", bucket, "cpp/whole")).body() == contents(file));
}

/// The error of a part repeats which headers were signed.
static std::string signed_headers(const cos_err::client& client, const cos_err::transfer& how) {
  CHECK(standin::faults(R"({"faults": "echo-secrets", "target": "partNumber=2&"})"));
  const auto sent = client.try_upload_file(bucket, "cpp/signed", made(), how);
  CHECK(standin::faults("[]"));
  CHECK(!sent && sent.error().code() == "AccessDenied");
  return sent ? "" : std::string(sent.error().origin_body());
}

static void parts_have_a_content_md5(const cos_err::client& client) {
  CHECK(signed_headers(client, in_parts(1)).find("content-md5") == std::string::npos);
  CHECK(signed_headers(client, in_parts(1).content_md5(false)).find("content-md5") == std::string::npos);
  CHECK(signed_headers(client, in_parts(1).content_md5()).find("content-md5") != std::string::npos);
}

static void a_version_is_downloaded(const cos_err::client& client) {
  const fs::path to = scratch / "version";
  // Without versioning, there is this one only.
  client.download_file(bucket, "cpp/parts", to, in_parts().version_id("null"));
  CHECK(contents(to) == contents(scratch / "file"));
  const auto other = client.try_download_file(bucket, "cpp/parts", to, in_parts().version_id("other"));
  CHECK(!other && other.error().status() / 100 == 4);
  client.download_file(bucket, "cpp/parts", to, in_parts().version_id("other").version_id(nullptr));
}

static std::size_t stored_parts(const cos_err::client& client, const char* key, const std::string& id) {
  const auto listed = client.try_send(cos_err::request("GET", bucket, key).query("uploadId", id));
  if (listed) return listed->count("Part");
  CHECK_IS(listed.error().code(), "NoSuchUpload");
  return 0;
}

static auto triggering(const cos_err::cancel& token) {
  return [&token](const cos_err::file_progress& now) {
    // Bytes that were sent: the second part is stored once the third begins.
    if (now.moved > 2 * part && now.moved < size) token.trigger();
  };
}

/// An upload that was cancelled leaves its parts, and another one goes on with them.
static void goes_on_after_a_cancel(const cos_err::client& client) {
  const fs::path file = made(), mark = scratch / "mark";
  const cos_err::cancel token;
  cos_err::transfer how = in_parts(1).checkpoint(mark).progress(triggering(token));
  auto slowly = std::make_optional<slow_parts>();
  const auto ended = client.try_upload_file(bucket, "cpp/resumed", file, how, cos_err::call().cancel(token));
  CHECK(!ended && ended.error().reason() == cos_err::errc::cancelled);
  const std::string id(ended ? "" : ended.error().detail("UploadId"));
  CHECK(!id.empty());
  slowly.reset();
  CHECK(stored_parts(client, "cpp/resumed", id) >= 2);
  CHECK(fs::exists(mark));
  reports later;
  how = in_parts(1).checkpoint(mark).progress([&](const cos_err::file_progress& now) { later.all.push_back(now); });
  client.upload_file(bucket, "cpp/resumed", file, how);
  later.check(false);
  CHECK_IS(stored_parts(client, "cpp/resumed", id), 0u);
  CHECK(!fs::exists(mark));
  CHECK(client.send(cos_err::request("GET", bucket, "cpp/resumed")).body() == contents(file));
}

static void downloads_go_on_too(const cos_err::client& client) {
  const fs::path mark = scratch / "mark", to = scratch / "resumed";
  const cos_err::cancel token;
  cos_err::transfer how = in_parts(1).checkpoint(mark).progress(triggering(token));
  auto slowly = std::make_optional<slow_parts>();
  CHECK_THROWS_AND(cos_err::client_error,
                   client.download_file(bucket, "cpp/parts", to, how, cos_err::call().cancel(token)),
                   { CHECK_IS(thrown.reason(), cos_err::errc::cancelled); });
  CHECK(fs::exists(mark) && !fs::exists(to));
  slowly.reset();
  reports later;
  how.checkpoint(nullptr).checkpoint(mark).progress([&](const cos_err::file_progress& now) { later.all.push_back(now); });
  client.download_file(bucket, "cpp/parts", to, how);
  later.check(false);
  CHECK(contents(to) == contents(scratch / "file"));
}

/// Thrown on whichever thread, and caught on this one.
static void exceptions_arrive_here(const cos_err::client& client) {
  struct own_trouble {
    int number;
  };
  for (const std::int32_t parallel : {1, 4}) {
    const slow_parts slowly;
    int calls = 0;
    const cos_err::transfer how = in_parts(parallel).progress([&](const cos_err::file_progress&) {
      ++calls;
      throw own_trouble{7};
    });
    CHECK_THROWS_AND(own_trouble, client.upload_file(bucket, "cpp/thrown", made(), how), { CHECK_IS(thrown.number, 7); });
    CHECK_IS(calls, 1);
    CHECK_THROWS(own_trouble, static_cast<void>(client.try_download_file(bucket, "cpp/parts", scratch / "thrown", how)));
    CHECK_IS(calls, 2);
  }
  CHECK_THROWS_AND(cos_err::service_error, client.send(cos_err::request("GET", bucket, "cpp/thrown")),
                   { CHECK_IS(thrown.code(), "NoSuchKey"); });
  CHECK(!fs::exists(scratch / "thrown"));
  const auto here = std::this_thread::get_id();
  const cos_err::transfer elsewhere = in_parts(4).progress([&](const cos_err::file_progress&) {
    if (std::this_thread::get_id() != here) throw own_trouble{8};
  });
  int caught = 0;
  for (int i = 0; i < 100 && caught == 0; i++) {
    try {
      client.upload_file(bucket, "cpp/elsewhere", made(), elsewhere);
    } catch (const own_trouble& thrown) {
      caught = thrown.number;
    }
  }
  CHECK_IS(caught, 8);
}

static void started(const cos_err::client& client) {
  const fs::path file = made(), got = scratch / "got";
  cos_err::queue<std::string> queue;
  auto calls = std::make_shared<std::atomic<int>>(0);
  {
    cos_err::transfer how = in_parts().progress([calls](const cos_err::file_progress&) {
      ++*calls;
      throw 3;
    });
    client.start_upload_file(bucket, "cpp/started", file, how, {}, queue, "up");
    // Settings are copied.
    how.part_size(1);
  }
  const auto sent = queue.next();
  CHECK(sent && sent->value == "up" && sent->result && *calls > 0);
  CHECK_IS(calls.use_count(), 1);
  fs::remove(got);
  CHECK(client.try_start_download_file(bucket, "cpp/started", got, in_parts(), {}, queue, "down"));
  const auto received = queue.next();
  CHECK(received && received->value == "down" && received->result && contents(got) == contents(file));
  const cos_err::started running =
      client.start_upload_file(standin::fault("hang"), "k", file, in_parts(), {}, queue, "cancelled");
  running.cancel();
  CHECK_IS(queue.next()->result.error().reason(), cos_err::errc::cancelled);
  fs::remove(got);
  static_cast<void>(client.async_upload_file(bucket, "cpp/future", file, in_parts()).get());
  CHECK_IS(client.try_async_download_file(bucket, "cpp/future", got, in_parts()).get()->status(), 200);
  CHECK(contents(got) == contents(file));
  CHECK_THROWS_AND(cos_err::service_error, static_cast<void>(client.async_download_file(bucket, "cpp/none", got).get()),
                   { CHECK_IS(thrown.status(), 404); });
  CHECK_IS(client.try_async_upload_file(bucket, "cpp/none", scratch / "absent").get().error().error_code(),
           std::errc::no_such_file_or_directory);
}

/// Calls that wait and started ones use the same settings at once.
static void settings_are_shared(const cos_err::client& client) {
  const fs::path file = made();
  const cos_err::queue<int> queue;
  std::atomic<int> ends{0};
  const cos_err::transfer how =
      in_parts().progress([&](const cos_err::file_progress& now) { ends += now.moved == size; });
  for (int i = 0; i < 3; i++) client.start_upload_file(bucket, "cpp/shared", file, how, {}, queue, i);
  for (int i = 0; i < 3; i++) client.upload_file(bucket, "cpp/waited", file, how);
  for (int i = 0; i < 3; i++) CHECK(queue.next()->result.has_value());
  CHECK_IS(ends.load(), 6);
}

static void mistakes(const cos_err::client& client) {
  const std::string nul("a\0b", 3);
  const auto is_wrong = [](const cos_err::expected<cos_err::response>& result) {
    return !result && result.error().reason() == cos_err::errc::invalid_argument;
  };
  const fs::path file = made();
  CHECK(is_wrong(client.try_upload_file(nul, "k", file)));
  CHECK(is_wrong(client.try_upload_file(bucket, nul, file)));
  CHECK(is_wrong(client.try_upload_file(bucket, "k", fs::path(nul))));
  CHECK(is_wrong(client.try_download_file(bucket, nullptr, file)));
  CHECK(is_wrong(client.try_download_file(bucket, "k", scratch / "no", cos_err::transfer().header("a", nul))));
  CHECK(is_wrong(client.try_download_file(bucket, "k", scratch / "no", cos_err::transfer().checkpoint(fs::path(nul)))));
  CHECK(is_wrong(client.try_upload_file(bucket, "k", file, cos_err::transfer().part_size(part - 1))));
  CHECK(is_wrong(client.try_upload_file(bucket, "k", file, cos_err::transfer().header("Range", "bytes=0-1"))));
  CHECK(is_wrong(client.try_upload_file(bucket, "k", file, {}, cos_err::call().region(nul))));
  const cos_err::queue<int> queue;
  CHECK(!client.try_start_upload_file(nul, "k", file, {}, {}, queue));
  CHECK_THROWS(cos_err::client_error, client.start_download_file(bucket, "k", fs::path(nul), {}, {}, queue));
  CHECK(is_wrong(client.try_async_upload_file(bucket, nul, file).get()));
}

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: files STANDIN-ADDRESS FOLDER\n", 2;
  standin::address = argv[1];
  scratch = fs::path(argv[2]) / "parts";
  fs::remove_all(scratch);
  fs::create_directories(scratch);
  const long before = running::threads();
  {
    const cos_err::client client(standin::options());
    up_and_down(client);
    parts_have_a_content_md5(client);
    a_version_is_downloaded(client);
    goes_on_after_a_cancel(client);
    downloads_go_on_too(client);
    exceptions_arrive_here(client);
    started(client);
    settings_are_shared(client);
    mistakes(client);
    CHECK(client.wait());
  }
  running::threads_end(before);
  return check_report();
}
