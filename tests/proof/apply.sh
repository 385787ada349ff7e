#!/bin/bash
# Whether each plant of plants.sh, and of tests/fuzz/plants.sh, applies to the sources: its text stands in its file exactly
# once. Takes seconds; whether the checks see the plants is for plant.sh, sanitize.sh and tests/fuzz/planted.sh.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
passed=0
failed=0

# applies NAME FILE FROM TO
applies() {
  local text rest
  if text=$(cat "$2") && rest=${text//"$3"/} && [ "$((${#text} - ${#rest}))" -eq "${#3}" ] && [ "$3" != "$4" ]; then
    passed=$((passed + 1))
  else
    echo "$1: its text does not stand once in $2"
    failed=$((failed + 1))
  fi
}
plant() { applies "$1" "src/$3" "$4" "$5"; }
reported() { applies "sanitizer $1" "src/$2" "$3" "$4"; }
# check TARGET COMPLAINT FILE FROM TO: FROM is a whole line.
check() { applies "fuzz target $1" "$3" $'\n'"$4"$'\n' $'\n'"$5"$'\n'; }
for table in tests/proof/plants.sh tests/fuzz/plants.sh; do
  . "$table" || failed=$((failed + 1))
done
echo "$passed passed, $failed failed"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
