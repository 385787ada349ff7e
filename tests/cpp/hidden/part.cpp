// One of several shared objects, compiled with hidden visibility: PART is its number.
#include "part.hpp"

#include <cos_err.hpp>

static cos_err::error read(int status) {
  cos_err::exchange exchange;
  exchange.method = "HEAD";
  exchange.url = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/";
  exchange.status = status;
  return *cos_err::from_response(exchange);
}

static void raise_service_error() { read(403).raise(); }

static void raise_access() {
  cos_err::expected<int> none = cos_err::unexpected<cos_err::error>(read(404));
  static_cast<void>(none.value());
}

static cos_err::request* throwing_request() {
  return new cos_err::request(
      cos_err::request("GET", "examplebucket-1250000000", "synthetic/1k").sink_writer([](std::string_view) { throw 5; }));
}

static const parts api = {
    [] { return cos_err::from_failure({cos_err::errc::timeout, {}, 0, {}, {}, {}, {}, 0, {}}).error_code(); },
    [] { return read(404).error_code(); },
    [](const std::error_code& code) { return code == cos_err::errc::timeout; },
    raise_service_error,
    raise_access,
    throwing_request,
};

extern "C" __attribute__((visibility("default"))) const parts* PART();
extern "C" const parts* PART() { return &api; }
