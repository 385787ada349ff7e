/// The threads of a program: what one has while it ends is counted as lost.
#ifndef RUNNING_HPP
#define RUNNING_HPP

#include <chrono>
#include <filesystem>
#include <iterator>
#include <thread>

#include "check.hpp"

namespace running {

/// Those that run now. The first call is to be made before there are any: a sanitizer starts a thread of its own with
/// the program's first.
inline long threads() {
  static const bool sanitizer_is_there = (std::thread([] {}).join(), true);
  static_cast<void>(sanitizer_is_there);
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return std::distance(begin(tasks), end(tasks));
}

/// Waits until there are so many: those of a freed client end once its calls have.
inline void threads_end(long left) {
  using namespace std::chrono_literals;
  const auto limit = std::chrono::steady_clock::now() + 60s;
  while (threads() > left && std::chrono::steady_clock::now() < limit) std::this_thread::sleep_for(1ms);
  CHECK_IS(threads(), left);
}

}  // namespace running

#endif
