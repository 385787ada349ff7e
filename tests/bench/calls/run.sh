# Requests on a kept connection, beside libcurl: time, instructions, allocations,
# system calls, name lookups, threads and connections of one request.
. "$here/common.sh"

ROUNDS=9
MAX_ALLOCATIONS_HEAD=40
MAX_ALLOCATIONS_MISS=42
MAX_ALLOCATIONS_GET=46
MAX_INSTRUCTIONS_HEAD=0.33
AIM_INSTRUCTIONS_HEAD=0.25
MAX_INSTRUCTIONS_MISS=0.33
MAX_INSTRUCTIONS_GET=0.36
AIM_INSTRUCTIONS_GET=0.27
MAX_TIME_TLS=0.75

need 'command -v strace' strace
if [ "$counter" = nothing ]; then
  need 'command -v valgrind' valgrind
  counter=callgrind
fi

# On the CPU of its clients: two CPUs that wake each other up take now this long, now that.
work=$out/calls
. "$here/calls/setup.sh"

need 'echo "#include <libs3.h>" | cc -E -' libs3-dev

# shellcheck disable=SC2086 # the flags are words
{
  $cc $flags -fPIC -shared "$here/read/count.c" -o "$work/count.so"
  $cc $flags -fPIC -shared "$here/calls/lookups.c" -o "$work/lookups.so" -ldl
  $cc $flags $client_flags "$here/calls/calls.c" "$here/calls/s3.c" $clients -o "$work/calls" -ls3 $client_libs -lpthread
}
calls="$work/calls $addresses"

$pin $calls time "$ROUNDS" >"$work/time"

# per_request COUNTER NAME FEW MANY: what COUNTER counts for one of the requests
# between FEW and MANY, for each number that it prints.
per_request() {
  before=$($1 "$2" "$3")
  after=$($1 "$2" "$4")
  awk -v before="$before" -v after="$after" -v n=$(($4 - $3)) 'BEGIN {
    split(before, a)
    columns = split(after, b)
    for (i = 1; i <= columns; i++) printf "%.2f%s", (b[i] - a[i]) / n, i < columns ? "\t" : "\n"
  }'
}
instructions() {
  user_instructions $calls loop "$1" "$2"
}
# All system calls, those that make a thread, those that open a connection.
system_calls() {
  strace -f -c -o "$work/strace" $pin $calls loop "$1" "$2"
  awk '$4 ~ /^[0-9]+$/ && $NF != "total" { all += $4 }
    $NF ~ /^(clone|clone3)$/ { threads += $4 }
    $NF == "connect" { connections += $4 }
    END { print all + 0, threads + 0, connections + 0 }' "$work/strace"
}

# valgrind is slow and exact; perf is quick, and the start of a process varies a little.
few=2000 many=12000
if [ "$counter" = callgrind ]; then
  few=200 many=700
fi

# One line each: name, instructions, allocations, lookups, system calls, threads, connections.
: >"$work/counts"
for name in $($calls names); do
  executed=$(per_request instructions "$name" "$few" "$many")
  asked=$(LD_PRELOAD="$work/count.so $work/lookups.so" $calls count "$name" 100 1100)
  called=$(per_request system_calls "$name" 100 1100)
  printf '%s\t%s\t%s\t%s\n' "$name" "${executed:--}" "$asked" "$called" >>"$work/counts"
done

# cell FILE NAME COLUMN
cell() {
  awk -F'\t' -v name="$2" -v column="$3" '$1 == name { print $column }' "$work/$1"
}
# executed KIND: our instructions ÷ those of libcurl, which signs as we do.
executed() {
  awk -v ours="$(cell counts "$1/libcos_err" 2)" -v peer="$(cell counts "$1/libcurl" 2)" \
    'BEGIN { if (peer + 0) printf "%.3f", ours / peer }'
}

echo "### Requests on a kept connection, client and server on one CPU"
echo
echo "HEAD 200: a bucket that exists. HEAD 404: an object that does not; code, status and request id are read." \
  "GET: the same; the five fields of the error are read."
echo "libcurl $(version libcurl4), expat $(version libexpat1), OpenSSL $(version libssl3), libs3 $(version libs3-2). $ROUNDS rounds." \
  "Instructions counted by $counter."
echo
echo "| request | client | p50, µs | ÷ libcurl signed, median (range) | user instructions | ÷ libcurl signed |" \
  "allocations | system calls | name lookups | threads | connections |"
echo "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
awk -F'\t' -v counts="$work/counts" '
  BEGIN {
    while ((getline line < counts) > 0) {
      split(line, cell, "\t")
      for (i = 2; i <= 7; i++) count[cell[1], i] = cell[i]
    }
    request["head"] = "HEAD 200"
    request["miss"] = "HEAD 404"
    request["get"] = "GET 404"
    request["tls-head"] = "HEAD 200, TLS"
    request["tls-miss"] = "HEAD 404, TLS"
    request["tls-get"] = "GET 404, TLS"
    client["libcos_err"] = "**libcos_err**, signed"
    client["libcurl"] = "libcurl, signed"
    client["libcurl-unsigned"] = "libcurl, unsigned"
    client["libs3"] = "libs3, as for S3"
  }
  {
    split($1, name, "/")
    peer = count[name[1] "/libcurl", 2]
    ratio = peer + 0 ? sprintf("%.3f", count[$1, 2] / peer) : "-"
    reader = name[1] ~ /get/ && name[2] ~ /curl/ ? ", expat" : ""
    printf "| %s | %s%s | %.1f | %s (%s–%s) | %.0f | %s | %.1f | %s | %s | %s | %s |\n",
      request[name[1]], client[name[2]], reader, $2, $3, $4, $5, count[$1, 2], ratio,
      count[$1, 3], count[$1, 5], count[$1, 4], count[$1, 6], count[$1, 7]
  }' "$work/time"
echo

bound "user instructions of a HEAD ÷ libcurl's" "$(executed head)" "$MAX_INSTRUCTIONS_HEAD" \
  "aim $AIM_INSTRUCTIONS_HEAD"
bound "user instructions of a HEAD that fails ÷ libcurl's" "$(executed miss)" "$MAX_INSTRUCTIONS_MISS"
bound "user instructions of a GET that fails ÷ libcurl's with expat" "$(executed get)" "$MAX_INSTRUCTIONS_GET" \
  "aim $AIM_INSTRUCTIONS_GET"
bound "allocations of a HEAD" "$(cell counts head/libcos_err 3)" "$MAX_ALLOCATIONS_HEAD"
bound "allocations of a HEAD that fails" "$(cell counts miss/libcos_err 3)" "$MAX_ALLOCATIONS_MISS"
bound "allocations of a GET that fails" "$(cell counts get/libcos_err 3)" "$MAX_ALLOCATIONS_GET"
for kind in head miss get tls-head tls-miss tls-get; do
  bound "system calls, $kind" "$(cell counts $kind/libcos_err 5)" 3
  bound "name lookups, $kind" "$(cell counts $kind/libcos_err 4)" 0
  bound "threads made, $kind" "$(cell counts $kind/libcos_err 6)" 0
  bound "connections opened, $kind" "$(cell counts $kind/libcos_err 7)" 0
done
for kind in tls-head tls-miss tls-get; do
  bound "p50, $kind ÷ libcurl's" "$(cell time $kind/libcos_err 3)" "$MAX_TIME_TLS"
done
exit "$missed"
