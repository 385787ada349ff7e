#!/bin/sh
# Makes locales of its own and runs a command in them:
#   locales.sh SCRATCH COMMAND...
# LOCPATH leads to them, and the names of the locales are appended to the command.
set -eu

if [ ! -e /usr/share/i18n/locales/zh_CN ]; then
  echo "skipped: the sources of the locales are missing (apt-get install locales)"
  exit 77
fi
scratch=$1
shift
rm -rf "$scratch"
mkdir -p "$scratch"
# name SOURCE CHARSET
for locale in "zh_CN.UTF-8 zh_CN UTF-8" "zh_CN.GBK zh_CN GBK" "de_DE de_DE ISO-8859-1"; do
  # shellcheck disable=SC2086 # three words
  set -- "$@" ${locale%% *}
  rest=${locale#* }
  localedef -i "${rest% *}" -f "${rest#* }" "$scratch/${locale%% *}" || [ -d "$scratch/${locale%% *}" ]
done
LOCPATH=$scratch "$@"
