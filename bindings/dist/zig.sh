# A compiler and linker for glibc 2.17: `zig_for ARCH FOLDER [CC]` sets ZIG_CC to a program for this
# processor (x86_64, aarch64), and UNWINDER to the archive of the unwinder.
#
# Zig comes from Python's registry, into FOLDER, once. CC: the compiler whose libgcc is linked. ZIG_GLOBAL_CACHE_DIR: Zig's
# cache, if it is not in FOLDER.

GLIBC=2.17
. "$(dirname "${BASH_SOURCE[0]}")/kept.sh"

zig_for() {
  local arch=$1 folder=$2 cc=${3:-cc} triple=$1-linux-gnu
  mkdir -p "$folder/bin"
  folder=$(cd "$folder" && pwd)
  [ -e "$folder/zig/ready" ] || zig_installed "$folder/zig" || {
    echo "zig cannot be installed: pip install ziglang fails, see $folder/zig.log" >&2
    return 1
  }
  UNWINDER=$(gcc_file "$cc" libgcc_eh.a) && LIBGCC_S=$(gcc_file "$cc" libgcc_s.so.1) || return
  : "${ZIG_GLOBAL_CACHE_DIR:=$folder/cache}"
  export ZIG_GLOBAL_CACHE_DIR ZIG_LOCAL_CACHE_DIR=$ZIG_GLOBAL_CACHE_DIR
  ZIG_CC=$folder/bin/$triple-cc
  # What loads a module by its name alone; zig's linker has no --exclude-libs.
  printf '{ global: PyInit_*; napi_register_module_v*; node_api_module_get_api_version_v*; local: *; };\n' | content "$folder/modules.map"
  # For zig -lgcc_s means LLVM's unwinder. glibc unwinds a thread that ends by the real libgcc_s, and the two
  # do not fit together. What is linked gets libgcc_s where it wants it, as by GCC. The one of this system may
  # want a newer glibc, which that of another system does not.
  content "$ZIG_CC" << END
#!/bin/sh
unwinder='-Wl,--allow-shlib-undefined -Wl,--as-needed $LIBGCC_S -Wl,--no-as-needed'
for word; do
  shift
  case \$word in
    -c | -E | -S | -M | -MM | -v | --version | -dump* | -print*) unwinder= ;;
  esac
  case \$word in
    -lgcc_s) ;;
    -Wl,--exclude-libs,ALL) set -- "\$@" -Wl,--version-script=$folder/modules.map ;;
    *) set -- "\$@" "\$word" ;;
  esac
done
exec "$folder/zig/venv/bin/python" -m ziglang cc -target $triple.$GLIBC "\$@" \$unwinder
END
  executable "$ZIG_CC"
}

zig_installed() {
  python3 -m venv "$1/venv" && "$1/venv/bin/python" -m pip install --disable-pip-version-check -q ziglang > "$1.log" 2>&1 &&
    touch "$1/ready"
}

# A file of a compiler's libgcc. A compiler that has none prints the bare name.
gcc_file() {
  local path
  path=$("$1" -print-file-name="$2")
  case $path in
    /*) echo "$path" ;;
    *) echo "$1 has no $2" >&2 && return 1 ;;
  esac
}
