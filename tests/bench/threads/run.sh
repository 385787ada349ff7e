# Requests of many threads at once, beside libcurl with a handle for each thread.
. "$here/common.sh"

ROUNDS=7
THREADS="1 8 32"

work=$out/threads
. "$here/calls/setup.sh"
# shellcheck disable=SC2086 # the flags are words
$cc $flags -pthread $client_flags "$here/threads/threads.c" $clients -o "$work/threads" $client_libs

# shellcheck disable=SC2086 # the numbers are words
{
  $pin "$work/threads" $addresses "$ROUNDS" $THREADS >"$work/one"
  "$work/threads" $addresses "$ROUNDS" $THREADS >"$work/all"
}

echo "### Signed HEAD requests of many threads on one client"
echo
echo "libcurl $(version libcurl4), an easy handle for each thread; OpenSSL $(version libssl3). $ROUNDS rounds."
echo
echo "| threads | client | requests/s, one CPU | ÷ libcurl signed, median (range) |" \
  "requests/s, all $(nproc) CPUs | ÷ libcurl signed, median (range) |"
echo "|--:|---|--:|--:|--:|--:|"
paste "$work/one" "$work/all" | awk -F'\t' '
  BEGIN {
    client["libcos_err"] = "**libcos_err**, signed"
    client["libcurl"] = "libcurl, signed"
    client["libcurl-unsigned"] = "libcurl, unsigned"
  }
  {
    printf "| %s | %s | %s | %.2f (%.2f–%.2f) | %s | %.2f (%.2f–%.2f) |\n",
      $1, client[$2], $3, $4, $5, $6, $9, $10, $11, $12
  }'
exit "$missed"
