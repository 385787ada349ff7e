#!/bin/sh
# The command is installed, or left out, or cannot be built: install.sh PREFIX SCRATCH
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$2
tree=$scratch/tree
rm -rf "$scratch"
mkdir -p "$scratch/built/release"
cp "$1/lib/libcos_err.so" "$1/lib/libcos_err.a" "$scratch/built/release"

# installs NAME=VALUE...
installs() {
  env -u CARGO_BUILD_TARGET -u COS_ERR_PROFILE "$@" sh "$here/../../bindings/c/install.sh" \
    "$scratch/built" "$tree" > "$scratch/log" 2>&1
}

fail() {
  echo "$1"
  cat "$scratch/log"
  exit 1
}

installs "CC=${C_COMPILER:-cc} -O1" || fail "it is not installed"
"$tree/bin/cos-err" explain NoSuchKey > /dev/null || fail "it does not run"

code=0
installs CC=no-such-compiler || code=$?
[ "$code" -eq 2 ] || fail "without a compiler the exit code is $code"
grep -q 'no C compiler no-such-compiler; .*INSTALL_COMMAND=no' "$scratch/log" || fail "the compiler is not named"

installs CC=no-such-compiler INSTALL_COMMAND=no || fail "the tree is not installed without the command"
[ ! -e "$tree/bin/cos-err" ] && [ ! -e "$tree/share/man/man1/cos-err.1" ] || fail "the command is there"
[ -e "$tree/lib/libcos_err.so" ] || fail "the library is not there"
