#!/bin/sh
# Whether the case tables print the same bytes in C and in other locales:
#   cases_in_locales.sh STANDIN SCRATCH PRINTER LOCALE...
set -eu
standin=$1
scratch=$2
printer=$3
shift 3
compare=$(dirname "$0")/../lib/compare_cases.sh
for locale; do
  set -- "$@" "$locale=env LC_ALL=$locale $printer"
  shift
done
exec sh "$compare" "$standin" "$scratch" "C=env LC_ALL=C $printer" "$@"
