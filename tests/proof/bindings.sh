# The checks of the languages' packages, for plant.sh. tools_KIND: the programs it needs that are not
# there, by name. package_KIND: builds the package, with the library that has no fault.
# check_KIND: one test of the package, with its sources as they are in the tree.

binding_kinds="headers cpp go python node java"

# wanting PROGRAM...: those that are not there.
wanting() {
  local program
  for program in "$@"; do
    command -v "$program" > /dev/null || echo "$program"
  done
}

# A stand-in is started by the tests, and no proxy is theirs.
unset http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY GOWORK NODE_OPTIONS PYTHONPATH PYTHONHOME
unset COS_SECRET_ID COS_SECRET_KEY COS_SESSION_TOKEN COS_REGION COS_ENDPOINT

take_headers() {
  cp -R "$tree/include/." "$prefix/include/"
}

tools_headers() {
  wanting gcc g++ python3
}
package_headers() { :; }
check_headers() {
  take_headers && PREFIX=$prefix C_COMPILER=gcc CXX_COMPILER=g++ python3 "$tree/tests/artefact/coexist/names.py"
}

tools_cpp() {
  wanting g++ cmake pkg-config
}
package_cpp() { :; }
# PROGRAM: it gets the address of a stand-in, and the library that `hidden` loads.
check_cpp() {
  local folder=$out/programs/cpp address process code
  take_headers &&
    cmake -S "$tree/tests/cpp" -B "$folder" -DCOS_ERR_PREFIX="$prefix" -DLINK=shared -DSTANDARD=17 -DSANITIZE=ON &&
    cmake --build "$folder" --target "$1" $([ "$1" != hidden ] || echo third) -j "$(nproc)" || return
  rm -f "$out/standin.address"
  mkfifo "$out/standin.address"
  "$COS_STANDIN" --no-log > "$out/standin.address" &
  process=$!
  read -r address < "$out/standin.address"
  timeout "$limit" "$folder/$1" "${address#http://}" "$folder/libthird.so"
  code=$?
  kill "$process"
  return "$code"
}

tools_go() {
  wanting go gcc pkg-config
}
package_go() { :; }
# TEST
check_go() {
  cd "$tree/bindings/go" && PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib CGO_ENABLED=1 GOWORK=off \
    GOFLAGS=-buildvcs=false timeout "$limit" go test -count=1 -run "^$1\$" .
}

tools_python() {
  wanting gcc python3
}
package_python() {
  local folder=$out/python
  if [ ! -e "$folder/venv/ready" ]; then
    python3 -m venv "$folder/venv" &&
      "$folder/venv/bin/python" -m pip install -r "$tree/bindings/python/tests/requirements.txt" &&
      touch "$folder/venv/ready" || return
  fi
  rm -rf "$folder/source" "$folder/wheel" && cp -R "$tree/bindings/python" "$folder/source" &&
    COS_ERR_PREFIX=$prefix "$folder/venv/bin/python" -m pip wheel --no-deps --no-build-isolation -w "$folder/wheel" "$folder/source" &&
    "$folder/venv/bin/python" -m pip install --no-deps --force-reinstall "$folder"/wheel/*.whl
}
# FILE::TEST
check_python() {
  local python=$out/python/venv/bin/python
  cp "$tree"/bindings/python/cos_err/*.py "$(cd / && "$python" -c 'import cos_err; print(cos_err.__path__[0])')/" &&
    PYTHONDONTWRITEBYTECODE=1 timeout "$limit" "$python" -m pytest -q -p no:cacheprovider "$tree/bindings/python/tests/$1"
}

tools_node() {
  wanting gcc node npm
}
package_node() {
  local folder=$out/node
  rm -rf "$folder/package" && mkdir -p "$folder" && cp -R "$tree/bindings/node" "$folder/package" &&
    cp "$folder/package/package.json" "$folder" &&
    npm install --prefix "$folder" --no-audit --no-fund --no-package-lock --ignore-scripts &&
    sh "$folder/package/native/build" "$prefix"
}
# FILE PATTERN: of the test's name, without blanks.
check_node() {
  cp "$tree"/bindings/node/lib/*.js "$out/node/package/lib/" &&
    timeout "$limit" node --test --test-name-pattern "$2" "$out/node/package/tests/$1"
}

# A Java with virtual threads.
newest_java() {
  local home version
  for home in /usr/lib/jvm/*; do
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2> /dev/null)
    [ "${version:-0}" -lt 21 ] || echo "$home/bin/java"
  done | tail -n 1
}
tools_java() {
  wanting mvn javac
  [ -n "$(newest_java)" ] || echo "Java 21 or later"
}
package_java() { :; }
# CLASS#TEST
check_java() {
  timeout "$limit" sh "$tree/bindings/java/build" "$prefix" "$out/java" -Dstyle.color=never -Dcos.standin="$COS_STANDIN" \
    -Djvm="$(newest_java)" -Dtest="$1" test
}
