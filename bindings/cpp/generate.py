#!/usr/bin/env python3
"""Writes the constants of the C header as C++ enumerations.

generate.py HEADER [OUTPUT]: to standard output, or to OUTPUT if it differs.
"""

import re
import sys

# Prefix in C, name in C++, what C++ adds to the comment of the type in C.
ENUMS = [
    ("COS_ERROR_KIND_", "error_kind", ""),
    ("COS_ERROR_REASON_", "errc", " errc{} means that there is no client error."),
    ("COS_CODE_SOURCE_", "code_source", ""),
    ("COS_RESPONDER_", "responder", ""),
    ("COS_RETRY_", "retry", ""),
    ("COS_LOST_", "lost", ""),
    ("COS_ERR_LOG_", "log_level", ""),
]
# Constants of functions that have no C++ form.
C_ALONE = ("COS_FINDING_", "COS_COMPLETION_", "COS_BODY_")

HEAD = """/// The constants of cos_err.h. Generated from it by bindings/cpp/generate.py: do not edit.
#ifndef COS_ERR_CONSTANTS_HPP
#define COS_ERR_CONSTANTS_HPP

#include <cstdint>

#include "config.hpp"

namespace cos_err {
"""

TAIL = """
/// Returns the name of a reason, such as "Timeout", or "" for errc{}.
inline const char* name_of(errc reason) noexcept {
  return cos_error_reason_name(static_cast<cos_error_reason_t>(reason));
}

}  // namespace cos_err

#endif
"""

DEFINE = re.compile(r"/\*\*\n((?: \* .*\n)+) \*/\n#define (COS_[A-Z_]+) (\d+)\n")


def constants(header):
    """Name in C, and comment, of every number that has one, in order."""
    for comment, name, _ in DEFINE.findall(header):
        yield name, " ".join(line[3:] for line in comment.splitlines())


def meaning(header, prefix):
    """The comment of the type in C whose values have the prefix."""
    for comment in re.findall(r"/\*\*\n((?: \* .*\n)+) \*/\ntypedef int32_t ", header):
        text = " ".join(line[3:] for line in comment.splitlines())
        if f", one of {prefix}*" in text:
            return text.replace(f", one of {prefix}*", "")
    sys.exit(f"the header has no type for {prefix}*")


def enumeration(prefix, name, says, known):
    values = [(c_name, comment) for c_name, comment in known if c_name.startswith(prefix)]
    if not values:
        sys.exit(f"the header has no {prefix}*")
    lines = [f"\n/// {says}", f"enum class {name} : std::int32_t {{"]
    for c_name, comment in values:
        lines += [f"  /// {comment}", f"  {c_name[len(prefix):].lower()} = {c_name},"]
    return "\n".join(lines + ["};", ""])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        header = file.read()
    known = list(constants(header))
    taken = C_ALONE + tuple(prefix for prefix, _, _ in ENUMS)
    for name, _ in known:
        if not name.startswith(taken):
            sys.exit(f"{name} belongs to no enumeration: add it to ENUMS")
    enums = ((prefix, name, meaning(header, prefix) + more) for prefix, name, more in ENUMS)
    text = HEAD + "".join(enumeration(*enum, known) for enum in enums) + TAIL
    if len(sys.argv) < 3:
        sys.stdout.write(text)
        return
    try:
        with open(sys.argv[2], encoding="utf-8") as file:
            if file.read() == text:
                return
    except FileNotFoundError:
        pass
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(text)


main()
