#!/bin/bash
# The library itself under sanitizers: sanitize.sh [KIND...], `thread` and `address` by default.
# With `thread` Rust's standard library is instrumented too (-Zbuild-std). For each kind a fault is
# planted first, which must be reported; then the programs must end without a report.
# UBSan and Valgrind are for C: `ctest -R 'sanitizer-sees|valgrind-sees'` shows that they are on.
# Needs a nightly toolchain with rust-src, and clang. Exits with 77 if they are not there.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. tests/fuzz/tools.sh
kinds=("$@")
[ ${#kinds[@]} -gt 0 ] || kinds=(thread address)
limit=${PROOF_LIMIT:-180}
passed=0
failed=0

missing() {
  command -v "$CLANG" > /dev/null || echo clang
  rustc +nightly --version > /dev/null 2>&1 || { echo "a nightly toolchain"; return; }
  [ -d "$(rustc +nightly --print sysroot)/lib/rustlib/src/rust/library/std" ] ||
    rustup component add rust-src --toolchain nightly > /dev/null 2>&1 || echo "rust-src (rustup component add rust-src --toolchain nightly)"
}
find_clang
wanting=$(missing)
if [ -n "$wanting" ]; then
  echo "skipped: no sanitizer looked at the library, for want of $wanting"
  exit 77
fi
host=$(rustc -vV | sed -n 's/^host: //p')

# What a program runs with. Each report goes to a file, also of children.
export TSAN_OPTIONS="exitcode=66 second_deadlock_stack=1 suppressions=$root/tests/proof/tsan.supp"

# built KIND: the instrumented library.
built() {
  (
    export CARGO_TARGET_DIR=$out/$1 RUSTFLAGS="-Zsanitizer=$1" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_STRIP=none
    export CARGO_PROFILE_RELEASE_INCREMENTAL=true CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=1
    local std=()
    if [ "$1" = thread ]; then
      # What C code crates bring is instrumented as well. System calls go through libc, which shows
      # ThreadSanitizer which descriptors are opened and closed.
      std=(-Zbuild-std)
      RUSTFLAGS+=" --cfg=rustix_use_libc"
      export "CC_${host//-/_}=$CLANG" "CFLAGS_${host//-/_}=-fsanitize=thread -g"
    fi
    # Debian's linker refuses undefined symbols of the runtime nowhere: they are the program's.
    "$CARGO" +nightly build "${std[@]}" --release --locked --lib --target "$host" --manifest-path "$tree/Cargo.toml" &&
      ln -sf libcos_err.so "$out/$1/$host/release/libcos_err.so.0"
  )
}

# programs KIND FOLDER PROGRAM...: built by clang, with the runtime of the Rust toolchain. What clang
# warns of besides is not asked here.
programs() {
  local kind=$1 folder=$2 runtime
  # By which the programs know, as of GCC's.
  local told=-D__SANITIZE_${1^^}__
  shift 2
  runtime=$(ls "$(rustc +nightly --print target-libdir)"/librustc-nightly_rt."${kind:0:1}"san.a)
  cmake -S "$tree/tests/$folder" -B "$out/programs/$folder-$kind" -DCOS_ERR_PREFIX="$prefix" -DLINK=shared -DSANITIZE=OFF \
    -DCMAKE_C_COMPILER="$CLANG" -DCMAKE_C_FLAGS="-fsanitize=$kind $told -w" \
    -DCMAKE_EXE_LINKER_FLAGS="-fno-sanitize=$kind -rdynamic -Wl,--whole-archive $runtime -Wl,--no-whole-archive -ldl -lm -lrt -lpthread -lgcc_s" &&
    cmake --build "$out/programs/$folder-$kind" -j "$(nproc)" --target "$@"
}

# all_built KIND: the library, and the programs that run with it.
all_built() {
  built "$1" || return
  case $1 in
    thread)
      programs thread load threads clients mixed desync && programs thread faults cancelled signals ended_calls long_waits &&
        programs thread c call client && programs thread transfers credentials inside_callbacks &&
        programs thread parts upload failures download resume started &&
        programs thread queue once checks waits attempts later resume readiness snapshots inside mistakes limits
      ;;
    address)
      programs address c error exchange cases arguments request && programs address transfers uploads downloads &&
        programs address load mixed desync && programs address queue once children later resume inside mistakes
      ;;
  esac
}

