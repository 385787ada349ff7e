# Started calls, 64 in flight, beside libcurl's multi interface; and the latency of one.
. "$here/common.sh"

ROUNDS=15
SAMPLES=10000
MAX_CPU=0.8
AIM_CPU=0.5
# The rate of this library in that which the same server takes from a client that does nothing else.
MAX_RATE=0.5

work=$out/started
. "$here/calls/setup.sh"
# shellcheck disable=SC2086 # the flags are words
$cc $flags $client_flags "$here/started/started.c" "$here/started/queue.c" "$here/started/multi.c" \
  "$here/started/bare.c" "$here/calls/net.c" $clients \
  -o "$work/started" $client_libs

# The client has a CPU without the server: a client that waits for it must not be measured faster.
client=
if [ -n "$pin" ] && [ "$(nproc)" -gt 1 ]; then
  client="taskset -c 0"
fi
$client "$work/started" cpu "localhost:$plain" "$server" "$ROUNDS" >"$work/cpu"
$pin "$work/started" latency "localhost:$plain" "$SAMPLES" >"$work/latency"

# of NAME COLUMN
of() {
  awk -F'\t' -v name="$1" -v column="$2" '$1 == name { print $column }' "$work/cpu"
}

echo "### Started calls: signed HEAD requests, 64 in flight"
echo
echo "libcurl $(version libcurl4), a multi handle with 64 easy handles; OpenSSL $(version libssl3). $ROUNDS rounds," \
  "client and server on a CPU each. \`server\` is what the server needed for the same call;" \
  "\`bare\` shows what it can take: requests that are sent and received, and nothing else."
echo
echo "| client | CPU per call, µs | ÷ libcurl, multi_perform, median (range) | ÷ libcurl, epoll | server, CPU per call, µs | calls per second |"
echo "|---|--:|--:|--:|--:|--:|"
awk -F'\t' '
  BEGIN {
    client["libcos_err"] = "**libcos_err**, cos_queue_take"
    client["libcurl"] = "libcurl, curl_multi_perform and curl_multi_poll"
    client["libcurl-epoll"] = "libcurl, curl_multi_socket_action and epoll"
    client["bare"] = "bare"
  }
  { printf "| %s | %.1f | %.2f (%.2f–%.2f) | %.2f | %.1f | %.0f |\n", client[$1], $2, $3, $4, $5, $6, $7, 1e6 / $8 }' "$work/cpu"
echo
awk -F'\t' '{
  printf "One call at a time, client and server on one CPU, p50 of '"$SAMPLES"': blocking %.1f µs, started and taken %.1f µs," \
    " %.1f µs more.\n", $1, $2, $3 }' "$work/latency"
echo

bound "CPU per started call ÷ libcurl's by curl_multi_perform" "$(of libcos_err 3)" "$MAX_CPU" "aim $AIM_CPU"
bound "calls per second ÷ those that the server takes" \
  "$(awk -v bare="$(of bare 8)" -v own="$(of libcos_err 8)" 'BEGIN { printf "%.3f", bare / own }')" "$MAX_RATE"
exit "$missed"
