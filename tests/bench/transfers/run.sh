# Transfers of 1 GiB, beside libcurl: throughput, CPU, memory, progress calls,
# system calls.
. "$here/common.sh"

ROUNDS=7
MIB=1024
MIN_THROUGHPUT=0.95
MAX_MEMORY_MIB=8
# System calls are counted on what is between these two, as strace slows them down.
FEW_MIB=1
MANY_MIB=257

need 'echo "#include <curl/curl.h>" | cc -E -' libcurl4-openssl-dev
need 'command -v strace' strace

work=$out/transfers
mkdir -p "$work"
"${CARGO:-cargo}" build --quiet --locked --release --manifest-path "$here/transfers/crc/Cargo.toml" \
  --target-dir "$work/crc"
flags="-std=c99 -D_GNU_SOURCE -O2 -Wall -Wextra -Wpedantic"
cc=${CC:-cc}
object="$here/transfers/object.c $work/crc/release/libbench_crc.a"
# shellcheck disable=SC2086 # the flags are words
{
  $cc $flags "$here/transfers/server.c" "$here/calls/net.c" $object -o "$work/server" -lpthread -ldl
  $cc $flags -I"$root/include" "$here/transfers/transfers.c" "$here/transfers/contest.c" \
    "$here/transfers/ours.c" "$here/transfers/curl.c" "$here/calls/measure.c" $object -o "$work/transfers" -L"$lib" -lcos_err -lcurl -lpthread -ldl -Wl,-rpath,"$lib"
}

# In memory if that can be, so that no disk is measured: the files are 2 GiB.
memory=/dev/shm
if ! [ -w "$memory" ] || [ "$(df -k --output=avail "$memory" | tail -n 1)" -lt $((3 * 1024 * 1024)) ]; then
  memory=$work
fi
files=$(mktemp -d "$memory/bench-transfers.XXXXXX")
trap 'rm -rf "$files"' EXIT
filesystem=$(stat -f -c %T "$files")

# On the CPU of its clients: two CPUs that wake each other up take now this long, now that.
rm -f "$work/port"
mkfifo "$work/port"
$pin "$work/server" >"$work/port" &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$files"' EXIT
read -r port <"$work/port"
transfers="$work/transfers localhost:$port $files"

$pin $transfers time "$ROUNDS" "$MIB" >"$work/time"
checksum=$($pin $transfers checksum "$ROUNDS")

system_calls() {
  strace -f -c -o "$work/strace" $pin $transfers loop "$1" "$2"
  awk '$4 ~ /^[0-9]+$/ && $NF != "total" { all += $4 } END { print all }' "$work/strace"
}
# One line each: name, KiB grown, progress calls, milliseconds, system calls a GiB.
: >"$work/counts"
for name in $($transfers names); do
  grown=$($pin $transfers memory "$name" "$MIB")
  few=$(system_calls "$name" "$FEW_MIB")
  many=$(system_calls "$name" "$MANY_MIB")
  printf '%s\t%s\t%s\n' "$name" "$grown" $(((many - few) * 1024 / (MANY_MIB - FEW_MIB))) >>"$work/counts"
done

# cell FILE NAME COLUMN
cell() {
  awk -F'\t' -v name="$2" -v column="$3" '$1 == name { print $column }' "$work/$1"
}

echo "### Transfers of 1 GiB over HTTP, client and server on one CPU"
echo
echo "libcurl $(version libcurl4). Files are on $filesystem. $ROUNDS rounds of one transfer each." \
  "The checksum alone takes $checksum s of CPU."
echo
echo "| transfer | client | GiB/s | ÷ libcurl, median (range) | client's CPU, s/GiB | ÷ libcurl, median |" \
  "memory grown, MiB | progress calls | system calls/GiB |"
echo "|---|---|--:|--:|--:|--:|--:|--:|--:|"
awk -F'\t' -v counts="$work/counts" '
  BEGIN {
    while ((getline line < counts) > 0) {
      split(line, cell, "\t")
      for (i = 2; i <= 5; i++) count[cell[1], i] = cell[i]
    }
    way["up-file"] = "a file up"
    way["up-reader"] = "up from a callback"
    way["down-file"] = "down into a file"
    way["down-writer"] = "down into a callback"
    client["libcos_err"] = "**libcos_err**"
    client["libcurl"] = "libcurl"
    client["libcurl-512k"] = "libcurl, buffers of 512 KiB"
    client["libcurl-unchecked"] = "libcurl, no checksum computed"
  }
  {
    split($1, name, "/")
    counted = " - | - | - |"
    if (($1, 2) in count) {
      counted = sprintf(" %.1f | %s in %s ms | %s |", count[$1, 2] / 1024, count[$1, 3], count[$1, 4], count[$1, 5])
    }
    printf "| %s | %s | %.2f | %.2f (%.2f–%.2f) | %.3f | %.2f |%s\n",
      way[name[1]], client[name[2]], $2, $3, $4, $5, $6, $7, counted
  }' "$work/time"
echo

# at_least TEXT VALUE LIMIT: VALUE must not be below LIMIT.
at_least() {
  verdict=ok
  if ! awk -v value="$2" -v limit="$3" 'BEGIN { exit !(value != "" && value + 0 >= limit + 0) }'; then
    verdict=MISSED
    missed=1
  fi
  echo "- $verdict: $1: ${2:-unknown}, at least $3"
}

for way in up-file up-reader down-file down-writer; do
  at_least "throughput, $way ÷ libcurl's" "$(cell time $way/libcos_err 3)" "$MIN_THROUGHPUT"
  bound "memory grown, MiB, $way" "$(cell counts $way/libcos_err 2 | awk '{ printf "%.1f", $1 / 1024 }')" \
    "$MAX_MEMORY_MIB"
done
exit "$missed"
