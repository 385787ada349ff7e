# What plant.sh, coverage.sh and sanitize.sh share: a copy of the tree in build/proof, the
# library installed from it, and the C programs of tests/ built against that. Sourced.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
: "${CARGO:=cargo}"
root=$PWD
out=$root/build/proof
tree=$out/tree
logs=$out/logs
clean=$out/clean
prefix=$out/prefix
standin_target=${CARGO_TARGET_DIR:-$root/target}/standin
export CARGO_TERM_COLOR=never CARGO_TARGET_DIR=$out/target COS_STANDIN=$standin_target/release/cos-standin
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1

# Files keep their times, so that little is built anew; the crate is, for a plant may be in what was.
copy_tree() {
  rm -rf "$tree"
  mkdir -p "$tree" "$logs" "$clean" "$out/work"
  git ls-files -z --cached --others --exclude-standard | xargs -0 cp -p --parents -t "$tree" && touch "$tree/src/lib.rs"
}

# project NAME: builds the programs of a folder against the installed tree, once. NAME-sanitized: under ASan and UBSan.
declare -A projects
project() {
  [ -z "${projects[$1]:-}" ] || return "${projects[$1]}"
  make_project "$1" "${1%-sanitized}" "$([[ $1 == *-sanitized ]] && echo ON || echo OFF)" > "$logs/build.$1.log" 2>&1
  projects[$1]=$?
  return "${projects[$1]}"
}

make_project() {
  cmake -S "$tree/tests/$2" -B "$out/programs/$1" -DCOS_ERR_PREFIX="$prefix" -DLINK=shared -DSANITIZE="$3" &&
    cmake --build "$out/programs/$1" -j "$(nproc)" && { [ "$2" != c ] || cmake --build "$out/programs/$1" --target null_calls; }
}

prepare() {
  copy_tree &&
    "$CARGO" build --release --locked --manifest-path tests/standin/Cargo.toml --target-dir "$standin_target" &&
    library && install_tree && cp "$library" "$clean/" &&
    unit_program && cp "$unit" "$clean/unit"
}

# The library, built without optimization: a plant costs a build. It panics when it is asked to, for faults/panic.
library() {
  "$CARGO" build --locked --lib --features panic-injection --manifest-path "$tree/Cargo.toml" && library=$CARGO_TARGET_DIR/debug/libcos_err.so
}

install_tree() {
  mkdir -p "$out/built" && ln -sfn "$CARGO_TARGET_DIR/debug" "$out/built/release" &&
    sh "$tree/bindings/c/install.sh" "$out/built" "$prefix"
}

# The program of the unit tests, built.
unit_program() {
  local said
  said=$("$CARGO" test --locked --lib --no-run --manifest-path "$tree/Cargo.toml" 2>&1) || { echo "$said"; return 1; }
  unit=$(sed -nE 's/.*Executable unittests .*\((.*)\)$/\1/p' <<< "$said")
  case $unit in /*) ;; *) unit=$PWD/$unit ;; esac
}

# prepared: prepares, and ends with the log if that fails.
prepared() {
  mkdir -p "$out"
  prepare > "$out/prepare.log" 2>&1 && return
  tail -n 30 "$out/prepare.log"
  echo "0 passed, 1 failed"
  exit 1
}
