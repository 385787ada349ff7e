// Calls against the stand-in: both styles, settings, cancelling, callbacks of the client.
#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

#include "check.hpp"
#include "standin.hpp"

using namespace std::chrono_literals;
using standin::bucket;

static void both_styles() {
  const cos_err::client client(standin::options());
  const cos_err::response there = client.head_bucket(bucket);
  CHECK_IS(there.status(), 200);
  CHECK_IS(there.bucket_region(), standin::region);
  CHECK(!there.request_id().empty() && there.header("X-Cos-Request-Id") == there.request_id());
  bool listed = false;
  for (const cos_err::field& header : there.headers()) listed |= header.name == "x-cos-bucket-region";
  CHECK(listed && there.headers().size() > 3);
  CHECK_THROWS_AND(cos_err::service_error, client.head_bucket("missing-1250000000"), {
    CHECK_IS(thrown.code(), "NoSuchBucket");
    CHECK_IS(thrown.attempts().size(), 1u);
    CHECK_IS(thrown.attempts()[0].host, "missing-1250000000.cos.ap-guangzhou.myqcloud.com");
  });
  const auto missing = client.try_send(cos_err::request("GET", bucket, "no/such/key"));
  CHECK(!missing && missing.error().code() == "NoSuchKey");
  CHECK(client.try_head_bucket(bucket).has_value());
  CHECK_IS(client.try_head_bucket(bucket)->status(), 200);
}

static void settings_of_a_call() {
  const cos_err::client client(standin::options());
  cos_err::call explained;
  explained.explain().timeout(20s);
  const auto wrong = cos_err::client(standin::anonymous().credentials(standin::id, "WRONGSECRETKEYEXAMPLEEXAMPLE0000"));
  CHECK_THROWS_AND(cos_err::service_error, wrong.head_bucket(bucket, explained), {
    CHECK_IS(thrown.code(), "SignatureDoesNotMatch");
    CHECK_IS(thrown.code_source(), cos_err::code_source::probe);
  });
  const auto late = client.try_head_bucket(standin::fault("hang"), cos_err::call().timeout(50ms));
  CHECK(!late && late.error().error_code() == std::errc::timed_out);
  const cos_err::call refused = cos_err::call().header("x-standin-fault", "status-403");
  CHECK_THROWS_AND(cos_err::exception, client.head_bucket(bucket, refused), { CHECK_IS(thrown.status(), 403); });
  CHECK_THROWS(cos_err::service_error, client.head_bucket(bucket, cos_err::call().region("ap-beijing")));
}

static void mistakes_are_told() {
  const std::string nul("a\0b", 3);
  const cos_err::client client(standin::options());
  const auto is_told = [](const cos_err::expected<cos_err::response>& result, std::string_view what) {
    return !result && result.error().reason() == cos_err::errc::invalid_argument &&
           result.error().message().find(what) != std::string_view::npos && !result.error().request_sent();
  };
  CHECK(is_told(client.try_send(cos_err::request("GET", bucket, nul)), "key"));
  CHECK(is_told(client.try_send(cos_err::request("GET", bucket, std::string_view(nul))), "key"));
  CHECK(is_told(client.try_send(cos_err::request("GET", bucket, "k").query("a", nul)), "query"));
  CHECK(is_told(client.try_send(cos_err::request("GET", bucket, "k").header(nul, "a")), "header"));
  CHECK(is_told(client.try_head_bucket(nul), "bucket"));
  CHECK(is_told(client.try_head_bucket(bucket, cos_err::call().region(nul)), "region"));
  CHECK(is_told(client.try_head_bucket(nullptr), "bucket"));
  CHECK(!cos_err::client::make(standin::options().region(nul)));
  CHECK_THROWS_AND(cos_err::client_error, cos_err::client(standin::options().region("cos.ap-guangzhou")),
                   { CHECK(thrown.message().find("drop the leading") != std::string_view::npos); });
  // What was moved from is empty, and says so.
  cos_err::request moved("GET", bucket);
  const cos_err::request request = std::move(moved);
  CHECK(is_told(client.try_send(moved), "request"));
  CHECK(client.try_send(request).has_value());
}

static void ended_calls() {
  const cos_err::client client(standin::options());
  const cos_err::request hangs("GET", standin::fault("hang"));
  cos_err::call call;
  {
    const cos_err::cancel cancel;
    call.cancel(cancel);
    std::thread ends([&] { cancel.trigger(); });
    const auto result = client.try_send(hangs, call);
    ends.join();
    CHECK(!result && result.error().error_code() == std::errc::operation_canceled);
  }
  CHECK_IS(client.try_send(hangs, call).error().reason(), cos_err::errc::cancelled);
  int asked = 0;
  const auto stopped = client.try_send(hangs, cos_err::call().interrupt([&] { return ++asked == 2; }));
  CHECK(!stopped && stopped.error().reason() == cos_err::errc::cancelled);
  CHECK_IS(asked, 2);
  CHECK_THROWS_AND(std::domain_error,
                   client.send(hangs, cos_err::call().interrupt([]() -> bool { throw std::domain_error("enough"); })),
                   { CHECK_IS(std::string(thrown.what()), "enough"); });
  std::thread ends([&] { client.shutdown(); });
  CHECK_IS(client.try_send(hangs).error().reason(), cos_err::errc::cancelled);
  ends.join();
}

