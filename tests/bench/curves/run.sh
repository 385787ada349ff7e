# What a call costs as one thing grows: the body or the headers of an error, the size of an object, threads,
# calls in flight, buckets. Writes a table for each into $out/curves, from which plot.py makes the pictures
# and the page of the reference.
. "$here/common.sh"

ROUNDS=${CURVE_ROUNDS:-7}
BODIES="64 256 1024 4096 16384 65536 262144"
# The library keeps at most 128 headers: bindings/reference/limits.md.
HEADERS="1 8 16 32 64 120"
SIZES="0 1024 4096 16384 65536 262144 1048576"
THREADS="1 2 4 8 16 32 64 128 256"
IN_FLIGHT="1 4 16 64 128 256"
BUCKETS="1 10 100 1000 5000"

need 'echo "#include <pugixml.hpp>" | c++ -E -x c++ -' libpugixml-dev
work=$out/curves
. "$here/calls/setup.sh"
"${CARGO:-cargo}" build --quiet --locked --release --manifest-path "$here/transfers/crc/Cargo.toml" \
  --target-dir "$out/transfers/crc"
# By number: libcurl asks nobody for localhost.
numbered="127.0.0.1:$plain 127.0.0.1:$secure $ca"
# shellcheck disable=SC2086 # the flags are words
{
  ${CXX:-c++} -std=c++17 -O2 -c "$here/read/pugixml.cpp" -o "$work/pugixml.o"
  $cc $flags -D_GNU_SOURCE -I"$root/include" -c "$here/curves/reading.c" -o "$work/reading.o"
  ${CXX:-c++} "$work/reading.o" "$work/pugixml.o" -o "$work/reading" -lpugixml $client_libs
  $cc $flags -pthread $client_flags "$here/users/users.c" $clients "$out/transfers/crc/release/libbench_crc.a" \
    -o "$work/users" $client_libs -lpthread -ldl
  $cc $flags $client_flags "$here/started/started.c" "$here/started/queue.c" "$here/started/multi.c" "$here/started/bare.c" \
    "$here/calls/net.c" $clients -o "$work/started" $client_libs
}

echo "$(awk -F': *' '/^model name/ { print $2; exit }' /proc/cpuinfo), $(nproc) CPUs, load $(cut -d' ' -f 1 /proc/loadavg) before" \
  >"$work/machine"

# reading NAME HEADERS BYTES: instructions of one more response.
reading() {
  "$work/reading" "$1" "$2" "$3" 1
  few=$(user_instructions "$work/reading" "$1" "$2" "$3" 20)
  many=$(user_instructions "$work/reading" "$1" "$2" "$3" 120)
  awk -v few="$few" -v many="$many" 'BEGIN { if (many == "") exit 1; printf "%d", (many - few) / 100 }'
}

# table NAME X UNIT PEER...: begins a table; rows have the number, ours, and those of the peers.
table() {
  table=$work/$1.tsv
  shift
  (IFS='	'; echo "$*") >"$table"
}
row() { (IFS='	'; echo "$*") >>"$table"; }

table body "bytes of the message" instructions libcos_err "pugixml, body alone"
for bytes in $BODIES; do
  row "$bytes" "$(reading libcos_err 7 "$bytes")" "$(reading pugixml 7 "$bytes")"
done
table headers "headers" instructions libcos_err
for headers in $HEADERS; do
  row "$headers" "$(reading libcos_err "$headers" 64)"
done
# shellcheck disable=SC2086 # the numbers are words
{
  $pin "$work/users" $numbered objects "$ROUNDS" $SIZES >"$work/objects"
  $pin "$work/users" $numbered threads "$ROUNDS" $THREADS >"$work/threads"
  $pin "$work/users" $numbered buckets 5000 $BUCKETS >"$work/buckets"
}
for way in PUT GET; do
  table "$(echo $way | tr PUTGE putge)" "bytes of the object" "µs of a $way" libcos_err libcurl
  awk -F'\t' -v OFS='\t' -v way="$way" '$1 == way { print $2, $3, $4 }' "$work/objects" >>"$table"
done
table threads "threads" "µs of a HEAD, all threads" libcos_err libcurl
awk -F'\t' -v OFS='\t' '{ printf "%s\t%.2f\t%.2f\n", $1, 1e6 / $2, 1e6 / $3 }' "$work/threads" >>"$table"
table buckets "buckets in rotation" "µs of a HEAD" "libcos_err, HTTP" "libcos_err, HTTPS"
awk -F'\t' -v OFS='\t' '$1 == "plain" { plain[$2] = $3 } $1 == "TLS" { print $2, plain[$2], $3 }' "$work/buckets" >>"$table"
client=
if [ -n "$pin" ] && [ "$(nproc)" -gt 1 ]; then
  client="taskset -c 0"
fi
table flight "calls in flight" "µs of CPU per call" libcos_err "libcurl, perform" "libcurl, epoll"
for flight in $IN_FLIGHT; do
  $client "$work/started" cpu "localhost:$plain" "$server" "$ROUNDS" "$flight" >"$work/cpu"
  # shellcheck disable=SC2046 # three numbers
  row "$flight" $(grep -v '^bare' "$work/cpu" | cut -f 2)
done
python3 "$here/curves/plot.py" "$work" "$work/page"
echo "### Curves"
echo
sed -n '/^|/p; /^$/p' "$work/page/curves.md"
echo "The pictures and their page are in $work/page."
