#!/usr/bin/env bash
# Runs `endurance` for some minutes against the installed tree: soak.sh [MINUTES]. What it sampled is
# build/bench/curves/endurance.tsv, from which `make curves` makes a picture.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
minutes=${1:-30}
: "${CARGO_TARGET_DIR:=$PWD/target}"
work=$PWD/build/soak samples=$PWD/build/bench/curves
mkdir -p "$work" "$samples"
cmake -S tests/load -B "$work/programs" "-DCOS_ERR_PREFIX=$PWD/build/prefix" -DLINK=shared -DSANITIZE=OFF > "$work/log"
cmake --build "$work/programs" --target endurance >> "$work/log" || { cat "$work/log"; exit 1; }
COS_STANDIN=$CARGO_TARGET_DIR/standin/release/cos-standin WORK=$work \
  "$work/programs/endurance" "$((minutes * 60))" "$samples/endurance.tsv"
