#!/bin/bash
# Whether each plant of plants.sh applies to the sources: its text stands in its file exactly once. Takes seconds;
# whether the checks see the plants is for plant.sh.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
passed=0
failed=0

# plant NAME CHECK FILE FROM TO
plant() {
  local text rest
  if text=$(cat "src/$3") && rest=${text//"$4"/} && [ "$((${#text} - ${#rest}))" -eq "${#4}" ] && [ "$4" != "$5" ]; then
    passed=$((passed + 1))
  else
    echo "$1: its text does not stand once in src/$3"
    failed=$((failed + 1))
  fi
}
. tests/proof/plants.sh
echo "$passed passed, $failed failed"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
