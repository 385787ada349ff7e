# Reading the values of a success, a listing of objects, beside pugixml. See values.cpp.
. "$here/common.sh"

ROUNDS=101
KEYS="100 1000 10000"
MAX_RATIO=2
MAX_GROWTH=110

need 'echo "#include <pugixml.hpp>" | c++ -E -x c++ -' libpugixml-dev
need 'command -v valgrind' valgrind

work=$out/values
mkdir -p "$work"
${CXX:-c++} -std=c++17 -O2 -Wall -Wextra -Wpedantic -I"$root/include" "$here/values/values.cpp" -o "$work/values" \
  -L"$lib" -lcos_err -lpugixml -Wl,-rpath,"$lib"
"${CARGO:-cargo}" build --quiet --locked --release --manifest-path "$root/tests/standin/Cargo.toml" \
  --target-dir "$target/standin"
rm -f "$work/address"
mkfifo "$work/address"
"$target/standin/release/cos-standin" >"$work/address" &
standin=$!
trap 'kill "$standin" 2>/dev/null' EXIT
read -r address _ <"$work/address"
address=${address#http://}

# instructions FUNCTION KEYS: of one walk, parsing included.
instructions() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect="$1" \
    "$work/values" "$address" "$2" 1 2>&1 >/dev/null | awk '/Collected/ { print $NF }'
}

echo "### Parsing a listing and reading six values of each object"
echo
echo "pugixml $(version libpugixml1v5). $ROUNDS rounds. Instructions counted by callgrind."
echo
echo "| objects | bytes | libcos_err, µs | pugixml, µs | ÷ pugixml, median (range) | instructions: here, pugixml | a format for each value: ÷ pugixml |"
echo "|--:|--:|--:|--:|--:|--:|--:|"
: >"$work/table"
for keys in $KEYS; do
  timed=$($pin "$work/values" "$address" "$keys" "$ROUNDS")
  printf '%s\t%s\t%s\t%s\n' "$keys" "$timed" "$(instructions walk_ours "$keys")" \
    "$(instructions walk_pugixml "$keys")" >>"$work/table"
done
awk -F'\t' '{ printf "| %s | %s | %.0f | %.0f | %s (%s–%s) | %s, %s | %s |\n", $1, $2, $3 / 1000, $5 / 1000, $6, $7, $8, $10, $11, $9 }' \
  "$work/table"
echo

for keys in $KEYS; do
  bound "time of $keys objects ÷ pugixml's" "$(awk -F'\t' -v keys="$keys" '$1 == keys { print $6 }' "$work/table")" \
    "$MAX_RATIO"
done
growth=$(awk -F'\t' '$1 == 100 { few = $10 } $1 == 10000 { many = $10 } END { if (few) printf "%.1f", many / few }' "$work/table")
bound "instructions of 10000 objects ÷ those of 100" "$growth" "$MAX_GROWTH"
exit "$missed"
