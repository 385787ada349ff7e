#!/bin/bash
# Lines of the library that the unit tests and the C programs run: a table of the files that
# read what others wrote, and of the C ABI, and the lines of them that nothing ran.
# coverage.sh [PROGRAM...]: these programs instead of all. Fails where a group of files has less
# than 90 % of its lines covered. Needs cargo's component llvm-tools. Output: build/proof/coverage.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
least=90
limit=${PROOF_LIMIT:-300}
out_coverage=$out/coverage
programs=("$@")

tools=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin
[ -x "$tools/llvm-cov" ] || rustup component add llvm-tools > /dev/null 2>&1
if [ ! -x "$tools/llvm-cov" ]; then
  echo "skipped: nothing was measured, for want of llvm-cov (rustup component add llvm-tools)"
  exit 77
fi

prepared
for folder in c faults transfers load; do
  project "$folder" || { echo "tests/$folder does not build, see $logs/build.$folder.log"; exit 1; }
done
# Written by a script of the folder, and built when asked for.
cmake --build "$out/programs/c" --target null_calls >> "$logs/build.c.log" 2>&1
rm -rf "$out_coverage/raw"
mkdir -p "$out_coverage/raw"
# %m: each of the two programs of counters has files of its own; %p: and each process.
export LLVM_PROFILE_FILE=$out_coverage/raw/%m-%p.profraw
# The crates under the library are those that were built for it. The library has one name with and
# without counters: it is built anew here, and by whoever comes next.
export RUSTC_WORKSPACE_WRAPPER=$root/tests/proof/instrumented.sh
touch "$tree/src/lib.rs"
if ! { library && unit_program; } > "$out_coverage/build.log" 2>&1; then
  tail -n 30 "$out_coverage/build.log"
  echo "0 passed, 1 failed"
  exit 1
fi
built=$(dirname "$library")
ln -sf libcos_err.so "$built/libcos_err.so.0"
rm -f "$out_coverage"/raw/*

# Programs with their arguments, as the lists of programs name them. Some need more than a name.
listed() {
  local folder version cases=$tree/tests/cases
  version=$(sed -nE 's/^version = "(.*)"$/\1/p' "$tree/Cargo.toml")
  for folder in c faults transfers; do
    sed -nE "s|^[a-z]+_program\(([a-z_]+) [a-z-]+ ?(.*)\)\$|$folder/\1 \2|p" "$tree/tests/$folder/programs.cmake" |
      sed -e "s|\${CASES}|$cases|g" -e 's|"||g' -e "s|\${COS_ERR_VERSION}|$version|"
  done
  echo load/threads
  echo load/clients
  echo load/mixed 1000
}

# A program that fails shows lines all the same; how many did is said.
failed=0
run_all() {
  local line
  while read -r line; do
    [ ${#programs[@]} -eq 0 ] || [[ " ${programs[*]} " == *" ${line%% *} "* ]] || continue
    # shellcheck disable=SC2086
    (cd "$tree" && WORK=$out/work LD_LIBRARY_PATH=$built timeout "$limit" "$out/programs/"$line < /dev/null) \
      > "$logs/coverage.$(tr / . <<< "${line%% *}").log" 2>&1 || { failed=$((failed + 1)); echo "failed: $line"; }
  done < <(listed)
}
(cd "$tree" && "$unit") > "$logs/coverage.unit.log" 2>&1 || echo "failed: unit tests"
run_all

"$tools/llvm-profdata" merge --sparse --failure-mode=all -o "$out_coverage/all.profdata" "$out_coverage"/raw/*.profraw 2> "$out_coverage/merge.log"
"$tools/llvm-cov" export --format=lcov --instr-profile "$out_coverage/all.profdata" \
  "$library" --object "$unit" --ignore-filename-regex '/(\.cargo|rustc|\.rustup|target)/' > "$out_coverage/lcov" 2> "$out_coverage/export.log"
python3 "$root/tests/proof/coverage.py" "$out_coverage/lcov" "$tree" "$least"
