/*
 * The same requests by C and by C++, every field of an error read.
 *
 *   calls ADDRESS time ROUNDS      name, p50 in µs, ratio to C: one line each, tabs between
 *   calls ADDRESS loop NAME COUNT  COUNT requests by one of them, for counters outside
 */

#include <algorithm>
#include <chrono>
#include <cos_err.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

// What the stand-in knows, and an object that it does not hold.
constexpr const char* bucket = "examplebucket-1250000000";
constexpr const char* region = "ap-guangzhou";
constexpr const char* key = "exampleobject";
constexpr const char* secret_id = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000";
constexpr const char* secret_key = "STANDINSECRETKEYEXAMPLEEXAMPLE00";

/// What was read goes here, so that the compiler cannot leave it out.
volatile std::size_t learned;

[[noreturn]] void fail(const char* who) {
  std::fprintf(stderr, "%s: the request went another way\n", who);
  std::exit(2);
}

struct by_c {
  explicit by_c(const std::string& address) {
    cos_client_options_t* options = cos_client_options_new();
    cos_client_options_set_region(options, region);
    cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
    cos_client_options_set_connect_to(options, address.c_str());
    cos_client_options_set_credentials(options, secret_id, secret_key, nullptr);
    if (cos_client_new(options, &client) != nullptr) fail("C");
    cos_client_options_free(options);
    request = cos_request_new("GET", bucket, key);
  }

  void head() const {
    cos_response_t* response = nullptr;
    if (cos_err_head_bucket(client, bucket, nullptr, &response) != nullptr) fail("C");
    learned =
        static_cast<std::size_t>(cos_response_status(response)) + std::strlen(cos_response_bucket_region(response));
    cos_response_free(response);
  }

  static std::size_t all(const cos_error_t* error) {
    cos_error_fields_t f{};
    f.struct_size = sizeof f;
    if (cos_error_fields(error, &f) == 0) fail("C");
    std::size_t sum = f.origin_body_len + static_cast<std::size_t>(f.kind + f.reason + f.status + f.code_source +
                                                                    f.responder + f.retry + f.request_sent +
                                                                    f.origin_truncated + f.os_errno);
    sum += f.retry_after_ms >= 0;
    sum += f.clock_skew_s != COS_SKEW_UNKNOWN;
    for (const char* text : {f.code, f.message, f.resource, f.request_id, f.trace_id, f.method, f.url, f.operation,
                             f.region_hint, f.endpoint_hint, f.origin_xml}) {
      sum += std::strlen(text);
    }
    for (const char* at = f.headers; at < f.headers + f.headers_len;) {
      const std::size_t length = std::strlen(at);
      sum += length;
      at += length + 1;
    }
    return sum + f.part_count + f.attempt_count + f.cause_count + f.detail_count;
  }

  void get() const {
    cos_error_t* error = cos_client_send(client, request, nullptr, nullptr);
    if (cos_error_kind(error) != COS_ERROR_KIND_SERVICE) fail("C");
    learned = all(error);
    cos_error_free(error);
  }

  cos_client_t* client = nullptr;
  cos_request_t* request = nullptr;
};

struct by_cpp {
  explicit by_cpp(const std::string& address)
      : client(cos_err::client_options()
                   .region(region)
                   .endpoint("http://{bucket}.cos.{region}.myqcloud.com")
                   .connect_to(address)
                   .credentials(secret_id, secret_key)),
        request("GET", bucket, key) {}

  void head() const {
    const auto result = client.try_head_bucket(bucket);
    if (!result) fail("C++");
    learned = static_cast<std::size_t>(result->status()) + result->bucket_region().size();
  }

  static std::size_t all(const cos_err::error& e) {
    std::size_t sum = e.origin_body().size() +
                      static_cast<std::size_t>(static_cast<int>(e.kind()) + static_cast<int>(e.reason()) + e.status() +
                                               static_cast<int>(e.code_source()) + static_cast<int>(e.responder()) +
                                               static_cast<int>(e.retry()) + e.request_sent() + e.origin_truncated() +
                                               e.os_errno());
    sum += e.retry_after().has_value();
    sum += e.clock_skew().has_value();
    for (const std::string_view text : {e.code(), e.message(), e.resource(), e.request_id(), e.trace_id(), e.method(),
                                        e.url(), e.operation(), e.region_hint(), e.endpoint_hint(), e.origin_xml()}) {
      sum += text.size();
    }
    for (const cos_err::field& header : e.headers()) sum += header.name.size() + header.value.size();
    return sum + e.parts().size() + e.attempts().size() + e.causes().size() + e.details().size();
  }

  void get() const {
    const auto result = client.try_send(request);
    if (result || result.error().kind() != cos_err::error_kind::service) fail("C++");
    learned = all(result.error());
  }

  void get_throwing() const {
    try {
      client.send(request);
      fail("C++");
    } catch (const cos_err::service_error& e) {
      learned = all(e);
    }
  }

  cos_err::client client;
  cos_err::request request;
};

struct contestants {
  explicit contestants(const std::string& address) : c(address), cpp(address) {}
  void run(const std::string& name) const {
    if (name == "head/c") c.head();
    else if (name == "head/cpp") cpp.head();
    else if (name == "get/c") c.get();
    else if (name == "get/cpp") cpp.get();
    else if (name == "get/cpp-throws") cpp.get_throwing();
    else fail(name.c_str());
  }
  by_c c;
  by_cpp cpp;
};

/// The first is the one that the others are compared with.
const std::vector<std::vector<std::string>> kinds = {{"head/c", "head/cpp"}, {"get/c", "get/cpp", "get/cpp-throws"}};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Short turns, so that what disturbs one disturbs all; the median request of each.
std::vector<double> round_of(const contestants& contestants, const std::vector<std::string>& names) {
  constexpr int turns = 10, requests = 200;
  std::vector<std::vector<double>> us(names.size());
  for (int turn = 0; turn < turns; turn++) {
    for (std::size_t i = 0; i < names.size(); i++) {
      for (int n = 0; n < requests; n++) {
        const auto start = std::chrono::steady_clock::now();
        contestants.run(names[i]);
        us[i].push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
      }
    }
  }
  std::vector<double> p50;
  for (const auto& one : us) p50.push_back(median(one));
  return p50;
}

void time_all(const contestants& contestants, int rounds) {
  for (const auto& names : kinds) {
    std::vector<std::vector<double>> own(names.size()), ratio(names.size());
    round_of(contestants, names);
    for (int r = 0; r < rounds; r++) {
      const std::vector<double> p50 = round_of(contestants, names);
      for (std::size_t i = 0; i < names.size(); i++) {
        own[i].push_back(p50[i]);
        ratio[i].push_back(p50[i] / p50[0]);
      }
    }
    for (std::size_t i = 0; i < names.size(); i++) {
      std::printf("%s\t%.2f\t%.3f\n", names[i].c_str(), median(own[i]), median(ratio[i]));
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 2 ? argv[2] : "";
  if (mode == "time" && argc == 4) {
    time_all(contestants(argv[1]), std::atoi(argv[3]));
  } else if (mode == "loop" && argc == 5) {
    const contestants contestants(argv[1]);
    const std::string name = argv[3];
    for (long count = std::atol(argv[4]); count > 0; count--) contestants.run(name);
  } else {
    std::fprintf(stderr, "usage: calls ADDRESS time ROUNDS | loop NAME COUNT\n");
    return 2;
  }
  return 0;
}
