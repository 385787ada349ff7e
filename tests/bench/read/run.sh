# Reading an error answer: time, instructions and allocations beside XML parsers.
. "$here/common.sh"

ROUNDS=9
MAX_ALLOCATIONS=6
MAX_RATIO=3.0
AIM_RATIO=1.5

need 'echo "#include <pugixml.hpp>" | c++ -E -x c++ -' libpugixml-dev
need 'xml2-config --version' libxml2-dev
need 'echo "#include <expat.h>" | cc -E -' libexpat1-dev
need 'echo "#include <mxml.h>" | cc -E -' libmxml-dev

work=$out/read
mkdir -p "$work"
flags="-O2 -Wall -Wextra -Wpedantic"
cc=${CC:-cc}
# shellcheck disable=SC2046 # the flags are words
{
  $cc -std=c99 -D_GNU_SOURCE $flags -I"$root/include" -c "$here/read/bench.c" -o "$work/bench.o"
  $cc -std=c99 $flags $(xml2-config --cflags) -c "$here/read/peers.c" -o "$work/peers.o"
  $cc -std=c99 $flags -fPIC -shared "$here/read/count.c" -o "$work/count.so"
  ${CXX:-c++} -std=c++17 $flags -c "$here/read/pugixml.cpp" -o "$work/pugixml.o"
  ${CXX:-c++} "$work/bench.o" "$work/peers.o" "$work/pugixml.o" -o "$work/bench" \
    -L"$lib" -lcos_err -lpugixml $(xml2-config --libs) -lexpat -lmxml -ldl -Wl,-rpath,"$lib"
}
bench=$work/bench

$pin "$bench" time "$ROUNDS" >"$work/time"
LD_PRELOAD=$work/count.so "$bench" allocations >"$work/allocations"

# Two lengths of the same run: what is left between them is the reading alone.
short=1000
long=3000
: >"$work/instructions"
for name in $("$bench" names); do
  few=$(user_instructions "$bench" loop "$name" "$short")
  many=$(user_instructions "$bench" loop "$name" "$long")
  per=$(awk -v few="$few" -v many="$many" -v n=$((long - short)) 'BEGIN { if (many) printf "%d", (many - few) / n }')
  printf '%s\t%s\n' "$name" "${per:--}" >>"$work/instructions"
done

echo "### Reading a 404 answer with a body of 452 bytes"
echo
echo "pugixml $(version libpugixml1v5), libxml2 $(version libxml2), expat $(version libexpat1)," \
  "mxml $(version libmxml1). $ROUNDS rounds. Instructions counted by $counter."
echo
echo "| reader | ns | ÷ pugixml, median (range) | user instructions | allocations |"
echo "|---|--:|--:|--:|--:|"
awk -F'\t' -v instructions="$work/instructions" -v allocations="$work/allocations" '
  BEGIN {
    while ((getline line < instructions) > 0) { split(line, cell, "\t"); executed[cell[1]] = cell[2] }
    while ((getline line < allocations) > 0) { split(line, cell, "\t"); allocated[cell[1]] = cell[2] }
    label["libcos_err"] = "**libcos_err**, header fields as an array"
    label["libcos_err-block"] = "**libcos_err**, header fields as one block"
    label["libxml2-push"] = "libxml2, push, body only"
    label["libxml2-dom"] = "libxml2, DOM, body only"
  }
  {
    name = $1 in label ? label[$1] : $1 ", body only"
    printf "| %s | %s | %s (%s–%s) | %s | %s |\n", name, $2, $3, $4, $5, executed[$1], allocated[$1]
  }' "$work/time"
echo

# cell FILE NAME COLUMN
cell() {
  awk -F'\t' -v name="$2" -v column="$3" '$1 == name { print $column }' "$work/$1"
}

for form in libcos_err libcos_err-block; do
  bound "allocations of $form" "$(cell allocations $form 2)" "$MAX_ALLOCATIONS"
  bound "time of $form ÷ pugixml's" "$(cell time $form 3)" "$MAX_RATIO" "aim $AIM_RATIO"
done
for peer in libxml2-push libxml2-dom expat mxml; do
  bound "our time ÷ that of $peer" "$(cell time $peer 6)" 0.99
done
exit "$missed"
