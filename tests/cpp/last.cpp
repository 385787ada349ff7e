// Calls in destructors of static and of thread_local objects, of main's thread and of another.
#include <cstdlib>
#include <thread>

#include "check.hpp"
#include "standin.hpp"

namespace {

/// Calls when it is destroyed. The exit status is fixed by then: a failure needs one of its own.
struct last {
  std::optional<cos_err::client> client;
  ~last() {
    const bool good = client && client->try_head_bucket(standin::bucket).has_value();
    const auto missing = client->try_head_bucket("missing-1250000000");
    if (good && !missing && missing.error().code() == "NoSuchBucket" && !missing.error().advice().empty()) return;
    std::cerr << "a last call failed\n";
    std::_Exit(1);
  }
};

last in_static;
thread_local last in_thread;

/// The object comes before the first call, so that it is destroyed after what the call left.
void prepare(last& object) {
  object.client.emplace(standin::options());
  CHECK(object.client->try_head_bucket(standin::bucket).has_value());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: last STANDIN-ADDRESS\n", 2;
  standin::address = argv[1];
  prepare(in_static);
  prepare(in_thread);
  std::thread([] { prepare(in_thread); }).join();
  return check_report();
}
