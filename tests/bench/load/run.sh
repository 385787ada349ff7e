# What a process pays for the library before it makes a call: size and dlopen.
. "$here/common.sh"

RUNS=31
MAX_BYTES=2750000
MAX_RATIO=0.05
PEER=libcurl.so.4

work=$out/load
mkdir -p "$work"
${CC:-cc} -std=c99 -D_GNU_SOURCE -O2 -Wall -Wextra -Wpedantic "$here/load/load.c" -o "$work/load" -ldl
load=$work/load
need "$load $PEER" libcurl4

ours=$lib/libcos_err.so
# Once unmeasured: the files are in memory afterwards.
$pin "$load" "$ours" >/dev/null
$pin "$load" "$PEER" >/dev/null
: >"$work/pairs"
for _ in $(seq "$RUNS"); do
  first=$($pin "$load" "$ours")
  second=$($pin "$load" "$PEER")
  echo "$first $second" >>"$work/pairs"
done
awk '{ print $1 / 1000 }' "$work/pairs" >"$work/ours"
awk '{ print $2 / 1000 }' "$work/pairs" >"$work/peer"
awk '{ print $1 / $2 }' "$work/pairs" >"$work/ratio"
bytes=$(wc -c <"$ours" | tr -d ' ')

# libraries FILE: how many beyond the C library and the compiler's own come with it.
libraries() {
  ldd "$1" | awk '/=>/ && $1 !~ /^(libc|libm|libdl|libpthread|librt|libgcc_s)\.so/' | wc -l | tr -d ' '
}

peer_file=$(ldconfig -p 2>/dev/null | awk -v name="$PEER" '$1 == name { print $NF; exit }')
peer_bytes=- peer_libraries=-
if [ -n "$peer_file" ]; then
  peer_bytes=$(wc -c <"$(readlink -f "$peer_file")" | tr -d ' ')
  peer_libraries=$(libraries "$peer_file")
fi

echo "### Loading the library into a fresh process"
echo
echo "libcurl $(version libcurl4). $RUNS runs of each."
echo
echo "| library | bytes | libraries that come with it | dlopen, µs | ÷ libcurl, median |"
echo "|---|--:|--:|--:|--:|"
printf '| **libcos_err** | %s | %s | %.0f | %.3f |\n' \
  "$bytes" "$(libraries "$ours")" "$(median "$work/ours")" "$(median "$work/ratio")"
printf '| libcurl | %s | %s | %.0f | 1 |\n' "$peer_bytes" "$peer_libraries" "$(median "$work/peer")"
echo

bound "bytes of the stripped library" "$bytes" "$MAX_BYTES"
bound "dlopen ÷ libcurl's" "$(printf '%.3f' "$(median "$work/ratio")")" "$MAX_RATIO"
exit "$missed"
