// The monadic functions of expected: alike in every standard, ours and the library's.
#include <memory>

#include "check.hpp"

using number = cos_err::expected<int, std::string>;
using nothing = cos_err::expected<void, std::string>;

static number bad() { return cos_err::unexpected<std::string>("bad"); }
static number next(int n) { return n + 1; }
static nothing failed() { return cos_err::unexpected<std::string>("failed"); }

// What `make` returns is an lvalue, a const lvalue, an rvalue or a const rvalue.
template <class Make>
static void value_goes_on(Make three) {
  CHECK_IS(*three().and_then(next), 4);
  CHECK_IS(*three().transform([](int n) { return n * 2.5; }), 7.5);
  CHECK_IS(*three().or_else([](const std::string&) { return number(9); }), 3);
  CHECK_IS(*three().transform_error([](const std::string& why) { return why.size(); }), 3);
  int seen = 0;
  const cos_err::expected<void, std::string> done = three().transform([&](int n) { seen = n; });
  CHECK(done.has_value() && seen == 3);
  CHECK_IS(three().and_then([](int) { return failed(); }).error(), "failed");
}

template <class Make>
static void error_goes_on(Make wrong) {
  CHECK_IS(wrong().and_then(next).error(), "bad");
  CHECK_IS(wrong().transform([](int n) { return n; }).error(), "bad");
  CHECK_IS(wrong().transform([](int) {}).error(), "bad");
  CHECK_IS(*wrong().or_else([](const std::string&) { return number(9); }), 9);
  CHECK_IS(wrong().transform_error([](const std::string& why) { return why.size(); }).error(), 3u);
}

template <class Make>
static void nothing_goes_on(Make done) {
  CHECK_IS(*done().and_then([] { return number(1); }), 1);
  CHECK_IS(*done().transform([] { return 2; }), 2);
  CHECK(done().transform([] {}).has_value());
  CHECK(done().or_else([](const std::string&) { return failed(); }).has_value());
  CHECK(done().transform_error([](const std::string& why) { return why.size(); }).has_value());
}

template <class E, class Check>
static void every_qualifier(E object, Check check) {
  check([&]() -> E& { return object; });
  check([&]() -> const E& { return object; });
  check([&]() -> const E&& { return std::move(std::as_const(object)); });
  check([&]() -> E { return object; });
}

static void values_that_only_move() {
  using pointer = cos_err::expected<std::unique_ptr<int>, std::string>;
  CHECK_IS(*pointer(std::make_unique<int>(5)).transform([](std::unique_ptr<int> p) { return *p; }), 5);
  CHECK_IS(**pointer(std::make_unique<int>(6)).or_else([](const std::string&) { return pointer(nullptr); }), 6);
  pointer kept = std::make_unique<int>(7);
  CHECK_IS(*kept.transform([](const std::unique_ptr<int>& p) { return *p; }), 7);
  CHECK_IS(**kept, 7);
}

// What calls return, one after the other.
static void errors_of_calls() {
  const auto client = cos_err::client::make(cos_err::client_options().region("cos.ap-guangzhou"));
  const auto region = client.and_then([](const cos_err::client& c) { return c.try_head_bucket("b"); })
                          .transform([](const cos_err::response& r) { return std::string(r.bucket_region()); });
  CHECK(!region && region.error().reason() == cos_err::errc::invalid_argument);
}

int main() {
  every_qualifier(number(3), [](auto make) { value_goes_on(make); });
  every_qualifier(bad(), [](auto make) { error_goes_on(make); });
  every_qualifier(nothing(), [](auto make) { nothing_goes_on(make); });
  values_that_only_move();
  errors_of_calls();
  return check_report();
}
