# The packages of other languages, beside what their users have today. Needs $here
# and $out of ../run, the build folder in $target, and what each package's test needs.
#   sh tests/bench/run bindings

prefix=$out/prefix
"${CARGO:-cargo}" build --quiet --locked --release --manifest-path "$root/Cargo.toml" --target-dir "$target"
sh "$root/bindings/c/install.sh" "$target" "$prefix" "" >"$out/install.log"
"${CARGO:-cargo}" build --quiet --locked --release --manifest-path "$root/tests/standin/Cargo.toml" \
  --target-dir "$target/standin"

# To verify a signature takes the stand-in as long as some of these calls take: they have the other server.
work=$out/server
mkdir -p "$work"
. "$here/common.sh"
. "$here/calls/server.sh"

echo "## Other languages"
status=0
for language in cpp go python node java; do
  echo
  case $language in
    node | java) set -- "127.0.0.1:$plain" "127.0.0.1:$secure" "$ca" ;;
    *) set -- ;;
  esac
  sh "$here/bindings/$language/run" "$prefix" "$target/standin/release/cos-standin" "$out/$language" "$@" || status=$?
done
exit "$status"
