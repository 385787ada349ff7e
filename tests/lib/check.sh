#!/usr/bin/env bash
# The checks for the time between an edit and the next: format, lint, unit tests and, with a
# name, the C tests of that name. check.sh [NAME]; stops at the first failure.
# NAME: a file of C tests without its suffix (`arguments`), or a regular expression for ctest.
# The library for the C tests is built by the profile `inner` of Cargo.toml: without fat LTO.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

: "${CARGO:=cargo}"
: "${CARGO_TARGET_DIR:=$PWD/target}"
export CARGO CARGO_TARGET_DIR
name=${1-}
here=$PWD/build/check
standin=(--manifest-path tests/standin/Cargo.toml)

# step NAME COMMAND...
step() {
  local what=$1 begin=$SECONDS
  shift
  "$@" || {
    echo "failed: $what"
    exit 1
  }
  printf 'ok: %s, %d s\n' "$what" "$((SECONDS - begin))"
}

formats() {
  "$CARGO" fmt --check && "$CARGO" fmt --check "${standin[@]}"
}

permitted() {
  "$CARGO" deny --offline check licenses bans sources &&
    "$CARGO" deny --offline "${standin[@]}" check licenses bans sources
}

installs() {
  "$CARGO" build --locked --profile inner &&
    COS_ERR_PROFILE=inner sh bindings/c/install.sh "$CARGO_TARGET_DIR" "$here/prefix" > /dev/null
}

# A regular expression for ctest. The tables of programs have file and test in one line.
pattern_of() {
  local found
  found=$(sed -nE "s/^[a-z]+_program\(($1) ([a-z0-9-]+).*/\2/p" tests/*/programs.cmake | paste -sd '|')
  echo "${found:-$1}"
}

runs() {
  local pattern
  pattern=$(pattern_of "$name")
  cmake -S tests -B "$here/tests" "-DCOS_ERR_PREFIX=$here/prefix" -DCOS_ERR_VALGRIND=OFF > "$here/log" || {
    cat "$here/log"
    return 1
  }
  ctest --test-dir "$here/tests" -R "$pattern" -E '\.(static|sanitized|valgrind)$' \
    --no-tests=error --output-on-failure
}

step format formats
step lint "$CARGO" clippy --locked --all-targets -- -D warnings
if "$CARGO" deny --version > /dev/null 2>&1; then
  step "licences and sources of dependencies" permitted
fi
step "unit tests" "$CARGO" test --locked --quiet
if [ -n "$name" ]; then
  step "library" installs
  step "C test $name" runs
fi
