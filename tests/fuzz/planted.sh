#!/bin/bash
# Shows that each target finds a fault of its kind: planted.sh [SECONDS [TARGET...]]. Plants
# one for each target in a copy of the sources, and fails unless the target stops
# with the complaint that belongs to it, within 120 seconds by default.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-120}
shift $(($# > 0))
targets=$*
copy=build/fuzz/planted
# Dependencies are built once for both.
export FUZZ_TARGET_DIR=${FUZZ_TARGET_DIR:-$PWD/build/fuzz/target}

rm -rf "$copy"
mkdir -p "$copy"
git ls-files -z | xargs -0 cp --parents -t "$copy"
cd "$copy"

found=0
planted=0

# check TARGET COMPLAINT FILE FROM TO: replaces a line that is there once, runs the
# target, and puts the line back.
check() {
  local target=$1 complaint=$2 file=$3 log=$1.log
  case " ${targets:-$target} " in *" $target "*) ;; *) return 0 ;; esac
  planted=$((planted + 1))
  [ "$(grep -cxF "$4" "$file")" -eq 1 ] || { echo "$file has no line: $4"; exit 1; }
  cp "$file" original
  FROM=$4 TO=$5 perl -pi -e 's/^\Q$ENV{FROM}\E$/$ENV{TO}/' "$file"
  if bash tests/fuzz/run.sh "$seconds" "$target" > "$log" 2>&1; then
    echo "$target: the fault was not found"
  elif grep -aq "$complaint" "$log"; then
    echo "$target: $(grep -am 1 "$complaint" "$log" | cut -c1-160)"
    found=$((found + 1))
  else
    echo "$target: another complaint, see $copy/$log"
  fi
  cp original "$file"
}

# Control characters stay in lines.
check responses 'control character' src/error/redact.rs \
  '    if is_printable_ascii(text.as_bytes()) || !text.contains(breaks_line) {' \
  '    if is_printable_ascii(text.as_bytes()) || text.len() > 4 {'
# A header is sent that nobody set.
check requests 'a header that was not set' src/client/request_head.rs \
  '            .chain(self.is_retry.then_some(("x-cos-sdk-retry", "true")))' \
  '            .chain(Some(("x-cos-sdk-retry", "true")))'
# What lies on a kept connection is taken for the next response.
check exchanges 'own-response' src/client/transport/connection.rs \
  '            (Ready::End, _) | (Ready::Bytes, None) => false,' \
  '            (Ready::End, _) => false, (Ready::Bytes, None) => true,'

# A checksum that differs is not looked at.
check calls 'wrong checksum' src/client/transfer/integrity.rs \
  '        ours if ours == theirs => Ok(()),' \
  '        ours if ours == theirs || theirs > 0 => Ok(()),'

# What a server wrote is printed with the secrets in it.
check command 'a secret' bindings/c/command/print.c \
  'void print_json_masked(const char *text) { print_message_of(text, print_json_text); }' \
  'void print_json_masked(const char *text) { print_json_text(text); }'

# A queue that is freed says nothing of what it throws away.
check queues 'calls do not end' src/client/queue/mod.rs \
  '            discard(tag);' \
  '            let _ = (discard, tag);'

# An upload that failed is left.
check transfers 'the upload .* is left' src/client/parts/upload.rs \
  '        Err(left) if !left.means("NoSuchUpload") => error.with_detail("UploadId", id),' \
  '        Err(left) if left.means("NoSuchUpload") => error.with_detail("UploadId", id),'

echo "$found passed, $((planted - found)) failed"
[ "$planted" -gt 0 ] && [ "$found" -eq "$planted" ]
