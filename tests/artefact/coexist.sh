#!/bin/sh
# One program with both libraries' prototypes, linked with both: with the
# `coexist` build, shared in either order and static; with the usual build,
# shared, by the long name.
set -eu

here=$(cd "$(dirname "$0")" && pwd)/coexist
ours=$WORK/lib
sh "$here/../../lib/variant.sh" "$COS_ERR_ROOT" "$ours" --no-default-features --features client

if nm --dynamic --defined-only "$ours/libcos_err.so" | grep -qw cos_head_bucket; then
  echo "the coexist build exports cos_head_bucket"
  exit 1
fi

"$C_COMPILER" -c -fPIC -Wall -Werror "$here/sdk.c" -o "$WORK/sdk.o"
"$C_COMPILER" -shared "$WORK/sdk.o" -o "$WORK/libsdk.so"
"$C_COMPILER" -c -Wall -Wextra -Werror "-I$PREFIX/include" "-I$here" "$here/main.c" -o "$WORK/main.o"
libs=$(sed 's/[^ ][^ ]*/-l&/g' "$COS_ERR_ROOT/bindings/c/static-libs.txt")

try() {
  name=$1
  shift
  "$C_COMPILER" "$WORK/main.o" "$@" -o "$WORK/$name"
  printf '%s: ' "$name"
  "$WORK/$name"
}

sdk="-L$WORK -lsdk -Wl,-rpath,$WORK"
# shellcheck disable=SC2086 # lists of options
{
  try coexist-sdk-first $sdk "-L$ours" -lcos_err "-Wl,-rpath,$ours"
  try coexist-sdk-last "-L$ours" -lcos_err "-Wl,-rpath,$ours" $sdk
  try coexist-static "$WORK/sdk.o" "$ours/libcos_err.a" $libs
  try usual-sdk-first $sdk "-L$PREFIX/lib" -lcos_err "-Wl,-rpath,$PREFIX/lib"
}
