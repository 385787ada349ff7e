// Errors without a network: every accessor, copies, exceptions, error codes.
#include <cerrno>
#include <cmath>
#include <system_error>
#include <vector>

#include "check.hpp"

static const char body[] =
    "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>"
    "<Resource>b.cos/k</Resource><RequestId>NWYxYTJiM2NfNGQ1ZTZmNzBfOGE5Yl8xYzJkM2U0</RequestId>"
    "<TraceId>TRACE</TraceId><Extra>one</Extra><Other>two</Other></Error>";

static cos_err::exchange answer() {
  cos_err::exchange answer;
  answer.method = "GET";
  answer.url = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/k";
  answer.status = 404;
  answer.headers = {{"Server", "tencent-cos"}, {"X-Twice", "1"}, {"x-twice", "2"}, {"Empty", ""}};
  answer.body = body;
  return answer;
}

static cos_err::error read(const cos_err::exchange& answer) {
  std::optional<cos_err::error> error = cos_err::from_response(answer);
  if (!error) throw std::logic_error("no error");
  return *error;
}

static void every_accessor() {
  const cos_err::error e = read(answer());
  CHECK_IS(e.kind(), cos_err::error_kind::service);
  CHECK_IS(e.reason(), cos_err::errc{});
  CHECK_IS(e.status(), 404);
  CHECK_IS(e.code(), "NoSuchKey");
  CHECK_IS(e.code_source(), cos_err::code_source::body);
  CHECK_IS(e.message(), "The specified key does not exist.");
  CHECK_IS(e.resource(), "b.cos/k");
  CHECK_IS(e.request_id(), "NWYxYTJiM2NfNGQ1ZTZmNzBfOGE5Yl8xYzJkM2U0");
  CHECK_IS(e.trace_id(), "TRACE");
  CHECK_IS(e.responder(), cos_err::responder::cos);
  CHECK_IS(e.retry(), cos_err::retry::no);
  CHECK(!e.retry_after() && e.request_sent());
  CHECK_IS(e.method(), "GET");
  CHECK_IS(e.url(), answer().url);
  CHECK_IS(e.operation(), "GetObject");
  CHECK_IS(e.region_hint(), "");
  CHECK_IS(e.endpoint_hint(), "");
  CHECK(!e.clock_skew());
  CHECK_IS(e.os_errno(), 0);
  CHECK_IS(e.origin_xml(), body);
  CHECK_IS(e.origin_body(), body);
  CHECK(!e.origin_truncated());
  CHECK(e.advice().find("examplebucket-1250000000") != std::string_view::npos);
  CHECK(e.advice("zh").find("存储桶") != std::string_view::npos);
  CHECK_IS(e.advice("tlh"), e.advice());
  CHECK(!e.doc_url().empty() && e.json().front() == '{');
  CHECK_IS(e.diagnose_url(), "https://console.cloud.tencent.com/cos5/diagnose");
  CHECK(e.diagnose_steps().find(e.request_id()) != std::string_view::npos);
  CHECK(e.diagnose_steps("zh").find("请求 ID") != std::string_view::npos);
  CHECK_IS(e.diagnose_steps("tlh"), e.diagnose_steps());
  CHECK(e.text().find("NoSuchKey") != std::string_view::npos);
  CHECK_IS(shown(e), e.text());
  CHECK_IS(cos_error_status(e.c_error()), 404);
}

static void lists() {
  const cos_err::error e = read(answer());
  CHECK_IS(e.headers().size(), 4u);
  std::string joined;
  for (const cos_err::field& header : e.headers()) joined.append(header.name).append("=").append(header.value) += ';';
  CHECK_IS(joined, "Server=tencent-cos;X-Twice=1;x-twice=2;Empty=;");
  CHECK_IS(e.header("X-TWICE"), "1");
  CHECK_IS(e.header("absent"), "");
  std::string names;
  for (const cos_err::field& detail : e.details()) names.append(detail.name) += ' ';
  CHECK_IS(names, "Extra Other ");
  CHECK_IS(e.detail("Other"), "two");
  CHECK(e.parts().empty() && e.attempts().empty() && e.causes().empty());
  CHECK_IS(e.parts()[0].key, "");
  CHECK_IS(e.attempts()[9].note, "");

  cos_err::exchange deletion = answer();
  deletion.method = "POST";
  deletion.url = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/?delete";
  deletion.status = 200;
  deletion.body = "<DeleteResult><Error><Key>a</Key><VersionId>v</VersionId><Code>AccessDenied</Code>"
                  "<Message>no</Message></Error><Error><Key>b</Key><Code>InternalError</Code></Error></DeleteResult>";
  const cos_err::error partial = read(deletion);
  std::vector<std::string> parts;
  std::vector<cos_err::retry> retries;
  for (const cos_err::part& part : partial.parts()) {
    parts.push_back(std::string(part.key) + '|' + std::string(part.version_id) + '|' + std::string(part.code));
    retries.push_back(part.retry);
  }
  CHECK_IS(parts.size(), 2u);
  CHECK_IS(parts.at(0), "a|v|AccessDenied");
  CHECK_IS(parts.at(1), "b||InternalError");
  CHECK_IS(retries.at(0), cos_err::retry::after_fix);
  CHECK_IS(retries.at(1), cos_err::retry::yes);
}

