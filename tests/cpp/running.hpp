/// The threads of a program: what one has while it ends is counted as lost.
#ifndef RUNNING_HPP
#define RUNNING_HPP

#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>

#include "check.hpp"

namespace running {

/// A thread that has come and gone: the kernel lists it for a moment after it was joined.
inline bool had_a_thread() {
  long id = 0;
  std::thread([&id] { id = syscall(SYS_gettid); }).join();
  while (std::filesystem::exists("/proc/self/task/" + std::to_string(id))) std::this_thread::yield();
  return true;
}

/// Those that run now. The first call is to be made before there are any: a sanitizer starts a thread of its own with
/// the program's first.
inline long threads() {
  static const bool sanitizer_is_there = had_a_thread();
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
