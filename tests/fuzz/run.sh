#!/bin/bash
# Builds and runs the fuzz targets: run.sh [SECONDS|repeat [TARGET...]], 60 seconds
# each by default. The last line is the number of targets that found nothing and that
# found something; the inputs of findings are in build/fuzz/findings. Exits with 77
# if the toolchain is not there: nothing was checked then. FUZZ_SEED is that of the
# random choices; without it each run makes others. `repeat` runs a number of inputs
# instead of a time, with the seed 1 by default: the same inputs for the same sources.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
. tests/fuzz/tools.sh

seconds=${1:-60}
shift $(($# > 0))
targets=("$@")
[ ${#targets[@]} -gt 0 ] || read -ra targets <<< "$FUZZ_TARGETS"
out=build/fuzz
passed=0
failed=0
lines=()

missing=$(missing_tools)
if [ -n "$missing" ]; then
  echo "skipped: ${#targets[@]} fuzz targets were neither built nor run, for want of $missing"
  exit 77
fi
if ! sh tests/fuzz/build.sh "${targets[@]}"; then
  echo "0 passed, ${#targets[@]} failed"
  exit 1
fi
rm -rf "$out/seeds"
mkdir -p "$out/findings" "$out/logs"
python3 tests/fuzz/seeds.py tests/cases "$out/seeds"

# A number from a log of libFuzzer, the last of its kind.
number() {
  grep -aoE "$1 *[0-9]+" "$2" | tail -n 1 | grep -oE '[0-9]+$'
}

# Without `entropic`, which takes more time than the calls do. Stack frames stay on the stack: the
# library is Rust, in which no reference outlives its frame.
start() {
  local target=$1 log=$out/logs/$1.log words=tests/fuzz/$1.dict
  shift
  ASAN_OPTIONS=detect_stack_use_after_return=0 "$out/$target" -entropic=0 -timeout=25 -rss_limit_mb=4096 -max_len=16384 \
    -print_final_stats=1 $([ ! -e "$words" ] || echo "-dict=$words") -artifact_prefix="$out/findings/$target-" "$@" > "$log" 2>&1
}

fuzz() {
  mkdir -p "$out/corpus/$1" "$out/seeds/$1"
  start "$1" -seed="${FUZZ_SEED:-0}" -max_total_time="$seconds" "$out/corpus/$1" "tests/fuzz/corpus/$1" "$out/seeds/$1"
}

# The number of inputs that two idle cores run in 50 seconds: all targets together take six minutes.
runs_of() {
  case $1 in
    responses) echo 52000 ;;
    requests) echo 47000 ;;
    exchanges) echo 4700 ;;
    calls) echo 5000 ;;
    queues) echo 600 ;;
    transfers) echo 1000 ;;
    command) echo 50000 ;;
  esac
}

# The seeds are in the order of their names, not in that of the file system. Comparisons that the
# library makes are no source of inputs, because they contain addresses and times. FUZZ_SEEDS: see features.h.
repeat_runs() {
  local list=$out/seeds/$1.list count growth=
  find "tests/fuzz/corpus/$1" "$out/seeds/$1" -type f 2> /dev/null | LC_ALL=C sort > "$list"
  count=$(wc -l < "$list")
  tr '\n' ',' < "$list" | sed 's/,$//' > "$list.names"
  # The length of inputs would grow with the number of runs, to which each search for a leak adds one.
  case $1 in responses | requests | command) ;; *) growth=-len_control=0 ;; esac
  FUZZ_SEEDS=$count start "$1" -seed="${FUZZ_SEED:-1}" -runs="$(runs_of "$1")" -reload=0 -use_cmp=0 $growth -seed_inputs="@$list.names"
}

run=fuzz
[ "$seconds" != repeat ] || run=repeat_runs
for target in "${targets[@]}"; do
  if "$run" "$target"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    tail -n 60 "$out/logs/$target.log"
  fi
  log=$out/logs/$target.log
  edges=$(number 'cov:' "$log")
  lines+=("$(printf '%-10s %9s executions %6s edges, log %s' "$target" \
    "$(number 'number_of_executed_units:' "$log")" "${edges:--}" "$log")")
done

printf '%s\n' "${lines[@]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
