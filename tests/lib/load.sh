#!/usr/bin/env bash
# Every test that waits for something, ROUNDS times each, while four processes for each
# core do nothing but take time. Such tests fail here if they wait for a time instead of
# an event. Uses what `make test` has built. The last line is `N passed, N failed`.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

: "${ROUNDS:=10}"
: "${LIMIT_S:=2400}"
: "${CARGO_TARGET_DIR:=$PWD/target}"
: "${JOBS:=$(nproc)}"
export COS_STANDIN=$CARGO_TARGET_DIR/standin/release/cos-standin COS_ERR_PREFIX=$PWD/build/prefix
logs=build/logs
mkdir -p "$logs"
passed=0
failed=0
lines=()
busy=()

# rounds NAME COMMAND...: the command ROUNDS times; each round is one test, and a round
# that fails shows what it said.
rounds() {
  local name=$1 log=$logs/load-$1.log begin=$SECONDS good=0 bad=0
  shift
  for ((i = 0; i < ROUNDS && SECONDS < LIMIT_S; i++)); do
    if "$@" > "$log" 2>&1; then
      good=$((good + 1))
    else
      bad=$((bad + 1))
      cat "$log"
    fi
  done
  # What the limit left undone has not passed.
  bad=$((bad + ROUNDS - good - bad))
  passed=$((passed + good))
  failed=$((failed + bad))
  lines+=("$(printf '%-10s %4d passed %4d failed %5d s' "$name" "$good" "$bad" "$((SECONDS - begin))")")
}

start_load() {
  for ((i = 0; i < 4 * $(nproc); i++)); do
    (while :; do :; done) &
    busy+=($!)
  done
  trap 'kill "${busy[@]}"' EXIT
}

# The programs, before the load begins.
builds() {
  cmake -S tests -B build/tests > /dev/null &&
    ctest --test-dir build/tests -R '^(installs-from-source|standin-builds|(faults|transfers|load)-programs-build\..*)$' -Q
}

c() { ctest --test-dir build/tests -L '^waits$' -FA '.*' -j "$JOBS" --output-on-failure; }

go_tests() {
  (cd bindings/go && PKG_CONFIG_PATH="$COS_ERR_PREFIX/lib/pkgconfig" LD_LIBRARY_PATH="$COS_ERR_PREFIX/lib" \
    GOFLAGS=-buildvcs=false GOWORK=off go test -count=1 \
    -run 'Context|Deadline|Timeout|Shutdown|Close|LongCall|Released|Exit|WaitForItsKeys|Goroutines' ./...)
}
python_tests() {
  build/python/venv/bin/python -m pytest -q -p no:cacheprovider bindings/python/tests/test_ending.py \
    bindings/python/tests/test_processes.py bindings/python/tests/test_callbacks.py
}
node_tests() {
  (cd build/node && NODE_PATH=$PWD/sdk/node_modules node --test package/tests/waits.test.js package/tests/lifecycle.test.js)
}
java_tests() {
  sh bindings/java/build "$COS_ERR_PREFIX" "$PWD/build/java/jar" -Dstyle.color=never -Dcos.standin="$COS_STANDIN" \
    -Dtest='EndingTest,ProcessTest' test
}

builds || {
  echo "0 passed, 1 failed"
  exit 1
}
start_load
rounds c c
for language in go python node java; do
  rounds "$language" "${language}_tests"
done

{
  printf '\n'
  printf '%s\n' "${lines[@]}"
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
} | tee "$logs/load-summary"
[ "$failed" -eq 0 ]
