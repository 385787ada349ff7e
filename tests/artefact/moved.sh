#!/bin/sh
# The tree in another folder than it was installed in, staged by DESTDIR for a
# third one.
set -eu

rm -rf "$WORK"
mkdir -p "$WORK/stage" "$WORK/moved"
make -C "$COS_ERR_ROOT" install PREFIX=/opt/never "DESTDIR=$WORK/stage" "CARGO=$CARGO"
mv "$WORK/stage/opt/never" "$WORK/moved/place"
if grep -rl /opt/never "$WORK/moved" --include='*.pc' --include='*.cmake'; then
  echo "these name the folder the tree was made for"
  exit 1
fi
WORK=$WORK/consumers sh "$(dirname "$0")/consumers.sh" "$WORK/moved/place"
