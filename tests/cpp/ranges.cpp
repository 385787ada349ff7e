// Lists hold what they were read from: none can be looped over after it is gone.
#include <vector>

#include "check.hpp"
#include "standin.hpp"

static std::optional<cos_err::error> partial_failure() {
  cos_err::exchange deletion;
  deletion.method = "POST";
  deletion.url = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/?delete";
  deletion.status = 200;
  deletion.headers = {{"Server", "tencent-cos"}, {"x-cos-request-id", "NWYxYTJiM2NfNGQ1ZTZmNzBfOGE5Yl8x"}};
  deletion.body = "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code></Error></DeleteResult>";
  return cos_err::from_response(deletion);
}

static cos_err::error refused() {
  cos_err::client_failure failure;
  failure.reason = cos_err::errc::connect;
  failure.cause = "the cable is cut";
  return cos_err::from_failure(failure);
}

// In C++17 and C++20 the error that `->` goes through is gone before the loop begins.
static void behind_an_arrow() {
  std::string names;
  for (const cos_err::field& header : partial_failure()->headers()) names.append(header.name) += ' ';
  CHECK_IS(names, "Server x-cos-request-id ");
  for (const cos_err::part& part : partial_failure()->parts()) CHECK_IS(part.key, "a");
  for (const cos_err::field& detail : partial_failure()->details()) CHECK(!detail.name.empty());
  for (const std::string_view cause : std::optional(refused())->causes()) CHECK_IS(cause, "the cable is cut");
}

static void longer_than_the_error() {
  std::optional<cos_err::error> error = refused();
  const auto causes = error->causes();
  error = partial_failure();
  const auto parts = error->parts();
  const auto headers = error->headers();
  error.reset();
  CHECK_IS(causes[0], "the cable is cut");
  CHECK_IS(parts[0].code, "AccessDenied");
  CHECK_IS((*headers.begin()).value, "tencent-cos");
}

static void of_a_call() {
  const cos_err::client client(standin::options());
  const cos_err::request get("GET", standin::bucket, "no/such/key");
  bool seen = false;
  for (const cos_err::field& header : client.try_head_bucket(standin::bucket)->headers()) {
    seen |= header.name == "x-cos-bucket-region" && header.value == standin::region;
  }
  CHECK(seen);
  const auto missing = client.try_send(get);
  for (const cos_err::attempt& attempt : missing.error().attempts()) CHECK_IS(attempt.status, 404);
  cos_err::response there = client.head_bucket(standin::bucket);
  const auto headers = there.headers();
  there = client.head_bucket(standin::bucket);
  CHECK(headers.size() > 3 && !headers[0].name.empty());
}

int main(int, char** argv) {
  standin::address = argv[1];
  behind_an_arrow();
  longer_than_the_error();
  of_a_call();
  return check_report();
}
