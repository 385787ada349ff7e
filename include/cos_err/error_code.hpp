/// Integration with <system_error>.
#ifndef COS_ERR_ERROR_CODE_HPP
#define COS_ERR_ERROR_CODE_HPP

#include <string>
#include <system_error>

#include "constants.hpp"

namespace cos_err {
namespace detail {

// A reason and the system's error number that caused it, in one int.
constexpr int reasons_end = 1000;
constexpr int value_of(int reason, int os_errno) noexcept { return reason + reasons_end * os_errno; }
constexpr int reason_of(int value) noexcept { return value % reasons_end; }
constexpr int os_errno_of(int value) noexcept { return value / reasons_end; }

/// The condition of a reason without an error number; our own if the standard has no matching
/// one.
inline std::error_condition condition_of(int reason, const std::error_category& own) noexcept {
  switch (static_cast<errc>(reason)) {
    case errc::invalid_argument: return std::errc::invalid_argument;
    case errc::timeout: return std::errc::timed_out;
    case errc::connection_lost: return std::errc::connection_reset;
    case errc::protocol: return std::errc::protocol_error;
    case errc::local_io: return std::errc::io_error;
    case errc::cancelled: return std::errc::operation_canceled;
    default: return {reason, own};
  }
}

class COS_ERR_VISIBLE error_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "cos"; }
  std::string message(int value) const override {
    std::string text = cos_error_reason_text(reason_of(value));
    if (os_errno_of(value) != 0) text += ": " + std::system_category().message(os_errno_of(value));
    return text;
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    if (os_errno_of(value) != 0) return std::system_category().default_error_condition(os_errno_of(value));
    return condition_of(reason_of(value), *this);
  }
  // A code is equivalent to the condition of its reason, and to that of the system's error
  // number.
  bool equivalent(int value, const std::error_condition& condition) const noexcept override {
    return condition == std::error_condition(reason_of(value), *this) ||
           condition == condition_of(reason_of(value), *this) || condition == default_error_condition(value);
  }
};

class COS_ERR_VISIBLE status_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "cos.status"; }
  std::string message(int value) const override { return "HTTP status " + std::to_string(value); }
};

}  // namespace detail

/// The category of client errors: a code equals its `errc`, and the std::errc of the same meaning
/// (timed_out, connection_refused, no_such_file_or_directory ...). There is one object in all
/// shared objects of a process, also in those built with -fvisibility=hidden.
COS_ERR_VISIBLE inline const std::error_category& error_category() noexcept {
  static const detail::error_category category;
  return category;
}

/// The category of service errors: the value is the HTTP status. No value equals a std::errc: the
/// same status means different things from COS and from a gateway.
COS_ERR_VISIBLE inline const std::error_category& status_category() noexcept {
  static const detail::status_category category;
  return category;
}

/// Makes `code == cos_err::errc::timeout` work.
inline std::error_condition make_error_condition(errc reason) noexcept {
  return {static_cast<int>(reason), error_category()};
}

}  // namespace cos_err

template <>
struct std::is_error_condition_enum<cos_err::errc> : std::true_type {};

#endif
