// The process ends while calls wait: by a return from main, by exit, by quick_exit.
#include <cstdlib>
#include <future>
#include <thread>

#include "check.hpp"
#include "standin.hpp"

/// Destroyed by exit, while a thread is in a call of it.
static std::optional<cos_err::client> client;

/// Waits for an answer that never comes; tells when it waits.
static void wait_for_ever(std::promise<void>& waits) {
  bool told = false;
  const auto tell = [&]() -> bool {
    if (!told) waits.set_value();
    told = true;
    return false;
  };
  static_cast<void>(client->try_send(cos_err::request("GET", standin::fault("hang")), cos_err::call().interrupt(tell)));
}

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: ending STANDIN-ADDRESS return|exit|quick_exit|callback\n", 2;
  standin::address = argv[1];
  const std::string how = argv[2];
  client.emplace(standin::options());
  if (how == "callback") {
    const auto leave = []() -> bool { std::exit(0); };
    const cos_err::request hangs("GET", standin::fault("hang"));
    static_cast<void>(client->try_send(hangs, cos_err::call().interrupt(leave)));
    return 3;
  }
  // It outlives main, as the thread does.
  static std::promise<void> waits;
  std::thread([] { wait_for_ever(waits); }).detach();
  waits.get_future().wait();
  if (how == "exit") std::exit(0);
  if (how == "quick_exit") std::quick_exit(0);
  return how == "return" ? 0 : 3;
}
