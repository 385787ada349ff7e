# Compilers for other targets, from Debian's packages: `cc_for TARGET FOLDER` sets CC_FOR, CXX_FOR (empty if there is
# none), STRIP_FOR, and RUN_FOR, the words before a program that runs it here.
#
# They are unpacked inside FOLDER, without root, unless they are installed.
. "$(dirname "${BASH_SOURCE[0]}")/kept.sh"

cc_for() {
  local target=$1 folder=$2 root
  mkdir -p "$folder"
  root=$(cd "$folder" && pwd)/root
  case $target in
    x86_64-unknown-linux-musl)
      command -v musl-gcc > /dev/null || unpack_for "$root" musl-tools || return
      musl_for "$root" || return
      CXX_FOR='' STRIP_FOR=strip RUN_FOR=''
      ;;
    aarch64-unknown-linux-gnu)
      unpack_for "$root" g++-aarch64-linux-gnu qemu-user-static || return
      aarch64_for "$root"
      ;;
    *) echo "no compiler is known for $target" >&2 && return 1 ;;
  esac
}

# unpack_for ROOT PACKAGE...: with what they depend on that is not installed. Nothing, if all of it is.
unpack_for() {
  local root=$1 packages name names
  shift
  [ ! -e "$root/ready-$1" ] || return 0
  names=$(apt-get install -s --no-install-recommends "$@" 2> /dev/null | sed -n 's/^Inst \([^ ]*\).*/\1/p')
  packages=$root/packages-$1
  mkdir -p "$packages"
  # shellcheck disable=SC2086 # the names are words
  [ -z "$names" ] || (cd "$packages" && apt-get download $names > "../$1.log" 2>&1) || {
    echo "no packages: apt-get download $names fails, see $root/$1.log; apt-get update may help" >&2
    return 1
  }
  for name in "$packages"/*.deb; do
    [ ! -e "$name" ] || dpkg -x "$name" "$root" || return
  done
  rm -r "$packages" && touch "$root/ready-$1"
}

# What Debian's compiler for musl lacks comes from this machine: headers of the kernel, which tests include, after its own
# ones, and an unwinder that does without glibc's _dl_find_object.
musl_for() {
  local root=$1 real
  mkdir -p "$root/bin" "$root/kernel"
  unwinder_for_musl "$root/unwinder" || return
  link /usr/include/linux "$root/kernel/linux"
  link /usr/include/asm-generic "$root/kernel/asm-generic"
  link "/usr/include/$(cc -dumpmachine)/asm" "$root/kernel/asm"
  if real=$(command -v musl-gcc); then
    real="\"$real\""
  else
    # Its specifications name folders of the system. Programs run here with the loader of the package: it is not in /lib.
    sed "s|/usr/|$root/usr/|g; s|-dynamic-linker /lib/|-dynamic-linker $root/lib/|" \
      "$root/usr/lib/x86_64-linux-musl/musl-gcc.specs" | content "$root/musl-gcc.specs"
    real="\"\${REALGCC:-gcc}\" -specs \"$root/musl-gcc.specs\""
    # Without it the linker takes the static one.
    link "$root/lib/x86_64-linux-musl/libc.so" "$root/usr/lib/x86_64-linux-musl/libc.so"
  fi
  CC_FOR=$root/bin/musl-gcc
  printf '#!/bin/sh\nexec %s "-B%s" "-L%s" -Wl,--eh-frame-hdr "$@" -idirafter "%s"\n' "$real" "$root/unwinder" "$root/unwinder" "$root/kernel" | content "$CC_FOR"
  executable "$CC_FOR"
}

# unwinder_for_musl FOLDER: GCC's, with the function that newer ones want of glibc. Rust calls it libunwind. It refers to
# functions for threads weakly: a static program would have those alone that it calls itself, and fail at the others.
WEAK_OF_UNWINDER='pthread_once pthread_key_create pthread_getspecific pthread_setspecific pthread_mutex_lock pthread_mutex_unlock'
unwinder_for_musl() {
  local source=$1/find_object.rs here
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  [ ! -e "$1/ready" ] || return 0
  mkdir -p "$1"
  printf '#![no_std]\n#[path = "%s"]\npub mod find_object;\n' "$here/src/unwinder/find_object.rs" > "$source"
  rustc --crate-type=lib --edition=2024 --emit=obj -Copt-level=s -Cpanic=abort "--remap-path-prefix=$here=cos_err" -o "$1/find_object.o" "$source" &&
    printf 'void %s(void);\n' $WEAK_OF_UNWINDER > "$1/strong.c" &&
    printf 'void (*const cos_err_unwinder[])(void) = {%s};\n' "$(echo $WEAK_OF_UNWINDER | tr ' ' ,)" >> "$1/strong.c" &&
    cc -c -fPIC -w -fvisibility=hidden -o "$1/strong.o" "$1/strong.c" && ld -r -o "$1/both.o" "$1/find_object.o" "$1/strong.o" &&
    cp "$(cc -print-file-name=libgcc_eh.a)" "$1/libgcc_eh.a" && ar r "$1/libgcc_eh.a" "$1/both.o" &&
    ln -sfn libgcc_eh.a "$1/libunwind.a" && touch "$1/ready"
}

# Programs are those of this machine, if it has them. Linker scripts of an unpacked libc name files of the system.
aarch64_for() {
  local root=$1 name triple=aarch64-linux-gnu system
  mkdir -p "$root/bin"
  if [ -e "$root/usr/$triple/lib/libc.so" ]; then
    sed "s|/usr/$triple/lib/|$root/usr/$triple/lib/|g; s|$root$root|$root|g" "$root/usr/$triple/lib/libc.so" |
      content "$root/usr/$triple/lib/libc.so"
    system=$root/usr/$triple
  else
    system=/usr/$triple
  fi
  for name in gcc g++ strip objcopy; do
    [ ! -e "$root/usr/bin/$triple-$name" ] ||
      printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$root/usr/lib/x86_64-linux-gnu" "$root/usr/bin/$triple-$name" | content "$root/bin/$triple-$name"
    [ ! -e "$root/bin/$triple-$name" ] || executable "$root/bin/$triple-$name"
  done
  CC_FOR=$(program_for "$root/bin" "$triple-gcc") CXX_FOR=$(program_for "$root/bin" "$triple-g++")
  STRIP_FOR=$(program_for "$root/bin" "$triple-strip")
  RUN_FOR="$(program_for "$root/usr/bin" qemu-aarch64-static) -L $system"
}

# program_for FOLDER NAME: the unpacked program, or the installed one.
program_for() {
  if [ -e "$1/$2" ]; then echo "$1/$2"; else command -v "$2"; fi
}
