#!/bin/sh
# Runs a test program with another build of the library than it was linked with:
#   with_library.sh /path/to/libcos_err.so.0 PROGRAM ARGUMENT...
# Functions that the other library does not have yet give "", 0 or NULL.
set -eu

[ $# -ge 2 ] || { echo "usage: $0 LIBRARY PROGRAM ARGUMENT..." >&2; exit 2; }
library=$1
program=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# names FILE WHICH: the library's functions that a file has, or wants.
names() {
  nm -D "--$2-only" "$1" | sed -n 's/.* \(cos_[a-z0-9_]*\)\(@.*\)\{0,1\}$/\1/p' | sort -u
}

names "$library" defined >"$scratch/has"
names "$program" undefined >"$scratch/wants"
comm -13 "$scratch/has" "$scratch/wants" >"$scratch/missing"
sed -e '/^cos_.*_\(count\|free\)$/s/.*/long long &(void) { return 0; }/' -e t \
    -e 's/.*/const char *&(void) { return ""; }/' "$scratch/missing" >"$scratch/missing.c"
"${CC:-cc}" -shared -fPIC -o "$scratch/missing.so" "$scratch/missing.c"
shift
code=0
LD_PRELOAD="$library $scratch/missing.so" "$@" || code=$?
exit "$code"
