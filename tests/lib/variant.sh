#!/bin/sh
# variant.sh ROOT FOLDER OPTION...: builds the library unoptimised with other features into
# FOLDER, from the dependencies that the unit tests have built. CARGO in the environment.
set -eu
root=$1
folder=$2
shift 2
: "${CARGO_TARGET_DIR:=$root/target}"
export CARGO_TARGET_DIR
"$CARGO" build --locked "$@" --manifest-path "$root/Cargo.toml"
mkdir -p "$folder"
# Not linked: the next build replaces them.
built=$CARGO_TARGET_DIR/${CARGO_BUILD_TARGET:+$CARGO_BUILD_TARGET/}debug
cp "$built/libcos_err.so" "$built/libcos_err.a" "$folder"
ln -sf libcos_err.so "$folder/libcos_err.so.0"
