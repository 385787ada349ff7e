#!/bin/sh
# compiles.sh COMPILER STANDARD: the header alone and twice, with and without
# COS_ERR_COEXIST, without a warning; and the short name is there or is not.
set -eu

compiler=$1
standard=$2
case $standard in
  c++*) language=c++ ;;
  *) language=c ;;
esac

compile() {
  "$compiler" -x "$language" "-std=$standard" -Wall -Wextra -Wpedantic -Werror -fsyntax-only "-I$PREFIX/include" "$@" -
}

for option in -DCOS_ERR_PLAIN -DCOS_ERR_COEXIST; do
  printf '#include <cos_err.h>\n' | compile "$option"
  printf '#include <cos_err.h>\n#include <cos_err.h>\n' | compile "$option"
done

# A name of the same spelling may be declared only where ours is not.
own() {
  printf '#include <cos_err.h>\n'
  [ $language = c ] || printf 'extern "C" '
  printf 'int cos_head_bucket(char *, int);\n'
}
own | compile -DCOS_ERR_COEXIST
if own | compile 2> /dev/null; then
  echo "cos_head_bucket is not declared without COS_ERR_COEXIST"
  exit 1
fi
