/// How this header is compiled: with or without exceptions, with std::expected or its
/// replacement.
#ifndef COS_ERR_CONFIG_HPP
#define COS_ERR_CONFIG_HPP

#include "../cos_err.h"

#if __cplusplus < 201703L
#error "cos_err.hpp needs C++17"
#endif

#if defined(__has_include)
#if __has_include(<version>)
#include <version>
#endif
#endif

// std::expected, where it has the monadic functions. If COS_ERR_STD_EXPECTED is defined as 0
// before the header is included, the replacement is used, which is the same in every standard.
#if !defined(COS_ERR_STD_EXPECTED)
#if defined(__cpp_lib_expected) && __cpp_lib_expected >= 202211L
#define COS_ERR_STD_EXPECTED 1
#else
#define COS_ERR_STD_EXPECTED 0
#endif
#endif

#if defined(__cpp_exceptions)
#define COS_ERR_EXCEPTIONS 1
#else
#define COS_ERR_EXCEPTIONS 0
#endif

// The result is a view of the object: compilers with this attribute warn if the object is a
// temporary.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::lifetimebound)
#define COS_ERR_VIEW [[clang::lifetimebound]]
#elif __has_cpp_attribute(msvc::lifetimebound)
#define COS_ERR_VIEW [[msvc::lifetimebound]]
#endif
#endif
#if !defined(COS_ERR_VIEW)
#define COS_ERR_VIEW
#endif

// What the shared objects of one process must have in common, although each compiles this header:
// the categories are compared by address, and exceptions by their type.
#if defined(__GNUC__)
#define COS_ERR_VISIBLE __attribute__((visibility("default")))
#else
#define COS_ERR_VISIBLE
#endif

// Files of one program may be compiled in different ways. What differs between them gets a name
// of its own, so that the linker does not confuse them.
#if COS_ERR_STD_EXPECTED && COS_ERR_EXCEPTIONS
#define COS_ERR_MODE std_expected_throws
#elif COS_ERR_STD_EXPECTED
#define COS_ERR_MODE std_expected_plain
#elif COS_ERR_EXCEPTIONS
#define COS_ERR_MODE own_expected_throws
#else
#define COS_ERR_MODE own_expected_plain
#endif

#endif
