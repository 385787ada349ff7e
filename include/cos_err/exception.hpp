/// Exceptions.
#ifndef COS_ERR_EXCEPTION_HPP
#define COS_ERR_EXCEPTION_HPP

#include <stdexcept>
#include <string>

#include "error.hpp"

#if COS_ERR_EXCEPTIONS

namespace cos_err {

/// Base of all exceptions of this library; what() returns the line for logs. It is also a
/// cos_err::error, with all its members.
class COS_ERR_VISIBLE exception : public std::runtime_error, public error {
 public:
  explicit exception(const cos_err::error& what) : std::runtime_error(std::string(what.text())), cos_err::error(what) {}
};

/// The failure happened on the client's side, before, during or after the transfer of the
/// response: see reason().
class COS_ERR_VISIBLE client_error final : public exception {
 public:
  using exception::exception;
};

/// An HTTP response arrived, and it reports a failure: see status() and code().
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
