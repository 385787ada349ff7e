// Compiled as C++17, as C++23 and without exceptions: HEAD names the function.
#include "../standin.hpp"

int HEAD(const char* address);
int HEAD(const char* address) {
  standin::address = address;
  const auto client = cos_err::client::make(standin::options());
  if (!client || !client->try_head_bucket(standin::bucket)) return 1;
  const auto stopped = client->try_send(
      cos_err::request("GET", standin::bucket, "synthetic/1k").sink_writer([](std::string_view) { return false; }));
  if (stopped || stopped.error().reason() != cos_err::errc::callback) return 1;
#if COS_ERR_EXCEPTIONS
  try {
    static_cast<void>(client->try_send(cos_err::request("GET", standin::bucket, "synthetic/1k")
                                           .sink_writer([](std::string_view) { throw 5; })));
    return 1;
  } catch (int) {
  }
#endif
  return 0;
}

#ifdef RAISE
void RAISE();
void RAISE() {
  cos_err::exchange answer;
  answer.status = 403;
  if (const auto error = cos_err::from_response(answer)) error->raise();
}
#endif
