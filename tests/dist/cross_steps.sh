# What tests/dist/cross needs and runs besides ctest. Its variables are used: root, target, prefix, work, tools.

# Debian's source, by the sources of packages that this machine has.
jansson_source() {
  [ ! -e "$tools/jansson/source/CMakeLists.txt" ] || return 0
  mkdir -p "$tools/jansson/lists/partial" "$tools/jansson/source"
  (
    cd "$tools/jansson" || exit
    sed 's/^Types: .*/Types: deb-src/' /etc/apt/sources.list.d/debian.sources > debian.sources
    own=(-o Dir::Etc::sourceparts=/dev/null -o "Dir::Etc::sourcelist=$PWD/debian.sources" -o "Dir::State::lists=$PWD/lists")
    apt-get "${own[@]}" update && apt-get "${own[@]}" source --download-only jansson &&
      tar xf jansson_*.orig.tar.* --strip-components=1 -C source
  ) > "$tools/jansson/log" 2>&1
}
jansson_for() {
  local to=$tools/jansson/$1
  [ ! -e "$to/lib/libjansson.a" ] || return 0
  jansson_source || return
  mkdir -p "$to" && (cmake -S "$tools/jansson/source" -B "$to/build" "-DCMAKE_C_COMPILER=$CC_FOR" "-DCMAKE_INSTALL_PREFIX=$to" \
    -DCMAKE_BUILD_TYPE=Release -DJANSSON_BUILD_DOCS=OFF -DJANSSON_WITHOUT_TESTS=ON -DJANSSON_EXAMPLES=OFF &&
    cmake --build "$to/build" --target install) > "$to/log" 2>&1
}

# step NAME COMMAND...: shows what it said if it fails.
step() {
  local name=$1
  shift
  if "$@" > "$work/log" 2>&1; then
    echo "ok      $name"
    passed=$((passed + 1))
  else
    echo "FAILED  $name"
    tail -n 20 "$work/log"
    failed=$((failed + 1))
  fi
}

# with_standin COMMAND...: {} in it becomes the address of a stand-in of its own.
with_standin() {
  local address=$work/address process url code=0 word
  rm -f "$address" && mkfifo "$address"
  "$standin" --no-log > "$address" &
  process=$!
  read -r url < "$address"
  for word; do
    shift
    [ "$word" != "{}" ] || word=${url#http://}
    set -- "$@" "$word"
  done
  timeout 1200 "$@" || code=$?
  kill "$process"
  return "$code"
}

# The tables as the library of this machine reads them, byte for byte.
case_lines() {
  local here=$work/here native=$root/build/prefix
  [ -e "$native/lib/libcos_err.so" ] || make --no-print-directory -C "$root" install PREFIX="$native" || return
  env -u PKG_CONFIG_LIBDIR cmake -S "$root/tests/c" -B "$here" "-DCOS_ERR_PREFIX=$native" -DLINK=shared &&
    cmake --build "$here" --target print_cases &&
    sh "$root/tests/lib/compare_cases.sh" "$standin" "$work/lines" "native=$here/print_cases --values" \
      "shared=$RUN_FOR $work/tests/c/shared/print_cases --values" "static=$RUN_FOR $work/tests/c/static/print_cases --values"
}

# The library with a request that panics, for the target.
panics() (
  export CARGO_TARGET_DIR=$tools/panicking
  (cargo_for "$target" "$tools" && RUSTFLAGS=$LIBRARY_FLAGS sh "$root/tests/lib/variant.sh" "$root" "$work/panicking" --features panic-injection) &&
    COS_STANDIN=$standin LD_LIBRARY_PATH=$work/panicking $RUN_FOR "$work/tests/faults/shared/panic"
)

cpp() {
  # shellcheck disable=SC2086 # words
  step "C++: $*" with_standin $RUN_FOR "$work/cpp/$@"
}
# Debian has no C++ for musl. Zig has its own libc++ and unwinder, which go into the programs.
cxx_for_musl() {
  local folder=${PORTABLE_TOOLS:-$root/build/portable}
  . "$root/bindings/dist/zig.sh"
  mkdir -p "$folder" && { [ -e "$folder/zig/ready" ] || zig_installed "$folder/zig"; } || return
  CXX_FOR=$work/musl-c++
  cat > "$CXX_FOR" << END
#!/bin/sh
loader=-Wl,-dynamic-linker,$("$CC_FOR" -'###' -x c /dev/null 2>&1 | sed -n 's/.*-dynamic-linker"\{0,1\} "\{0,1\}\([^ "]*\).*/\1/p')
for word; do
  case \$word in -c | -E | -shared | --version) loader= ;; esac
done
ZIG_GLOBAL_CACHE_DIR=$folder/cache ZIG_LOCAL_CACHE_DIR=$folder/cache \
  exec "$folder/zig/venv/bin/python" -m ziglang c++ -target x86_64-linux-musl -dynamic "\$@" \$loader
END
  chmod +x "$CXX_FOR"
}
cpp_builds() {
  [ -n "$CXX_FOR" ] || cxx_for_musl || return
  cmake -S "$root/tests/cpp" -B "$work/cpp" "-DCOS_ERR_PREFIX=$prefix" -DLINK=shared -DSTANDARD=17 -DSANITIZE=OFF \
    "-DCOS_ERR_TARGET=$target" "-DCMAKE_CXX_COMPILER=$CXX_FOR" && cmake --build "$work/cpp" && built=yes
}
# The same programs as in bindings/cpp/test.
programs_of_cpp() {
  local how built=no
  step "C++: its programs build" cpp_builds
  [ "$built" = yes ] || return 0
  for how in error catalogue expected; do cpp "$how"; done
  for how in call queue threads last plain ranges mixed; do cpp "$how" {}; done
  for how in stream files; do cpp "$how" {} "$work/files"; done
  cpp sdk "$root/tests/cases/sdk/cpp.jsonl"
  cpp values {} "$root/tests/cases/values.jsonl"
  case $target in
    *-musl)
      left=$((left + 1))
      echo "left out C++: hidden: Zig puts a C++ library into each shared object, and no exception crosses them"
      ;;
    *) cpp hidden {} "$work/cpp/libthird.so" ;;
  esac
  for how in return exit quick_exit callback; do cpp ending {} "$how"; done
  step "C++: case lines are those of C" sh "$root/tests/lib/compare_cases.sh" "$standin" "$work/lines" \
    "c=$RUN_FOR $work/tests/c/shared/print_cases --values" "cpp=$RUN_FOR $work/cpp/cases"
  left=$((left + 1))
  echo "left out C++: memory: asks glibc's malloc for a figure, a hundred thousand times"
}
