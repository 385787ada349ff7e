#!/bin/sh
# Reading a listing costs in proportion to its length: 100 times as many keys cost at most 110 times the instructions.
# listing.sh VALGRIND LISTED_PROGRAM
set -eu
valgrind=$1
program=$2

cost() {
  "$valgrind" --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect=read_listing "$program" "$1" 2>&1 |
    awk '/Collected :/ { sum = $4 } / checks, 0 failed/ { good = 1 } END { if (!good) exit 1; print sum }'
}

few=$(cost 100)
many=$(cost 10000)
echo "instructions for 100 keys: $few, for 10,000 keys: $many"
echo "$few $many" | awk '
  NF != 2 || $1 <= 0 { print "nothing was counted"; exit 1 }
  $2 > 110 * $1 { print "more than 110 times as much"; exit 1 }'
