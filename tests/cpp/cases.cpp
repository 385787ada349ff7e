// Every row of the tables that all languages run, a line each: what members say.
#include <algorithm>
#include <iostream>

#include "live.hpp"
#include "print_error.hpp"
#include "standin.hpp"

static std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

/// The texts that an exchange only borrows stay in `kept`.
static cos_err::exchange exchange_of(const value& members, std::vector<std::string>& kept) {
  using at = std::chrono::system_clock::time_point;
  cos_err::exchange answer;
  kept.reserve(64);
  const auto keep = [&](std::string text) -> const std::string& { return kept.emplace_back(std::move(text)); };
  for (const auto& [name, value] : members.members()) {
    if (name == "method") answer.method = value.text();
    else if (name == "url") answer.url = value.text();
    else if (name == "status") answer.status = static_cast<int>(value.number());
    else if (name == "expect_root") answer.expect_root = value.text();
    else if (name == "bucket") answer.bucket = value.text();
    else if (name == "key") answer.key = value.text();
    else if (name == "body") answer.body = keep(value.text());
    else if (name == "body_hex") answer.body = keep(from_hex(value.text()));
    else if (name == "raw_headers_hex") answer.raw_headers = keep(from_hex(value.text()));
    else if (name == "body_truncated") answer.body_truncated = value.is_true();
    else if (name == "expect_cos") answer.expect_cos = value.is_true();
    else if (name == "headers_filtered") answer.headers_filtered = value.is_true();
    else if (name == "received_at_ms") answer.received_at = at(std::chrono::milliseconds(value.number()));
    else if (name == "headers") {
      for (const auto& pair : value.items()) {
        answer.headers.push_back({pair.items()[0].c_text(), pair.items()[1].c_text()});
      }
    } else unknown(name);
  }
  return answer;
}

static void answer(const value& row, std::string& line) {
  std::vector<std::string> kept;
  const auto error = cos_err::from_response(exchange_of(row["exchange"], kept));
  if (error) print_error(line, *error);
  else line += "\tok";
}

static cos_err::client_options options_of(const value& input) {
  cos_err::client_options options = cos_err::client_options().endpoint(standin::endpoint).connect_to(standin::address);
  if (input["secret_id"] || input["secret_key"] || input["token"]) {
    options.credentials(input["secret_id"].c_text(), input["secret_key"].c_text(), input["token"].c_text());
  }
  for (const auto& [name, value] : input.members()) {
    if (!value) continue;
    if (name == "region") options.region(value.text());
    else if (name == "endpoint") options.endpoint(value.text());
    else if (name == "connect_to") options.connect_to(value.text());
    else if (name == "proxy") options.proxy(value.text());
    else if (name == "connect_timeout_ms") options.connect_timeout(std::chrono::milliseconds(value.number()));
    else if (name == "io_timeout_ms") options.io_timeout(std::chrono::milliseconds(value.number()));
    else if (name == "total_timeout_ms") options.total_timeout(std::chrono::milliseconds(value.number()));
  }
  return options;
}

static void argument(const value& row, std::string& line) {
  const value input = row["input"];
  try {
    const cos_err::client client(options_of(input));
    if (input["operation"].text() == "head_bucket") client.head_bucket(input["bucket"].c_text());
    else client.send(cos_err::request("GET", input["bucket"].c_text(), input["key"].text_or("")));
    line += "\tok";
  } catch (const cos_err::exception& e) {
    print_error(line, e);
  }
}

static void live(const value& row, std::string& line, const std::string& cases) {
  const auto result = live_call(row, cases);
  if (!result) return print_live_error(line, result.error());
  line += "\tok\tstatus=" + std::to_string(result->status()) + "\treceived=" + std::to_string(result->received());
}

/// A URL without what depends on the clock: its windows begin at 0, and its signature is empty.
static std::string without_clock(std::string url) {
  static const std::string digits = "0123456789", hex = digits + "abcdef", semicolon = "%3B";
  for (const std::string name : {"q-sign-time=", "q-key-time="}) {
    for (auto at = url.find(name); at != std::string::npos; at = url.find(name, at)) {
      at += name.size();
      const auto end = url.find_first_not_of(digits, at);
      if (end == std::string::npos || url.compare(end, semicolon.size(), semicolon) != 0) continue;
      const auto until = end + semicolon.size();
      const auto last = std::min(url.find_first_not_of(digits, until), url.size());
      const auto length = std::stoll(url.substr(until, last - until)) - std::stoll(url.substr(at, end - at));
      url.replace(at, last - at, "0" + semicolon + std::to_string(length));
    }
  }
  const std::string signature = "q-signature=";
  if (auto at = url.find(signature); at != std::string::npos) {
    at += signature.size();
    url.erase(at, std::min(url.find_first_not_of(hex, at), url.size()) - at);
  }
  return url;
}

static void presign(const value& row, std::string& line) {
  try {
    const cos_err::client client(
        cos_err::client_options()
            .region(row["region"].text())
            .credentials(row["secret_id"].c_text(), row["secret_key"].c_text(), row["token"].c_text()));
    cos_err::request request(row["method"].text(), row["bucket"].c_text(), row["key"].text());
    for (const auto& [name, value] : row["params"].members()) request.query(name, value.c_text());
    for (const auto& [name, value] : row["headers"].members()) request.header(name, value.text());
    const auto url = client.presign(request, std::chrono::seconds(row["expires_s"].number()));
    line += "\tok\turl=" + without_clock(url);
  } catch (const cos_err::exception& e) {
    print_error(line, e);
  }
}

static void values(const value& row, std::string& line) {
  const cos_err::client client(standin::options());
  client.send(cos_err::request("PUT", standin::bucket, "values")
                  .body(row["body_hex"] ? from_hex(row["body_hex"].text()) : row["body"].text())
                  .header("Content-Type", row["content_type"].text_or("application/xml")));
  const auto response = client.send(cos_err::request("GET", standin::bucket, "values"));
  line += "\tok";
  print_field(line, "fault", response.fault());
  for (const auto& [path, expected] : row["counts"].members()) {
    print_field(line, "count", path + ": " + std::to_string(response.count(path)));
  }
  for (const auto& [path, expected] : row["values"].members()) {
    print_field(line, "value", path + ": " + std::string(response.value(path)));
  }
  print_field(line, "json", response.json());
}

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: cases TABLE-FOLDER STANDIN-ADDRESS\n", 2;
  const std::string cases = argv[1];
  standin::address = argv[2];
  const auto print = [&](const char* name, auto row_of) {
    each_row(cases + "/" + name, [&](const value& row) {
      std::string line = row["id"].text();
      row_of(row, line);
      std::cout << line << '\n';
    });
  };
  print("answers.jsonl", answer);
  print("arguments.jsonl", argument);
  print("live.jsonl", [&](const value& row, std::string& line) { live(row, line, cases); });
  print("presign.jsonl", presign);
  print("values.jsonl", values);
  return std::cout.flush() ? 0 : 2;
}
