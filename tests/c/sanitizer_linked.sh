#!/bin/sh
# sanitizer_linked.sh PROGRAM: its symbols are those of ASan and UBSan.
symbols=$(nm "$1") || exit 1
for symbol in __asan_init __ubsan_handle_; do
  printf '%s' "$symbols" | grep -q "$symbol" || { echo "$1 has no $symbol"; exit 1; }
done
