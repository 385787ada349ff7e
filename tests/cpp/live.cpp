#include "live.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <sstream>

#include "standin.hpp"

namespace {

/// Listens on a free port, and never answers.
class listener {
 public:
  listener() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    socklen_t size = sizeof at;
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const any = reinterpret_cast<sockaddr*>(&at);
    if (bind(socket_, any, size) != 0 || listen(socket_, 8) != 0 || getsockname(socket_, any, &size) != 0) {
      throw std::runtime_error("no socket");
    }
    address_ = "127.0.0.1:" + std::to_string(ntohs(at.sin_port));
  }
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;
  ~listener() { close(socket_); }
  const std::string& address() const { return address_; }

 private:
  int socket_;
  std::string address_;
};

/// What a row needs beside its client while it is called.
struct place {
  std::string cases;
  std::unique_ptr<listener> silent;
  std::istringstream text;
  std::ostringstream written;
  std::filesystem::path file;
};

void identify(cos_err::client_options& options, const std::string& who) {
  if (who == "good") options.credentials(standin::id, standin::key);
  else if (who == "wrong") options.credentials(standin::id, "WRONGSECRETKEYEXAMPLEEXAMPLE0000");
  else if (who == "token") options.credentials(standin::id, standin::key, "STANDINTOKEN");
  else if (who == "expired-token") options.credentials(standin::id, standin::key, "EXPIREDTOKEN");
  else if (who != "none") unknown(who);
}

void dial(cos_err::client_options& options, const std::string& target, place& place) {
  if (target == "standin") return;
  auto silent = std::make_unique<listener>();
  options.connect_to(silent->address());
  if (target == "hang") place.silent = std::move(silent);
  else if (target != "refused") unknown(target);
}

cos_err::client connect(const value& row, place& place) {
  cos_err::client_options options = standin::anonymous();
  dial(options, row["target"].text_or("standin"), place);
  identify(options, row["options"]["credentials"].text_or("good"));
  for (const auto& [name, value] : row["options"].members()) {
    if (name == "max_attempts") options.max_attempts(static_cast<int>(value.number()));
    else if (name == "io_timeout_ms") options.io_timeout(std::chrono::milliseconds(value.number()));
    else if (name != "credentials") unknown(name);
  }
  return cos_err::client(options);
}

void set_body(cos_err::request& request, const value& members, place& place) {
  const std::string as = members["body_as"].text_or("memory");
  const std::string text = members["body"].text();
  place.text.str(text);
  if (as == "memory") request.body(text);
  else if (as == "reader") request.body_stream(place.text);
  else if (as == "stream") {
    request.body_reader([&place](char* to, std::size_t size) {
      return place.text.read(to, static_cast<std::streamsize>(size)).gcount();
    });
  } else unknown(as);
}

cos_err::request request_of(const value& members, place& place) {
  cos_err::request request(members["method"].text(), members["bucket"].text(), members["key"].c_text());
  for (const auto& [name, value] : members.members()) {
    if (name == "query") {
      for (const auto& pair : value.items()) request.query(pair.items()[0].text(), pair.items()[1].c_text());
    } else if (name == "headers") {
      for (const auto& pair : value.items()) request.header(pair.items()[0].text(), pair.items()[1].text());
    } else if (name == "expect_root") request.expect_root(value.text());
    else if (name == "body") set_body(request, members, place);
    else if (name == "body_file") request.body_file(place.cases + "/" + value.text());
    else if (name == "sink_file") request.sink_file(place.cases + "/" + value.text());
    else if (name != "method" && name != "bucket" && name != "key" && name != "body_as") unknown(name);
  }
  return request;
}

void set_sink(cos_err::request& request, const std::string& sink, place& place) {
  if (sink == "writer") {
    request.sink_stream(place.written);
  } else if (sink == "file") {
    place.file = std::filesystem::temp_directory_path() / ("cos_err-live-" + std::to_string(getpid()));
    request.sink_file(place.file);
  } else if (sink != "memory") {
    unknown(sink);
  }
}

cos_err::call call_of(const value& members) {
  cos_err::call call;
  for (const auto& [name, value] : members.members()) {
    if (name == "timeout_ms") call.timeout(std::chrono::milliseconds(value.number()));
    else if (name == "explain") call.explain(value.is_true());
    else if (name == "headers") {
      for (const auto& pair : value.items()) call.header(pair.items()[0].text(), pair.items()[1].text());
    } else if (name == "cancelled") {
      const cos_err::cancel cancel;
      cancel.trigger();
      call.cancel(cancel);
    } else unknown(name);
  }
  return call;
}

/// What was received is where it was to go.
void check_sink(const cos_err::response& answer, const std::string& sink, place& place) {
  std::size_t there = answer.body().size();
  if (sink == "writer") there = place.written.str().size();
  if (sink == "file") {
    there = std::filesystem::file_size(place.file);
    std::filesystem::remove(place.file);
  }
  if (static_cast<std::int64_t>(there) != answer.received()) throw std::runtime_error("bytes are missing");
}

}  // namespace

cos_err::expected<cos_err::response> live_call(const value& row, const std::string& cases) {
  place place;
  place.cases = cases;
  const cos_err::client client = connect(row, place);
  for (const value& before : row["before"].items()) client.send(request_of(before, place));
  cos_err::request request = request_of(row["request"], place);
  set_sink(request, row["sink"].text_or("memory"), place);
  auto result = client.try_send(request, call_of(row["call"]));
  if (result) check_sink(*result, row["sink"].text_or("memory"), place);
  return result;
}
