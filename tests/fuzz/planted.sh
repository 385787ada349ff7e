#!/bin/bash
# Shows that each target finds a fault of its kind: planted.sh [SECONDS [TARGET...]]. Plants
# one for each target in a copy of the sources, and fails unless the target stops
# with the complaint that belongs to it, within 120 seconds by default.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-120}
shift $(($# > 0))
targets=$*
copy=build/fuzz/planted
# Dependencies are built once for both.
export FUZZ_TARGET_DIR=${FUZZ_TARGET_DIR:-$PWD/build/fuzz/target}

rm -rf "$copy"
mkdir -p "$copy"
git ls-files -z | xargs -0 cp --parents -t "$copy"
cd "$copy"

found=0
planted=0

# check TARGET COMPLAINT FILE FROM TO: replaces a line that is there once, runs the
# target, and puts the line back.
check() {
  local target=$1 complaint=$2 file=$3 log=$1.log
  case " ${targets:-$target} " in *" $target "*) ;; *) return 0 ;; esac
  planted=$((planted + 1))
  [ "$(grep -cxF "$4" "$file")" -eq 1 ] || { echo "$file has no line: $4"; exit 1; }
  cp "$file" original
  FROM=$4 TO=$5 perl -pi -e 's/^\Q$ENV{FROM}\E$/$ENV{TO}/' "$file"
  if bash tests/fuzz/run.sh "$seconds" "$target" > "$log" 2>&1; then
    echo "$target: the fault was not found"
  elif grep -aq "$complaint" "$log"; then
    echo "$target: $(grep -am 1 "$complaint" "$log" | cut -c1-160)"
    found=$((found + 1))
  else
    echo "$target: another complaint, see $copy/$log"
  fi
  cp original "$file"
}

. tests/fuzz/plants.sh

echo "$found passed, $((planted - found)) failed"
[ "$planted" -gt 0 ] && [ "$found" -eq "$planted" ]
