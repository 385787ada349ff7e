// Bodies and sinks: streams, files, callables, and what these throw.
#include <filesystem>
#include <fstream>
#include <memory>

#include "check.hpp"
#include "standin.hpp"

using standin::bucket;
namespace fs = std::filesystem;

static fs::path scratch;
/// What a callback throws: no std::exception, so that nothing can take it for one of ours.
struct own_trouble {
  int number;
};

static std::string stored(const cos_err::client& client, const char* key) {
  return std::string(client.send(cos_err::request("GET", bucket, key)).body());
}

static std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A stream that can only be read onwards, like a pipe.
class pipe_buffer : public std::stringbuf {
 public:
  using std::stringbuf::stringbuf;

 protected:
  pos_type seekoff(off_type, std::ios_base::seekdir, std::ios_base::openmode) override { return pos_type(-1); }
  pos_type seekpos(pos_type, std::ios_base::openmode) override { return pos_type(-1); }
};

static void bodies(const cos_err::client& client) {
  const std::string bytes("with\0NUL\xff", 9);
  client.send(cos_err::request("PUT", bucket, "cpp/bytes").body(bytes).content_md5());
  CHECK_IS(stored(client, "cpp/bytes"), bytes);

  std::ofstream(scratch / "body", std::ios::binary) << "0123456789";
  client.send(cos_err::request("PUT", bucket, "cpp/file").body_file(scratch / "body"));
  CHECK_IS(stored(client, "cpp/file"), "0123456789");
  client.send(cos_err::request("PUT", bucket, "cpp/part").body_file(scratch / "body", 2, 3));
  CHECK_IS(stored(client, "cpp/part"), "234");

  std::istringstream text("skipped and sent");
  text.ignore(8);
  const cos_err::request from_stream = cos_err::request("PUT", bucket, "cpp/stream").body_stream(text);
  client.send(from_stream);
  CHECK_IS(stored(client, "cpp/stream"), "and sent");
  // The same request again begins where the stream stood when it was given.
  client.send(from_stream);
  CHECK_IS(stored(client, "cpp/stream"), "and sent");

  pipe_buffer buffer("of unknown length");
  std::istream pipe(&buffer);
  client.send(cos_err::request("PUT", bucket, "cpp/pipe").body_stream(pipe));
  CHECK_IS(stored(client, "cpp/pipe"), "of unknown length");
}

static void bodies_that_fail(const cos_err::client& client) {
  std::ifstream absent(scratch / "absent");
  const auto failed = client.try_send(cos_err::request("PUT", bucket, "cpp/absent").body_stream(absent));
  CHECK(!failed && failed.error().reason() == cos_err::errc::invalid_argument && !failed.error().request_sent());
  const auto missing = client.try_send(cos_err::request("PUT", bucket, "cpp/absent").body_file(scratch / "absent"));
  CHECK(!missing && missing.error().error_code() == std::errc::no_such_file_or_directory);
  const auto gives_up = [](char*, std::size_t) { return -1; };
  CHECK_IS(client.try_send(cos_err::request("PUT", bucket, "cpp/absent").body_reader(gives_up, 10)).error().reason(),
           cos_err::errc::callback);
  CHECK_THROWS_AND(own_trouble,
                   client.send(cos_err::request("PUT", bucket, "cpp/absent").body_reader([](char*, std::size_t) -> int {
                     throw own_trouble{7};
                   })),
                   { CHECK_IS(thrown.number, 7); });
  // A stream that throws by itself.
  pipe_buffer buffer("abc");
  std::istream throws(&buffer);
  throws.exceptions(std::ios::eofbit);
  CHECK_THROWS(std::ios_base::failure, client.send(cos_err::request("PUT", bucket, "cpp/absent").body_stream(throws)));
  CHECK_IS(client.try_send(cos_err::request("GET", bucket, "cpp/absent")).error().status(), 404);
}

static void sent_again(const cos_err::client& client) {
  int rewound = 0;
  std::size_t at = 0;
  const std::string text = "twice";
  const auto read = [&](char* to, std::size_t size) {
    const std::size_t copied = text.copy(to, size, at);
    at += copied;
    return copied;
  };
  const auto rewind = [&] { at = 0, ++rewound; };
  client.send(cos_err::request("PUT", standin::fault("fail-1-status-503"), "k").body_reader(read, 5, rewind));
  CHECK_IS(rewound, 1);
  at = 0;
  const auto refuses = client.try_send(
      cos_err::request("PUT", standin::fault("status-503"), "k").body_reader(read, 5, []() -> bool { return false; }));
  CHECK(!refuses && refuses.error().attempts().size() == 1);
}

static void sinks(const cos_err::client& client) {
  client.send(cos_err::request("GET", bucket, "synthetic/100k").sink_file(scratch / "whole").sink_sync());
  CHECK_IS(fs::file_size(scratch / "whole"), 102400u);
  std::ostringstream to;
  const cos_err::response answer = client.send(cos_err::request("GET", bucket, "synthetic/100k").sink_stream(to));
  CHECK(to.str() == contents(scratch / "whole"));
  CHECK_IS(answer.received(), 102400);
  CHECK_IS(answer.body(), "");

  std::string taken;
  int rewound = 0;
  client.send(cos_err::request("GET", standin::fault("fail-1-cut-1000"), "synthetic/100k")
                  .sink_writer([&](std::string_view piece) { taken += piece; }, [&] { taken.clear(), ++rewound; }));
  CHECK_IS(rewound, 1);
  CHECK_IS(taken.size(), 102400u);
}

