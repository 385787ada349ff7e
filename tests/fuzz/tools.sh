# What the fuzz targets are built with. Read by the scripts of this folder. A
# nightly toolchain has the flags; where there is none, the usual one is told to
# accept them.
FUZZ_TARGETS="responses requests exchanges calls queues transfers command"
: "${CARGO:=cargo}"
if [ -z "${FUZZ_CARGO:-}" ]; then
  if rustc +nightly --version > /dev/null 2>&1; then
    FUZZ_CARGO="$CARGO +nightly"
    FUZZ_RUSTC="rustc +nightly"
  else
    FUZZ_CARGO=$CARGO
    FUZZ_RUSTC=rustc
    export RUSTC_BOOTSTRAP=1
  fi
fi

find_clang() {
  [ -z "${CLANG:-}" ] || ! command -v "$CLANG" > /dev/null || return 0
  for CLANG in clang clang-19 clang-16 clang-15 clang-14; do
    ! command -v "$CLANG" > /dev/null || break
  done
}

# Clang, and the library of its libFuzzer.
has_clang() {
  command -v "$CLANG" > /dev/null && [ -e "$("$CLANG" -print-runtime-dir)/libclang_rt.fuzzer-$(uname -m).a" ]
}

# Root installs clang. Names what is not there and cannot be had.
missing_tools() {
  if ! has_clang && [ "$(id -u)" -eq 0 ]; then
    { apt-get install -y $CLANG_PACKAGES || { apt-get update && apt-get install -y $CLANG_PACKAGES; }; } > /dev/null 2>&1
    CLANG=clang-14
  fi
  has_clang || echo "$CLANG_PACKAGES"
  ls "$($FUZZ_RUSTC --print target-libdir 2> /dev/null)"/librustc-*_rt.asan.a > /dev/null 2>&1 ||
    echo "a Rust toolchain with the runtime of AddressSanitizer"
}

CLANG_PACKAGES="clang-14 libclang-rt-14-dev"
find_clang
