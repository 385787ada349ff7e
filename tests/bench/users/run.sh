# What users do beside asking the same again, beside libcurl: small objects, many buckets, many
# threads, and a client for each call. See users.c.
. "$here/common.sh"

ROUNDS=9
THREADS="1 8 32 64 256"
BUCKETS="1 100 1000 5000"
MAX_TIME_SMALL=0.85
MAX_TIME_PUT_MIB=1.0
MAX_TIME_GET_MIB=1.05
MAX_BUCKETS_RATIO=2
MAX_MEMORY_MIB=64
MAX_FRESH_TLS_US=1300

work=$out/users
. "$here/calls/setup.sh"
"${CARGO:-cargo}" build --quiet --locked --release --manifest-path "$here/transfers/crc/Cargo.toml" \
  --target-dir "$out/transfers/crc"
# By number: libcurl asks nobody for localhost.
addresses="127.0.0.1:$plain 127.0.0.1:$secure $ca"
# The system's roots, and whom to trust here.
cat /etc/ssl/certs/ca-certificates.crt "$ca" >"$work/bundle.pem"
# shellcheck disable=SC2086 # the flags are words
$cc $flags -pthread $client_flags "$here/users/users.c" $clients "$out/transfers/crc/release/libbench_crc.a" \
  -o "$work/users" $client_libs -lpthread -ldl
# shellcheck disable=SC2086 # the numbers are words
{
  $pin "$work/users" $addresses objects "$ROUNDS" >"$work/objects"
  $pin "$work/users" $addresses buckets 5000 $BUCKETS >"$work/buckets"
  $pin "$work/users" $addresses fresh 31 "$work/bundle.pem" >"$work/fresh"
  $pin "$work/users" $addresses threads "$ROUNDS" $THREADS >"$work/threads"
}

echo "### Small objects, client and server on one CPU, both with checksums"
echo
echo "| request | bytes | libcos_err, µs | libcurl, µs | ÷ libcurl, median (range) |"
echo "|---|--:|--:|--:|--:|"
awk -F'\t' '{ printf "| %s | %s | %s | %s | %s (%s–%s) |\n", $1, $2, $3, $4, $5, $6, $7 }' "$work/objects"
echo
echo "### HEAD of many buckets in rotation, one client"
echo
echo "| way | buckets | p50, µs | ÷ one bucket | memory grown, MiB |"
echo "|---|--:|--:|--:|--:|"
awk -F'\t' '{ printf "| %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5 }' "$work/buckets"
echo
echo "### A client for each HEAD, the system's roots"
echo
echo "| way | libcos_err, µs | libcurl, µs | ÷ libcurl |"
echo "|---|--:|--:|--:|"
awk -F'\t' '{ printf "| %s | %s | %s | %s |\n", $1, $2, $3, $4 }' "$work/fresh"
echo
echo "### HEAD by many threads on 64 connections; libcurl has a handle for each thread"
echo
echo "| threads | libcos_err, requests/s | libcurl | ÷ libcurl | p99, ms | libcurl's | ÷ libcurl |"
echo "|--:|--:|--:|--:|--:|--:|--:|"
awk -F'\t' '{ printf "| %s | %s | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $6, $7 }' "$work/threads"
echo

# cell FILE NAME SECOND COLUMN
cell() {
  awk -F'\t' -v name="$2" -v second="$3" -v column="$4" '$1 == name && (second == "" || $2 == second) { print $column }' \
    "$work/$1"
}
for request in PUT GET; do
  bound "time, $request of 4 KiB ÷ libcurl's" "$(cell objects $request 4096 5)" "$MAX_TIME_SMALL"
  bound "time, $request of 64 KiB ÷ libcurl's" "$(cell objects $request 65536 5)" "$MAX_TIME_SMALL"
done
bound "time, PUT of 1 MiB ÷ libcurl's" "$(cell objects PUT 1048576 5)" "$MAX_TIME_PUT_MIB"
bound "time, GET of 1 MiB ÷ libcurl's" "$(cell objects GET 1048576 5)" "$MAX_TIME_GET_MIB"
for way in plain TLS; do
  for many in 100 1000; do
    bound "p50, $many buckets ÷ one, $way" "$(cell buckets $way $many 4)" "$MAX_BUCKETS_RATIO"
  done
done
bound "memory grown, MiB, 5000 buckets, plain" "$(cell buckets plain 5000 5)" "$MAX_MEMORY_MIB"
bound "a client for each call over TLS, µs" "$(cell fresh TLS "" 2)" "$MAX_FRESH_TLS_US"
bound "a client for each call, plain ÷ libcurl's" "$(cell fresh plain "" 4)" 1
bound "p99, 256 threads ÷ libcurl's" "$(cell threads 256 "" 7)" 1
exit "$missed"