static void answers_of_all_kinds() {
  cos_err::exchange success = answer();
  success.status = 200;
  success.body = {};
  CHECK(!cos_err::from_response(success));

  // Views need no NUL behind them, and may be empty anywhere.
  const std::string shared = "x-cos-request-id: abc";
  cos_err::exchange pieces;
  pieces.status = 403;
  pieces.headers = {{std::string_view(shared).substr(0, 16), std::string_view(shared).substr(18, 2)},
                    {std::string_view(shared).substr(0, 5), std::string_view(shared).substr(3, 0)}};
  const cos_err::error e = read(pieces);
  CHECK_IS(e.header("x-cos-request-id"), "ab");
  CHECK_IS(e.header("x-cos"), "");
  CHECK_IS(e.headers().size(), 2u);

  cos_err::exchange block = answer();
  block.headers.clear();
  block.raw_headers = "HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\nX: y\r\n\r\n";
  CHECK_IS(read(block).header("x"), "y");

  cos_err::exchange late = answer();
  late.headers = {{"Date", "Thu, 01 Jan 2026 00:01:00 GMT"}, {"x-cos-request-id", "NWYxYTJiM2NfNGQ1ZTZmNzBfOGE5Yl8x"}};
  late.received_at = std::chrono::system_clock::from_time_t(1767225600);
  CHECK(read(late).clock_skew() == std::chrono::seconds(60));

  cos_err::exchange binary = answer();
  binary.body = std::string_view("\0\1\2", 3);
  binary.body_truncated = true;
  CHECK_IS(read(binary).origin_body().size(), 3u);
  CHECK(read(binary).origin_truncated());
}

// Too little to be read, a body that broke off, and a NUL inside a header.
static void answers_that_are_incomplete() {
  CHECK_IS(read({}).reason(), cos_err::errc::invalid_argument);
  cos_err::exchange cut = answer();
  cut.status = 200;
  cut.body = "a part";
  CHECK(!cos_err::from_response(cut));
  cut.body_truncated = true;
  CHECK_IS(read(cut).reason(), cos_err::errc::connection_lost);
  CHECK_IS(read(cut).status(), 200);
  cos_err::exchange odd;
  odd.status = 404;
  odd.headers = {{"a", std::string_view("b\0c", 3)}, {"", ""}};
  CHECK_IS(read(odd).header("a"), "b\uFFFDc");
}

static void copies() {
  cos_err::error first = read(answer());
  const cos_err::error second = first;
  const cos_err::error third = std::move(first);
  first = read(answer());
  CHECK_IS(second.code(), third.code());
  CHECK(second.c_error() == third.c_error() && first.c_error() != third.c_error());
  static_assert(std::is_nothrow_copy_constructible_v<cos_err::error>);
  static_assert(std::is_nothrow_copy_constructible_v<cos_err::service_error>);
  static_assert(std::is_base_of_v<std::runtime_error, cos_err::exception>);
  static_assert(std::is_nothrow_move_constructible_v<cos_err::client>);
  static_assert(!std::is_copy_constructible_v<cos_err::client>);
  static_assert(std::is_nothrow_move_constructible_v<cos_err::request>);
  static_assert(std::is_nothrow_move_constructible_v<cos_err::response>);
  static_assert(std::is_nothrow_move_assignable_v<cos_err::call>);
}

static cos_err::error client_error(cos_err::errc reason, int os_errno = 0) {
  cos_err::client_failure failure;
  failure.reason = reason;
  failure.message = "of our own";
  failure.os_errno = os_errno;
  failure.method = "PUT";
  failure.url = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/k";
  failure.cause = "below";
  return cos_err::from_failure(failure);
}

// A body that broke after its 200: what had arrived is kept.
static void failures_after_the_headers() {
  cos_err::client_failure failure;
  failure.reason = cos_err::errc::connection_lost;
  failure.headers = {{"Server", "tencent-cos"}, {"x-cos-request-id", "abc"}, {"Empty", ""}};
  failure.status = 200;
  const cos_err::error e = cos_err::from_failure(failure);
  CHECK_IS(e.reason(), cos_err::errc::connection_lost);
  CHECK_IS(e.status(), 200);
  CHECK_IS(e.request_id(), "abc");
  CHECK_IS(e.headers().size(), 3u);
  CHECK_IS(e.header("empty"), "");
  CHECK_IS(e.responder(), cos_err::responder::cos);
  CHECK(e.request_sent());
}

