// 100 000 failing calls leave nothing behind: the heap is what it was.
#include <malloc.h>

#include "check.hpp"
#include "standin.hpp"

static constexpr int calls = 100000;
static constexpr int warm_up = 2000;
/// Of the whole heap, for what the allocator and the connections keep: less than a byte a call.
static constexpr long long allowed = 64 * 1024;

static long long in_use() {
  const auto heap = mallinfo2();
  return static_cast<long long>(heap.uordblks + heap.hblkhd);
}

struct clients {
  cos_err::client there;
  cos_err::client refused;
};

static cos_err::exchange answer() {
  cos_err::exchange answer;
  answer.method = "GET";
  answer.url = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/k";
  answer.status = 404;
  answer.headers = {{"Server", "tencent-cos"}};
  answer.body = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>";
  return answer;
}

/// One failure, read as a program would; whether it is the right one.
static bool fail(const clients& clients, const cos_err::exchange& answer, int number) {
  switch (number % 4) {
    case 0: {
      const auto error = cos_err::from_response(answer);
      return error && error->code() == "NoSuchKey" && !error->advice().empty() && !error->json().empty();
    }
    case 1: {
      const auto result = clients.refused.try_head_bucket(standin::bucket);
      return !result && result.error().error_code() == std::errc::connection_refused;
    }
    case 2: {
      const auto result = clients.there.try_head_bucket("missing-1250000000");
      return !result && result.error().code() == "NoSuchBucket" && !result.error().text().empty();
    }
    default:
      try {
        clients.there.send(cos_err::request("GET", standin::bucket, "no/such/key").progress([](const auto&) {}));
      } catch (const cos_err::service_error& e) {
        return e.status() == 404 && e.headers().size() > 3;
      }
      return false;
  }
}

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: memory STANDIN-ADDRESS REFUSED-ADDRESS\n", 2;
  standin::address = argv[1];
  const clients clients{cos_err::client(standin::options()),
                        cos_err::client(standin::options().connect_to(argv[2]).max_attempts(1))};
  const cos_err::exchange read = answer();
  int right = 0;
  for (int i = 0; i < warm_up; i++) right += fail(clients, read, i);
  const long long before = in_use();
  for (int i = 0; i < calls; i++) right += fail(clients, read, i);
  const long long grown = in_use() - before;
  std::cout << "the heap grew by " << grown << " bytes over " << calls << " failing calls\n";
  CHECK_IS(right, warm_up + calls);
  CHECK(grown < allowed);
  return check_report();
}
