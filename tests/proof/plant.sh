#!/bin/bash
# Shows that each check fails on a fault of its kind: plant.sh [NAME...], all of plants.sh by
# default. The tree is copied to build/proof/tree. A check must pass there; then the fault is planted,
# the library is built, and the check must fail. A line each, with the seconds for the build and the
# check with the fault; the last is `N passed, N failed`. A plant that does not apply to the sources
# is a failure, and so is one whose check is ended by the limit. Logs: build/proof/logs.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# The limit of a check, in seconds.
limit=${PROOF_LIMIT:-120}
passed=0
failed=0
wanted=("$@")
known=()
# run_check LIBRARY UNIT CHECK...: its exit code.
run_check() {
  local library=$1 unit=$2 kind=$3
  shift 3
  if [ "$kind" = unit ]; then
    # A filter that meets no test would pass whatever the library does.
    local said
    said=$(cd "$tree" && timeout "$limit" "$unit" "$@" 2>&1)
    local code=$?
    echo "$said"
    [ "$code" -ne 0 ] || ! grep -q '^test result: ok\. 0 passed' <<< "$said"
    return $(($? | code))
  fi
  cp "$library" "$prefix/lib/libcos_err.so.new" && mv "$prefix/lib/libcos_err.so.new" "$(readlink -f "$prefix/lib/libcos_err.so")"
  (cd "$tree" && WORK=$out/work timeout "$limit" "$out/programs/$kind" "$@" 2>&1)
}

# verdict NAME WORDS: a line, counted as a failure.
complain() {
  printf '%-34s FAILED: %s\n' "$1" "$2"
  failed=$((failed + 1))
}

is_wanted() {
  local name
  [ ${#wanted[@]} -gt 0 ] || return 0
  for name in "${wanted[@]}"; do
    [ "$name" != "$1" ] || return 0
  done
  return 1
}

# passes_clean CHECK...: whether it passes without a fault. Each is asked once.
declare -A clean_codes
passes_clean() {
  local key=$*
  if [ -z "${clean_codes[$key]:-}" ]; then
    run_check "$clean/libcos_err.so" "$clean/unit" "$@" > "$logs/clean.$(tr -c 'a-zA-Z0-9\n' - <<< "$key").log" 2>&1
    clean_codes[$key]=$?
  fi
  [ "${clean_codes[$key]}" -eq 0 ]
}

# build_for KIND: what the check of this kind runs.
build_for() {
  if [ "$1" = unit ]; then
    unit_program
  else
    library
  fi
}

# plant NAME CHECK FILE FROM TO: FROM stands in the file exactly once.
plant() {
  local name=$1 file=$tree/src/$3 log=$logs/$1.log code begin=$SECONDS built
  local -a check
  read -ra check <<< "${2//@/$out}"
  known+=("$name")
  is_wanted "$name" || return 0
  if [ "${check[0]}" != unit ] && ! project "${check[0]%/*}"; then
    complain "$name" "its program does not build, see $logs/build.${check[0]%/*}.log"
    return
  fi
  cp -p "$file" "$out/original" || { complain "$name" "there is no src/$3"; return; }
  if ! FROM=$4 TO=$5 python3 "$root/tests/proof/replace.py" "$file"; then
    complain "$name" "the plant does not apply to src/$3"
    return
  fi
  if ! build_for "${check[0]}" > "$log" 2>&1; then
    complain "$name" "the planted library does not build, see $log"
  else
    built=$SECONDS
    run_check "$library" "${unit:-}" "${check[@]}" > "$log" 2>&1
    code=$?
    if [ "$code" -eq 0 ]; then
      complain "$name" "\`${check[*]}\` does not see the fault"
    elif [ "$code" -eq 124 ]; then
      complain "$name" "\`${check[*]}\` does not end within $limit s"
    elif ! passes_clean "${check[@]}"; then
      complain "$name" "\`${check[*]}\` fails without the fault too"
    else
      printf '%-34s `%s` fails with it (%s; %d + %d s), passes without it\n' \
        "$name" "${check[*]#"$root/"}" "$code" "$((built - begin))" "$((SECONDS - built))"
      passed=$((passed + 1))
    fi
  fi
  # A new time, so that cargo builds it anew.
  cp "$out/original" "$file"
}

prepared
. tests/proof/plants.sh
for name in "${wanted[@]}"; do
  [[ " ${known[*]} " == *" $name "* ]] || complain "$name" "no plant has this name"
done
echo "all of it took $SECONDS s"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