static void providers() {
  int asked = 0;
  const cos_err::client client(standin::anonymous().credentials_provider([&] {
    ++asked;
    return cos_err::credentials{standin::id, standin::key, "STANDINTOKEN", std::chrono::system_clock::now() + 1h};
  }));
  CHECK(client.try_head_bucket(bucket) && client.try_head_bucket(bucket));
  CHECK_IS(asked, 1);
  using given = cos_err::expected<cos_err::credentials, std::string>;
  const cos_err::client without(standin::anonymous().credentials_provider(
      [&]() -> given { return cos_err::unexpected<std::string>("the vault is closed"); }));
  CHECK_THROWS_AND(cos_err::client_error, without.head_bucket(bucket), {
    CHECK_IS(thrown.reason(), cos_err::errc::invalid_credentials);
    CHECK_IS(thrown.causes()[0], "the vault is closed");
  });
  const cos_err::client throws(standin::anonymous().credentials_provider(
      []() -> cos_err::credentials { throw std::out_of_range("no vault"); }));
  CHECK_THROWS(std::out_of_range, throws.head_bucket(bucket));
  CHECK_THROWS(std::out_of_range, static_cast<void>(throws.try_head_bucket(bucket)));
  // Keys that have expired are asked for again: the epoch is a time like others.
  asked = 0;
  const cos_err::client renews(standin::anonymous().credentials_provider([&] {
    ++asked;
    return cos_err::credentials{standin::id, standin::key, "", std::chrono::system_clock::time_point()};
  }));
  CHECK(renews.try_head_bucket(bucket) && renews.try_head_bucket(bucket));
  CHECK_IS(asked, 2);
  // Each call passes a pointer of its own.
  std::vector<void*> found;
  const cos_err::client knows(standin::anonymous().credentials_provider([&](void* of_call) {
    found.push_back(of_call);
    return cos_err::credentials{standin::id, standin::key, "", std::chrono::system_clock::time_point()};
  }));
  CHECK(knows.try_head_bucket(bucket, cos_err::call().user_data(&asked)) && knows.try_head_bucket(bucket));
  CHECK(found.size() == 2 && found[0] == &asked && found[1] == nullptr);
}

static void logs() {
  std::vector<std::string> lines;
  const auto keep = [&](cos_err::log_level, std::string_view line) { lines.emplace_back(line); };
  const cos_err::client client(standin::options().log(cos_err::log_level::debug, keep));
  CHECK(client.try_head_bucket(bucket).has_value());
  CHECK(!lines.empty() && lines[0].find("event=") == 0);
  const auto fail = [](cos_err::log_level, std::string_view) { throw std::range_error("log"); };
  const cos_err::client throws(standin::options().log(cos_err::log_level::error, fail));
  CHECK_THROWS(std::range_error, throws.head_bucket("missing-1250000000"));
  CHECK(throws.try_head_bucket(bucket).has_value());
}

static void options_from_outside() {
  setenv("COS_SECRET_ID", standin::id, 1);
  setenv("COS_SECRET_KEY", standin::key, 1);
  setenv("COS_REGION", standin::region, 1);
  const auto client = cos_err::client::make(cos_err::client_options()
                                                .load_env()
                                                .endpoint(standin::endpoint)
                                                .connect_to(standin::address)
                                                .user_agent("mine/1"));
  CHECK(client && client->try_head_bucket(bucket));
  const auto limits = standin::options().connect_timeout(1s).io_timeout(1s).total_timeout(1s).max_attempts(1)
                          .max_connections(1).backup_domain(false);
  CHECK(cos_err::client(limits).try_head_bucket(bucket).has_value());
  CHECK(!cos_err::client::make(standin::options().ca_file("/no/such/file")));
  CHECK(!cos_err::client::make(standin::options().proxy("ftp://proxy")));
}

static void signed_requests() {
  const cos_err::client client(standin::options());
  const cos_err::request put = cos_err::request("PUT", bucket, "k").header("x-cos-acl", "private");
  const auto begun = std::chrono::system_clock::now();
  const cos_err::signed_request made = client.sign(put, 60s, cos_err::call().header("x-cos-meta-a", "1"));
  CHECK_IS(made.method(), "PUT");
  CHECK_IS(made.url(), "http://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/k");
  CHECK_IS(made.header_count(), std::size_t{3});
  CHECK_IS(made.header(0).first, "x-cos-acl");
  CHECK_IS(made.header(1).second, "1");
  CHECK_IS(made.header(2).first, "Authorization");
  CHECK(made.header(2).second.find("&q-header-list=host;x-cos-acl;x-cos-meta-a&") != std::string_view::npos);
  CHECK_IS(made.header(3).first, "");
  CHECK(made.expires_at() >= begun + 59s && made.expires_at() < begun + 600s);
  const auto other = client.try_sign(put, 60s, cos_err::call().signed_host(""));
  CHECK(other->header(1).second.find("&q-header-list=x-cos-acl&") != std::string_view::npos);
  CHECK_IS(client.url(put), made.url());
  CHECK_IS(client.try_sign(put, 0s).error().reason(), cos_err::errc::invalid_argument);
  CHECK_IS(client.try_sign(put, 60s, cos_err::call().signed_host("a b")).error().reason(),
           cos_err::errc::invalid_argument);
  client.clock_skew(1h);
  CHECK(client.sign(put, 60s).header(1).second != client.sign(put, 61s).header(1).second);
}

static void signed_urls() {
  const cos_err::client client(standin::options());
  const std::string url = client.presign(cos_err::request("GET", bucket, "目录/k"), 60s);
  CHECK(url.find("http://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/%E7") == 0);
  CHECK(url.find("q-signature=") != std::string::npos);
  const cos_err::client anonymous(standin::anonymous());
  CHECK_IS(anonymous.try_presign(cos_err::request("GET", bucket, "k"), 60s).error().reason(),
           cos_err::errc::invalid_credentials);
}

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: call STANDIN-ADDRESS\n", 2;
  standin::address = argv[1];
  both_styles();
  settings_of_a_call();
  mistakes_are_told();
  ended_calls();
  providers();
  logs();
  options_from_outside();
  signed_requests();
  signed_urls();
  return check_report();
}
