# Shared by the sections. `run` sets: root (the checkout), here (this folder),
# out (where to build), lib (the folder of the library as it is shipped).

# The last CPU that we may use, so that nothing moves between two.
pin=
if taskset -c "$(($(nproc) - 1))" true 2>/dev/null; then
  pin="taskset -c $(($(nproc) - 1))"
fi

# need COMMAND PACKAGE...: Debian packages that have what COMMAND looks for.
need() {
  check=$1
  shift
  if sh -c "$check" >/dev/null 2>&1; then
    return 0
  fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get install -y --no-install-recommends "$@" >&2 && sh -c "$check" >/dev/null 2>&1 && return 0
  fi
  echo "missing; please run: sudo apt-get install $*" >&2
  exit 2
}

# What counts instructions here: many virtual machines have no counters of their own.
counter=nothing
if perf stat -x, -e instructions:u true 2>&1 | grep -q '^[0-9]'; then
  counter=perf
elif command -v valgrind >/dev/null; then
  counter=callgrind
fi

# user_instructions COMMAND...: how many the command executes; empty if nothing can tell.
user_instructions() {
  case $counter in
    perf) perf stat -x, -e instructions:u "$@" 2>&1 >/dev/null | awk -F, '/instructions/ { print $1 }' ;;
    callgrind)
      valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
        awk '/Collected/ { print $NF }'
      ;;
  esac
}

# bound TEXT VALUE LIMIT [NOTE]: VALUE must not be above LIMIT.
missed=0
bound() {
  verdict=ok
  if ! awk -v value="$2" -v limit="$3" 'BEGIN { exit !(value != "" && value + 0 <= limit + 0) }'; then
    verdict=MISSED
    missed=1
  fi
  echo "- $verdict: $1: ${2:-unknown}, at most $3${4:+ ($4)}"
}

# version PACKAGE: of an installed Debian package, without the packager's part.
version() {
  dpkg-query -W -f '${Version}' "$1" 2>/dev/null | sed 's/^[0-9]*://; s/[-+].*//'
}

# median FILE: of the numbers in it, one a line.
median() {
  sort -n "$1" | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}
