/// Checks that say what they saw. A program ends with `return check_report();`.
#ifndef CHECK_HPP
#define CHECK_HPP

#include <cos_err.hpp>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <type_traits>

inline int check_count = 0;
inline int check_failures = 0;

template <class T>
std::string shown(const T& value) {
  std::ostringstream out;
  if constexpr (std::is_enum_v<T>) {
    out << static_cast<long long>(value);
  } else {
    out << value;
  }
  return out.str();
}

inline void check_that(bool holds, const char* what, const char* file, int line, const std::string& saw = "") {
  ++check_count;
  if (holds) return;
  ++check_failures;
  std::cout << file << ':' << line << ": " << what << (saw.empty() ? " does not hold" : " is " + saw) << '\n';
}

/// A call, so that what the two are views of lives until it is over.
template <class Actual, class Expected>
void check_is(const Actual& actual, const Expected& expected, const char* what, const char* than, const char* file,
              int line) {
  const bool holds = actual == expected;
  check_that(holds, what, file, line, holds ? "" : '"' + shown(actual) + "\", not " + than);
}

#define CHECK(condition) check_that(static_cast<bool>(condition), #condition, __FILE__, __LINE__)
#define CHECK_IS(actual, expected) check_is((actual), (expected), #actual, #expected, __FILE__, __LINE__)

/// The statement throws this type, which `look` is shown.
template <class Thrown, class Statement, class Look>
void check_throws(Statement&& statement, Look&& look, const char* what, const char* file, int line) {
  bool is_thrown = false;
  try {
    statement();
  } catch (const Thrown& thrown) {
    is_thrown = true;
    look(thrown);
  }
  check_that(is_thrown, what, file, line, is_thrown ? "" : "not thrown");
}

#define CHECK_THROWS(type, statement) \
  check_throws<type>([&] { statement; }, [](const type&) {}, #type " by " #statement, __FILE__, __LINE__)
#define CHECK_THROWS_AND(type, statement, look)                                                           \
  check_throws<type>([&] { statement; }, [&](const type& thrown) look, #type " by " #statement, __FILE__, \
                     __LINE__)

inline int check_report() {
  std::cout << check_count << " checks, " << check_failures << " failed\n";
  return check_failures != 0 || check_count == 0;
}

#endif
