# The Rust toolchain for another target: `rust_for TARGET FOLDER` exports CARGO, RUSTC and RUSTDOC.
#
# The installed toolchain is used if it has the target (rustup target add TARGET). Otherwise Debian's is
# unpacked inside FOLDER, and the target's standard library is compiled from its source, once.

rust_for() {
  local target=$1 folder=$2
  [ ! -d "$(rustc --print sysroot 2> /dev/null)/lib/rustlib/$target/lib" ] || return 0
  . "$(dirname "${BASH_SOURCE[0]}")/../web/toolchain.sh"
  mkdir -p "$folder"
  unpacked "$folder" || {
    echo "there is no Rust for $target: rustup target add $target" >&2
    return 1
  }
  export CARGO
  [ -e "$SYSROOT/lib/rustlib/$target/lib/ready" ] || standard_library "$target" "$folder/std/$target"
}

# Compiled as a dependency of a crate that has nothing itself, for the target's folder of the sysroot.
# build.rs compiles a file for the target by itself, which -Zbuild-std has no library for.
standard_library() {
  local target=$1 empty=$2 to=$SYSROOT/lib/rustlib/$1/lib library
  echo "the standard library for $target is compiled" >&2
  mkdir -p "$empty/src" "$to"
  echo '#![no_std]' > "$empty/src/lib.rs"
  printf '%s\n' '[package]' 'name = "empty"' 'version = "0.0.0"' 'edition = "2021"' '[workspace]' \
    '[profile.release]' 'opt-level = 3' 'codegen-units = 1' > "$empty/Cargo.toml"
  # With bitcode, for the link of the library as a whole.
  remapped "$SYSROOT"
  (cd "$empty" && env -u CARGO_PROFILE_RELEASE_LTO -u CARGO_PROFILE_RELEASE_CODEGEN_UNITS \
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes $REMAP" \
    "$CARGO" build --release -Zbuild-std=std,panic_unwind,panic_abort --target "$target" --target-dir target) || return
  for library in "$empty/target/$target"/release/deps/*.rlib; do
    case ${library##*/} in libempty-*) ;; *) cp "$library" "$to" ;; esac
  done
  touch "$to/ready"
}

# remapped [SYSROOT]: sets REMAP, the flags that keep folders of this machine out of what is built.
remapped() {
  local folder
  REMAP=
  for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    REMAP+=" --remap-path-prefix=$folder=crates"
  done
  [ -z "${1:-}" ] || REMAP+=" --remap-path-prefix=$(readlink -f "$1/lib/rustlib/src/rust")=rust --remap-path-prefix=$1/lib/rustlib/src/rust=rust"
}

# cargo_for TARGET FOLDER: exports what cargo needs for the target, with rust_for and cc_for. LIBRARY_FLAGS and
# PROGRAM_FLAGS are RUSTFLAGS for the one and the other.
cargo_for() {
  local target=$1 folder=$2 variable=${1//-/_}
  rust_for "$target" "$folder" && cc_for "$target" "$folder" || return
  export CARGO_BUILD_TARGET=$target STRIP=$STRIP_FOR HOST_CC=cc
  export "CC_$variable=$CC_FOR" "CARGO_TARGET_${variable^^}_LINKER=$CC_FOR"
  LIBRARY_FLAGS=${RUSTFLAGS:-} PROGRAM_FLAGS=${RUSTFLAGS:-}
  case $target in
    # A shared library is linked with the C library of the system. Programs have it inside, and run on any Linux.
    *-musl) LIBRARY_FLAGS+=" -Ctarget-feature=-crt-static" PROGRAM_FLAGS+=" -Ctarget-feature=+crt-static -Clink-self-contained=no -Crelocation-model=static" ;;
  esac
}