# run KIND FOLDER/PROGRAM ARGUMENTS...: its exit code; its log in $log.
run() {
  local kind=$1 folder=${2%%/*} program=${2##*/}
  shift 2
  log=$logs/$kind.$folder.$program.log
  rm -f "$log".*
  (
    cd "$tree" || exit 1
    export WORK=$out/work LD_LIBRARY_PATH=$out/$kind/$host/release
    export TSAN_OPTIONS="$TSAN_OPTIONS log_path=$log.report" ASAN_OPTIONS="detect_leaks=0 log_path=$log.report"
    timeout "$limit" "$out/programs/$folder-$kind/$program" "$@" < /dev/null > "$log" 2>&1
  )
}

# reports: how many the last run gave.
reports() {
  cat "$log".report* 2> /dev/null | grep -cE '^(WARNING: ThreadSanitizer|==[0-9]+==ERROR: AddressSanitizer)'
}

line() {
  printf '%-8s %-34s %s\n' "$@"
}

# reported KIND FILE FROM TO: the fault of a kind, in plants.sh.
declare -A file_of from_of to_of
reported() { file_of[$1]=$2 from_of[$1]=$3 to_of[$1]=$4; }
plant() { :; }
. tests/proof/plants.sh || exit

# proves KIND PROGRAM ARGUMENTS...: a planted fault is reported, where it is.
proves() {
  local kind=$1 file=$tree/src/${file_of[$1]} found=
  cp -p "$file" "$out/original"
  FROM=${from_of[$kind]} TO=${to_of[$kind]} python3 "$root/tests/proof/replace.py" "$file" &&
    built "$kind" > "$logs/$kind.planted.log" 2>&1
  local code=$?
  shift
  log=$logs/$kind.planted.log
  if [ "$code" -eq 0 ]; then
    run "$kind" "$@"
    found=$(cat "$log".report* 2> /dev/null | grep -m 1 "^SUMMARY: .*${file#"$tree/"}:")
  fi
  cp "$out/original" "$file"
  if [ -n "$found" ]; then
    line "$kind" "a planted fault" "is reported: $(sed "s|$tree/||" <<< "$found" | cut -c1-90)"
    passed=$((passed + 1))
  else
    line "$kind" "a planted fault" "FAILED: not reported, see $logs/$kind.planted.log and $log"
    failed=$((failed + 1))
  fi
}

# quiet KIND PROGRAM ARGUMENTS...: it ends, without a report.
quiet() {
  local kind=$1 begin=$SECONDS code found
  run "$@"
  code=$?
  found=$(reports)
  shift
  if [ "$code" -eq 0 ] && [ "$found" -eq 0 ]; then
    line "$kind" "$*" "no report, $((SECONDS - begin)) s"
    passed=$((passed + 1))
  else
    line "$kind" "$*" "FAILED: exit code $code, $found reports, see $log*"
    failed=$((failed + 1))
  fi
}

prepared
for kind in "${kinds[@]}"; do
  if ! all_built "$kind" > "$logs/$kind.build.log" 2>&1; then
    tail -n 30 "$logs/$kind.build.log"
    line "$kind" "the library and its programs" "FAILED: not built, see $logs/$kind.build.log"
    failed=$((failed + 1))
    continue
  fi
  case $kind in
    thread)
      proves thread load/threads
      built thread > "$logs/thread.build.log" 2>&1
      quiet thread load/threads
      quiet thread load/clients
      quiet thread load/mixed 400
      quiet thread load/desync 1000
      quiet thread faults/cancelled
      quiet thread faults/signals
      quiet thread faults/ended_calls
      quiet thread faults/long_waits
      quiet thread c/call
      quiet thread c/client
      quiet thread transfers/credentials
      quiet thread transfers/inside_callbacks
      quiet thread parts/upload
      quiet thread parts/failures
      quiet thread parts/download
      quiet thread parts/resume
      quiet thread parts/started
      quiet thread queue/once 10000 500
      quiet thread queue/checks
      quiet thread queue/waits 1
      quiet thread queue/attempts
      quiet thread queue/later
      quiet thread queue/resume
      quiet thread queue/readiness
      quiet thread queue/snapshots
      quiet thread queue/inside
      quiet thread queue/mistakes
      quiet thread queue/limits
      ;;
    address)
      proves address c/exchange
      built address > "$logs/address.build.log" 2>&1
      quiet address c/error
      quiet address c/exchange
      quiet address c/cases tests/cases/answers.jsonl
      quiet address c/arguments tests/cases/arguments.jsonl
      quiet address c/request
      quiet address transfers/uploads
      quiet address transfers/downloads
      quiet address load/mixed 400
      quiet address load/desync 1000
      quiet address queue/once 10000 500
      quiet address queue/children 10000 500
      quiet address queue/later
      quiet address queue/resume
      quiet address queue/inside
      quiet address queue/mistakes
      ;;
  esac
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
