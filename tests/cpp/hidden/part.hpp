// What the shared objects of this program offer each other.
#ifndef PART_HPP
#define PART_HPP

#include <cos_err.hpp>
#include <system_error>

struct parts {
  std::error_code (*timed_out)();
  std::error_code (*not_found)();
  bool (*is_timeout)(const std::error_code& code);
  void (*raise_service_error)();
  void (*raise_access)();
  /// A request whose writer throws 5. The caller owns it.
  cos_err::request* (*throwing_request)();
};

#endif
