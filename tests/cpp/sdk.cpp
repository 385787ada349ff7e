/// The adapter for results of Tencent's C++ SDK, on its recorded ones: sdk cpp.jsonl
#include "check.hpp"
#include "table.hpp"

/// The getters of the SDK's CosResult.
class sdk_result {
 public:
  sdk_result(int status, std::string code, std::string message) : status_(status), code_(code), message_(message) {}
  explicit sdk_result(const value& sdk)
      : status_(static_cast<int>(sdk["HttpStatus"].number())),
        code_(sdk["ErrorCode"].text()),
        message_(sdk["ErrorMsg"].text()),
        resource_(sdk["ResourceAddr"].text()),
        request_id_(sdk["XCosRequestId"].text()),
        trace_id_(sdk["XCosTraceId"].text()),
        server_time_(sdk["XCosServerTime"].text()) {}
  bool IsSucc() const { return status_ == 204; }
  int GetHttpStatus() const { return status_; }
  std::string GetErrorCode() const { return code_; }
  std::string GetErrorMsg() const { return message_; }
  std::string GetResourceAddr() const { return resource_; }
  std::string GetXCosRequestId() const { return request_id_; }
  std::string GetXCosTraceId() const { return trace_id_; }
  std::string GetXCosServerTime() const { return server_time_; }
  sdk_result& server_time(std::string time) { return server_time_ = time, *this; }

 private:
  int status_;
  std::string code_, message_, resource_, request_id_, trace_id_, server_time_;
};

/// That of an earlier version.
struct earlier_result : sdk_result {
  using sdk_result::sdk_result;
  std::string GetErrorInfo() const { return "Net Exception:No message received"; }
};

struct known_field {
  const char* name;
  cos_err::lost lost;
  std::string_view (*read)(const cos_err::error& error);
};

static const known_field known_fields[] = {
    {"code", cos_err::lost::code, [](const cos_err::error& error) { return error.code(); }},
    {"message", cos_err::lost::message, [](const cos_err::error& error) { return error.message(); }},
    {"resource", cos_err::lost::resource, [](const cos_err::error& error) { return error.resource(); }},
    {"request_id", cos_err::lost::request_id, [](const cos_err::error& error) { return error.request_id(); }},
    {"trace_id", cos_err::lost::trace_id, [](const cos_err::error& error) { return error.trace_id(); }},
    {"headers", cos_err::lost::headers, nullptr},
    {"body", cos_err::lost::body, nullptr},
};

static void check_gone(const cos_err::error& error, const std::string& name) {
  for (const known_field& field : known_fields) {
    if (name == field.name) return CHECK(error.has_lost(field.lost));
  }
  unknown(name);
}

static void a_row_reads_as_it_says(const value& row) {
  const int failures = check_failures;
  const auto error = cos_err::from_sdk_result(sdk_result(row["sdk"]), {row["method"].text(), "", "", ""});
  const value kept = row["kept"];
  CHECK_IS(error->status(), kept["status"] ? static_cast<int>(kept["status"].number()) : 0);
  CHECK_IS(error->kind(), kept["reason"] ? cos_err::error_kind::client : cos_err::error_kind::service);
  if (kept["reason"]) CHECK_IS(error->code(), kept["reason"].text());
  for (const known_field& field : known_fields) {
    if (kept[field.name]) CHECK_IS(field.read(*error), kept[field.name].text());
  }
  for (const value& name : row["gone"].items()) check_gone(*error, name.text());
  // Nothing is made up.
  CHECK(kept["request_id"] || error->request_id().empty());
  CHECK(kept["trace_id"] || error->trace_id().empty());
  CHECK(kept["resource"] || error->resource() == error->url());
  const bool is_given =
      error->code_source() == cos_err::code_source::body || error->code_source() == cos_err::code_source::header;
  CHECK(kept["code"] || !is_given);
  if (failures != check_failures) std::cout << "in " << row["id"].text() << '\n';
}

static void what_the_program_knows_is_added() {
  const sdk_result missing(404, "NoSuchKey", "");
  const auto error = cos_err::from_sdk_result(missing, {"HEAD", "", "examplebucket-1250000000", "a/b"});
  CHECK_IS(error->operation(), "HeadObject");
  CHECK_IS(error->code(), "NoSuchKey");
  CHECK_IS(error->code_source(), cos_err::code_source::status);
  CHECK(error->has_lost(cos_err::lost::code) && !error->has_lost(cos_err::lost::body));
  const std::string url = "https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/k";
  CHECK_IS(cos_err::from_sdk_result(missing, {"GET", url, "", ""})->url(), url);
}

static void other_results() {
  CHECK(!cos_err::from_sdk_result(sdk_result(204, "", "")));
  const auto skewed = cos_err::from_sdk_result(sdk_result(403, "RequestTimeTooSkewed", "").server_time("2026-11-21T08:00:00Z"));
  CHECK_IS(skewed->detail("ServerTime"), "2026-11-21T08:00:00Z");
  CHECK_IS(cos_err::from_sdk_result(earlier_result(-1, "", ""))->reason(), cos_err::errc::connection_lost);
  const auto unknown = cos_err::from_sdk_result(sdk_result(-1, "", "it failed"));
  CHECK_IS(unknown->reason(), cos_err::errc::connect);
  CHECK(unknown->has_lost(cos_err::lost::reason) && unknown->request_sent());
  CHECK(!cos_err::from_failure({}).has_lost(cos_err::lost::reason));
}

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: sdk cpp.jsonl\n", 2;
  int rows = 0;
  each_row(argv[1], [&](const value& row) { a_row_reads_as_it_says(row), rows++; });
  CHECK(rows >= 60);
  what_the_program_knows_is_added();
  other_results();
  return check_report();
}
