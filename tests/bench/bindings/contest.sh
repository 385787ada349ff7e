# A contest that is held over HTTP and over HTTPS. The script that sources it has
# common.sh, $work, $standin, $http and $https, and
#   calls SCHEME ADDRESS ROUNDS    which prints lines, cells divided by tabs: name (head, get), p50 of
#                                  ours and of the peer's, their ratio, its least and its largest

# The stand-in says whether both sign as they should.
check_signatures() {
  rm -f "$work/address"
  mkfifo "$work/address"
  "$standin" --no-log >"$work/address" &
  process=$!
  trap 'kill "$process" 2>/dev/null || true' EXIT INT TERM
  read -r address <"$work/address"
  calls http "${address#http://}" 0
  kill "$process"
}

# cell SCHEME NAME COLUMN
cell() { awk -F'\t' -v name="$2" -v column="$3" '$1 == name { print $column }' "$work/$1"; }
# row SCHEME NAME: both times, and the ratio's median and range
row() { echo "$(cell "$1" "$2" 2) | $(cell "$1" "$2" 3) | $(cell "$1" "$2" 4) ($(cell "$1" "$2" 5)–$(cell "$1" "$2" 6))"; }

# contest OURS PEER ROUNDS LIMIT: prints Markdown; sets missed if a ratio is above the limit.
contest() {
  check_signatures
  calls http "$http" "$3" >"$work/http"
  calls https "$https" "$3" >"$work/https"
  echo "| $1 | HEAD p50, µs | $2 | ÷ it, median (range) | failed GET p50, µs | $2 | ÷ it, median (range) |"
  echo "|---|--:|--:|--:|--:|--:|--:|"
  for scheme in http https; do
    echo "| $scheme | $(row "$scheme" head) | $(row "$scheme" get) |"
  done
  echo
  for scheme in http https; do
    bound "$1, p50 of a HEAD ÷ $2, $scheme" "$(cell "$scheme" head 4)" "$4"
    bound "$1, p50 of a failed GET ÷ $2, $scheme" "$(cell "$scheme" get 4)" "$4"
  done
}
