#!/bin/sh
# copied.sh GO: the module of the examples is copied out of this tree, built with nothing but
# the installed prefix, shared and static, and reads a failure.
set -eu

example=$(cd "$(dirname "$0")/../examples/cgo" && pwd)
outside=$(mktemp -d)
trap 'rm -rf "$outside"' EXIT
cp "$example"/* "$outside"
mkdir -p "$WORK"
cd "$outside"
export PKG_CONFIG_PATH="$PREFIX/lib/pkgconfig" GOCACHE="$WORK/cache" GOPROXY=off GOTOOLCHAIN=local CGO_ENABLED=1
export GOWORK=off GOFLAGS=-buildvcs=false CC="$C_COMPILER"
[ -z "$("$(dirname "$(command -v "$1")")/gofmt" -l .)" ]
"$1" vet .
"$1" build -o shared .
"$1" build -tags static -o static .

reads() {
  code=0
  printf 'HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\n\r\n<Error><Code>NoSuchKey</Code></Error>' |
    "$1" GET https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a.jpg > "$WORK/printed" || code=$?
  cat "$WORK/printed"
  [ "$code" -eq 1 ]
  grep -q '^NoSuchKey (HTTP 404)' "$WORK/printed"
  printf 'HTTP/1.1 200 OK\r\nServer: tencent-cos\r\n\r\n' | "$1" GET https://example.com/ | grep -qx success
}
LD_LIBRARY_PATH="$PREFIX/lib" reads ./shared
readelf -d shared | grep -q 'NEEDED.*libcos_err\.so\.'
reads ./static
if readelf -d static | grep 'NEEDED.*libcos_err'; then
  echo "the static program needs the shared library"
  exit 1
fi
