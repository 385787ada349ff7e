// Eight threads on one client: each gets the answers to its own requests.
#include <atomic>
#include <thread>
#include <vector>

#include "check.hpp"
#include "standin.hpp"

static constexpr int threads = 8;
static constexpr int calls = 250;

/// One thread's calls; how many went as they must.
static int make_calls(const cos_err::client& client, int thread, const cos_err::error& shared) {
  int right = 0;
  for (int i = 0; i < calls; i++) {
    const std::string key = "t" + std::to_string(thread) + "/" + std::to_string(i);
    cos_err::request request("GET", standin::bucket, i % 4 == 2 ? key : "synthetic/1k");
    try {
      switch (i % 4) {
        case 0: right += client.head_bucket(standin::bucket).status() == 200; break;
        case 1: right += client.send(request).body().size() == 1024; break;
        case 2: client.send(request); break;
        default: client.send(request.sink_writer([&](std::string_view) { throw std::out_of_range(key); }));
      }
    } catch (const cos_err::service_error& e) {
      const cos_err::error copy = shared;
      right += e.url().find(key) != std::string_view::npos && copy.code() == "NoSuchBucket";
    } catch (const std::out_of_range& e) {
      right += e.what() == key;
    }
  }
  return right;
}

int main(int argc, char** argv) {
  if (argc != 2) return std::cerr << "usage: threads STANDIN-ADDRESS\n", 2;
  standin::address = argv[1];
  const cos_err::client client(standin::options().max_connections(4));
  const auto missing = client.try_head_bucket("missing-1250000000");
  std::atomic<int> right{0};
  std::vector<std::thread> all;
  for (int t = 0; t < threads; t++) {
    all.emplace_back([&, t] { right += make_calls(client, t, missing.error()); });
  }
  for (std::thread& thread : all) thread.join();
  CHECK_IS(right.load(), threads * calls);
  return check_report();
}
