#!/bin/bash
# Shows that each check fails on a fault of its kind: plant.sh [NAME...], all of plants.sh by
# default. The tree is copied to build/proof/tree. A check must pass there; then the fault is planted,
# the library is built, and the check must fail. A line each, with the seconds for the build and the
# check with the fault; the last is `N passed, N failed`. A plant that does not apply to the sources
# is a failure, and so is one whose check is ended by the limit. Logs: build/proof/logs.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
. tests/proof/bindings.sh
# Faults for sanitize.sh are not for this one.
reported() { :; }
# The limit of a check, in seconds.
limit=${PROOF_LIMIT:-120}
# A fault that makes the library wait for ever is found by the deadline of the program.
export CHECK_PATIENCE_S=$((limit / 2))
passed=0
failed=0
skipped=0
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
  use_library "$library"
  if [ "$kind" = artefact ]; then
    artefact "$1"
    return
  fi
  if is_binding "$kind"; then
    ("check_$kind" "$@" 2>&1)
    return
  fi
  (cd "$tree" && WORK=$out/work timeout "$limit" "$out/programs/$kind" "$@" 2>&1)
}

# artefact SCRIPT: what it says of the installed tree. A library without optimization is larger than what is shipped.
artefact() {
  local said code
  said=$(COS_ERR_ROOT=$tree PREFIX=$prefix C_COMPILER=${CC:-cc} WORK=$out/work python3 -B "$tree/tests/artefact/$1.py" 2>&1)
  code=$?
  echo "$said"
  [ "$code" -ne 0 ] || return 0
  said=$(grep -vE '^ok |^FAILED its [0-9]+ bytes' <<< "$said")
  [ -z "$said" ]
}

# complain NAME WORDS: a line, counted as a failure.
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

is_binding() {
  [[ " $binding_kinds " == *" $1 "* ]]
}

# prepare_kind KIND: builds what its checks are made of, once. 77: tools are missing, which are in $missing.
declare -A states
declare -A tools
prepare_kind() {
  local group=${1%%/*}
  if [ -z "${states[$group]:-}" ]; then
    states[$group]=0
    if is_binding "$group"; then
      tools[$group]=$("tools_$group" | paste -sd ' ')
      if [ -n "${tools[$group]}" ]; then
        states[$group]=77
      else
        use_library "$clean/libcos_err.so" && "package_$group" > "$logs/build.$group.log" 2>&1
        states[$group]=$?
      fi
    elif [ "$group" != unit ] && [ "$group" != artefact ]; then
      project "$group"
      states[$group]=$?
    fi
  fi
  missing=${tools[$group]:-}
  return "${states[$group]}"
}

# use_library FILE: installs it.
use_library() {
  cp "$1" "$prefix/lib/libcos_err.so.new" && mv "$prefix/lib/libcos_err.so.new" "$(readlink -f "$prefix/lib/libcos_err.so")"
}

# build_for KIND FILE: what the check of this kind runs, with a fault in the file.
build_for() {
  if [ "$1" = unit ]; then
    unit_program
  elif is_binding "$1" || [[ $2 == ../include/* ]]; then
    library=$clean/libcos_err.so
  else
    library
  fi
}

# plant NAME CHECK FILE FROM TO: FROM stands in the file exactly once.
plant() {
  local name=$1 file=$tree/src/$3 log=$logs/$1.log code seen begin built end
  local -a check
  read -ra check <<< "${2//@/$out}"
  known+=("$name")
  is_wanted "$name" || return 0
  prepare_kind "${check[0]}"
  case $? in
    0) ;;
    77)
      printf '%-34s skipped, for want of %s\n' "$name" "$missing"
      skipped=$((skipped + 1))
      return
      ;;
    *)
      complain "$name" "its check does not build, see $logs/build.${check[0]%%/*}.log"
      return
      ;;
  esac
  cp -p "$file" "$out/original" || { complain "$name" "there is no src/$3"; return; }
  if ! FROM=$4 TO=$5 python3 "$root/tests/proof/replace.py" "$file"; then
    complain "$name" "the plant does not apply to src/$3"
    return
  fi
  begin=$SECONDS
  build_for "${check[0]}" "$3" > "$log" 2>&1
  code=$?
  built=$SECONDS
  [ "$code" -ne 0 ] || { run_check "$library" "${unit:-}" "${check[@]}" > "$log" 2>&1; seen=$?; }
  end=$SECONDS
  # A new time, so that cargo builds it anew.
  cp "$out/original" "$file"
  [[ $3 != ../include/* ]] || take_headers
  if [ "$code" -ne 0 ]; then
    complain "$name" "the planted library does not build, see $log"
  elif [ "$seen" -eq 0 ]; then
    complain "$name" "\`${check[*]}\` does not see the fault"
  elif [ "$seen" -eq 124 ]; then
    complain "$name" "\`${check[*]}\` does not end within $limit s"
  elif ! passes_clean "${check[@]}"; then
    complain "$name" "\`${check[*]}\` fails without the fault too"
  else
    printf '%-34s `%s` fails with it (%s; %d + %d s), passes without it\n' \
      "$name" "${check[*]#"$root/"}" "$seen" "$((built - begin))" "$((end - built))"
    passed=$((passed + 1))
  fi
}

prepared
. tests/proof/plants.sh || exit
use_library "$clean/libcos_err.so"
for name in "${wanted[@]}"; do
  [[ " ${known[*]} " == *" $name "* ]] || complain "$name" "no plant has this name"
done
[ "$skipped" -eq 0 ] || echo "$skipped skipped"
echo "all of it took $SECONDS s"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
