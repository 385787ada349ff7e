# The Rust toolchain for the module: `toolchain FOLDER` sets CARGO, RUSTC, SYSROOT and LLD, and fails if
# there is none with the source of the standard library. WASM_TOOLCHAIN chooses: installed, debian.

toolchain() {
  CARGO=${CARGO:-cargo}
  case ${WASM_TOOLCHAIN:-} in
    installed) installed ;;
    debian) unpacked "$1" ;;
    *) installed || unpacked "$1" ;;
  esac
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

# Debian's, unpacked inside FOLDER: its packages conflict with an installed rustup, and need root.
unpacked() {
  local root=$1/debian
  command -v apt-get dpkg > /dev/null || return
  [ -e "$root/ready" ] || { mkdir -p "$root/packages" && (cd "$root" && unpack) && touch "$root/ready"; } || return
  SYSROOT=$root/usr
  CARGO=$root/bin/cargo
  export RUSTC=$root/bin/rustc RUSTDOC=$root/bin/rustdoc
  LLD=("$root"/usr/lib/llvm-*/bin/lld -flavor wasm)
  LD_LIBRARY_PATH=$(libraries "$root")
  LLD=(env "LD_LIBRARY_PATH=$LD_LIBRARY_PATH" "${LLD[@]}")
  unset LD_LIBRARY_PATH
}

libraries() {
  echo "$1/usr/lib/x86_64-linux-gnu:$1/usr/lib"
}

unpack() {
  local package program
  (cd packages && apt-get download $(packages)) > log 2>&1 || return
  for package in packages/*.deb; do
    dpkg -x "$package" . || return
  done
  rm -r packages && mkdir -p bin
  for program in rustc rustdoc cargo; do
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$(libraries "$PWD")" "$PWD/usr/bin/$program" > "bin/$program"
    chmod +x "bin/$program"
  done
  # The link to the source is absolute.
  ln -sfn "$PWD"/usr/src/rustc-* usr/lib/rustlib/src/rust
}

# The versions move: they are those of the dependencies.
packages() {
  local std llvm
  std=$(depends libstd-rust-web-dev | grep '^libstd-rust-web-')
  llvm=$(depends "$std" | grep '^libllvm')
  echo rustc-web cargo-web rust-web-src libstd-rust-web-dev "$std" "$llvm" "lld-${llvm#libllvm}"
  for name in $(depends cargo-web | grep '^libgit2') $(depends $(depends cargo-web | grep '^libgit2') | grep -E '^lib(http-parser|mbed)'); do
    echo "$name"
  done
}

depends() {
  apt-cache depends --no-recommends --no-suggests "$1" | sed -n 's/^ *|\{0,1\}Depends: //p'
}
