#!/bin/sh
# Builds the library with AddressSanitizer and coverage counters, and the fuzz
# targets with it, into build/fuzz: build.sh [TARGET...]. Needs clang; the Rust
# toolchain has the runtime of AddressSanitizer.
set -eu
cd "$(dirname "$0")/../.."
. tests/fuzz/tools.sh

missing=$(missing_tools)
[ -z "$missing" ] || { echo "missing: $missing"; exit 1; }
find_clang

host=$($FUZZ_RUSTC -vV | sed -n 's/^host: //p')
out=build/fuzz
target_dir=${FUZZ_TARGET_DIR:-$PWD/$out/target}
mkdir -p "$out"

# Debug assertions and overflow checks abort at once, and so does a panic.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_PANIC=abort
export CARGO_PROFILE_RELEASE_STRIP=none CARGO_PROFILE_RELEASE_DEBUG=1 CARGO_PROFILE_RELEASE_INCREMENTAL=false
export CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=true CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS=true
flags="-Zsanitizer=address -Cpasses=sancov-module"
for option in level=4 inline-8bit-counters pc-table trace-compares; do
  flags="$flags -Cllvm-args=-sanitizer-coverage-$option"
done
RUSTFLAGS=$flags CARGO_TARGET_DIR=$target_dir $FUZZ_CARGO rustc --release --locked --lib --target "$host" \
  --crate-type staticlib

library=$target_dir/$host/release/libcos_err.a
runtime=$(ls "$($FUZZ_RUSTC --print target-libdir)"/librustc-*_rt.asan.a)
fuzzer=$("$CLANG" -print-runtime-dir)/libclang_rt.fuzzer-$(uname -m).a
common="tests/fuzz/input.c tests/fuzz/process.c tests/fuzz/secrets.c tests/fuzz/error_rules.c tests/fuzz/json_rules.c tests/fuzz/document_rules.c"
server="tests/fuzz/exchange_server.c tests/load/authority.c tests/load/line.c"
settings="tests/fuzz/settings.c tests/fuzz/expected_origin.c tests/fuzz/wire_rules.c tests/fuzz/signature_rules.c"
calls="tests/fuzz/bodies.c tests/fuzz/replies.c tests/fuzz/started.c"
command=$(ls bindings/c/command/*.c | grep -v /main.c)
for target in ${*:-$FUZZ_TARGETS}; do
  sources="tests/fuzz/$target.c $common"
  [ "$target" = responses ] || sources="$sources $server"
  # What depends on time need not be what libFuzzer learns from (features.h).
  wrap=
  case $target in
    responses | command) ;;
    *)
      sources="$sources tests/fuzz/features.c"
      wrap=-Wl,--wrap=__sanitizer_cov_8bit_counters_init
      ;;
  esac
  case $target in
    requests) sources="$sources $settings tests/fuzz/signed_wire.c" ;;
    calls) sources="$sources $settings $calls" ;;
    transfers) sources="tests/fuzz/transfers.c tests/fuzz/object_server.c tests/fuzz/features.c $common" ;;
    command) sources="tests/fuzz/command.c tests/fuzz/command_main.c $common $command" ;;
  esac
  objects=
  mkdir -p "$out/$target.objects"
  for source in $sources; do
    object=$out/$target.objects/$(basename "$source" .c).o
    # The targets themselves have no counters: what is explored is the library.
    "$CLANG" -std=gnu11 -D_GNU_SOURCE -g -O1 -Wall -Wextra -Werror -fsanitize=address -Iinclude -Itests/load -Ibindings/c/command -c "$source" -o "$object"
    objects="$objects $object"
  done
  # The runtime is that of the Rust toolchain; all of it, for it replaces malloc.
  "$CLANG" -o "$out/$target" $objects $wrap "$library" "$fuzzer" -Wl,--whole-archive "$runtime" -Wl,--no-whole-archive \
    -lssl -lcrypto -ljansson -lstdc++ -lpthread -ldl -lm -lrt -lgcc_s
done
