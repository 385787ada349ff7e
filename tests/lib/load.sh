#!/usr/bin/env bash
# Every test that waits for something, ROUNDS times each, while four processes for each
# core do nothing but take time. The languages run side by side, and add to the load.
# Such tests fail here if they wait for a time instead of an event. Uses what `make test`
# has built. The last line is `N passed, N failed`; build/logs/load-* has the rest.
#
# In it are
# - of C the programs labelled `waits` (WAITING in tests/faults, tests/transfers and tests/queue, and those of
#   tests/load that fork, unload and end): each is repeated by itself;
# - of Go, Python, Node and Java the tests of calls that are ended, of callbacks and streams that
#   block, of clients that are closed or dropped, of threads and of processes that end.
# Left out is what waits for nothing: the tables, what is computed, and tests that make many calls
# to see whether memory grows.
#
# ROUNDS=2 LANES='python java' tests/lib/load.sh runs two rounds of some lanes.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

: "${ROUNDS:=10}"
: "${LIMIT_S:=2400}"
: "${LANES:=c go python node java}"
: "${CARGO_TARGET_DIR:=$PWD/target}"
# They mostly wait, for each other's events.
: "${JOBS:=$((8 * $(nproc)))}"
export COS_STANDIN=$CARGO_TARGET_DIR/standin/release/cos-standin COS_ERR_PREFIX=$PWD/build/prefix
# In how many processes at a time a language's rounds are run: rounds with many processes take longest.
declare -A STRANDS=([go]=1 [python]=2 [node]=1 [java]=2)
logs=build/logs
mkdir -p "$logs"
busy=()

# result NAME PASSED FAILED BEGIN: one line of the summary.
result() {
  printf '%-10s %4d passed %4d failed %5d s\n' "$1" "$2" "$3" "$((SECONDS - $4))" > "$logs/load-$1.result"
}

# repeat COUNT COMMAND...: a program COUNT times; each round is one test, and one that fails
# shows what it said. What the limit leaves undone has not passed.
repeat() {
  local count=$1 good=0 said
  said=$(mktemp)
  shift
  for ((i = 0; i < count && SECONDS < LIMIT_S; i++)); do
    if timeout "$((LIMIT_S - SECONDS))" "$@" > "$said" 2>&1; then
      good=$((good + 1))
    else
      printf 'round %d failed with %d:\n' "$((i + 1))" "$?"
      cat "$said"
    fi
  done
  rm -f "$said"
  echo "$good passed, $((count - good)) failed"
}

# lane NAME STRANDS: the language's rounds, shared among strands that run side by side. A
# strand's last line counts its rounds; one that ends without it has passed none.
lane() {
  local name=$1 strands=$2 begin=$SECONDS good=0 passed log
  for ((strand = 0; strand < strands; strand++)); do
    "${name}_rounds" "$(((ROUNDS + strand) / strands))" > "$logs/load-$name.$strand.log" 2>&1 &
  done
  wait
  for ((strand = 0; strand < strands; strand++)); do
    log=$logs/load-$name.$strand.log
    passed=$(sed -nE '$s/^([0-9]+) passed, [0-9]+ failed$/\1/p' "$log")
    good=$((good + ${passed:-0}))
    [ "${passed:-0}" -eq "$(((ROUNDS + strand) / strands))" ] || cat "$log"
  done
  result "$name" "$good" "$((ROUNDS - good))" "$begin"
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
    ctest --test-dir build/tests -R '^(installs-from-source|standin-builds|debian-proxies-are-installed|(faults|transfers|queue|load)-programs-build\..*)$' -Q
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

go_rounds() {
  repeat "$1" env -C bindings/go PKG_CONFIG_PATH="$COS_ERR_PREFIX/lib/pkgconfig" LD_LIBRARY_PATH="$COS_ERR_PREFIX/lib" \
    GOFLAGS=-buildvcs=false GOWORK=off go test -count=1 \
    -run 'Context|Deadline|Timeout|Shutdown|Close|LongCall|Released|Exit|WaitForItsKeys|Goroutines' ./...
}
python_rounds() {
  repeat "$1" build/python/venv/bin/python -m pytest -q -p no:cacheprovider bindings/python/tests/test_ending.py \
    bindings/python/tests/test_processes.py bindings/python/tests/test_callbacks.py -k 'not memory_stays_flat'
}
node_rounds() {
  repeat "$1" env -C build/node NODE_PATH="$PWD/build/node/sdk/node_modules" \
    node --test package/tests/waits.test.js package/tests/lifecycle.test.js
}
# All of its rounds in one process, without Maven: starting them costs more than the tests.
java_rounds() {
  timeout "$((LIMIT_S - SECONDS))" java -Xmx256m "-Dcos.standin=$COS_STANDIN" \
    -cp "build/java/jar/test-classes:build/java/jar/classes:$(cat build/java/classpath)" io.github.cos_err.Rounds "$1"
}

builds || {
  echo "0 passed, 1 failed"
  exit 1
}
rm -f "$logs"/load-*
start_load
lanes=()
for name in $LANES; do
  if [ "$name" = c ]; then
    c_lane &
  else
    lane "$name" "${STRANDS[$name]}" &
  fi
  lanes+=($!)
done
wait "${lanes[@]}"
# A lane that ended without a result has failed.
for name in $LANES; do
  [ -e "$logs/load-$name.result" ] || result "$name" 0 "$ROUNDS" 0
done
{
  printf '\n'
  cat "$logs"/load-*.result
  awk '{ passed += $2; failed += $4 } END { printf "\n%d passed, %d failed\n", passed, failed }' "$logs"/load-*.result
} | tee "$logs/load-summary"
grep -q ', 0 failed$' "$logs/load-summary"