static void sinks_that_fail(const cos_err::client& client) {
  const cos_err::request get("GET", bucket, "synthetic/100k");
  CHECK_IS(client.try_send(cos_err::request("GET", bucket, "synthetic/1k").sink_file(scratch / "no/such"))
               .error().reason(), cos_err::errc::local_io);
  CHECK_IS(client.try_send(cos_err::request("GET", bucket, "synthetic/1k").sink_writer([](std::string_view) {
    return false;
  })).error().reason(), cos_err::errc::callback);
  std::ofstream full("/dev/full");
  full.rdbuf()->pubsetbuf(nullptr, 0);
  CHECK(!client.try_send(cos_err::request("GET", bucket, "synthetic/100k").sink_stream(full)));
  int pieces = 0;
  const cos_err::request throws = cos_err::request("GET", bucket, "synthetic/300k").sink_writer([&](std::string_view) {
    ++pieces;
    throw own_trouble{8};
  });
  CHECK_THROWS_AND(own_trouble, client.send(throws), { CHECK_IS(thrown.number, 8); });
  CHECK_THROWS(own_trouble, static_cast<void>(client.try_send(throws)));
  CHECK_IS(pieces, 2);
}

static void progress(const cos_err::client& client) {
  cos_err::progress last{};
  const auto keep = [&](const cos_err::progress& now) { last = now; };
  client.send(cos_err::request("GET", bucket, "synthetic/100k").progress(keep));
  CHECK_IS(last.received, 102400);
  CHECK_IS(last.to_receive, 102400);
  // It has no result; what it throws ends a call that waits.
  CHECK_THROWS(own_trouble, client.send(cos_err::request("GET", standin::fault("stall-1000"), "synthetic/100k")
                                            .progress([](const cos_err::progress&) { throw own_trouble{9}; })));
}

/// A callback that fails by its result may say why; what it says without failing does not count.
static void words(const cos_err::client& client) {
  const auto torn = [](char*, std::size_t) -> std::int64_t {
    cos_err::set_callback_error("the tape is torn");
    return -1;
  };
  const auto put = client.try_send(cos_err::request("PUT", bucket, "words").body_reader(torn));
  CHECK(!put && put.error().message().find("after 0 bytes: the tape is torn") != std::string_view::npos);
  const auto full = [](std::string_view) {
    cos_err::set_callback_error("the disk is full");
    return false;
  };
  const auto got = client.try_send(cos_err::request("GET", bucket, "synthetic/1k").sink_writer(full));
  CHECK(!got && got.error().message().find(": the disk is full") != std::string_view::npos);
  const auto silent = [](std::string_view) { return false; };
  cos_err::set_callback_error("outside of a callback");
  const auto other = client.try_send(cos_err::request("GET", bucket, "synthetic/1k").sink_writer(silent));
  CHECK(!other && other.error().message().find("outside") == std::string_view::npos);
}

/// Callables live as long as their request, may be moved only, and are freed once.
static void lifetimes(const cos_err::client& client) {
  const auto alive = std::make_shared<int>(0);
  {
    cos_err::request request("GET", bucket, "synthetic/1k");
    auto own = std::make_unique<std::string>();
    request.sink_writer([alive, own = std::move(own)](std::string_view piece) { own->append(piece); });
    request.progress([alive](const cos_err::progress&) {});
    const cos_err::request moved = std::move(request);
    CHECK_IS(alive.use_count(), 3);
    CHECK(client.try_send(moved).has_value());
    CHECK_IS(alive.use_count(), 3);
  }
  CHECK_IS(alive.use_count(), 1);
  {
    const cos_err::client other(standin::options().log(cos_err::log_level::error,
                                                       [alive](cos_err::log_level, std::string_view) {}));
    CHECK_IS(alive.use_count(), 2);
  }
  CHECK_IS(alive.use_count(), 1);
}

/// A callback may make calls by another client; what it throws stays with its own call.
static void nested(const cos_err::client& client) {
  const cos_err::client inner(standin::options());
  bool told = false;
  const auto write = [&](std::string_view) {
    try {
      inner.send(cos_err::request("GET", bucket, "synthetic/1k").sink_writer([](std::string_view) {
        throw own_trouble{1};
      }));
    } catch (const own_trouble&) {
      told = true;
    }
  };
  CHECK(client.try_send(cos_err::request("GET", bucket, "synthetic/1k").sink_writer(write)).has_value());
  CHECK(told);
}

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: stream STANDIN-ADDRESS SCRATCH\n", 2;
  standin::address = argv[1];
  scratch = argv[2];
  fs::create_directories(scratch);
  const cos_err::client client(standin::options());
  bodies(client);
  bodies_that_fail(client);
  sent_again(client);
  sinks(client);
  sinks_that_fail(client);
  progress(client);
  words(client);
  lifetimes(client);
  nested(client);
  return check_report();
}
