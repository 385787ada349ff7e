/// The throwing style.
#ifndef COS_ERR_EXCEPTION_HPP
#define COS_ERR_EXCEPTION_HPP

#include <stdexcept>
#include <string>

#include "error.hpp"

#if COS_ERR_EXCEPTIONS

namespace cos_err {

/// Every failure of this library; what() is the line for logs. It is a cos_err::error as
/// well, with all its members.
class COS_ERR_VISIBLE exception : public std::runtime_error, public error {
 public:
  explicit exception(const cos_err::error& what) : std::runtime_error(std::string(what.text())), cos_err::error(what) {}
};

/// Everything before, on the way to, or after an answer: see reason().
class COS_ERR_VISIBLE client_error final : public exception {
 public:
  using exception::exception;
};

/// An HTTP answer arrived, and it says failure: see status() and code().
class COS_ERR_VISIBLE service_error final : public exception {
 public:
  using exception::exception;
};

inline void error::raise() const {
  if (kind() == error_kind::service) throw service_error(*this);
  throw client_error(*this);
}

}  // namespace cos_err

#endif

#endif
