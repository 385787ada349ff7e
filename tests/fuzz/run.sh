#!/bin/bash
# Builds and runs the fuzz targets: run.sh [SECONDS [TARGET...]], 60 seconds each
# by default. The last line is the number of targets that found nothing and that
# found something; the inputs of findings are in build/fuzz/findings. Exits with 77
# if the toolchain is not there: nothing was checked then. FUZZ_SEED is that of the
# random choices; without it each run makes others.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
. tests/fuzz/tools.sh

seconds=${1:-60}
shift
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
fuzz() {
  local target=$1 log=$out/logs/$1.log words=tests/fuzz/$1.dict
  mkdir -p "$out/corpus/$target" "$out/seeds/$target"
  ASAN_OPTIONS=detect_stack_use_after_return=0 "$out/$target" -seed="${FUZZ_SEED:-0}" -entropic=0 -max_total_time="$seconds" \
    -timeout=25 -rss_limit_mb=4096 -max_len=16384 -print_final_stats=1 \
    $([ ! -e "$words" ] || echo "-dict=$words") -artifact_prefix="$out/findings/$target-" \
    "$out/corpus/$target" "tests/fuzz/corpus/$target" "$out/seeds/$target" > "$log" 2>&1
}

for target in "${targets[@]}"; do
  if fuzz "$target"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    tail -n 60 "$out/logs/$target.log"
  fi
  log=$out/logs/$target.log
  lines+=("$(printf '%-10s %9s executions %6s edges, log %s' "$target" \
    "$(number 'number_of_executed_units:' "$log")" "$(number 'cov:' "$log")" "$log")")
done

printf '%s\n' "${lines[@]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
