#!/bin/sh
# run.sh GO: builds the program with the flags of pkg-config alone, runs it, and
# looks for what it must print.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$WORK"
export PKG_CONFIG_PATH="$PREFIX/lib/pkgconfig" GOCACHE="$WORK/cache" GOPROXY=off GOFLAGS=-mod=mod GOTOOLCHAIN=local
export CGO_ENABLED=1 CC="$C_COMPILER"
(cd "$here" && "$1" vet . && "$1" build -o "$WORK/check" .)
LD_LIBRARY_PATH="$PREFIX/lib" "$WORK/check" > "$WORK/printed"
cat "$WORK/printed"

accessors=$(grep -c '^cos_error_' "$WORK/printed")
declared=$(grep -oE '\bcos_error_[a-z_]+\(const struct cos_error_t \*error' "$PREFIX/include/cos_err.h" | sort -u | wc -l)
[ "$accessors" -eq "$declared" ] || { echo "$accessors accessors of $declared are read"; exit 1; }
grep -qx 'cos_error_code NoSuchBucket' "$WORK/printed"
grep -qx 'cos_error_status 404' "$WORK/printed"
