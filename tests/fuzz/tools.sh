# What the fuzz targets are built with. Read by the scripts of this folder. A
# nightly toolchain has the flags; where there is none, the usual one is told to
# accept them.
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
if [ -z "${CLANG:-}" ]; then
  for CLANG in clang clang-19 clang-16 clang-15 clang-14; do
    ! command -v "$CLANG" > /dev/null || break
  done
fi
