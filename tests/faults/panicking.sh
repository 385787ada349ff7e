#!/bin/sh
# panicking.sh ROOT FOLDER: builds the library that panics when asked to, for
# LD_LIBRARY_PATH=FOLDER/debug. CARGO in the environment.
set -eu
"$CARGO" build --locked --features panic-injection --manifest-path "$1/Cargo.toml" --target-dir "$2"
ln -sf libcos_err.so "$2/debug/libcos_err.so.0"
