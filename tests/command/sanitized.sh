#!/bin/sh
# Builds cos-err with sanitizers and runs its tests: sanitized.sh PREFIX SCRATCH
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$2"
CC=${C_COMPILER:-cc} sh "$here/../../bindings/c/command/build" "$2/cos-err" "$1/lib" -Werror -g \
  -fsanitize=address,undefined -fno-sanitize-recover=all -Wl,-rpath,"$1/lib"
exec python3 -B "$here/command.py" "$2/cos-err" "$here/responses.jsonl" sanitized
