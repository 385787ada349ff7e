#!/bin/sh
# Our headers beside those of Tencent's C SDK, in both orders, in C and in C++.
# COS_C_SDK is a folder that holds, in any subfolders, the SDK's headers and those of
# apr, apr-util and mxml; curl's come from there or from the system. Skipped without it.
set -eu

if [ -z "${COS_C_SDK:-}" ]; then
  echo "skipped: COS_C_SDK names no folder with the headers of Tencent's C SDK"
  exit 77
fi
mkdir -p "$WORK"
folders=$(find "$COS_C_SDK" -name '*.h' -printf '-isystem %h\n' | sort -u)
[ -n "$folders" ]
sdk=$(find "$COS_C_SDK" -name 'cos_*.h' ! -name cos_err.h ! -name 'cos_config.h' ! -name 'cos_test_util.h' -printf '%f\n' | sort)
echo "$sdk" | grep -qx cos_log.h

sdk_headers() { for header in $sdk; do echo "#include <$header>"; done; }
levels() {
  # Both sides keep their levels.
  printf 'typedef char sdk_levels[COS_LOG_ERROR == 3 && COS_LOG_DEBUG == 6 ? 1 : -1];\n'
  printf 'typedef char our_levels[COS_ERR_LOG_ERROR == 1 && COS_ERR_LOG_DEBUG == 4 ? 1 : -1];\n'
}

# one LANGUAGE STANDARD HEADER: the SDK first, then last.
one() {
  { sdk_headers; echo "#include <$3>"; levels; } > "$WORK/first"
  { echo "#include <$3>"; sdk_headers; levels; } > "$WORK/last"
  for order in first last; do
    case $1 in c) compiler=$C_COMPILER ;; *) compiler=$CXX_COMPILER ;; esac
    # shellcheck disable=SC2086 # a list of options
    "$compiler" -x "$1" "-std=$2" -Wall -Wextra -Werror -DCOS_ERR_COEXIST -fsyntax-only "-I$PREFIX/include" $folders \
      "$WORK/$order"
    echo "$3, $2: the SDK's headers $order"
  done
}
one c gnu99 cos_err.h
one c gnu17 cos_err.h
one c++ gnu++11 cos_err.h
one c++ gnu++17 cos_err.hpp
one c++ gnu++23 cos_err.hpp