static bool sent(cos_err::errc reason, std::optional<bool> given) {
  cos_err::client_failure failure;
  failure.reason = reason;
  failure.request_sent = given;
  return cos_err::from_failure(failure).request_sent();
}

static void request_sent_is_the_callers_word() {
  CHECK(!sent(cos_err::errc::connect, std::nullopt) && sent(cos_err::errc::connect, true));
  CHECK(sent(cos_err::errc::timeout, std::nullopt) && !sent(cos_err::errc::timeout, false));
}

static void marks_of_cos() {
  cos_err::exchange portal;
  portal.method = "HEAD";
  portal.status = 200;
  portal.headers = {{"Server", "nginx"}};
  CHECK(!cos_err::from_response(portal));
  portal.expect_cos = true;
  CHECK_IS(read(portal).reason(), cos_err::errc::bad_response);
  portal.headers = {{"Content-Type", "text/plain"}};
  CHECK_IS(read(portal).reason(), cos_err::errc::bad_response);
  portal.headers_filtered = true;
  CHECK(!cos_err::from_response(portal));
}

static void exceptions() {
  const cos_err::error service = read(answer());
  CHECK_THROWS_AND(cos_err::service_error, service.raise(), {
    CHECK_IS(std::string(thrown.what()), service.text());
    CHECK_IS(thrown.status(), 404);
    CHECK_IS(thrown.code(), "NoSuchKey");
  });
  CHECK_THROWS_AND(cos_err::client_error, client_error(cos_err::errc::tls).raise(), {
    CHECK_IS(thrown.reason(), cos_err::errc::tls);
    CHECK_IS(thrown.message(), "of our own");
    CHECK_IS(thrown.causes()[0], "below");
  });
  CHECK_THROWS_AND(cos_err::exception, service.raise(), { CHECK(thrown.c_error() == service.c_error()); });
  CHECK_THROWS(std::runtime_error, service.raise());
  std::optional<cos_err::error> kept;
  CHECK_THROWS_AND(cos_err::error, read(answer()).raise(), { kept = thrown; });
  CHECK(kept && kept->code() == "NoSuchKey");
}

static void error_codes() {
  const std::error_code timeout = client_error(cos_err::errc::timeout).error_code();
  CHECK(timeout == cos_err::errc::timeout && timeout == std::errc::timed_out);
  CHECK(timeout != cos_err::errc::connect && timeout != std::errc::io_error);
  CHECK(timeout.category() == cos_err::error_category());
  CHECK_IS(timeout.message(), cos_error_reason_text(COS_ERROR_REASON_TIMEOUT));
  CHECK_IS(std::string(timeout.category().name()), "cos");

  const std::error_code refused = client_error(cos_err::errc::connect, ECONNREFUSED).error_code();
  CHECK(refused == cos_err::errc::connect && refused == std::errc::connection_refused);
  CHECK(refused != std::errc::host_unreachable);
  CHECK(refused.message().find(std::system_category().message(ECONNREFUSED)) != std::string::npos);
  const std::error_code missing = client_error(cos_err::errc::local_io, ENOENT).error_code();
  CHECK(missing == std::errc::no_such_file_or_directory && missing == std::errc::io_error);
  const std::error_code late = client_error(cos_err::errc::timeout, EAGAIN).error_code();
  CHECK(late == std::errc::timed_out);
  CHECK(client_error(cos_err::errc::cancelled).error_code() == std::errc::operation_canceled);
  CHECK(client_error(cos_err::errc::invalid_argument).error_code() == std::errc::invalid_argument);
  // Nothing of the standard is said where nothing of it is true.
  const std::error_code internal = client_error(cos_err::errc::internal).error_code();
  CHECK(internal == cos_err::errc::internal && internal.default_error_condition() == cos_err::errc::internal);

  const std::error_code missing_key = make_error_code(read(answer()));
  CHECK(missing_key == std::error_code(404, cos_err::status_category()));
  CHECK(missing_key != std::errc::no_such_file_or_directory);
  CHECK_IS(missing_key.message(), "HTTP status 404");
  CHECK_IS(std::string(cos_err::name_of(cos_err::errc::bad_response)), "BadResponse");
}

int main() {
  every_accessor();
  lists();
  answers_of_all_kinds();
  answers_that_are_incomplete();
  copies();
  failures_after_the_headers();
  request_sent_is_the_callers_word();
  marks_of_cos();
  exceptions();
  error_codes();
  CHECK(std::cos(0.0) == 1.0);
  return check_report();
}
