#!/bin/sh
# consumers.sh TREE: a program is built against an installed tree in every way
# the C README names, and runs.
set -eu

tree=$1
here=$(cd "$(dirname "$0")" && pwd)/consumer
version=$(sed -n 's/^#define COS_ERR_VERSION "\(.*\)"$/\1/p' "$tree/include/cos_err.h")
rm -rf "$WORK"
mkdir -p "$WORK"

say() { printf '== %s\n' "$*"; }

find_package() {
  say "find_package(cos_err $1)"
  # Neither the user's nor the system's package registry may answer instead.
  cmake -S "$here" -B "$WORK/cmake" "-DCMAKE_PREFIX_PATH=$tree" "-DASK_FOR=$1" "-DEXPECTED_VERSION=$version" \
    "-DCMAKE_C_COMPILER=$C_COMPILER" -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF > "$WORK/log" 2>&1
}

fails() {
  if "$@"; then
    echo "that must fail"
    exit 1
  fi
}

find_package ""
find_package "$version"
fails find_package 999.0
find_package ""
cmake --build "$WORK/cmake" > "$WORK/log" 2>&1 || { cat "$WORK/log"; exit 1; }
"$WORK/cmake/shared"
"$WORK/cmake/static"
say "cos_err::static with -static"
cmake -S "$here" -B "$WORK/cmake-static" "-DCMAKE_PREFIX_PATH=$tree" "-DEXPECTED_VERSION=$version" -DONLY=static \
  "-DCMAKE_C_COMPILER=$C_COMPILER" -DCMAKE_EXE_LINKER_FLAGS=-static > "$WORK/log" 2>&1
cmake --build "$WORK/cmake-static" > "$WORK/log" 2>&1 || { cat "$WORK/log"; exit 1; }
"$WORK/cmake-static/static"
fails sh -c "readelf -l '$WORK/cmake-static/static' | grep INTERP"
readelf -d "$WORK/cmake/shared" | grep -q 'NEEDED.*libcos_err\.so\.'
fails sh -c "readelf -d '$WORK/cmake/static' | grep 'NEEDED.*libcos_err'"

export PKG_CONFIG_PATH="$tree/lib/pkgconfig"
[ "$(pkg-config --modversion cos_err)" = "$version" ]

# shellcheck disable=SC2086 # lists of options
{
  say "pkg-config, shared"
  "$C_COMPILER" "$here/main.c" $(pkg-config --cflags --libs cos_err) "-Wl,-rpath,$tree/lib" -o "$WORK/pc-shared"
  "$WORK/pc-shared"

  say "pkg-config, static"
  "$C_COMPILER" "$here/main.c" $(pkg-config --cflags --libs cos_err-static) -o "$WORK/pc-static"
  "$WORK/pc-static"
  fails sh -c "readelf -d '$WORK/pc-static' | grep 'NEEDED.*libcos_err'"

  say "fully static"
  "$C_COMPILER" -static "$here/main.c" $(pkg-config --static --cflags --libs cos_err) \
    -o "$WORK/fully-static" 2> "$WORK/log" || { cat "$WORK/log"; exit 1; }
  "$WORK/fully-static"
  fails sh -c "readelf -l '$WORK/fully-static' | grep INTERP"
}
