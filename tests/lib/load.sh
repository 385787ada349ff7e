#!/usr/bin/env bash
# Every test that waits for something, ROUNDS times each, while four processes for each
# core do nothing but take time. The languages run side by side, and add to the load.
# Such tests fail here if they wait for a time instead of an event. Uses what `make test`
# has built. The last line is `N passed, N failed`.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

: "${ROUNDS:=10}"
: "${LIMIT_S:=2400}"
: "${CARGO_TARGET_DIR:=$PWD/target}"
# They mostly wait, for each other's events.
: "${JOBS:=$((8 * $(nproc)))}"
export COS_STANDIN=$CARGO_TARGET_DIR/standin/release/cos-standin COS_ERR_PREFIX=$PWD/build/prefix
logs=build/logs
mkdir -p "$logs"
busy=()

# lane NAME COMMAND...: the command ROUNDS times; each round is one test, and a round
# that fails shows what it said. What the limit leaves undone has not passed.
lane() {
  local name=$1 log=$logs/load-$1.log begin=$SECONDS good=0
  shift
  for ((i = 0; i < ROUNDS && SECONDS < LIMIT_S; i++)); do
    if "$@" > "$log" 2>&1; then
      good=$((good + 1))
    else
      cat "$log"
    fi
  done
  result "$name" "$good" "$((ROUNDS - good))" "$begin"
}

# result NAME PASSED FAILED BEGIN: one line of the summary.
result() {
  printf '%-10s %4d passed %4d failed %5d s\n' "$1" "$2" "$3" "$((SECONDS - $4))" > "$logs/load-$1.result"
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
  cmake -S tests -B build/tests -DCOS_ERR_BUSY=ON > /dev/null &&
    ctest --test-dir build/tests -R '^(installs-from-source|standin-builds|debian-proxies-are-installed|(faults|transfers|load)-programs-build\..*)$' -Q
}

# Each test of C ROUNDS times by itself, so that a slow one holds up no round of the others.
c_lane() {
  local begin=$SECONDS log=$logs/load-c.log bad all
  timeout "$LIMIT_S" ctest --test-dir build/tests -L '^waits$' -FA '.*' -j "$JOBS" \
    --repeat until-fail:"$ROUNDS" --output-on-failure > "$log" 2>&1 || cat "$log"
  read -r bad all < <(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests failed out of ([0-9]+)/\1 \2/p' "$log")
  # Cut by the limit, it tells no numbers.
  : "${bad:=1}" "${all:=1}"
  result c "$(((all - bad) * ROUNDS))" "$bad" "$begin"
}

go_tests() {
  (cd bindings/go && PKG_CONFIG_PATH="$COS_ERR_PREFIX/lib/pkgconfig" LD_LIBRARY_PATH="$COS_ERR_PREFIX/lib" \
    GOFLAGS=-buildvcs=false GOWORK=off go test -count=1 \
    -run 'Context|Deadline|Timeout|Shutdown|Close|LongCall|Released|Exit|WaitForItsKeys|Goroutines' ./...)
}
# Not those that make 100,000 calls and measure memory: they compute, and wait for nothing.
python_tests() {
  build/python/venv/bin/python -m pytest -q -p no:cacheprovider bindings/python/tests/test_ending.py \
    bindings/python/tests/test_processes.py bindings/python/tests/test_callbacks.py -k 'not memory_stays_flat'
}
node_tests() {
  (cd build/node && NODE_PATH=$PWD/sdk/node_modules node --test --test-name-pattern='^(?!memory stays flat)' \
    package/tests/waits.test.js package/tests/lifecycle.test.js)
}
java_tests() {
  sh bindings/java/build "$COS_ERR_PREFIX" "$PWD/build/java/jar" -Dstyle.color=never -Dcos.standin="$COS_STANDIN" \
    -Dtest='EndingTest,ProcessTest' test
}

builds || {
  echo "0 passed, 1 failed"
  exit 1
}
rm -f "$logs"/load-*.result
start_load
lanes=()
c_lane &
lanes+=($!)
for language in go python node java; do
  lane "$language" "${language}_tests" &
  lanes+=($!)
done
wait "${lanes[@]}"

{
  printf '\n'
  cat "$logs"/load-*.result
  awk '{ passed += $2; failed += $4 } END { printf "\n%d passed, %d failed\n", passed, failed }' "$logs"/load-*.result
} | tee "$logs/load-summary"
grep -q ', 0 failed$' "$logs/load-summary"
