#!/bin/sh
# must_fail.sh TEXT COMMAND...: passes if the command fails and says the text.
text=$1
shift
said=$("$@" 2>&1)
code=$?
printf '%s\nexit code %s\n' "$said" "$code"
[ "$code" -ne 0 ] && printf '%s' "$said" | grep -q -- "$text"
