#!/usr/bin/env bash
# Every check, one suite after the other, going on after a failed one. At the
# end a line for each; the last line is `N passed, N failed`. Logs: build/logs.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

: "${CARGO:=cargo}"
: "${CARGO_TARGET_DIR:=$PWD/target}"
: "${JOBS:=$(nproc)}"
export CARGO CARGO_TARGET_DIR CTEST_OUTPUT_ON_FAILURE=1 CTEST_PARALLEL_LEVEL="$JOBS" CARGO_TERM_COLOR=never
logs=build/logs
mkdir -p "$logs"

passed=0
failed=0
lines=()

# The packages that the tests need, by what shows that they are there.
packages() {
  local missing=()
  command -v gcc > /dev/null || missing+=(gcc)
  command -v g++ > /dev/null || missing+=(g++)
  command -v cmake > /dev/null || missing+=(cmake)
  command -v curl > /dev/null || missing+=(curl)
  command -v openssl > /dev/null || missing+=(openssl)
  [ -e /usr/share/i18n/locales/zh_CN ] || missing+=(locales)
  command -v valgrind > /dev/null || missing+=(valgrind)
  command -v go > /dev/null || missing+=(golang-go)
  command -v python3 > /dev/null || missing+=(python3 python3-venv)
  command -v npm > /dev/null || missing+=(npm)
  command -v javac > /dev/null || missing+=(openjdk-17-jdk-headless)
  command -v mvn > /dev/null || missing+=(maven)
  command -v dpkg-deb > /dev/null || missing+=(dpkg)
  command -v lintian > /dev/null || missing+=(lintian)
  command -v abidw > /dev/null || missing+=(abigail-tools)
  command -v pkg-config > /dev/null || missing+=(pkg-config)
  pkg-config --exists jansson 2> /dev/null || missing+=(libjansson-dev)
  pkg-config --exists openssl 2> /dev/null || missing+=(libssl-dev)
  pkg-config --exists expat 2> /dev/null || missing+=(libexpat1-dev)
  pkg-config --exists libcurl 2> /dev/null || missing+=(libcurl4-openssl-dev)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    echo "missing: ${missing[*]}. As root: apt-get install ${missing[*]}"
    return 1
  fi
  apt-get install -y "${missing[@]}" || { apt-get update && apt-get install -y "${missing[@]}"; }
}

# Counts of tests in a log, as "passed failed"; a suite without counts is one test.
counts() {
  local log=$1 code=$2 ok=0 bad=0
  read -r ok bad < <(sed -nE \
    -e 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' \
    -e 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed.*/\1 \2/p' \
    -e 's/^[0-9]+% tests passed, ([0-9]+) tests failed out of ([0-9]+)/ctest \2 \1/p' "$log" |
    awk '$1 == "ctest" { ok += $2 - $3; bad += $3; next } { ok += $1; bad += $2 } END { print ok + 0, bad + 0 }')
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    # It broke before, or beside, its tests.
    bad=1
  elif [ "$code" -eq 0 ] && [ "$((ok + bad))" -eq 0 ]; then
    ok=1
  fi
  echo "$ok $bad"
}

# suite NAME COMMAND...: runs, shows and counts it.
suite() {
  local name=$1 log=$logs/$1.log begin=$SECONDS code ok bad
  shift
  printf '\n=== %s: %s\n' "$name" "$*"
  "$@" 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  read -r ok bad < <(counts "$log" "$code")
  passed=$((passed + ok))
  failed=$((failed + bad))
  lines+=("$(printf '%-16s %4d passed %4d failed %5d s' "$name" "$ok" "$bad" "$((SECONDS - begin))")")
}

formats() {
  "$CARGO" fmt --check && "$CARGO" fmt --check --manifest-path tests/standin/Cargo.toml
}

lints() {
  "$CARGO" clippy --locked --all-targets -- -D warnings &&
    "$CARGO" clippy --locked --no-default-features --features web -- -D warnings &&
    "$CARGO" clippy "${standin[@]}" --all-targets -- -D warnings
}

ctests() {
  # Configured anew: a changed tree must not be judged by an old one's list.
  rm -f build/tests/CMakeCache.txt
  cmake -S tests -B build/tests && ctest --test-dir build/tests
}

standins() {
  "$CARGO" build "${standin[@]}" && "$CARGO" test "${standin[@]}"
}

# Which files use which, and that the check of it finds faults.
layers() {
  python3 tests/lib/layers && python3 tests/lib/layers_test
}

# The diagnosis pages, and that their check finds faults.
pages() {
  python3 bindings/reference/pages/check.py && python3 bindings/reference/pages/check_test.py
}

# binding NAME [SCRIPT]: all that is tested of a language's package.
binding() {
  sh "bindings/${2:-$1/test}" build/prefix "$CARGO_TARGET_DIR/standin/release/cos-standin" "build/$1"
}

packages || {
  echo "0 passed, 1 failed" | tee "$logs/summary"
  exit 1
}
standin=(--release --locked --manifest-path tests/standin/Cargo.toml --target-dir "$CARGO_TARGET_DIR/standin")

suite format formats
suite lint lints
suite unused-crates python3 tests/lib/unused_crates.py
suite notices python3 bindings/c/notices.py --check
suite layers layers
suite checks python3 tests/lib/checks_test
suite plants bash tests/proof/apply.sh
suite pages pages
suite unit "$CARGO" test --locked
suite install make --no-print-directory install PREFIX=build/prefix
suite standin standins
suite sdks sh tests/standin/sdk/run
suite c ctests
for language in cpp go python node java; do
  suite "$language" binding "$language"
done
suite web binding web
suite reference sh bindings/reference/site/test build/prefix build/reference-check
suite debian binding debian c/debian/test
suite demo sh tests/demo/test

{
  printf '\n'
  printf '%s\n' "${lines[@]}"
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
} | tee "$logs/summary"
[ "$failed" -eq 0 ]
