/// Text on its way to the C library.
#ifndef COS_ERR_TEXT_HPP
#define COS_ERR_TEXT_HPP

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

#include "config.hpp"

namespace cos_err {

/// A parameter: a literal, a std::string, a std::string_view or a path, or nullptr where the
/// function allows NULL. It is valid during the call only.
class text {
 public:
  text(std::nullptr_t) noexcept {}
  text(const char* value) noexcept : at_(value) {}
  text(const std::string& value) noexcept : at_(value.c_str()), is_whole_(is_whole(value)) {}
  text(std::string_view value) : own_(value), at_(own_.c_str()), is_whole_(is_whole(value)) {}
  text(const std::filesystem::path& value) : own_(value.string()), at_(own_.c_str()), is_whole_(is_whole(own_)) {}
  text(const text&) = delete;
  text& operator=(const text&) = delete;

  /// Ends with a NUL, or is nullptr.
  const char* c_str() const noexcept { return at_; }
  /// Whether C sees all of it, because there is no NUL inside.
  explicit operator bool() const noexcept { return is_whole_; }

 private:
  static bool is_whole(std::string_view value) noexcept {
    return value.empty() || std::memchr(value.data(), '\0', value.size()) == nullptr;
  }

  std::string own_;
  const char* at_ = nullptr;
  bool is_whole_ = true;
};

namespace detail {

/// A path of a document that C sees whole, or one that names nothing: a NUL inside would truncate
/// it silently.
inline const char* path_of(const text& path) noexcept { return path ? path.c_str() : "/"; }

/// The first invalid value of an object that only C++ can detect; the call reports it.
class mistake {
 public:
  const char* message() const noexcept { return message_; }
  void note(const char* message) noexcept {
    if (message_ == nullptr) message_ = message;
  }
  /// Returns the text that C receives for `value`: a NUL inside would truncate it silently.
  const char* check(const text& value, const char* message) noexcept {
    if (!value) note(message);
    return value.c_str();
  }

 private:
  const char* message_ = nullptr;
};

/// Returns the first of them that has a message, or nullptr.
inline const mistake* first_of(std::initializer_list<const mistake*> all) noexcept {
  for (const mistake* one : all) {
    if (one != nullptr && one->message() != nullptr) return one;
  }
  return nullptr;
}

/// Makes the error that reports it. The caller owns it.
inline cos_error_t* error_of(const mistake& mistake) noexcept {
  cos_client_failure_t failure{};
  failure.struct_size = sizeof failure;
  failure.reason = COS_ERROR_REASON_INVALID_ARGUMENT;
  failure.message = mistake.message();
  return cos_error_client(&failure);
}

}  // namespace detail
}  // namespace cos_err

#endif
