#!/bin/sh
# Installs what `cargo build --release` built: install.sh TARGET_DIR PREFIX [DESTDIR [STANDIN]]
# COS_ERR_PROFILE: the profile, if another one than `release` was built.
# STANDIN: the program of the stand-in, which goes into bin/; without it bin/ has none.
# STRIP: the program that strips, for another processor.
# Needs a C compiler, CC, for the command cos-err. INSTALL_COMMAND=no leaves the command out.
# Version and ABI number are read from the header, which the build has just
# compared with Cargo.toml and build.rs.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
include=$here/../../include
licenses=share/licenses/cos_err
built=$1/${CARGO_BUILD_TARGET:+$CARGO_BUILD_TARGET/}${COS_ERR_PROFILE:-release}
case $2 in
  /*) root=${3-}$2 ;;
  *) root=$(pwd)/$2 ;;
esac

command=${INSTALL_COMMAND:-yes}
compiler=${CC:-cc}
if [ "$command" != no ] && ! command -v "${compiler%% *}" > /dev/null; then
  echo "cos-err cannot be built: there is no C compiler $compiler; install one, set CC to yours," \
    "or set INSTALL_COMMAND=no, which leaves this command out" >&2
  exit 2
fi

macro() { sed -n "s/^#define $1 \"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" "$include/cos_err.h"; }
version=$(macro COS_ERR_VERSION)
abi=$(macro COS_ERR_ABI)
static_list=$(tr ' ' ';' < "$here/static-libs.txt")
static_flags=$(sed 's/[^ ][^ ]*/-l&/g' "$here/static-libs.txt")

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# -C leaves files alone that are the same, so nothing is rebuilt on their account.
put() { install -C -m "$1" "$2" "$root/$3"; }

fill() {
  sed -e "s|@VERSION@|$version|g" -e "s|@ABI@|$abi|g" \
    -e "s|@STATIC_LIST@|$static_list|g" -e "s|@STATIC_FLAGS@|$static_flags|g" \
    "$here/$1.in" > "$scratch/$1"
  put 644 "$scratch/$1" "$2/$1"
}

mkdir -p "$root/include/cos_err" "$root/lib/pkgconfig" "$root/lib/cmake/cos_err" "$root/$licenses"
for header in "$include"/*.h "$include"/*.hpp "$include"/cos_err/*.h \
  "$include"/cos_err/*.hpp; do
  put 644 "$header" "include/${header#"$include"/}"
done

put 755 "$built/libcos_err.so" "lib/libcos_err.so.$version"
ln -sfn "libcos_err.so.$version" "$root/lib/libcos_err.so.$abi"
ln -sfn "libcos_err.so.$abi" "$root/lib/libcos_err.so"
# Debug information is more than half of the archive.
"${STRIP:-strip}" --strip-debug -o "$scratch/libcos_err.a" "$built/libcos_err.a"
put 644 "$scratch/libcos_err.a" lib/libcos_err.a

for text in "$here/../../LICENSE-MIT" "$here/../../LICENSE-APACHE" "$here/NOTICES"; do
  put 644 "$text" "$licenses/$(basename "$text")"
done

mkdir -p "$root/bin" "$root/share/man/man1"
if [ "$command" != no ]; then
  # Linked with the library just installed, and found beside it wherever the tree is moved.
  sh "$here/command/build" "$scratch/cos-err" "$root/lib" -Wl,-rpath,'$ORIGIN/../lib'
  put 755 "$scratch/cos-err" bin/cos-err
  put 644 "$here/command/cos-err.1" share/man/man1/cos-err.1
else
  # Not one of an earlier installation: it would be of another version.
  rm -f "$root/bin/cos-err" "$root/share/man/man1/cos-err.1"
fi

standin=${4-}
if [ -n "$standin" ]; then
  put 755 "$standin" bin/cos-standin
  put 644 "$here/../../tests/standin/NOTICES" "$licenses/NOTICES.cos-standin"
else
  rm -f "$root/bin/cos-standin" "$root/$licenses/NOTICES.cos-standin"
fi

fill cos_err.pc lib/pkgconfig
fill cos_err-static.pc lib/pkgconfig
fill cos_errConfig.cmake lib/cmake/cos_err
fill cos_errConfigVersion.cmake lib/cmake/cos_err
echo "cos_err $version is in $root"
