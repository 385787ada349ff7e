#!/bin/sh
# A call costs at most three times as much over 256 buckets as over one, each
# bucket keeping its connection. buckets.sh VALGRIND BUCKETS_PROGRAM
#
# What is counted is instructions, so neither the machine nor its load matter:
# the difference of a long and a short run, without what a run costs by itself.
set -eu
valgrind=$1
program=$2
few=512
many=1536

# Instructions per call and new connections per 1000 calls: BUCKETS MAX_CONNECTIONS
run() {
  out=$("$valgrind" --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$3" "$2" 2>&1) ||
    { printf '%s\n' "$out" >&2; exit 1; }
  printf '%s\n' "$out" | awk '/Collected :/ { sum = $4 } / connections$/ { made = $1 } END { print sum, made }'
}
cost() {
  short=$(run "$1" "$2" "$few")
  long=$(run "$1" "$2" "$many")
  echo "$short $long" | awk -v calls=$((many - few)) '
    NF != 4 { exit 1 }
    { printf "%d %d\n", ($3 - $1) / calls, ($4 - $2) * 1000 / calls }'
}

one=$(cost 1 256)
each=$(cost 256 256)
crowded=$(cost 256 64)
echo "instructions per call, and connections made for 1000 calls:"
echo "  1 bucket:                      $one"
echo "  256 buckets, 256 connections:  $each"
echo "  256 buckets, 64 connections:   $crowded (in round robin: not judged)"

echo "$one $each" | awk '
  NF != 4 || $1 <= 0 { print "nothing was counted"; exit 1 }
  $2 != 0 || $4 != 0 { print "a bucket did not keep its connection"; exit 1 }
  $3 > 3 * $1 { print "more than three times as much"; exit 1 }'
