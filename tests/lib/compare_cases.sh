#!/bin/sh
# Whether runners of the case tables print the same bytes:
#   compare_cases.sh STANDIN SCRATCH NAME=COMMAND...
# Each command gets the folder of the tables and the address of a stand-in of
# its own; the first is what the others are compared with.
set -eu

cases=$(cd "$(dirname "$0")/../cases" && pwd)
standin=$1
scratch=$2
shift 2
mkdir -p "$scratch"
process=
trap '[ -z "$process" ] || kill "$process" 2>/dev/null' EXIT

# run NAME COMMAND: its lines go to SCRATCH/NAME.lines.
run() {
  rm -f "$scratch/$1.address"
  mkfifo "$scratch/$1.address"
  "$standin" --no-log >"$scratch/$1.address" &
  process=$!
  read -r address <"$scratch/$1.address"
  rm "$scratch/$1.address"
  code=0
  # shellcheck disable=SC2086 # a command may have arguments
  $2 "$cases" "${address#http://}" >"$scratch/$1.lines" || code=$?
  kill "$process"
  process=
  return "$code"
}

first=
failed=0
for runner; do
  name=${runner%%=*}
  if ! run "$name" "${runner#*=}"; then
    echo "$name: the runner failed"
    failed=1
  elif [ -z "$first" ]; then
    first=$name
  elif ! cmp -s "$scratch/$first.lines" "$scratch/$name.lines"; then
    echo "$name: its lines are not those of $first:"
    diff "$scratch/$first.lines" "$scratch/$name.lines" | cut -c 1-2000 | head -n 20
    failed=1
  else
    echo "$name: the $(wc -l <"$scratch/$name.lines") lines of $first"
  fi
done
exit "$failed"
