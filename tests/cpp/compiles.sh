#!/bin/sh
# compiles.sh INCLUDE COMPILER STANDARD: the header and each of its parts, alone, twice and beside
# <cmath>, with and without exceptions and RTTI, without a warning.
set -eu

include=$1
compiler=$2
standard=$3

compile() {
  "$compiler" -x c++ "-std=$standard" -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fsyntax-only \
    "-I$include" "$@" -
}

for options in -fexceptions -fno-exceptions "-fno-exceptions -fno-rtti"; do
  # ::cos is a function: what is named here must bear it.
  # shellcheck disable=SC2086 # the options are words
  printf '#include <cos_err.hpp>\n#include <cos_err.hpp>\n#include <cmath>\n' | compile $options
done
# Each part needs nothing of the others, in any order; alike in every standard, so one is enough.
if [ "$standard" = c++17 ]; then
  for part in "$include"/cos_err/*.hpp; do
    printf '#include <cos_err/%s>\n' "$(basename "$part")" | compile
  done
  for part in "$include"/cos_err/*.hpp; do
    printf '#include <cos_err/%s>\n' "$(basename "$part")"
  done | sort -r | compile
fi

# Whoever throws a result away is told.
ignored() {
  printf '#include <cos_err.hpp>\nvoid f(const cos_err::client& c) { %s }\n' "$1"
}
ignored 'c.head_bucket("b"); static_cast<void>(c.try_head_bucket("b"));' | compile
if ignored 'c.try_head_bucket("b");' | compile 2> /dev/null; then
  echo "a result that is thrown away passes without a warning"
  exit 1
fi

# So is whoever keeps a view of an error that is gone, by the compilers that can tell.
gone() {
  printf '#include <cos_err.hpp>\nstd::string_view f() { %s }\n' "$1"
}
if "$compiler" --version | grep -q clang; then
  gone 'const cos_err::error e = cos_err::from_failure({}); std::string_view v = e.code(); return v.substr(1);' | compile
  if gone 'std::string_view v = cos_err::from_failure({}).code(); return v.substr(1);' | compile 2> /dev/null; then
    echo "a view of what is gone passes without a warning"
    exit 1
  fi
fi

# Nobody can loop over a list of an error or a response that is gone.
loops() {
  printf '#include <cos_err.hpp>\nvoid f(const cos_err::client& c, const cos_err::request& r) { %s }\n' "$1"
}
loops 'const auto e = c.try_send(r); for (auto h : e.error().headers()) static_cast<void>(h);' | compile
for list in 'c.try_send(r).error().headers()' 'c.try_send(r).error().details()' 'c.try_send(r).error().parts()' \
  'c.try_send(r).error().attempts()' 'c.try_send(r).error().causes()' '(*c.try_send(r)).headers()' \
  'c.try_send(r).value().headers()' 'cos_err::from_failure({}).causes()' '(*cos_err::from_response({})).parts()'; do
  if loops "for (auto h : $list) static_cast<void>(h);" | compile 2> /dev/null; then
    echo "a loop over $list passes"
    exit 1
  fi
done

# A number is not taken for the result of a callback: what is not 0 would be "taken".
results() {
  printf '#include <cos_err.hpp>\nvoid f(cos_err::request& r) { r.%s; }\n' "$1"
}
for result in 'static_cast<void>(bytes)' 'return bytes.empty()' 'return cos_err::sink_result::later'; do
  results "sink_writer([](std::string_view bytes) { static_cast<void>(bytes); $result; })" | compile
done
results 'head([](const cos_err::response&) { return true; })' | compile
results 'body_reader([](char*, std::size_t) { return 0; }, 1, [] {})' | compile
for callback in 'sink_writer([](std::string_view) { return cos_err::body_later; })' \
  'sink_writer([](std::string_view) { return COS_BODY_LATER; })' 'sink_writer([](std::string_view) { return 0; })' \
  'sink_writer([](std::string_view) {}, [] { return -1; })' 'head([](const cos_err::response&) { return -1; })' \
  'body_reader([](char*, std::size_t) { return 0; }, 1, [] { return 0; })'; do
  if results "$callback" | compile 2> /dev/null; then
    echo "the number of $callback is taken for a result"
    exit 1
  fi
done
