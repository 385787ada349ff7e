# The Rust toolchain for the module: `toolchain FOLDER` sets CARGO, RUSTC, SYSROOT and LLD, and fails if
# there is none with the source of the standard library.

toolchain() {
  CARGO=${CARGO:-cargo}
  installed || unpacked "$1"
}

# The toolchain that builds everything else here.
installed() {
  local host
  command -v rustc > /dev/null || return
  SYSROOT=$(rustc --print sysroot)
  host=$(rustc -vV | sed -n 's/^host: //p')
  [ -d "$SYSROOT/lib/rustlib/src/rust/library/std" ] || return
  LLD=("$SYSROOT/lib/rustlib/$host/bin/rust-lld" -flavor wasm)
  [ -x "${LLD[0]}" ]
}

unpacked() {
  return 1
}
